import {fisherUpper} from "../distributions/fisher.ts";
import {meanOf, sumOf, varianceOf} from "../sums.ts";

export interface OneWay {
  f: number;
  df1: number;
  df2: number;
  p: number;
  ssBetween: number;
  ssWithin: number;
  /** Share of the variance that lies between the groups, 0 to 1. */
  etaSquared: number;
  /** The same, corrected for chance. */
  omegaSquared: number;
}

/** Do means of groups differ, with one variance for all? Fisher's analysis of variance. */
export function oneWayAnova(given: readonly Float64Array[]): OneWay {
  // A common shift near the values costs them no bits, and gives back those that a large offset takes from the means.
  const shift = given[0]?.[0] ?? 0;
  const groups = given.map((group) => group.map((value) => value - shift));
  const n = groups.reduce((sum, group) => sum + group.length, 0);
  const means = groups.map((group) => meanOf(group));
  const grand = sumOf(groups.map((group, at) => group.length * means[at]!)) / n;
  const ssBetween = sumOf(groups.map((group, at) => group.length * (means[at]! - grand) ** 2));
  const ssWithin = sumOf(
    groups.map((group, at) => (group.length > 1 ? (group.length - 1) * varianceOf(group, means[at]!) : 0)),
  );
  const [df1, df2] = [groups.length - 1, n - groups.length];
  const within = ssWithin / df2;
  const f = ssBetween / df1 / within;
  return {
    f,
    df1,
    df2,
    p: fisherUpper(f, df1, df2),
    ssBetween,
    ssWithin,
    etaSquared: ssBetween / (ssBetween + ssWithin),
    omegaSquared: (ssBetween - df1 * within) / (ssBetween + ssWithin + within),
  };
}

/** Do means of groups differ, with a variance for each? Welch (1951). */
export function welchOneWay(groups: readonly Float64Array[]): {
  f: number;
  df1: number;
  df2: number;
  p: number;
} {
  const k = groups.length;
  const means = groups.map((group) => meanOf(group));
  const weights = groups.map((group, at) => group.length / varianceOf(group, means[at]!));
  const weight = sumOf(weights);
  const centre = sumOf(means.map((mean, at) => weights[at]! * mean)) / weight;
  const between = sumOf(means.map((mean, at) => weights[at]! * (mean - centre) ** 2)) / (k - 1);
  const lambda = sumOf(groups.map((group, at) => (1 - weights[at]! / weight) ** 2 / (group.length - 1)));
  const f = between / (1 + (2 * (k - 2) * lambda) / (k ** 2 - 1));
  const df2 = (k ** 2 - 1) / (3 * lambda);
  return {f, df1: k - 1, df2, p: fisherUpper(f, k - 1, df2)};
}
