import {betaQuantile} from "../distributions/beta.ts";
import {binomialLower, binomialMass, binomialUpper} from "../distributions/discrete.ts";
import {normalQuantile, normalTwoSided, normalUpper} from "../distributions/normal.ts";
import type {Alternative} from "../result.ts";

export interface Interval {
  low: number;
  high: number;
}

/** A share's interval by Wilson (1927): k of n. */
export function wilson(k: number, n: number, level = 0.95): Interval {
  const z = normalQuantile(0.5 + level / 2);
  const share = k / n;
  const centre = share + z ** 2 / (2 * n);
  const reach = z * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n * n));
  const whole = 1 + z ** 2 / n;
  return {low: k === 0 ? 0 : (centre - reach) / whole, high: k === n ? 1 : (centre + reach) / whole};
}

/** A share's exact interval by Clopper and Pearson (1934). */
export function clopperPearson(k: number, n: number, level = 0.95): Interval {
  const half = (1 - level) / 2;
  return {
    low: k === 0 ? 0 : betaQuantile(half, k, n - k + 1),
    high: k === n ? 1 : betaQuantile(1 - half, k + 1, n - k),
  };
}

/** Is a share `p0`? The exact binomial test; two-sided p by the likelihood of outcomes, as R's `binom.test`. */
export function binomialTest(
  k: number,
  n: number,
  p0: number,
  alternative: Alternative = "two_sided",
  level = 0.95,
): {p: number; share: number; exact: Interval; wilson: Interval} {
  const share = k / n;
  const rest = {share, exact: clopperPearson(k, n, level), wilson: wilson(k, n, level)};
  if (alternative === "less") return {p: binomialLower(k, n, p0), ...rest};
  if (alternative === "greater") return {p: binomialUpper(k, n, p0), ...rest};
  const observed = binomialMass(k, n, p0) * (1 + 1e-7);
  if (k === n * p0) return {p: 1, ...rest};
  // The other tail begins where outcomes are no more likely than the one observed.
  let other: number;
  if (k < n * p0) {
    let from = n + 1;
    while (from > Math.ceil(n * p0) && binomialMass(from - 1, n, p0) <= observed) from--;
    other = binomialLower(k, n, p0) + binomialUpper(from, n, p0);
  } else {
    let to = -1;
    while (to < Math.floor(n * p0) && binomialMass(to + 1, n, p0) <= observed) to++;
    other = binomialUpper(k, n, p0) + binomialLower(to, n, p0);
  }
  return {p: Math.min(1, other), ...rest};
}

/**
 * The same as R's `prop.test` gives it: chi squared with Yates's continuity correction, and the plain interval of the
 * difference widened by it.
 */
export function twoProportionsCorrected(
  [k1, n1]: readonly [number, number],
  [k2, n2]: readonly [number, number],
  level = 0.95,
): {chi2: number; df: 1; p: number; low: number; high: number} {
  const [p1, p2] = [k1 / n1, k2 / n2];
  const pooled = (k1 + k2) / (n1 + n2);
  const yates = Math.min(0.5, Math.abs(p1 - p2) / (1 / n1 + 1 / n2));
  const off = Math.max(0, Math.abs(p1 - p2) - yates * (1 / n1 + 1 / n2));
  const z = off / Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
  const quantile = normalQuantile(0.5 + level / 2);
  const reach = quantile * Math.sqrt((p1 * (1 - p1)) / n1 + (p2 * (1 - p2)) / n2) + yates * (1 / n1 + 1 / n2);
  return {
    chi2: z ** 2,
    df: 1,
    p: normalTwoSided(z),
    low: Math.max(-1, p1 - p2 - reach),
    high: Math.min(1, p1 - p2 + reach),
  };
}

export interface TwoProportions {
  z: number;
  p: number;
  /** First share minus second, with Newcombe's (1998) interval from the two Wilson intervals. */
  difference: number;
  low: number;
  high: number;
  shares: readonly [number, number];
  /** First share / second, with Katz's log interval. */
  ratio: number;
  ratioLow: number;
  ratioHigh: number;
  /** Cohen's h: 2 asin sqrt p1 - 2 asin sqrt p2, whose variance is 1/n1 + 1/n2. */
  h: number;
  hLow: number;
  hHigh: number;
}

/** Do two shares differ? The pooled z test (chi squared's square root), as statsmodels' `proportions_ztest`. */
export function twoProportions(
  [k1, n1]: readonly [number, number],
  [k2, n2]: readonly [number, number],
  alternative: Alternative = "two_sided",
  level = 0.95,
): TwoProportions {
  const [p1, p2] = [k1 / n1, k2 / n2];
  const pooled = (k1 + k2) / (n1 + n2);
  const z = (p1 - p2) / Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
  const [a, b] = [wilson(k1, n1, level), wilson(k2, n2, level)];
  const difference = p1 - p2;
  const quantile = normalQuantile(0.5 + level / 2);
  const reach = quantile * Math.sqrt((1 - p1) / k1 + (1 - p2) / k2);
  const h = 2 * Math.asin(Math.sqrt(p1)) - 2 * Math.asin(Math.sqrt(p2));
  const hReach = quantile * Math.sqrt(1 / n1 + 1 / n2);
  return {
    z,
    p: alternative === "two_sided" ? normalTwoSided(z) : normalUpper(alternative === "greater" ? z : -z),
    difference,
    low: difference - Math.hypot(p1 - a.low, b.high - p2),
    high: difference + Math.hypot(a.high - p1, p2 - b.low),
    shares: [p1, p2],
    ratio: p1 / p2,
    ratioLow: (p1 / p2) * Math.exp(-reach),
    ratioHigh: (p1 / p2) * Math.exp(reach),
    h,
    hLow: h - hReach,
    hHigh: h + hReach,
  };
}
