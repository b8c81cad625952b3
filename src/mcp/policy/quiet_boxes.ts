import type {Table} from "../../data/table.ts";
import {fewestValues} from "./fewest_values.ts";

/** The last columns of a table of boxes, and what stands in their place: whiskers and extremes are rows' own values. */
const PLACES = [
  ["lower_fence", "q1"],
  ["q1", "q1"],
  ["median", "median"],
  ["q3", "q3"],
  ["upper_fence", "q3"],
  ["min", "q1"],
  ["max", "q3"],
  ["outliers", undefined],
  ["n", "n"],
] as const;

/** Boxes of enough values each, without whiskers; undefined where the table is of no boxes. */
export function quietBoxes({columns, rows}: Table): {table: Table; leftOut: number} | undefined {
  const from = columns.length - PLACES.length;
  if (from < 0 || PLACES.some(([name], at) => columns[from + at]?.name !== name)) return undefined;
  const least = fewestValues("iqr")!;
  const kept = rows.filter((row) => Number(row.at(-1)) >= least);
  const placeOf = (wanted: string) => from + PLACES.findIndex(([name]) => name === wanted);
  return {
    leftOut: rows.length - kept.length,
    table: {
      columns,
      rows: kept.map((row) => [
        ...row.slice(0, from),
        ...PLACES.map(([, shown]) => (shown ? (row[placeOf(shown)] ?? null) : 0)),
      ]),
    },
  };
}
