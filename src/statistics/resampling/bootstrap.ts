import {quantile} from "../descriptive/quantiles.ts";
import {normalLower, normalQuantile} from "../distributions/normal.ts";
import {MersenneTwister} from "../random/mersenne_twister.ts";
import {meanOf, varianceOf} from "../sums.ts";
import {NO_HOOKS, type WorkHooks} from "../work_hooks.ts";

export interface Bootstrap {
  estimate: number;
  low: number;
  high: number;
  se: number;
  resamples: number;
}

/**
 * An interval of any statistic by resampling rows: bias-corrected and accelerated, Efron (1987). Seeded, so that it repeats.
 * @param of the statistic of a sample; must not depend on the rows' order
 */
export function bootstrap(
  values: Float64Array,
  of: (sample: Float64Array) => number,
  {resamples = 9999, level = 0.95, seed = 0}: {resamples?: number; level?: number; seed?: number} = {},
  hooks: WorkHooks = NO_HOOKS,
): Bootstrap {
  const n = values.length;
  const estimate = of(values);
  const random = new MersenneTwister(seed);
  const sample = new Float64Array(n);
  const found = new Float64Array(resamples);
  for (let round = 0; round < resamples; round++) {
    if (round % 64 === 0) {
      hooks.checkpoint();
      hooks.progress(round / resamples);
    }
    for (let row = 0; row < n; row++) sample[row] = values[Math.floor(random.uniform() * n)]!;
    found[round] = of(sample);
  }
  const below = found.reduce((count, one) => count + (one < estimate ? 1 : one === estimate ? 0.5 : 0), 0);
  const bias = normalQuantile(below / resamples);
  const acceleration = accelerationOf(values, of);
  found.sort();
  const place = (p: number): number => {
    const z = bias + normalQuantile(p);
    return normalLower(bias + z / (1 - acceleration * z));
  };
  const half = (1 - level) / 2;
  const bounds = Number.isFinite(bias) ? [place(half), place(1 - half)] : [half, 1 - half];
  return {
    estimate,
    low: quantile(found, bounds[0]!),
    high: quantile(found, bounds[1]!),
    se: Math.sqrt(varianceOf(found)),
    resamples,
  };
}

/** From the jackknife; of many rows every k-th is left out, at most 2,000. */
function accelerationOf(values: Float64Array, of: (sample: Float64Array) => number): number {
  const n = values.length;
  const step = Math.max(1, Math.ceil(n / 2000));
  const left: number[] = [];
  const sample = new Float64Array(n - 1);
  for (let row = 0; row < n; row += step) {
    sample.set(values.subarray(0, row));
    sample.set(values.subarray(row + 1), row);
    left.push(of(sample));
  }
  const mean = meanOf(Float64Array.from(left));
  let cubes = 0;
  let squares = 0;
  for (const one of left) {
    cubes += (mean - one) ** 3;
    squares += (mean - one) ** 2;
  }
  return squares > 0 ? cubes / (6 * squares ** 1.5) : 0;
}
