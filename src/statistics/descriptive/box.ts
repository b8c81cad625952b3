import {present} from "../sums.ts";
import {quantile} from "./quantiles.ts";

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
  const [q1, median, q3] = [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)];
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
