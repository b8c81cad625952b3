import {quantile} from "./descriptive/quantiles.ts";
import {present} from "./sums.ts";

export interface Bin {
  lower: number;
  upper: number;
  count: number;
}

export interface Histogram {
  width: number;
  bins: Bin[];
}

const MOST_BINS = 200;

/**
 * Counts values in bins of one round width (1, 2, 2.5 or 5 times a power of ten) with edges at its multiples; a bin takes in
 * its lower edge. Without `bins`, the width is near Freedman and Diaconis' (1981), 2 IQR / n^(1/3), or Sturges' where the
 * quartiles are equal. Of whole numbers, no bin is narrower than 1. NaN is missing.
 */
export function histogramOf(values: Float64Array, bins?: number): Histogram {
  const sorted = present(values).sort();
  if (sorted.length === 0) return {width: 1, bins: []};
  const low = sorted[0]!;
  const high = sorted.at(-1)!;
  const whole = sorted.every(Number.isInteger);
  const wanted = bins === undefined ? freedmanDiaconis(sorted) : (high - low) / bins;
  const narrowest = Math.max((high - low) / MOST_BINS, whole ? 1 : 0);
  const width = roundWidth(Math.max(wanted, narrowest) || Math.max(Math.abs(low) / 100, whole ? 1 : 0.1));
  // Rounding undoes the error of the division: 0.3 / 0.1 is a little under 3.
  const placeOf = (value: number) => Math.floor(Number((value / width).toFixed(9)));
  const first = placeOf(low);
  const counts = new Array<number>(placeOf(high) - first + 1).fill(0);
  for (const value of sorted) counts[placeOf(value) - first]! += 1;
  const edge = (place: number) => Number((place * width).toPrecision(12));
  return {
    width,
    bins: counts.map((count, index) => ({lower: edge(first + index), upper: edge(first + index + 1), count})),
  };
}

function freedmanDiaconis(sorted: Float64Array): number {
  const spread = quantile(sorted, 0.75) - quantile(sorted, 0.25);
  const range = sorted.at(-1)! - sorted[0]!;
  return spread > 0 ? (2 * spread) / Math.cbrt(sorted.length) : range / (Math.log2(sorted.length) + 1);
}

function roundWidth(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  const steps = [1, 2, 2.5, 5, 10];
  const nearest = steps.reduce((best, step) =>
    Math.abs(Math.log((step * power) / width)) < Math.abs(Math.log((best * power) / width)) ? step : best,
  );
  return Number((nearest * power).toPrecision(3));
}
