import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, test} from "vitest";
import {fitArima, forecastArima} from "../../../src/learning/forecasting/arima.ts";
import {
  invertible,
  nearestRoot,
  rawFrom,
  stationaryFrom,
} from "../../../src/learning/forecasting/arma_polynomials.ts";
import {chooseArima, differencesNeeded, sayArima} from "../../../src/learning/forecasting/auto_arima.ts";
import {minimise} from "../../../src/learning/forecasting/bfgs.ts";
import {minimiseInBox} from "../../../src/learning/forecasting/boxed_bfgs.ts";
import {chooseEts, fitEts} from "../../../src/learning/forecasting/ets.ts";
import {forecastEts} from "../../../src/learning/forecasting/ets_forecast.ts";
import {holtWinters} from "../../../src/learning/forecasting/holt_winters.ts";
import {forecastDrift, forecastMean, forecastSeasonalNaive} from "../../../src/learning/forecasting/naive.ts";
import {MersenneTwister} from "../../../src/statistics/random/mersenne_twister.ts";

const INPUTS = join(import.meta.dirname, "../../golden/reference/inputs.json");
const air = Float64Array.from(
  (JSON.parse(readFileSync(INPUTS, "utf8")) as {airpassengers: number[]}).airpassengers,
);
const refused = expect.objectContaining({code: "bad_plan"});

describe("minimising", () => {
  const valley = (at: ArrayLike<number>): number => (1 - at[0]!) ** 2 + 100 * (at[1]! - at[0]! ** 2) ** 2;

  test("Rosenbrock's valley to its end", () => {
    const {at} = minimise(valley, [-1.2, 1], {step: 1e-6, rounds: 200, tolerance: 1e-14});
    expect(at[0]).toBeCloseTo(1, 3);
    expect(at[1]).toBeCloseTo(1, 3);
  });

  test("in a box the least value is at its wall", () => {
    const box = {start: [0, 0], low: [-2, -2], high: [0.5, 2], steps: [1e-6, 1e-6]};
    const {at} = minimiseInBox(valley, box);
    expect(at[0]).toBe(0.5);
    expect(at[1]).toBeCloseTo(0.25, 4);
  });
});

describe("polynomials of ARMA", () => {
  test("any numbers are a stationary autoregression, and back", () => {
    const coefficients = stationaryFrom([2, -1.5, 0.7]);
    expect(nearestRoot(coefficients.map((value) => -value))).toBeGreaterThan(1);
    for (const [at, raw] of rawFrom(coefficients).entries()) expect(raw).toBeCloseTo([2, -1.5, 0.7][at]!, 8);
  });

  test("a moving average with a root inside the circle is mirrored", () => {
    expect(invertible([2])[0]).toBeCloseTo(0.5, 12);
    const [a, b] = invertible([2.5, 1]); // (1 + 2 z)(1 + z / 2)
    expect(a).toBeCloseTo(1, 6);
    expect(b).toBeCloseTo(0.25, 6);
  });
});

describe("naive forecasts", () => {
  test("as last season, as the line from first to last, as the mean", () => {
    const values = Float64Array.of(1, 2, 3, 4, 2, 3, 4, 5);
    expect([...forecastSeasonalNaive(values, 4, 5, 0.95).mean]).toEqual([2, 3, 4, 5, 2]);
    expect(forecastDrift(values, 2, 0.95).mean[1]).toBeCloseTo(5 + 8 / 7, 12);
    expect(forecastMean(values, 1, 0.95).mean[0]).toBe(3);
  });

  test("intervals grow with the horizon and with the level", () => {
    const wide = (level: number) => {
      const {low, high} = forecastSeasonalNaive(air, 12, 36, level);
      return low.map((value, at) => high[at]! - value);
    };
    expect(wide(0.95)[30]).toBeGreaterThan(wide(0.95)[0]!);
    expect(wide(0.95)[0]).toBeGreaterThan(wide(0.8)[0]!);
  });
});

