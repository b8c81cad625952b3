import {fisherUpper} from "../distributions/fisher.ts";
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
  const epsilon = greenhouseGeisser(columns, means, n);
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
    n,
  };
}

function greenhouseGeisser(columns: readonly Float64Array[], means: readonly number[], n: number): number {
  const k = columns.length;
  const covariance = columns.map((left, i) =>
    columns.map((right, j) => {
      let sum = 0;
      for (let row = 0; row < n; row++) sum += (left[row]! - means[i]!) * (right[row]! - means[j]!);
      return sum / (n - 1);
    }),
  );
  const rowMeans = covariance.map((row) => sumOf(row) / k);
  const grand = sumOf(rowMeans) / k;
  const diagonal = sumOf(covariance.map((row, at) => row[at]!)) / k;
  const squares = sumOf(covariance.flat().map((value) => value ** 2));
  const top = (k * (diagonal - grand)) ** 2;
  const bottom = (k - 1) * (squares - 2 * k * sumOf(rowMeans.map((mean) => mean ** 2)) + k ** 2 * grand ** 2);
  return Math.min(1, top / bottom);
}
