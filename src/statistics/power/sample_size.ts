import {fisherQuantile} from "../distributions/fisher.ts";
import {
  noncentralFisherUpper,
  noncentralStudentUpper,
  twoSidedNormalPower,
} from "../distributions/noncentral.ts";
import {normalQuantile} from "../distributions/normal.ts";
import {studentQuantile} from "../distributions/student.ts";

/** The chance that a two-sided two-sample t test with n rows a group finds a difference of d pooled sd. */
export function powerTwoMeans(d: number, n: number, {alpha = 0.05, ratio = 1} = {}): number {
  const m = n * ratio;
  return powerT(d * Math.sqrt((n * m) / (n + m)), n + m - 2, alpha);
}

/** The chance that a two-sided one-sample (or paired) t test with n rows finds a shift of d sd. */
export function powerOneMean(d: number, n: number, alpha = 0.05): number {
  return powerT(d * Math.sqrt(n), n - 1, alpha);
}

/** The chance that an analysis of variance of k groups with n rows in all finds Cohen's f. */
export function powerAnova(f: number, n: number, k: number, alpha = 0.05): number {
  const [df1, df2] = [k - 1, n - k];
  return noncentralFisherUpper(fisherQuantile(alpha, df1, df2), df1, df2, f ** 2 * n);
}

/** The chance that a two-sided z test with n rows a group tells two shares apart: Cohen's (1988) arcsine h. */
export function powerTwoShares(p1: number, p2: number, n: number, alpha = 0.05): number {
  const h = 2 * Math.asin(Math.sqrt(p1)) - 2 * Math.asin(Math.sqrt(p2));
  return twoSidedNormalPower(h * Math.sqrt(n / 2), normalQuantile(1 - alpha / 2));
}

/** The smallest n (a real number; round up) at which a power that rises with n reaches `wanted`. NaN past 10 million. */
export function sampleSize(power: (n: number) => number, wanted = 0.8, least = 2.0001): number {
  let low = least;
  let high = Math.max(4, least * 2);
  if (power(low) >= wanted) return low;
  while (power(high) < wanted) {
    low = high;
    high *= 2;
    if (high > 1e7) return Number.NaN;
  }
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (power(middle) < wanted) low = middle;
    else high = middle;
  }
  return high;
}

function powerT(delta: number, df: number, alpha: number): number {
  const t = studentQuantile(alpha, df);
  return noncentralStudentUpper(t, df, delta) + noncentralStudentUpper(t, df, -delta);
}
