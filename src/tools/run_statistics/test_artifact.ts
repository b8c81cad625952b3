import type {Cell, Column} from "../../data/table.ts";
import type {TestResult} from "../../statistics/result.ts";
import {type ArtifactParts, artifactOf} from "../artifact.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {figure} from "./load_columns.ts";

const COLUMNS: Column[] = [
  {name: "figure", type: "text"},
  {name: "value", type: "number"},
  {name: "low", type: "number"},
  {name: "high", type: "number"},
];

/**
 * A test as an artifact: a row a figure (the statistic, df, p, each estimate with its interval, n by group), and in the
 * notes the hypothesis, each assumption with whether it holds, and the warnings.
 */
export function testArtifact(
  result: TestResult,
  parts: Omit<ArtifactParts, "table" | "kind" | "tool">,
  context: ToolContext,
): Artifact {
  const rows: Cell[][] = [];
  const add = (name: string, value: number, low?: number, high?: number): void => {
    rows.push([
      name,
      figure(value),
      low === undefined ? null : figure(low),
      high === undefined ? null : figure(high),
    ]);
  };
  add(result.statistic.name, result.statistic.value);
  for (const [at, df] of (result.df ?? []).entries()) add(at === 0 ? "df" : `df${at + 1}`, df);
  add("p", result.p);
  for (const {name, value, low, high} of result.estimates) add(name, value, low, high);
  for (const [group, n] of Object.entries(result.n)) add(group === "" ? "n" : `n of ${group}`, n);
  return artifactOf(
    {
      ...parts,
      tool: "run_statistics",
      kind: "statistic",
      table: {columns: COLUMNS, rows},
      notes: [...(parts.notes ?? []), ...notesOf(result)],
    },
    context,
  );
}

/** What a reader must know of a test beside its numbers. */
export function notesOf(result: TestResult): string[] {
  const side =
    result.alternative && result.alternative !== "two_sided" ? ` (one-sided: ${result.alternative})` : "";
  return [
    `${result.test}${side}. Tested: ${result.hypothesis}.`,
    ...levelsOf(result),
    ...result.assumptions.map(
      ({name, holds, detail}) =>
        `Assumes ${name}: ${holds === undefined ? "not to be seen in the data" : holds ? "holds" : "does not hold"}; ${detail}`,
    ),
    ...result.warnings,
  ];
}

/** The confidence of the intervals; where they differ, which have which. */
function levelsOf({estimates}: TestResult): string[] {
  const bounded = estimates.filter(({low}) => low !== undefined);
  const levels = [...new Set(bounded.map(({level = 0.95}) => level))];
  const percent = (level: number): string => `${Number((level * 100).toPrecision(6))}%`;
  if (levels.length < 2) return levels.map((level) => `Intervals are ${percent(level)}.`);
  const named = levels.map((own) => {
    const names = bounded.filter(({level = 0.95}) => level === own).map(({name}) => name);
    return `${percent(own)} (${names.join(", ")})`;
  });
  return [`Intervals are ${named.join(", ")}.`];
}
