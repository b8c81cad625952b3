import {quantile} from "../descriptive/quantiles.ts";
import {MersenneTwister} from "../random/mersenne_twister.ts";
import type {Resampling} from "../resampling/figure_intervals.ts";
import {varianceOf} from "../sums.ts";
import {NO_HOOKS, type WorkHooks} from "../work_hooks.ts";
import {fitQuantile} from "./quantile.ts";

/**
 * Quantile regression with the sd and percentile interval of each coefficient over resampled rows (xy-pairs bootstrap, as R's
 * `summary.rq(se = "boot")`). Resamples whose columns determine one another are left out; `resamples` 0 gives no intervals.
 */
export function quantileWithIntervals(
  y: Float64Array,
  columns: readonly Float64Array[],
  tau: number,
  {resamples, level, seed}: Resampling,
  hooks: WorkHooks = NO_HOOKS,
): {coefficients: Float64Array; se: number[]; low: number[]; high: number[]; resamples: number} {
  const {coefficients} = fitQuantile(y, columns, tau, hooks);
  const random = new MersenneTwister(seed);
  const n = y.length;
  const found: Float64Array[] = [];
  for (let round = 0; round < resamples; round++) {
    hooks.checkpoint();
    hooks.progress(round / resamples);
    const rows = Uint32Array.from({length: n}, () => Math.floor(random.uniform() * n));
    const take = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => column[row]!);
    const one = attempt(take(y), columns.map(take), tau, hooks);
    if (one) found.push(one);
  }
  const half = (1 - level) / 2;
  const sorted = columns.map((_, at) => Float64Array.from(found, (one) => one[at]!).sort());
  return {
    coefficients,
    se: sorted.map((values) => Math.sqrt(varianceOf(values))),
    low: sorted.map((values) => quantile(values, half)),
    high: sorted.map((values) => quantile(values, 1 - half)),
    resamples: found.length,
  };
}

function attempt(
  y: Float64Array,
  columns: Float64Array[],
  tau: number,
  hooks: WorkHooks,
): Float64Array | undefined {
  if (columns.some((column, at) => at > 0 && column.every((value) => value === column[0]))) return undefined;
  try {
    return fitQuantile(y, columns, tau, hooks).coefficients;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "bad_plan") return undefined;
    throw error;
  }
}
