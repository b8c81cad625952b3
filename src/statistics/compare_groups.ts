import {fisherUpper} from "./distributions/fisher.ts";
import {studentQuantile, studentTwoSided} from "./distributions/student.ts";
import {summarise} from "./summary.ts";
import {meanOf, present, sumOf} from "./sums.ts";

/** A group's figures, with the 95% t interval of its mean. */
export interface GroupFigures {
  n: number;
  mean: number;
  sd: number;
  median: number;
  low: number;
  high: number;
}

export function groupFigures(values: Float64Array): GroupFigures {
  const {n, mean, sd, median} = summarise(values);
  const reach = n > 1 ? (studentQuantile(0.05, n - 1) * sd) / Math.sqrt(n) : Number.NaN;
  return {n, mean, sd, median, low: mean - reach, high: mean + reach};
}

/** The difference of two means (first minus second) and its 95% interval. */
export interface WelchT {
  difference: number;
  low: number;
  high: number;
  t: number;
  df: number;
  p: number;
  /** Hedges' g: the difference in pooled standard deviations, corrected for small samples. */
  g: number;
}

/** Welch's (1947) t test, which takes no equal variances for granted; effect size by Hedges (1981). */
export function welchT(first: GroupFigures, second: GroupFigures): WelchT {
  const a = first.sd ** 2 / first.n;
  const b = second.sd ** 2 / second.n;
  const error = Math.sqrt(a + b);
  const df = (a + b) ** 2 / (a ** 2 / (first.n - 1) + b ** 2 / (second.n - 1));
  const difference = first.mean - second.mean;
  const t = difference / error;
  const reach = studentQuantile(0.05, df) * error;
  const freedom = first.n + second.n - 2;
  const pooled = Math.sqrt(((first.n - 1) * first.sd ** 2 + (second.n - 1) * second.sd ** 2) / freedom);
  const g = (difference / pooled) * (1 - 3 / (4 * freedom - 1));
  return {difference, low: difference - reach, high: difference + reach, t, df, p: studentTwoSided(t, df), g};
}

export interface WelchAnova {
  f: number;
  df1: number;
  df2: number;
  p: number;
  /** The part of all variance that lies between the groups, 0 to 1. */
  etaSquared: number;
}

/** Welch's (1951) analysis of variance for groups of unequal variance; eta squared from the plain sums of squares. */
export function welchAnova(groups: readonly Float64Array[]): WelchAnova {
  const all = groups.map((group) => present(group));
  const figures = all.map(groupFigures);
  const k = figures.length;
  const weights = figures.map(({n, sd}) => n / sd ** 2);
  const weight = sumOf(weights);
  const centre = sumOf(figures.map(({mean}, index) => weights[index]! * mean)) / weight;
  const between = sumOf(figures.map(({mean}, index) => weights[index]! * (mean - centre) ** 2)) / (k - 1);
  const lambda = sumOf(figures.map(({n}, index) => (1 - weights[index]! / weight) ** 2 / (n - 1)));
  const f = between / (1 + (2 * (k - 2) * lambda) / (k ** 2 - 1));
  const df2 = (k ** 2 - 1) / (3 * lambda);
  return {f, df1: k - 1, df2, p: fisherUpper(f, k - 1, df2), etaSquared: etaSquared(all)};
}

function etaSquared(groups: readonly Float64Array[]): number {
  const grand = meanOf(Float64Array.from(groups.flatMap((group) => [...group])));
  const between = sumOf(groups.map((group) => group.length * (meanOf(group) - grand) ** 2));
  const total = sumOf(groups.flatMap((group) => [...group].map((value) => (value - grand) ** 2)));
  return between / total;
}
