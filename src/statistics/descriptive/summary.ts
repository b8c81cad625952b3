import {present} from "../sums.ts";
import {type Moments, momentsOf} from "./moments.ts";
import {quantile} from "./quantiles.ts";

/** One column of numbers in a row of figures. NaN where a figure does not exist (the sd of one value). */
export interface Summary extends Moments {
  missing: number;
  min: number;
  q1: number;
  median: number;
  q3: number;
  max: number;
}

/** Summarises values; NaN and infinities are missing. Quartiles by R's type 7. */
export function summarise(values: Float64Array): Summary {
  const sorted = present(values).sort();
  const n = sorted.length;
  return {
    ...momentsOf(sorted),
    missing: values.length - n,
    min: sorted[0] ?? Number.NaN,
    q1: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    q3: quantile(sorted, 0.75),
    max: sorted[n - 1] ?? Number.NaN,
  };
}
