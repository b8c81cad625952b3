import fc from "fast-check";
import {expect, test} from "vitest";
import type {ForecastModel} from "../../src/learning/forecasting/forecast_model.ts";
import {forecastSeries} from "../../src/learning/forecasting/forecast_series.ts";
import {holds} from "./samples.ts";

/** Three years of months with a season, a slope and some noise. */
const series = fc
  .record({
    level: fc.integer({min: 50, max: 500}),
    slope: fc.integer({min: -1, max: 2}),
    swing: fc.integer({min: 0, max: 20}),
    noise: fc.array(fc.integer({min: -8, max: 8}), {minLength: 36, maxLength: 36}),
  })
  .map(({level, slope, swing, noise}) =>
    Float64Array.from(
      noise,
      (one, at) => level + slope * at + swing * Math.sin((2 * Math.PI * at) / 12) + one,
    ),
  )
  .filter((values) => new Set(values).size > 10);

const MODELS: ForecastModel[] = [
  "seasonal_naive",
  "naive",
  "drift",
  "mean",
  "theta",
  "ets",
  "holt_winters",
  "mstl",
];
const ask = (values: Float64Array, model: ForecastModel) =>
  forecastSeries(values, {model, periods: [12], horizon: 6, level: 0.9, seed: 1, origins: 1});

test.each(MODELS)("%s: finite, inside its interval, the same again", (model) =>
  holds(
    [series],
    (values) => {
      const made = ask(values, model);
      for (let at = 0; at < 6; at++) {
        expect(Number.isFinite(made.mean[at])).toBe(true);
        expect(made.low[at]).toBeLessThanOrEqual(made.mean[at]! + 1e-9);
        expect(made.high[at]).toBeGreaterThanOrEqual(made.mean[at]! - 1e-9);
      }
      expect(ask(values, model).mean).toEqual(made.mean);
    },
    6,
  ),
);

test.each(["seasonal_naive", "naive", "drift", "mean"] as const)(
  "%s moves and stretches with its series",
  (model) =>
    holds(
      [series],
      (values) => {
        const [plain, other] = [
          ask(values, model),
          ask(
            values.map((value) => 2 * value + 64),
            model,
          ),
        ];
        for (const [at, value] of plain.mean.entries()) expect(other.mean[at]).toBeCloseTo(2 * value + 64, 6);
      },
      10,
    ),
);
