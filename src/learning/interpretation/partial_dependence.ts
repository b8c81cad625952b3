import {quantile} from "../../statistics/descriptive/quantiles.ts";
import {foretell, type Learnt} from "../pipeline/learn.ts";
import type {RawColumn} from "../pipeline/raw_column.ts";

/** What the model foretells on average where every row had this value. */
export interface DependencePoint {
  column: string;
  at: string | number;
  foretold: number;
}

/**
 * Partial dependence (Friedman 2001): the mean of what is foretold, all else as it is in these rows; at ten quantiles of a
 * number, or its ten most frequent labels. For classes, the probability of `output`.
 */
export function partialDependence(
  learnt: Learnt,
  raw: readonly RawColumn[],
  column: RawColumn,
  output: number,
): DependencePoint[] {
  return placesOf(column).map((at) => {
    const set = (one: RawColumn): RawColumn =>
      one.type === "number"
        ? {...one, values: one.values.map(() => at as number)}
        : {...one, values: one.values.map(() => at as string)};
    const made = foretell(
      learnt,
      raw.map((one) => (one.name === column.name ? set(one) : one)),
    )[output]!;
    return {column: column.name, at, foretold: made.reduce((sum, value) => sum + value, 0) / made.length};
  });
}

function placesOf(column: RawColumn): (string | number)[] {
  if (column.type === "number") {
    const sorted = column.values.filter(Number.isFinite).sort();
    if (sorted.length === 0) return [];
    const places = Array.from({length: 10}, (_, at) => quantile(sorted, 0.05 + at * 0.1));
    return [...new Set(places)];
  }
  const counts = new Map<string, number>();
  for (const value of column.values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  if (column.type === "date") {
    const sorted = [...counts.keys()].sort();
    return [
      ...new Set(Array.from({length: 5}, (_, at) => sorted[Math.floor((at * (sorted.length - 1)) / 4)]!)),
    ].filter((one) => one !== undefined);
  }
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, 10)
    .map(([level]) => level);
}
