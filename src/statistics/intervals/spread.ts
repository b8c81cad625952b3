import {chiSquaredQuantile} from "../distributions/chi_squared.ts";
import {varianceOf} from "../sums.ts";

/** A sample variance (n - 1) with its chi-squared interval, right for normal values only. */
export function varianceInterval(
  values: Float64Array,
  level = 0.95,
): {value: number; low: number; high: number; n: number} {
  const df = values.length - 1;
  const value = varianceOf(values);
  const half = (1 - level) / 2;
  return {
    value,
    low: (df * value) / chiSquaredQuantile(half, df),
    high: (df * value) / chiSquaredQuantile(1 - half, df),
    n: values.length,
  };
}
