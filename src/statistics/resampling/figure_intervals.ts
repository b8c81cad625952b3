import {type FigureName, figureOf} from "../descriptive/figures.ts";
import {quantile} from "../descriptive/quantiles.ts";
import {MersenneTwister} from "../random/mersenne_twister.ts";
import {friedman} from "../ranks/friedman.ts";
import {kruskalWallis} from "../ranks/kruskal_wallis.ts";
import {NO_HOOKS, type WorkHooks} from "../work_hooks.ts";
import {type Bootstrap, bootstrap} from "./bootstrap.ts";

export interface Resampling {
  resamples: number;
  level: number;
  seed: number;
}

/** Any figure of a column with its interval by resampling (bias-corrected and accelerated). No value is missing. */
export function figureInterval(
  values: Float64Array,
  figure: FigureName,
  {q, k}: {q?: number | undefined; k?: number | undefined},
  options: Resampling,
  hooks: WorkHooks = NO_HOOKS,
): Bootstrap {
  return bootstrap(values, (sample) => figureOf(figure, sample, {q, k}), options, hooks);
}

/** The interval of Kendall's W of repeated measurements: subjects resampled, percentiles (as R's effectsize). */
export function kendallWBounds(
  columns: readonly Float64Array[],
  options: Resampling,
  hooks: WorkHooks = NO_HOOKS,
): {low: number; high: number} {
  const n = columns[0]!.length;
  return percentiles(options, hooks, (random) => {
    const rows = Uint32Array.from({length: n}, () => Math.floor(random.uniform() * n));
    return friedman(columns.map((column) => Float64Array.from(rows, (row) => column[row]!))).kendallW;
  });
}

/** The interval of epsilon squared of groups (Kruskal-Wallis): each group resampled, percentiles (as R's effectsize). */
export function epsilonSquaredBounds(
  groups: readonly Float64Array[],
  options: Resampling,
  hooks: WorkHooks = NO_HOOKS,
): {low: number; high: number} {
  return percentiles(
    options,
    hooks,
    (random) =>
      kruskalWallis(
        groups.map((group) => group.map(() => group[Math.floor(random.uniform() * group.length)]!)),
      ).epsilonSquared,
  );
}

function percentiles(
  {resamples, level, seed}: Resampling,
  hooks: WorkHooks,
  one: (random: MersenneTwister) => number,
): {low: number; high: number} {
  const random = new MersenneTwister(seed);
  const found: number[] = [];
  for (let round = 0; round < resamples; round++) {
    hooks.checkpoint();
    const value = one(random);
    if (Number.isFinite(value)) found.push(value);
  }
  const sorted = Float64Array.from(found).sort();
  const half = (1 - level) / 2;
  return {low: quantile(sorted, half), high: quantile(sorted, 1 - half)};
}
