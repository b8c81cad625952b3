import {sumOf} from "../sums.ts";

/** A series as a sum of trend, season and rest; NaN where a part does not exist. */
export interface Decomposition {
  trend: Float64Array;
  seasonal: Float64Array;
  rest: Float64Array;
}

/**
 * Classical decomposition by moving averages, as R's `decompose`: at least two periods.
 * @param period observations in a season, such as 12 for months
 */
export function classicalDecomposition(
  values: Float64Array,
  period: number,
  kind: "additive" | "multiplicative" = "additive",
): Decomposition {
  const n = values.length;
  const half = Math.floor(period / 2);
  const trend = new Float64Array(n).fill(Number.NaN);
  for (let row = half; row < n - half; row++) {
    let sum = 0;
    for (let at = -half; at <= half; at++) {
      const end = period % 2 === 0 && Math.abs(at) === half;
      sum += values[row + at]! * (end ? 0.5 : 1);
    }
    trend[row] = sum / period;
  }
  const detrended = values.map((value, row) =>
    kind === "additive" ? value - trend[row]! : value / trend[row]!,
  );
  const figures = Array.from({length: period}, (_, place) => {
    const own = [...detrended].filter((value, row) => row % period === place && !Number.isNaN(value));
    return sumOf(own) / own.length;
  });
  const centre = sumOf(figures) / period;
  const seasonal = values.map((_, row) => {
    const figure = figures[row % period]!;
    return kind === "additive" ? figure - centre : figure / centre;
  });
  const rest = values.map((value, row) =>
    kind === "additive" ? value - trend[row]! - seasonal[row]! : value / trend[row]! / seasonal[row]!,
  );
  return {trend, seasonal, rest};
}
