import {studentQuantile, studentTwoSided, studentUpper} from "../distributions/student.ts";
import type {Alternative} from "../result.ts";
import {meanOf, varianceOf} from "../sums.ts";
import {type Effect, effectOfT, hedgesCorrection} from "./effect_size.ts";

/** What a t test gives. The interval has the confidence asked; a one-sided test's is open on one side, as in R. */
export interface TTest {
  t: number;
  df: number;
  p: number;
  /** The mean, or the difference of the means (first minus second). */
  estimate: number;
  low: number;
  high: number;
  /** Cohen's d (one sample and paired: d of the differences). */
  d: Effect;
  /** Hedges' g: d corrected for small samples. */
  g: Effect;
  n: readonly number[];
}

export interface TOptions {
  alternative?: Alternative;
  /** Confidence of the interval, default 0.95. */
  level?: number;
}

/** Is the mean `mu`? One-sample t test; agrees with R's `t.test(x, mu =)` and scipy's `ttest_1samp`. */
export function oneSampleT(values: Float64Array, mu: number, options: TOptions = {}): TTest {
  const n = values.length;
  const mean = meanOf(values);
  const error = Math.sqrt(varianceOf(values, mean) / n);
  return finish(mean - mu, mean, error, n - 1, 1 / Math.sqrt(n), [n], options);
}

/** Do pairs differ? The one-sample test of first minus second; the columns have one length, no value missing. */
export function pairedT(first: Float64Array, second: Float64Array, options: TOptions = {}): TTest {
  return oneSampleT(
    first.map((value, row) => value - second[row]!),
    0,
    options,
  );
}

/** Do two means differ? Student's test, with one variance for both; agrees with `t.test(var.equal = TRUE)`. */
export function studentT(first: Float64Array, second: Float64Array, options: TOptions = {}): TTest {
  return studentOf(spreadOf(first), spreadOf(second), options);
}

interface Spread {
  n: number;
  mean: number;
  variance: number;
}

function spreadOf(values: Float64Array): Spread {
  const mean = meanOf(values);
  return {n: values.length, mean, variance: varianceOf(values, mean)};
}

function studentOf(first: Spread, second: Spread, options: TOptions): TTest {
  const [n, m] = [first.n, second.n];
  const [a, b] = [first.mean, second.mean];
  const df = n + m - 2;
  const pooled = ((n - 1) * first.variance + (m - 1) * second.variance) / df;
  const scale = Math.sqrt(1 / n + 1 / m);
  return finish(a - b, a - b, Math.sqrt(pooled) * scale, df, scale, [n, m], options);
}

/** Do two means differ? Welch's (1947) test, with a variance for each; the effect stays in pooled sd. */
export function welchTest(first: Float64Array, second: Float64Array, options: TOptions = {}): TTest {
  const [own, other] = [spreadOf(first), spreadOf(second)];
  const [n, m] = [own.n, other.n];
  const [a, b] = [own.mean, other.mean];
  const [u, v] = [own.variance / n, other.variance / m];
  const df = (u + v) ** 2 / (u ** 2 / (n - 1) + v ** 2 / (m - 1));
  const test = finish(a - b, a - b, Math.sqrt(u + v), df, Math.sqrt(1 / n + 1 / m), [n, m], options);
  const {d, g} = studentOf(own, other, {});
  return {...test, d, g};
}

function finish(
  distance: number,
  estimate: number,
  error: number,
  df: number,
  scale: number,
  n: readonly number[],
  {alternative = "two_sided", level = 0.95}: TOptions,
): TTest {
  const t = distance / error;
  const sided = alternative === "two_sided";
  const reach = studentQuantile(sided ? 1 - level : 2 * (1 - level), df) * error;
  const p =
    alternative === "two_sided"
      ? studentTwoSided(t, df)
      : studentUpper(alternative === "greater" ? t : -t, df);
  const freedom = n.length === 2 ? n[0]! + n[1]! - 2 : df;
  const d = effectOfT(t, freedom, scale);
  const correction = hedgesCorrection(freedom);
  const g = {value: d.value * correction, low: d.low * correction, high: d.high * correction};
  const low = alternative === "less" ? -Infinity : estimate - reach;
  const high = alternative === "greater" ? Infinity : estimate + reach;
  return {t, df, p, estimate, low, high, d, g, n};
}
