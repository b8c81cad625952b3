import {normalQuantile} from "../../statistics/distributions/normal.ts";
import {MersenneTwister} from "../../statistics/random/mersenne_twister.ts";
import type {EtsFit} from "./ets.ts";
import {type EtsState, expectedNext, takeIn} from "./ets_model.ts";
import type {Prediction} from "./prediction.ts";

const PATHS = 2000;

/**
 * The next periods: the expected path without further errors, and intervals by formula where all parts add (Hyndman and
 * others 2008, table 6.2), else by 2,000 simulated paths with normal errors.
 */
export function forecastEts(fit: EtsFit, horizon: number, level: number, seed = 0): Prediction {
  const {shape, parameters} = fit;
  const mean = new Float64Array(horizon);
  const state = copyOf(fit.state);
  for (let at = 0; at < horizon; at++) {
    mean[at] = expectedNext(shape, parameters, state);
    takeIn(shape, parameters, state, mean[at]!);
  }
  const adds = shape.error === "A" && shape.trend !== "M" && shape.season !== "M";
  return adds ? withFormula(fit, mean, level) : withPaths(fit, mean, level, seed);
}

function withFormula(fit: EtsFit, mean: Float64Array, level: number): Prediction {
  const {shape, parameters, sigma} = fit;
  const {alpha, beta, gamma, phi} = parameters;
  const z = normalQuantile(0.5 + level / 2);
  let [sum, steps, power] = [1, 0, 1];
  const half = mean.map((_, at) => {
    const own = z * sigma * Math.sqrt(sum);
    power *= phi;
    steps += power;
    const seasonal = shape.season !== "N" && (at + 1) % shape.period === 0 ? gamma : 0;
    sum += (alpha + (shape.trend === "N" ? 0 : beta * steps) + seasonal) ** 2;
    return own;
  });
  return {
    mean,
    low: mean.map((value, at) => value - half[at]!),
    high: mean.map((value, at) => value + half[at]!),
  };
}

function withPaths(fit: EtsFit, mean: Float64Array, level: number, seed: number): Prediction {
  const {shape, parameters, sigma} = fit;
  const random = new MersenneTwister(seed);
  const values = Array.from(mean, () => new Float64Array(PATHS));
  for (let path = 0; path < PATHS; path++) {
    const state = copyOf(fit.state);
    for (let at = 0; at < mean.length; at++) {
      const expected = expectedNext(shape, parameters, state);
      const error = sigma * random.normal();
      const value = shape.error === "A" ? expected + error : expected * (1 + Math.max(-0.999, error));
      values[at]![path] = value;
      takeIn(shape, parameters, state, value);
    }
  }
  return {mean, ...bandOf(values, level)};
}

/** The band that holds the middle `level` of simulated values, period by period. */
export function bandOf(
  values: readonly Float64Array[],
  level: number,
): {low: Float64Array; high: Float64Array} {
  const place = (own: Float64Array, share: number): number => {
    const sorted = own.filter(Number.isFinite).sort();
    return (
      sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(share * (sorted.length - 1))))] ?? Number.NaN
    );
  };
  return {
    low: Float64Array.from(values, (own) => place(own, (1 - level) / 2)),
    high: Float64Array.from(values, (own) => place(own, (1 + level) / 2)),
  };
}

const copyOf = (state: EtsState): EtsState => ({...state, season: state.season.slice()});
