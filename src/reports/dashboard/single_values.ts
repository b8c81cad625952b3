import type {Cell} from "../../data/table.ts";
import type {Spread} from "./parts.ts";

/** A value, and how often it is there. */
export type Counted = readonly [value: number, times: number];

/**
 * A number of single values as the database computes it: medians and quantiles lie between two values in a straight line,
 * deviations are of a sample. Null where there are too few values.
 */
export function ofValues({fn, q = 0.5}: Pick<Spread, "fn" | "q">, values: readonly Counted[]): Cell {
  const there = values.filter(([, times]) => times > 0);
  const all = there.reduce((sum, [, times]) => sum + times, 0);
  if (fn === "count_distinct") return there.length;
  if (fn === "median" || fn === "quantile") return quantileOf(there, all, fn === "median" ? 0.5 : q);
  if (all < 2) return null;
  const mean = there.reduce((sum, [value, times]) => sum + value * times, 0) / all;
  const squares = there.reduce((sum, [value, times]) => sum + (value - mean) ** 2 * times, 0);
  return fn === "variance" ? squares / (all - 1) : Math.sqrt(squares / (all - 1));
}

function quantileOf(values: readonly Counted[], all: number, q: number): number | null {
  if (all === 0) return null;
  const sorted = values.toSorted(([a], [b]) => a - b);
  const place = (all - 1) * q;
  const [low, high] = [valueAt(sorted, Math.floor(place)), valueAt(sorted, Math.ceil(place))];
  return low === high ? low : low + (high - low) * (place - Math.floor(place));
}

/** The value at a place, from 0, where each stands as often as it is there. */
function valueAt(sorted: readonly Counted[], place: number): number {
  let passed = 0;
  for (const [value, times] of sorted) {
    passed += times;
    if (place < passed) return value;
  }
  return sorted.at(-1)![0];
}
