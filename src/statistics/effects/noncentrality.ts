import {rootBetween} from "../distributions/brent.ts";
import {noncentralChiSquaredUpper, noncentralFisherUpper} from "../distributions/noncentral.ts";
import {normalQuantile} from "../distributions/normal.ts";

export interface Bounds {
  low: number;
  high: number;
}

const NONE: Bounds = {low: Number.NaN, high: Number.NaN};
/** Above this a normal approximation of the statistic is as good as the series, which grows long. */
const LARGE = 2000;

/**
 * The share of variance that groups account for in the population: the non-centralities at which F is the upper and the
 * lower tail's point, as lambda / (lambda + n) (Steiger 2004, Beyond the F test). Of eta and omega squared, and of partial
 * eta squared with the residual's degrees of freedom.
 */
export function etaSquaredBounds(f: number, df1: number, df2: number, level = 0.95): Bounds {
  if (!(f >= 0) || !Number.isFinite(f) || !(df1 > 0) || !(df2 > 0)) return NONE;
  const share = (lambda: number): number => lambda / (lambda + df1 + df2 + 1);
  const bounds = lambdaBounds(
    f * df1,
    level,
    (lambda) => noncentralFisherUpper(f, df1, df2, lambda),
    (lambda) => ({
      mean: df1 + lambda,
      sd: Math.sqrt(2 * (df1 + 2 * lambda) + (2 * (df1 + lambda) ** 2) / df2),
    }),
  );
  return {low: share(bounds.low), high: share(bounds.high)};
}

/** The non-centralities at which chi squared is the upper and the lower tail's point (Steiger 2004). */
export function chiSquaredBounds(chi2: number, df: number, level = 0.95): Bounds {
  if (!(chi2 >= 0) || !Number.isFinite(chi2) || !(df > 0)) return NONE;
  return lambdaBounds(
    chi2,
    level,
    (lambda) => noncentralChiSquaredUpper(chi2, df, lambda),
    (lambda) => ({mean: df + lambda, sd: Math.sqrt(2 * (df + 2 * lambda))}),
  );
}

/** Cramér's V in the population: sqrt(lambda / (n (k - 1))), k the smaller of rows and columns; at most 1. */
export function cramersVBounds(chi2: number, df: number, n: number, smaller: number, level = 0.95): Bounds {
  const {low, high} = chiSquaredBounds(chi2, df, level);
  const v = (lambda: number): number => Math.min(1, Math.sqrt(lambda / (n * (smaller - 1))));
  return {low: v(low), high: v(high)};
}

function lambdaBounds(
  statistic: number,
  level: number,
  upper: (lambda: number) => number,
  normal: (lambda: number) => {mean: number; sd: number},
): Bounds {
  const half = (1 - level) / 2;
  if (statistic > LARGE) {
    const z = normalQuantile(1 - half);
    const off = (lambda: number): number => {
      const {mean, sd} = normal(lambda);
      return (mean - statistic) / sd;
    };
    return {low: where(off, -z, statistic), high: where(off, z, statistic)};
  }
  return {low: where(upper, half, statistic), high: where(upper, 1 - half, statistic)};
}

/** The lambda, 0 or more, at which a rising function reaches a value. */
function where(rising: (lambda: number) => number, value: number, start: number): number {
  if (rising(0) >= value) return 0;
  let low = 0;
  let high = Math.max(1, 2 * start);
  while (rising(high) < value && high < 1e12) {
    low = high;
    high *= 2;
  }
  return rootBetween((lambda) => rising(lambda) - value, low, high);
}
