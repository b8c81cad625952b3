import {TabletalkError} from "../../errors.ts";
import {normalQuantile} from "../../statistics/distributions/normal.ts";
import {meanOf, varianceOf} from "../../statistics/sums.ts";
import type {Prediction} from "./prediction.ts";

/** The mean of all periods goes on. */
export function forecastMean(values: Float64Array, horizon: number, level: number): Prediction {
  const mean = meanOf(values);
  const spread = Math.sqrt(varianceOf(values, mean) * (1 + 1 / values.length)) || 0;
  return banded(new Float64Array(horizon).fill(mean), () => spread, level);
}

/** The line from the first period to the last goes on: Hyndman and Athanasopoulos (2021), 5.2. */
export function forecastDrift(values: Float64Array, horizon: number, level: number): Prediction {
  const n = values.length;
  if (n < 3) throw short("A drift", 3, n);
  const last = values[n - 1]!;
  const slope = (last - values[0]!) / (n - 1);
  const steps = values.subarray(1).map((value, row) => value - values[row]! - slope);
  const sigma = Math.sqrt(steps.reduce((sum, step) => sum + step ** 2, 0) / Math.max(1, n - 2));
  return banded(
    Float64Array.from({length: horizon}, (_, at) => last + (at + 1) * slope),
    (at) => sigma * Math.sqrt((at + 1) * (1 + (at + 1) / (n - 1))),
    level,
  );
}

/** Each period is as one season before; with a period of 1 as the last one. Agrees with R's `snaive`. */
export function forecastSeasonalNaive(
  values: Float64Array,
  period: number,
  horizon: number,
  level: number,
): Prediction {
  const n = values.length;
  if (n < period + 1) throw short("A seasonal naive forecast", period + 1, n);
  const steps = values.subarray(period).map((value, row) => value - values[row]!);
  const sigma = Math.sqrt(steps.reduce((sum, step) => sum + step ** 2, 0) / steps.length);
  return banded(
    Float64Array.from({length: horizon}, (_, at) => values[n - period + (at % period)]!),
    (at) => sigma * Math.sqrt(Math.floor(at / period) + 1),
    level,
  );
}

/** Normal intervals around a path, `spread` their standard deviation by period ahead (from 0). */
export function banded(mean: Float64Array, spread: (at: number) => number, level: number): Prediction {
  const z = normalQuantile(0.5 + level / 2);
  return {
    mean,
    low: mean.map((value, at) => value - z * spread(at)),
    high: mean.map((value, at) => value + z * spread(at)),
  };
}

const short = (what: string, least: number, got: number): TabletalkError =>
  new TabletalkError(
    "bad_plan",
    `${what} needs at least ${least} periods, there are ${got}.`,
    "Give a longer history.",
  );