describe("exponential smoothing", () => {
  test("a change of unit changes neither model nor forecast but by the unit", () => {
    const train = air.slice(0, 96);
    const [one, other] = [
      chooseEts(train, 12).best,
      chooseEts(
        train.map((value) => value * 1000),
        12,
      ).best,
    ];
    expect(other.shape).toEqual(one.shape);
    const [a, b] = [forecastEts(one, 12, 0.9), forecastEts(other, 12, 0.9)];
    for (const [at, value] of a.mean.entries()) expect(b.mean[at]! / 1000 / value).toBeCloseTo(1, 2);
  });

  test("simulated intervals are near those by formula", () => {
    const random = new MersenneTwister(1);
    const values = Float64Array.from({length: 200}, () => 1000 + random.normal());
    const shape = {trend: "N", damped: false, season: "N", period: 1} as const;
    const adds = forecastEts(fitEts(values, {...shape, error: "A"}), 1, 0.95);
    const multiplies = forecastEts(fitEts(values, {...shape, error: "M"}), 1, 0.95);
    expect(multiplies.high[0]! - multiplies.low[0]!).toBeCloseTo(adds.high[0]! - adds.low[0]!, 0);
  });

  test("too short, and multiplying what is not over 0, are refused", () => {
    const shape = {error: "M", trend: "A", damped: false, season: "M", period: 12} as const;
    expect(() => fitEts(air.slice(0, 20), shape)).toThrow(refused);
    expect(() =>
      fitEts(
        air.map((value) => value - 200),
        shape,
      ),
    ).toThrow(refused);
    expect(() => holtWinters(air.slice(0, 24), 12)).toThrow(refused);
    expect(() =>
      holtWinters(
        air.map((value) => value - 200),
        12,
        "multiplicative",
      ),
    ).toThrow(refused);
  });
});

describe("ARIMA", () => {
  const random = new MersenneTwister(11);
  const simulated = new Float64Array(500);
  for (let row = 2; row < 500; row++) {
    simulated[row] = 0.6 * simulated[row - 1]! - 0.3 * simulated[row - 2]! + random.normal();
  }

  test("finds the coefficients that made the series", () => {
    const {ar, sigma2} = fitArima(simulated, {p: 2, d: 0, q: 0, P: 0, D: 0, Q: 0, period: 1});
    expect(Math.abs(ar[0]! - 0.6)).toBeLessThan(0.13);
    expect(Math.abs(ar[1]! + 0.3)).toBeLessThan(0.13);
    expect(Math.abs(sigma2 - 1)).toBeLessThan(0.2);
  });

  test("shift and scale go through", () => {
    const order = {p: 1, d: 0, q: 1, P: 0, D: 0, Q: 0, period: 1};
    const moved = simulated.map((value) => 50 + 10 * value);
    const [one, other] = [fitArima(simulated, order), fitArima(moved, order)];
    expect(other.ar[0]).toBeCloseTo(one.ar[0]!, 3);
    expect(other.sigma2 / one.sigma2).toBeCloseTo(100, 0);
  });

  test("differences by the season's strength and KPSS: R's airline model for the logarithms", () => {
    const log = air.slice(0, 120).map(Math.log);
    expect(differencesNeeded(log, 12)).toEqual({d: 1, D: 1});
    expect(sayArima(chooseArima(log, 12).best)).toBe("ARIMA(0,1,1)(0,1,1)[12]");
    expect(differencesNeeded(simulated, 1)).toEqual({d: 0, D: 0});
  });

  test("a random walk's interval widens with the root of time", () => {
    const walk = simulated.slice();
    for (let row = 1; row < 500; row++) walk[row]! += walk[row - 1]!;
    const model = fitArima(walk, {p: 0, d: 1, q: 0, P: 0, D: 0, Q: 0, period: 1});
    const {low, high} = forecastArima(model, walk, 4, 0.95);
    expect((high[3]! - low[3]!) / (high[0]! - low[0]!)).toBeCloseTo(2, 9);
  });

  test("too short a series and a constant one are refused", () => {
    expect(() => fitArima(air.slice(0, 14), {p: 2, d: 1, q: 2, P: 0, D: 1, Q: 1, period: 12})).toThrow(
      refused,
    );
    expect(() => chooseArima(air.slice(0, 9), 12)).toThrow(refused);
    expect(() => chooseArima(new Float64Array(50).fill(3), 1)).toThrow(refused);
  });
});
