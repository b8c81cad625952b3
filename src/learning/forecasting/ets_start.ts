import {classicalDecomposition} from "../../statistics/time/decompose.ts";
import type {EtsParameters, EtsShape} from "./ets_model.ts";
import {lineThrough} from "./holt_winters.ts";

/** Start values of weights and states: seasons by moving averages, level and slope by a line through the first rows. */
export function etsStart(values: Float64Array, shape: EtsShape): EtsParameters {
  const {trend, damped, season, period} = shape;
  let plain = values;
  let figures: Float64Array = new Float64Array(1);
  if (season !== "N") {
    figures = figuresOf(values, period, season);
    plain = values.map((value, row) =>
      season === "A" ? value - figures[row % period]! : value / Math.max(1e-3, figures[row % period]!),
    );
  }
  const alpha = season === "N" ? 0.5 : 0.3;
  const first = plain.subarray(0, Math.min(plain.length, Math.max(10, 2 * period)));
  const line = lineThrough(first);
  const weights = {alpha, beta: alpha * 0.1, gamma: (1 - alpha) * 0.1, phi: damped ? 0.97 : 1};
  if (trend === "N") {
    const level = first.reduce((sum, value) => sum + value, 0) / first.length;
    return {...weights, level, slope: 0, season: figures};
  }
  if (trend === "A") return {...weights, level: line.intercept, slope: line.slope, season: figures};
  const level = Math.abs(line.intercept) > 1e-8 ? line.intercept : 1e-3;
  const growth = Math.min(1.5, Math.max(0.7, (line.intercept + line.slope) / level));
  return {...weights, level, slope: growth, season: figures};
}

function figuresOf(values: Float64Array, period: number, season: "A" | "M"): Float64Array {
  const n = values.length;
  if (n >= 2 * period + 1) {
    const kind = season === "A" ? "additive" : "multiplicative";
    const {seasonal} = classicalDecomposition(values.subarray(0, Math.min(n, 6 * period)), period, kind);
    const figures = seasonal.slice(0, period);
    if (figures.every(Number.isFinite)) {
      return season === "A" ? figures : figures.map((figure) => Math.max(0.01, figure));
    }
  }
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  for (let row = 0; row < n; row++) {
    sums[row % period]! += season === "A" ? values[row]! - mean : values[row]! / mean;
    counts[row % period]!++;
  }
  return sums.map((sum, place) => sum / counts[place]!);
}
