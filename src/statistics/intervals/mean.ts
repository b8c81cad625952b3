import {studentQuantile} from "../distributions/student.ts";
import {meanOf, varianceOf} from "../sums.ts";

/** An estimate with its interval and standard error. */
export interface IntervalEstimate {
  value: number;
  low: number;
  high: number;
  se: number;
  n: number;
}

/** A mean with Student's t interval; NaN bounds for one value. */
export function meanInterval(values: Float64Array, level = 0.95): IntervalEstimate {
  const n = values.length;
  const value = meanOf(values);
  const se = Math.sqrt(varianceOf(values, value) / n);
  const reach = n > 1 ? studentQuantile(1 - level, n - 1) * se : Number.NaN;
  return {value, low: value - reach, high: value + reach, se, n};
}
