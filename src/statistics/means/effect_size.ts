import gammaln from "@stdlib/math-base-special-gammaln";
import {rootBetween} from "../distributions/brent.ts";
import {noncentralStudentUpper} from "../distributions/noncentral.ts";
import {Z_95} from "../distributions/normal.ts";

/** An effect size with its 95% interval. */
export interface Effect {
  value: number;
  low: number;
  high: number;
}

/** What Hedges' g multiplies Cohen's d by, exactly: gamma(df/2) / (sqrt(df/2) gamma((df-1)/2)), Hedges (1981). */
export function hedgesCorrection(df: number): number {
  return Math.exp(gammaln(df / 2) - Math.log(Math.sqrt(df / 2)) - gammaln((df - 1) / 2));
}

/**
 * Cohen's d of a t statistic with its 95% interval: the non-centralities at which t is the 2.5 and 97.5 % point
 * (Steiger and Fouladi 1997). `scale` = d / t: sqrt(1/n1 + 1/n2) for two groups, 1/sqrt(n) for one.
 */
export function effectOfT(t: number, df: number, scale: number): Effect {
  if (!Number.isFinite(t)) return {value: t, low: Number.NaN, high: Number.NaN};
  const value = t * scale;
  if (df > 2000) {
    const error = Math.sqrt(scale ** 2 + value ** 2 / (2 * df));
    return {value, low: value - Z_95 * error, high: value + Z_95 * error};
  }
  return {
    value,
    low: centreWhere(t, df, 0.025) * scale,
    high: centreWhere(t, df, 0.975) * scale,
  };
}

/** The non-centrality at which P(T >= t) is `upper`. */
function centreWhere(t: number, df: number, upper: number): number {
  const off = (centre: number): number => noncentralStudentUpper(t, df, centre) - upper;
  const reach = 10 + (5 * Math.abs(t)) / Math.sqrt(df);
  let [low, high] = [t - reach, t + reach];
  while (off(low) > 0) low -= reach;
  while (off(high) < 0) high += reach;
  return rootBetween(off, low, high);
}
