import {TabletalkError} from "../../errors.ts";
import {normalQuantile, normalTwoSided} from "../distributions/normal.ts";
import type {TestResult} from "../result.ts";
import {NO_HOOKS, type WorkHooks} from "../work_hooks.ts";
import {autocorrelation} from "./autocorrelation.ts";

/** All pairs of more rows than this are too many. */
const MOST_ROWS = 5000;

/**
 * Does a series rise or fall throughout? Mann (1945) and Kendall (1975) with ties and the correction for continuity, and Sen's
 * (1968) slope a period with its interval by Gilbert (1987). Agrees with `pymannkendall`'s formulas.
 * @param values in order of time; missing rows are passed over, their place in time kept
 * @throws TabletalkError bad_plan for fewer than 4 values, more than 5,000, or a constant series
 */
export function mannKendall(values: Float64Array, level = 0.95, hooks: WorkHooks = NO_HOOKS): TestResult {
  const rows = [...values.keys()].filter((row) => Number.isFinite(values[row]!));
  const n = rows.length;
  if (n < 4 || n > MOST_ROWS) {
    throw new TabletalkError(
      "bad_plan",
      `A trend test takes 4 to ${MOST_ROWS} values, there are ${n}.`,
      n < 4 ? "Give a longer history." : "Take longer periods.",
    );
  }
  const own = Float64Array.from(rows, (row) => values[row]!);
  const slopes = new Float64Array((n * (n - 1)) / 2);
  let [s, at] = [0, 0];
  for (let i = 0; i < n; i++) {
    if (i % 64 === 0) hooks.checkpoint();
    for (let j = i + 1; j < n; j++) {
      const difference = own[j]! - own[i]!;
      s += Math.sign(difference);
      slopes[at++] = difference / (rows[j]! - rows[i]!);
    }
  }
  const ties = new Map<number, number>();
  for (const value of own) ties.set(value, (ties.get(value) ?? 0) + 1);
  if (ties.size === 1) {
    throw new TabletalkError(
      "bad_plan",
      "The series never changes: it has no trend to test.",
      "Choose another measure.",
    );
  }
  let variance = n * (n - 1) * (2 * n + 5);
  let tied = 0;
  for (const count of ties.values()) {
    variance -= count * (count - 1) * (2 * count + 5);
    tied += (count * (count - 1)) / 2;
  }
  variance /= 18;
  const z = s === 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(variance);
  slopes.sort();
  const reach = normalQuantile(0.5 + level / 2) * Math.sqrt(variance);
  const place = (share: number): number => {
    const index = Math.min(slopes.length - 1, Math.max(0, share));
    const below = Math.floor(index);
    const above = Math.min(slopes.length - 1, below + 1);
    return slopes[below]! + (index - below) * (slopes[above]! - slopes[below]!);
  };
  const middle = place((slopes.length - 1) / 2);
  const pairs = (n * (n - 1)) / 2;
  const r1 = autocorrelation(rest(own, rows, middle), 1)[1]!;
  const free = !(Math.abs(r1) > 2 / Math.sqrt(n));
  return {
    test: "Mann-Kendall test of trend",
    hypothesis: "the values neither rise nor fall with time",
    statistic: {name: "z", value: z},
    p: normalTwoSided(z),
    alternative: "two_sided",
    estimates: [
      {
        name: "Sen's slope a period",
        value: middle,
        low: place((pairs - reach) / 2 - 1),
        high: place((pairs + reach) / 2),
        level,
      },
      {name: "Kendall's tau", value: s / Math.sqrt(pairs * (pairs - tied))},
      {name: "S", value: s},
    ],
    n: {"": n},
    assumptions: [
      {
        name: "values that do not carry on from one period to the next",
        holds: free,
        detail: `The autocorrelation of what the slope leaves is ${r1.toFixed(2)} one period apart.`,
      },
    ],
    warnings: free ? [] : ["Neighbouring periods are alike: p is smaller than it should be."],
  };
}

function rest(own: Float64Array, rows: readonly number[], slope: number): Float64Array {
  const made = own.map((value, at) => value - slope * rows[at]!);
  if (made.every((value) => value === made[0]))
    return Float64Array.from(own, (_, at) => (at % 2 === 0 ? 1 : -1) / (at + 1));
  return made;
}
