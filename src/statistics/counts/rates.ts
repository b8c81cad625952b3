import gammaln from "@stdlib/math-base-special-gammaln";
import {chiSquaredQuantile, chiSquaredUpper} from "../distributions/chi_squared.ts";
import {poissonLower, poissonUpper} from "../distributions/discrete.ts";
import {sumOf} from "../sums.ts";

/**
 * Is the rate of events `rate0`? The exact Poisson test, as R's `poisson.test`; interval by Garwood (1936).
 * @param exposure time or size in which the events were counted
 */
export function poissonTest(
  events: number,
  exposure: number,
  rate0 = 1,
  level = 0.95,
): {rate: number; p: number; low: number; high: number} {
  const mean = rate0 * exposure;
  const half = (1 - level) / 2;
  return {
    rate: events / exposure,
    p: twoSided(events, mean),
    low: events === 0 ? 0 : chiSquaredQuantile(1 - half, 2 * events) / 2 / exposure,
    high: chiSquaredQuantile(half, 2 * (events + 1)) / 2 / exposure,
  };
}

/** Do several shares differ? Pearson's chi squared of successes and failures, as R's `prop.test` for three or more. */
export function severalProportions(groups: readonly (readonly [successes: number, trials: number])[]): {
  chi2: number;
  df: number;
  p: number;
  shares: number[];
} {
  const pooled = sumOf(groups.map(([k]) => k)) / sumOf(groups.map(([, n]) => n));
  const chi2 = sumOf(groups.map(([k, n]) => (k - n * pooled) ** 2 / (n * pooled * (1 - pooled))));
  return {
    chi2,
    df: groups.length - 1,
    p: chiSquaredUpper(chi2, groups.length - 1),
    shares: groups.map(([k, n]) => k / n),
  };
}

/** Both tails of outcomes no more likely than the one observed. */
function twoSided(events: number, mean: number): number {
  if (mean === 0) return events === 0 ? 1 : 0;
  const log = (k: number): number => k * Math.log(mean) - mean - gammaln(k + 1);
  const limit = log(events) + 1e-7;
  if (events === mean) return 1;
  if (events < mean) {
    let from = Math.ceil(mean);
    while (log(from) > limit) from++;
    return Math.min(1, poissonLower(events, mean) + poissonUpper(from, mean));
  }
  let to = Math.floor(mean);
  while (to >= 0 && log(to) > limit) to--;
  return Math.min(1, poissonUpper(events, mean) + poissonLower(to, mean));
}
