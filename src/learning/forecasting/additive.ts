import {TabletalkError} from "../../errors.ts";
import {MersenneTwister} from "../../statistics/random/mersenne_twister.ts";
import {bandOf} from "./ets_forecast.ts";
import type {Prediction} from "./prediction.ts";

export interface AdditiveOptions {
  /** Seasons by their length in periods; of each, pairs of sines and cosines. Default: up to 10, at most half the season. */
  periods: readonly number[];
  /** Rows (those ahead counted on) of special days, by name: each has an effect of its own. */
  holidays?: Readonly<Record<string, readonly number[]>>;
  /** Places where the trend may turn, spread over the first 80 %. Default 25. */
  turns?: number;
  seed?: number;
}

const PATHS = 1000;

/**
 * An additive model of a trend in pieces, seasons as Fourier sums, and special days: after Taylor and Letham (2018), fitted
 * by penalised least squares; the penalty on turns is chosen by generalised cross-validation. Turns ahead are simulated with
 * the sizes of those found.
 * @throws TabletalkError bad_plan for fewer than 8 rows
 */
export function forecastAdditive(
  values: Float64Array,
  options: AdditiveOptions,
  horizon: number,
  level: number,
): Prediction & {label: string} {
  const n = values.length;
  if (n < 8) {
    throw new TabletalkError(
      "bad_plan",
      `The additive model needs at least 8 periods, there are ${n}.`,
      "Give a longer history.",
    );
  }
  const count = Math.min(options.turns ?? 25, Math.floor(n / 4));
  const turns = Array.from({length: count}, (_, i) => (0.8 * (i + 1)) / (count + 1));
  const periods = options.periods.filter((period) => period > 1 && n >= 2 * period);
  const holidays = Object.entries(options.holidays ?? {});
  const terms = (row: number): number[] => {
    const t = row / (n - 1);
    const made = [1, t, ...turns.map((turn) => Math.max(0, t - turn))];
    for (const period of periods) {
      for (let k = 1; k <= Math.min(10, Math.floor(period / 2)); k++) {
        const angle = (2 * Math.PI * k * row) / period;
        made.push(Math.cos(angle));
        if (2 * k < period) made.push(Math.sin(angle));
      }
    }
    for (const [, rows] of holidays) made.push(rows.includes(row) ? 1 : 0);
    return made;
  };
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const scale = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n) || 1;
  const y = values.map((value) => (value - mean) / scale);
  const rows = Array.from(y, (_, row) => terms(row));
  const width = rows[0]!.length;
  const cross = Array.from({length: width}, (_, i) =>
    Float64Array.from({length: width}, (__, j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
  );
  const right = Float64Array.from({length: width}, (_, i) =>
    rows.reduce((sum, row, at) => sum + row[i]! * y[at]!, 0),
  );
  let best: {gcv: number; beta: Float64Array; sigma: number} | undefined;
  for (const penalty of [0.001, 0.01, 0.1, 1, 10, 100]) {
    const ridge = Float64Array.from({length: width}, (_, i) =>
      i < 2 ? 1e-6 : i < 2 + count ? penalty : 0.01,
    );
    const factor = cholesky(cross, ridge);
    const beta = solve(factor, right);
    let squares = 0;
    for (const [at, row] of rows.entries()) {
      squares += (y[at]! - row.reduce((sum, value, i) => sum + value * beta[i]!, 0)) ** 2;
    }
    let freedom = 0;
    for (let i = 0; i < width; i++) freedom += solve(factor, cross[i]!)[i]!;
    const left = Math.max(1, n - 1.4 * freedom);
    const gcv = (n * squares) / left ** 2;
    if (!best || gcv < best.gcv) best = {gcv, beta, sigma: Math.sqrt(squares / Math.max(1, n - freedom))};
  }
  const {beta, sigma} = best!;
  const own = Float64Array.from({length: horizon}, (_, at) =>
    terms(n + at).reduce((sum, value, i) => sum + value * beta[i]!, 0),
  );
  const sizes = Float64Array.from(beta.subarray(2, 2 + count), Math.abs);
  const size = count > 0 ? sizes.reduce((sum, value) => sum + value, 0) / count : 0;
  const chance = count / (0.8 * (n - 1));
  const random = new MersenneTwister(options.seed ?? 0);
  const paths = Array.from(own, () => new Float64Array(PATHS));
  for (let path = 0; path < PATHS; path++) {
    let [slope, off] = [0, 0];
    for (let at = 0; at < horizon; at++) {
      if (random.uniform() < chance) {
        const u = random.uniform() - 0.5;
        slope -= size * Math.sign(u) * Math.log(Math.max(1e-12, 1 - 2 * Math.abs(u)));
      }
      off += slope / (n - 1);
      paths[at]![path] = mean + scale * (own[at]! + off + sigma * random.normal());
    }
  }
  const seasons = periods.length > 0 ? `, seasons of ${periods.join(" and ")}` : "";
  return {
    mean: own.map((value) => mean + scale * value),
    ...bandOf(paths, level),
    label: `Additive model with ${count} possible turns${seasons}`,
  };
}

function cholesky(matrix: readonly Float64Array[], ridge: Float64Array): Float64Array[] {
  const size = matrix.length;
  const made = matrix.map(() => new Float64Array(size));
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]![j]! + (i === j ? ridge[i]! : 0);
      for (let k = 0; k < j; k++) sum -= made[i]![k]! * made[j]![k]!;
      made[i]![j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / made[j]![j]!;
    }
  }
  return made;
}

function solve(factor: readonly Float64Array[], right: Float64Array): Float64Array {
  const x = right.slice();
  const size = factor.length;
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i]! -= factor[i]![k]! * x[k]!;
    x[i]! /= factor[i]![i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i]! -= factor[k]![i]! * x[k]!;
    x[i]! /= factor[i]![i]!;
  }
  return x;
}
