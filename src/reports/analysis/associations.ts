import type {ColumnProfile} from "../../data/profile.ts";
import {cell, named, plainName, say} from "./bound_text.ts";
import {labelsQuestion} from "./groups.ts";
import type {AnalysisQuestion, FindingDraft, Results} from "./question.ts";
import {LEAST_IN_GROUP, ofColumn, sourceOf} from "./steps.ts";
import {isFlag, type Subjects} from "./subjects.ts";

/** From here on two columns say the same. */
const SAME = 0.98;
const MOST_PAIRS = 4;

/** Which numbers go together, and which categories. */
export function associationQuestions(subjects: Subjects): AnalysisQuestion[] {
  const {target, measures, categories} = subjects;
  const numbers = [...(target?.kind === "number" ? [target.column] : []), ...measures].filter(
    (column) => !isFlag(column),
  );
  const few = categories.filter(({distinct}) => distinct <= 15).slice(0, 4);
  const pairs = few.flatMap((one, at) => few.slice(at + 1).map((other) => [one, other] as const));
  return [
    ...(numbers.length > 1 ? [pairsQuestion(subjects, numbers)] : []),
    ...pairs.slice(0, MOST_PAIRS).flatMap(([one, other]) => labelsQuestion(subjects, one, other) ?? []),
  ];
}

function pairsQuestion(subjects: Subjects, numbers: readonly ColumnProfile[]): AnalysisQuestion {
  return {
    theme: "associations",
    asks: "Which numbers go together?",
    plan: {
      steps: [
        {
          id: "pairs",
          tool: "run_statistics",
          input: {
            method: "correlation",
            ...sourceOf(subjects.scope),
            coefficient: "spearman",
            columns: numbers.map(({name}) => ofColumn(name)),
          },
        },
      ],
      headline: "pairs",
    },
    priority: 6,
    read: (results) => readPairs(results, subjects),
  };
}

function readPairs(results: Results, {target}: Subjects): FindingDraft[] {
  const artifact = results.artifact("pairs");
  if (!artifact) return [];
  const found = artifact.table.rows
    .flatMap(([x, y, r], row) => (typeof r === "number" ? [{x: String(x), y: String(y), r, row}] : []))
    .filter(({r}) => Math.abs(r) >= 0.1)
    .sort((a, b) => Math.abs(b.r) - Math.abs(a.r));
  return found.slice(0, 5).map(({x, y, r, row}) => {
    const at = (column: string) => cell(results, "pairs", row, column, {digits: 2});
    const [one, other] = [named(results, "pairs", x), named(results, "pairs", y)];
    const same = Math.abs(r) >= SAME;
    const [low, high] = ["low", "high"].map((name) =>
      Number(artifact.table.rows[row]![artifact.table.columns.findIndex((column) => column.name === name)]),
    );
    return {
      headline: same
        ? say`${one} and ${other} say nearly the same: one is almost in the order of the other.`
        : say`Where ${one} is high, ${other} ${r > 0 ? "tends to be high too" : "tends to be low"}.`,
      detail: say`Their rank correlation is ${at("r")} (interval ${at("low")} to ${at("high")}), over ${cell(results, "pairs", row, "n")} rows with both.`,
      test: {
        entry: entryOf(artifact.title, artifact.table.rows, row),
        effect: {
          kind: "correlation",
          value: r,
          ...(Number.isFinite(low) && Number.isFinite(high) && {low: low!, high: high!}),
        },
      },
      about: [x, y],
      weight: same ? 0.3 : 0.5 + (target && [x, y].includes(target.name) ? 0.2 : 0),
    };
  });
}

/** As the ledger names a row of a table of tests: by its first column, which pairs share. */
export function entryOf(title: string, rows: readonly (readonly unknown[])[], row: number): string {
  return `${title}: ${String(rows[row]![0])} and ${String(rows[row]![1])}`;
}

/** How the target goes with a number: the correlation, and the target's mean along it. */
export function alongQuestion(
  subjects: Subjects,
  {name}: ColumnProfile,
  priority: number,
): AnalysisQuestion | undefined {
  const {target, scope} = subjects;
  if (target?.kind !== "number") return undefined;
  const source = sourceOf(scope);
  return {
    theme: "drivers",
    asks: `How does ${target.name} go with ${name}?`,
    plan: {
      steps: [
        {
          id: "pair",
          tool: "run_statistics",
          input: {
            method: "correlation",
            ...source,
            coefficient: "spearman",
            columns: [ofColumn(name), ofColumn(target.name)],
          },
        },
        {
          id: "along",
          tool: "aggregate",
          input: {
            ...source,
            measures: [
              {name: "mean", fn: "avg", of: {column: target.name}},
              {name: "rows", fn: "count", of: {column: target.name}},
            ],
            groups: [{...ofColumn(name), bins: 8}],
            having: [{by: "rows", op: ">=", value: LEAST_IN_GROUP}],
            includeMissing: false,
          },
        },
      ],
      headline: "pair",
    },
    priority,
    read: (results) => readAlong(results, name, target.name),
  };
}

function readAlong(results: Results, name: string, target: string): FindingDraft[] {
  const [pair, along] = [results.artifact("pair"), results.artifact("along")];
  const row = pair?.table.rows[0];
  if (!pair || !row || typeof row[2] !== "number") return [];
  const [, , r, low, high] = row;
  const rows = along?.table.rows.length ?? 0;
  const last = rows - 1;
  const unit = along?.units.mean;
  const at = (column: string) => cell(results, "pair", 0, column, {digits: 2});
  const [one, other] = [named(results, "pair", name), named(results, "pair", target)];
  const mean = (place: number) => cell(results, "along", place, "mean", {digits: 3});
  return [
    {
      headline: say`${other} tends to be ${r > 0 ? "higher" : "lower"} where ${one} is higher${
        rows >= 3
          ? say`: its mean goes from ${mean(0)} at the low end of ${one} to ${mean(last)} at the high end`
          : say``
      }.`,
      detail: say`Their rank correlation is ${at("r")} (interval ${at("low")} to ${at("high")}), over ${cell(results, "pair", 0, "n")} rows with both.`,
      test: {
        entry: `${pair.title}: ${String(row[0])} and ${String(row[1])}`,
        effect: {
          kind: "correlation",
          value: r,
          ...(typeof low === "number" && typeof high === "number" && {low, high}),
        },
      },
      about: [target, name],
      weight: 0.75,
      ...(rows >= 3 && {
        chart: {
          step: "along",
          spec: {
            kind: "line" as const,
            x: name,
            y: "mean",
            title: `${other.text} is ${r > 0 ? "higher" : "lower"} where ${one.text} is higher`,
            subtitle: `Mean of ${other.text} by ${plainName(name)}, in eight steps of equal width`,
            xTitle: plainName(name),
            yTitle: `mean of ${other.text}`,
            ...(unit && {yUnit: unit}),
          },
        },
      }),
    },
  ];
}
