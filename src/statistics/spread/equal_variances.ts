import {quantile} from "../descriptive/quantiles.ts";
import {chiSquaredUpper} from "../distributions/chi_squared.ts";
import {fisherLower, fisherQuantile, fisherUpper} from "../distributions/fisher.ts";
import {normalQuantile} from "../distributions/normal.ts";
import {tiedRanks} from "../ranks/tied_ranks.ts";
import type {Alternative} from "../result.ts";
import {meanOf, sumOf, varianceOf} from "../sums.ts";

/**
 * Do groups spread alike? Levene (1960) with the mean as centre, Brown and Forsythe (1974) with the median: an analysis of
 * variance of the absolute deviations.
 */
export function levene(
  groups: readonly Float64Array[],
  centre: "mean" | "median" = "median",
): {f: number; df1: number; df2: number; p: number} {
  const off = groups.map((group) => {
    const middle = centre === "mean" ? meanOf(group) : quantile(Float64Array.from(group).sort(), 0.5);
    return group.map((value) => Math.abs(value - middle));
  });
  const n = off.reduce((sum, group) => sum + group.length, 0);
  const grand = meanOf(Float64Array.from(off.flatMap((group) => [...group])));
  const means = off.map((group) => meanOf(group));
  const between = sumOf(off.map((group, at) => group.length * (means[at]! - grand) ** 2));
  const within = sumOf(off.flatMap((group, at) => [...group].map((value) => (value - means[at]!) ** 2)));
  const [df1, df2] = [groups.length - 1, n - groups.length];
  const f = between / df1 / (within / df2);
  return {f, df1, df2, p: fisherUpper(f, df1, df2)};
}

/** Do normal groups spread alike? Bartlett (1937). */
export function bartlett(groups: readonly Float64Array[]): {k2: number; df: number; p: number} {
  const sizes = groups.map((group) => group.length);
  const variances = groups.map((group) => varianceOf(group));
  const n = sumOf(sizes);
  const k = groups.length;
  const pooled = sumOf(sizes.map((size, at) => (size - 1) * variances[at]!)) / (n - k);
  const top =
    (n - k) * Math.log(pooled) - sumOf(sizes.map((size, at) => (size - 1) * Math.log(variances[at]!)));
  const bottom = 1 + (sumOf(sizes.map((size) => 1 / (size - 1))) - 1 / (n - k)) / (3 * (k - 1));
  const k2 = top / bottom;
  return {k2, df: k - 1, p: chiSquaredUpper(k2, k - 1)};
}

/** Do groups spread alike, whatever their shape? Fligner and Killeen (1976), centred by medians. */
export function flignerKilleen(groups: readonly Float64Array[]): {chi2: number; df: number; p: number} {
  const off = groups.flatMap((group) => {
    const middle = quantile(Float64Array.from(group).sort(), 0.5);
    return [...group].map((value) => Math.abs(value - middle));
  });
  const n = off.length;
  const scores = tiedRanks(off).ranks.map((rank) => normalQuantile(0.5 + rank / (2 * (n + 1))));
  const mean = meanOf(scores);
  const variance = varianceOf(scores, mean);
  let start = 0;
  const squares = groups.map((group) => {
    const own = meanOf(scores.subarray(start, start + group.length));
    start += group.length;
    return group.length * (own - mean) ** 2;
  });
  const chi2 = sumOf(squares) / variance;
  return {chi2, df: groups.length - 1, p: chiSquaredUpper(chi2, groups.length - 1)};
}

/** Do two normal groups spread alike? Fisher's F ratio of variances (first / second) with its interval, as `var.test`. */
export function varianceRatio(
  first: Float64Array,
  second: Float64Array,
  alternative: Alternative = "two_sided",
  level = 0.95,
): {f: number; df1: number; df2: number; p: number; low: number; high: number} {
  const [df1, df2] = [first.length - 1, second.length - 1];
  const f = varianceOf(first) / varianceOf(second);
  const [upper, lower] = [fisherUpper(f, df1, df2), fisherLower(f, df1, df2)];
  const half = (1 - level) / 2;
  return {
    f,
    df1,
    df2,
    p:
      alternative === "greater"
        ? upper
        : alternative === "less"
          ? lower
          : Math.min(1, 2 * Math.min(upper, lower)),
    low: f / fisherQuantile(half, df1, df2),
    high: f * fisherQuantile(half, df2, df1),
  };
}
