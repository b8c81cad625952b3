import {quantile} from "../descriptive/quantiles.ts";
import {normalQuantile} from "../distributions/normal.ts";

/**
 * A line that outliers do not move: the median of all slopes between two points (Theil 1950, Sen 1968), with Sen's interval.
 * Agrees with scipy's `theilslopes`. At most 2,000 points (2 million slopes): sample above that.
 */
export function theilSen(
  x: Float64Array,
  y: Float64Array,
  level = 0.95,
): {slope: number; intercept: number; low: number; high: number} {
  const n = x.length;
  const slopes: number[] = [];
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) if (x[j] !== x[i]) slopes.push((y[j]! - y[i]!) / (x[j]! - x[i]!));
  const sorted = Float64Array.from(slopes).sort();
  const slope = quantile(sorted, 0.5);
  const middle = (values: Float64Array): number => quantile(Float64Array.from(values).sort(), 0.5);
  const ties = (values: Float64Array): number => {
    const counts = new Map<number, number>();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    let sum = 0;
    for (const k of counts.values()) sum += k * (k - 1) * (2 * k + 5);
    return sum;
  };
  const variance = (n * (n - 1) * (2 * n + 5) - ties(x) - ties(y)) / 18;
  const z = normalQuantile((1 - level) / 2);
  const upper = Math.min(Math.round((sorted.length - z * Math.sqrt(variance)) / 2), sorted.length - 1);
  const lower = Math.max(Math.round((sorted.length + z * Math.sqrt(variance)) / 2) - 1, 0);
  return {slope, intercept: middle(y) - slope * middle(x), low: sorted[lower]!, high: sorted[upper]!};
}
