import {studentQuantile, studentTwoSided} from "../distributions/student.ts";

/** Rows with their mean and variance (n - 1). */
export interface Rows {
  n: number;
  mean: number;
  variance: number;
}

export interface SegmentTest {
  /** The mean of the segment less that of all other rows, with its interval. */
  difference: number;
  low: number;
  high: number;
  p: number;
  /** The mean of all other rows. */
  rest: number;
}

/**
 * A segment against the rest of the rows, from counts, means and variances alone: Welch's test. Undefined where a side has fewer
 * than 2 rows, or neither varies.
 */
export function segmentTest(segment: Rows, all: Rows, level = 0.95): SegmentTest | undefined {
  const n = all.n - segment.n;
  if (segment.n < 2 || n < 2) return undefined;
  const rest = (all.n * all.mean - segment.n * segment.mean) / n;
  const squares = (rows: Rows): number => (rows.n - 1) * rows.variance + rows.n * (rows.mean - all.mean) ** 2;
  const within = (all.n - 1) * all.variance - squares(segment) - n * (rest - all.mean) ** 2;
  const variance = Math.max(0, within) / (n - 1);
  const [a, b] = [segment.variance / segment.n, variance / n];
  const error = Math.sqrt(a + b);
  if (!(error > 0)) return undefined;
  const df = (a + b) ** 2 / (a ** 2 / (segment.n - 1) + b ** 2 / (n - 1));
  const difference = segment.mean - rest;
  const reach = studentQuantile(1 - level, df) * error;
  return {
    difference,
    low: difference - reach,
    high: difference + reach,
    p: studentTwoSided(difference / error, df),
    rest,
  };
}
