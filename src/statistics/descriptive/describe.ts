import {meanOf, present, sumOf} from "../sums.ts";
import {type Moments, momentsOf} from "./moments.ts";
import {type QuantileType, quantile} from "./quantiles.ts";

/** Everything that describes one column of numbers. NaN where a figure does not exist. */
export interface Description extends Moments {
  missing: number;
  sum: number;
  min: number;
  max: number;
  range: number;
  q1: number;
  median: number;
  q3: number;
  iqr: number;
  /** The most frequent value, the smallest of several; NaN where no value repeats. */
  mode: number;
  /** How often the mode occurs. */
  modeCount: number;
  /** Median of the absolute deviations from the median. */
  mad: number;
  /** The same, scaled to the sd of a normal distribution (times 1.482602218505602). */
  madNormal: number;
  /** sd / |mean|. */
  cv: number;
  /** The mean without the lowest and highest tenth. */
  trimmedMean: number;
  /** Only for values that are all positive. */
  geometricMean: number;
  harmonicMean: number;
}

/** Describes values; NaN and infinities are missing. Quartiles by R's type 7 unless another is named. */
export function describeValues(values: Float64Array, type: QuantileType = 7): Description {
  const sorted = present(values).sort();
  const n = sorted.length;
  const moments = momentsOf(sorted);
  const [q1, median, q3] = [0.25, 0.5, 0.75].map((p) => quantile(sorted, p, type)) as [
    number,
    number,
    number,
  ];
  const mad = quantile(sorted.map((value) => Math.abs(value - median)).sort(), 0.5);
  const [min, max] = [sorted[0] ?? Number.NaN, sorted[n - 1] ?? Number.NaN];
  const positive = min > 0;
  return {
    ...moments,
    missing: values.length - n,
    sum: sumOf(sorted),
    min,
    max,
    range: max - min,
    q1,
    median,
    q3,
    iqr: q3 - q1,
    ...modeOf(sorted),
    mad,
    madNormal: mad * 1.482602218505602,
    cv: moments.sd / Math.abs(moments.mean),
    trimmedMean: trimmedMean(sorted, 0.1),
    geometricMean: positive ? Math.exp(meanOf(sorted.map(Math.log))) : Number.NaN,
    harmonicMean: positive ? 1 / meanOf(sorted.map((value) => 1 / value)) : Number.NaN,
  };
}

/** The mean of sorted values without the lowest and the highest `part` of them (0 to 0.5), as scipy's `trim_mean`. */
export function trimmedMean(sorted: Float64Array, part: number): number {
  const cut = Math.floor(sorted.length * part);
  return meanOf(sorted.subarray(cut, sorted.length - cut));
}

function modeOf(sorted: Float64Array): {mode: number; modeCount: number} {
  let mode = Number.NaN;
  let modeCount = 1;
  for (let start = 0; start < sorted.length; ) {
    let end = start;
    while (end < sorted.length && sorted[end] === sorted[start]) end++;
    if (end - start > modeCount) {
      mode = sorted[start]!;
      modeCount = end - start;
    }
    start = end;
  }
  return Number.isNaN(mode) ? {mode, modeCount: 0} : {mode, modeCount};
}
