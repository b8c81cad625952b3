import type {ColumnProfile} from "../../data/profile.ts";
import {cell, named, say} from "./bound_text.ts";
import type {AnalysisQuestion, FindingDraft, Results} from "./question.ts";
import {labelsQuestion} from "./shares.ts";
import {ofColumn, sourceOf} from "./steps.ts";
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

/** The pairs of numbers of a screening that go together most closely, without copies of one another. */
export function pairsIn(results: Results, least = 0.3): {x: string; y: string}[] {
  return (results.artifact("pairs")?.table.rows ?? [])
    .flatMap(([x, y, r]) => (typeof r === "number" ? [{x: String(x), y: String(y), size: Math.abs(r)}] : []))
    .filter(({size}) => size >= least && size < SAME)
    .sort((a, b) => b.size - a.size);
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
        step: "pairs",
        entry: entryOf(artifact.title, artifact.table.rows, row),
        effect: {
          kind: "correlation",
          value: r,
          ...(Number.isFinite(low) && Number.isFinite(high) && {low: low!, high: high!}),
        },
      },
      about: [x, y],
      weight: same ? 0.3 : 0.35 + (target && [x, y].includes(target.name) ? 0.1 : 0),
    };
  });
}

/** As the ledger names a row of a table of tests: by its first column, which pairs share. */
export function entryOf(title: string, rows: readonly (readonly unknown[])[], row: number): string {
  return `${title}: ${String(rows[row]![0])} and ${String(rows[row]![1])}`;
}
