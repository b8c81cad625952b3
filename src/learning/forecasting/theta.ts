import {meanOf} from "../../statistics/sums.ts";
import {autocorrelation} from "../../statistics/time/autocorrelation.ts";
import {classicalDecomposition} from "../../statistics/time/decompose.ts";
import {fitEts} from "./ets.ts";
import {lineThrough} from "./holt_winters.ts";
import {banded} from "./naive.ts";
import type {Prediction} from "./prediction.ts";

/**
 * The theta method: Assimakopoulos and Nikolopoulos (2000), as simple smoothing with half the slope of a line, Hyndman and
 * Billah (2003), after seasons are divided (or taken) out where the autocorrelation at the season is clear. As R's `thetaf`.
 * @throws TabletalkError bad_plan where the series is too short to smooth
 */
export function forecastTheta(
  values: Float64Array,
  period: number,
  horizon: number,
  level: number,
): Prediction {
  const n = values.length;
  const positive = values.every((value) => value > 0);
  const kind = positive ? "multiplicative" : "additive";
  let figures: Float64Array | undefined;
  if (period > 1 && n > 2 * period && isSeasonal(values, period)) {
    const own = classicalDecomposition(values, period, kind).seasonal.slice(0, period);
    if (own.every((figure) => Number.isFinite(figure) && (!positive || figure > 1e-6))) figures = own;
  }
  const figure = (row: number): number => figures?.[row % period] ?? (positive ? 1 : 0);
  const plain = values.map((value, row) => (positive ? value / figure(row) : value - figure(row)));
  const smooth = fitEts(plain, {error: "A", trend: "N", damped: false, season: "N", period: 1});
  const {alpha} = smooth.parameters;
  const half = lineThrough(plain).slope / 2;
  const path = Float64Array.from({length: horizon}, (_, at) => {
    const drift = half * (at + (1 - (1 - alpha) ** n) / alpha);
    const value = smooth.state.level + drift;
    return positive ? value * figure(n + at) : value + figure(n + at);
  });
  const errors = meanOf(smooth.errors.map((error) => error ** 2));
  const spread = (at: number): number =>
    Math.sqrt(errors * (1 + at * alpha ** 2)) * (positive ? figure(n + at) : 1);
  return banded(path, spread, level);
}

/** Is the autocorrelation a season apart beyond what chance gives (90 %, as R's thetaf)? */
function isSeasonal(values: Float64Array, period: number): boolean {
  const r = autocorrelation(values, period);
  let sum = 0;
  for (let lag = 1; lag < period; lag++) sum += r[lag]! ** 2;
  return Math.abs(r[period]!) / Math.sqrt((1 + 2 * sum) / values.length) > 1.645;
}
