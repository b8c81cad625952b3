import type {ReportDocument} from "../document.ts";
import {type ComputedStep, computedSteps, elsewhereComputed} from "./computed_steps.ts";

/**
 * The whole analysis as one SQL script for DuckDB: it reads the source files from the folder that it runs in, makes a view
 * for each result, and shows it.
 */
export function documentScript(document: ReportDocument): string {
  const {title, madeAt, datasets, recipes, methods} = document;
  const elsewhere = elsewhereComputed(document);
  const lines = [
    ...comment(title),
    ...comment(
      `Made ${madeAt.slice(0, 10)}. Run it with DuckDB in the folder of the source files: duckdb < script.sql`,
    ),
    "",
    ...datasets.flatMap(({name, hash, source, receipt, origin}) => [
      ...comment(`${name}: ${source}, version ${hash}`),
      ...(origin ? comment(`  ${origin.title}, ${origin.licence.name}, ${origin.url}`) : []),
      ...receipt.flatMap((line) => comment(`  import: ${line}`)),
    ]),
    ...methods.flatMap(comment),
    ...recipes.flatMap(({id, question}) => comment(`tabletalk replay ${id}: ${question}`)),
    "",
    ...computedSteps(document).flatMap((step) => [
      ...comment(step.title),
      `${statement(step)};`,
      ...shown(step),
      "",
    ]),
    ...(elsewhere.length > 0
      ? comment("Computed outside SQL, from the rows above; its recipe computes it again:")
      : []),
    ...elsewhere.flatMap((one) => comment(`  ${one.title}`)),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

/** A step as one statement that may be run again, without its semicolon. */
export function statement({kind, name, sql}: ComputedStep): string {
  const made = kind === "view" ? "VIEW" : "TABLE";
  return `CREATE OR REPLACE ${made} "${name.replaceAll('"', '""')}" AS\n${sql}`;
}

function shown({kind, name}: ComputedStep): string[] {
  return kind === "view" ? [`FROM "${name}" LIMIT 100;`] : [];
}

function comment(text: string): string[] {
  return text.split(/[\r\n\u2028\u2029\u0085\v\f]+/).map((line) => `-- ${line}`);
}
