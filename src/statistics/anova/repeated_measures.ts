import {chiSquaredUpper} from "../distributions/chi_squared.ts";
import {fisherUpper} from "../distributions/fisher.ts";
import {choleskyOf} from "../regression/cholesky.ts";
import {meanOf, sumOf} from "../sums.ts";

/**
 * Do repeated measurements differ in their mean? One-way within-subjects analysis of variance, with the corrections of
 * Greenhouse and Geisser (1959) and Huynh and Feldt (1976) where spreads of the differences are unequal.
 * @param columns a measurement each, of one length: a row is one subject, none missing
 */
export function repeatedMeasures(columns: readonly Float64Array[]): {
  f: number;
  df1: number;
  df2: number;
  p: number;
  /** Greenhouse and Geisser's epsilon, 1/(k-1) to 1, and p corrected by it. */
  epsilon: number;
  correctedP: number;
  huynhFeldt: number;
  huynhFeldtP: number;
  partialEtaSquared: number;
  /** Mauchly's (1940) test of sphericity; NaN for two measurements, or no more subjects than measurements. */
  mauchlyW: number;
  mauchlyP: number;
  n: number;
} {
  const k = columns.length;
  const n = columns[0]!.length;
  const means = columns.map((column) => meanOf(column));
  const subjects = Float64Array.from(
    {length: n},
    (_, row) => sumOf(columns.map((column) => column[row]!)) / k,
  );
  const grand = meanOf(subjects);
  const treatment = n * sumOf(means.map((mean) => (mean - grand) ** 2));
  const error = sumOf(
    columns.flatMap((column, at) =>
      [...column].map((value, row) => (value - means[at]! - subjects[row]! + grand) ** 2),
    ),
  );
  const [df1, df2] = [k - 1, (k - 1) * (n - 1)];
  const f = treatment / df1 / (error / df2);
  const covariance = covarianceOf(columns, means);
  const epsilon = greenhouseGeisser(covariance);
  const huynhFeldt = Math.min(1, (n * df1 * epsilon - 2) / (df1 * (n - 1 - df1 * epsilon)));
  return {
    f,
    df1,
    df2,
    p: fisherUpper(f, df1, df2),
    epsilon,
    correctedP: fisherUpper(f, df1 * epsilon, df2 * epsilon),
    huynhFeldt,
    huynhFeldtP: fisherUpper(f, df1 * huynhFeldt, df2 * huynhFeldt),
    partialEtaSquared: treatment / (treatment + error),
    ...mauchly(covariance, n),
    n,
  };
}

function covarianceOf(columns: readonly Float64Array[], means: readonly number[]): number[][] {
  const n = columns[0]!.length;
  return columns.map((left, i) =>
    columns.map(
      (right, j) =>
        sumOf(left.map((value, row) => (value - means[i]!) * (right[row]! - means[j]!))) / (n - 1),
    ),
  );
}

function greenhouseGeisser(covariance: readonly number[][]): number {
  const k = covariance.length;
  const rowMeans = covariance.map((row) => sumOf(row) / k);
  const grand = sumOf(rowMeans) / k;
  const diagonal = sumOf(covariance.map((row, at) => row[at]!)) / k;
  const squares = sumOf(covariance.flat().map((value) => value ** 2));
  const top = (k * (diagonal - grand)) ** 2;
  const bottom = (k - 1) * (squares - 2 * k * sumOf(rowMeans.map((mean) => mean ** 2)) + k ** 2 * grand ** 2);
  return Math.min(1, top / bottom);
}

function mauchly(covariance: readonly number[][], n: number): {mauchlyW: number; mauchlyP: number} {
  const d = covariance.length - 1;
  const none = {mauchlyW: Number.NaN, mauchlyP: Number.NaN};
  if (d < 2 || n <= d + 1) return none;
  // Helmert's contrasts: each measurement against the mean of those before it, of length 1.
  const contrasts = Array.from({length: d}, (_, at) => {
    const length = Math.sqrt((at + 1) * (at + 2));
    return covariance.map((__, column) =>
      column <= at ? 1 / length : column === at + 1 ? -(at + 1) / length : 0,
    );
  });
  const spread = contrasts.map((left) =>
    Float64Array.from(contrasts, (right) =>
      sumOf(left.map((a, i) => a * sumOf(right.map((b, j) => b * covariance[i]![j]!)))),
    ),
  );
  const lower = choleskyOf(spread);
  if (!lower) return none;
  const determinant = lower.reduce((product, row, at) => product * row[at]! ** 2, 1);
  const mean = sumOf(spread.map((row, at) => row[at]!)) / d;
  const mauchlyW = determinant / mean ** d;
  const chi2 = -(n - 1 - (2 * d * d + d + 2) / (6 * d)) * Math.log(mauchlyW);
  return {mauchlyW, mauchlyP: chiSquaredUpper(chi2, (d * (d + 1)) / 2 - 1)};
}
