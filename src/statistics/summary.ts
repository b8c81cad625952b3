import {meanOf, present, sumOf, varianceOf} from "./sums.ts";

/** One column of numbers in a row of figures. NaN where a figure does not exist (the sd of one value). */
export interface Summary {
  n: number;
  missing: number;
  mean: number;
  sd: number;
  min: number;
  q1: number;
  median: number;
  q3: number;
  max: number;
  skewness: number;
}

/** Summarises values; NaN among them is missing. Sample sd; quartiles by R's type 7; adjusted skewness (see skewnessOf). */
export function summarise(values: Float64Array): Summary {
  const sorted = present(values).sort();
  const n = sorted.length;
  const mean = meanOf(sorted);
  return {
    n,
    missing: values.length - n,
    mean,
    sd: Math.sqrt(varianceOf(sorted, mean)),
    min: sorted[0] ?? Number.NaN,
    q1: quantileOf(sorted, 0.25),
    median: quantileOf(sorted, 0.5),
    q3: quantileOf(sorted, 0.75),
    max: sorted[n - 1] ?? Number.NaN,
    skewness: skewnessOf(sorted, mean),
  };
}

/** A quantile of sorted values, interpolated: type 7 of Hyndman and Fan (1996), Sample quantiles in statistical packages. */
export function quantileOf(sorted: Float64Array, q: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = (sorted.length - 1) * q;
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (place - below) * (high - low);
}

/**
 * Skewness of values centred first, adjusted for sample size: G1 of Joanes and Gill (1998), Comparing measures of sample
 * skewness and kurtosis. NaN for fewer than 3 values or for equal ones.
 */
export function skewnessOf(values: Float64Array, mean: number = meanOf(values)): number {
  const n = values.length;
  if (n < 3) return Number.NaN;
  const second = sumOf(values.map((value) => (value - mean) ** 2)) / n;
  const third = sumOf(values.map((value) => (value - mean) ** 3)) / n;
  return second > 0 ? (third / second ** 1.5) * (Math.sqrt(n * (n - 1)) / (n - 2)) : Number.NaN;
}

/** What a box plot shows. Fences are the last values within 1.5 interquartile ranges: Tukey (1977), Exploratory Data Analysis. */
export interface Box {
  n: number;
  lowerFence: number;
  q1: number;
  median: number;
  q3: number;
  upperFence: number;
  min: number;
  max: number;
  outliers: number;
}

export function boxOf(values: Float64Array): Box {
  const sorted = present(values).sort();
  const [q1, median, q3] = [quantileOf(sorted, 0.25), quantileOf(sorted, 0.5), quantileOf(sorted, 0.75)];
  const reach = 1.5 * (q3 - q1);
  const within = sorted.filter((value) => value >= q1 - reach && value <= q3 + reach);
  return {
    n: sorted.length,
    lowerFence: within[0] ?? Number.NaN,
    q1,
    median,
    q3,
    upperFence: within.at(-1) ?? Number.NaN,
    min: sorted[0] ?? Number.NaN,
    max: sorted.at(-1) ?? Number.NaN,
    outliers: sorted.length - within.length,
  };
}
