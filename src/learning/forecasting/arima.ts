import {TabletalkError} from "../../errors.ts";
import {normalQuantile} from "../../statistics/distributions/normal.ts";
import {meanOf, varianceOf} from "../../statistics/sums.ts";
import {conditionalSquares, filterArma, psiWeights} from "./arma_likelihood.ts";
import {
  type ArimaOrder,
  invertible,
  isStationary,
  multiplyOut,
  rawFrom,
  stationaryFrom,
} from "./arma_polynomials.ts";
import {minimise} from "./bfgs.ts";
import type {Prediction} from "./prediction.ts";

export interface ArimaModel {
  order: ArimaOrder;
  ar: number[];
  ma: number[];
  sar: number[];
  sma: number[];
  /** The mean of the differenced series (a drift where there is one difference); undefined where held at 0. */
  mean?: number;
  sigma2: number;
  logLikelihood: number;
  aic: number;
  aicc: number;
  bic: number;
  /** One-step errors by row; NaN for the rows that differencing takes. */
  residuals: Float64Array;
  phi: Float64Array;
  theta: Float64Array;
  state: Float64Array;
}

export interface ArimaOptions {
  /** Estimate the mean of the differenced series. Default: only without differences, as R. */
  mean?: boolean;
  rounds?: number;
}

/**
 * A seasonal ARIMA model by exact maximum likelihood, started from conditional least squares, as R's `arima`: the
 * differenced series' likelihood is the limit of R's diffuse prior (kappa = 1e6), so that results agree to about 5 digits.
 * @throws TabletalkError bad_plan where fewer rows are left than there are parameters
 */
export function fitArima(values: Float64Array, order: ArimaOrder, options: ArimaOptions = {}): ArimaModel {
  const {p, d, q, P, D, Q, period} = order;
  const withMean = options.mean ?? d + D === 0;
  const count = p + q + P + Q;
  const used = differenced(values, d, D, period);
  const n = used.length;
  if (n < count + (withMean ? 1 : 0) + 2) {
    throw new TabletalkError(
      "bad_plan",
      `${sayOrder(order)} needs more than ${values.length} periods.`,
      "Choose a smaller model, or give a longer history.",
    );
  }
  const average = withMean ? meanOf(used) : 0;
  const error = withMean ? Math.sqrt(varianceOf(used, average) / n) : 1;
  const scales = [...new Array<number>(count).fill(1), ...(withMean ? [10 * error || 1] : [])];
  const rounds = options.rounds ?? 100;
  const centred = new Float64Array(n);
  const centre = (mean: number): Float64Array => {
    for (let row = 0; row < n; row++) centred[row] = used[row]! - mean;
    return centred;
  };
  const from = Math.min(p + P * period, n - count - 2);
  const least = minimise(
    (at) => {
      const {phi, theta} = multiplyOut(at, order);
      return 0.5 * Math.log(conditionalSquares(centre(withMean ? at[count]! : 0), phi, theta, from));
    },
    [...new Array<number>(count).fill(0), ...(withMean ? [average] : [])],
    {scales, rounds},
  );
  const start = least.at;
  const blocks = (at: ArrayLike<number>) => {
    const all = Array.from(at);
    return {
      ar: all.slice(0, p),
      ma: all.slice(p, p + q),
      sar: all.slice(p + q, p + q + P),
      sma: all.slice(p + q + P, count),
      mean: withMean ? all[count]! : 0,
    };
  };
  const first = blocks(start);
  // A start that is not stationary has no likelihood: begin from none.
  const raw = (own: number[]): number[] => rawFrom(isStationary(own) ? own : own.map(() => 0));
  const toNatural = (at: ArrayLike<number>): number[] => {
    const {ar, ma, sar, sma, mean} = blocks(at);
    return [...stationaryFrom(ar), ...ma, ...stationaryFrom(sar), ...sma, mean];
  };
  const best = minimise(
    (at) => {
      const natural = toNatural(at);
      const {phi, theta} = multiplyOut(natural, order);
      return filterArma(centre(natural[count]!), phi, theta)?.value ?? Infinity;
    },
    [
      ...raw(first.ar),
      ...invertible(first.ma),
      ...raw(first.sar),
      ...invertible(first.sma),
      ...(withMean ? [first.mean] : []),
    ],
    {scales, rounds},
  );
  const natural = blocks(toNatural(best.at));
  natural.ma = invertible(natural.ma);
  natural.sma = invertible(natural.sma);
  const {ar, ma, sar, sma, mean} = natural;
  const {phi, theta} = multiplyOut([...ar, ...ma, ...sar, ...sma], order);
  const found = filterArma(centre(mean), phi, theta);
  if (!found || !Number.isFinite(found.logLikelihood)) {
    throw new TabletalkError(
      "bad_plan",
      `${sayOrder(order)} cannot be fitted to this series.`,
      "Choose a smaller model; a series that never changes needs none.",
    );
  }
  const {sigma2, logLikelihood, state} = found;
  const terms = count + (withMean ? 1 : 0) + 1;
  const aic = -2 * logLikelihood + 2 * terms;
  const residuals = new Float64Array(values.length).fill(Number.NaN);
  residuals.set(found.residuals, values.length - n);
  return {
    order,
    ar,
    ma,
    sar,
    sma,
    ...(withMean && {mean}),
    sigma2,
    logLikelihood,
    aic,
    aicc: n - terms - 1 > 0 ? aic + (2 * terms * (terms + 1)) / (n - terms - 1) : Infinity,
    bic: -2 * logLikelihood + Math.log(n) * terms,
    residuals,
    phi,
    theta,
    state,
  };
}

/** The next periods of the series that the model was fitted to, with normal intervals. */
export function forecastArima(
  model: ArimaModel,
  values: Float64Array,
  horizon: number,
  level: number,
): Prediction {
  const {d, D, period} = model.order;
  const r = model.state.length;
  let state = model.state;
  const ahead = new Float64Array(horizon);
  for (let at = 0; at < horizon; at++) {
    const head = state[0]!;
    state = Float64Array.from({length: r}, (_, i) => (model.phi[i] ?? 0) * head + (state[i + 1] ?? 0));
    ahead[at] = state[0]! + (model.mean ?? 0);
  }
  const weights = differenceWeights(d, D, period);
  const all = [...values];
  for (const value of ahead) {
    let next = value;
    for (let lag = 1; lag < weights.length; lag++) next -= weights[lag]! * all[all.length - lag]!;
    all.push(next);
  }
  const mean = Float64Array.from(all.slice(values.length));
  const psi = psiWeights(wholePhi(model.phi, weights), model.theta, horizon);
  const z = normalQuantile(0.5 + level / 2);
  let sum = 0;
  const half = psi.map((weight) => {
    sum += weight ** 2;
    return z * Math.sqrt(sum * model.sigma2);
  });
  return {
    mean,
    low: mean.map((value, at) => value - half[at]!),
    high: mean.map((value, at) => value + half[at]!),
  };
}

/** "ARIMA(0,1,1)(0,1,1)[12]" */
export function sayOrder({p, d, q, P, D, Q, period}: ArimaOrder): string {
  const seasonal = P + D + Q > 0 ? `(${P},${D},${Q})[${period}]` : "";
  return `ARIMA(${p},${d},${q})${seasonal}`;
}

/** The series less itself a season before, D times, then less itself a period before, d times. */
export function differenced(values: Float64Array, d: number, D: number, period: number): Float64Array {
  let made = values;
  const lags = [...new Array<number>(D).fill(period), ...new Array<number>(d).fill(1)];
  for (const lag of lags) {
    const own = made;
    made = Float64Array.from(
      {length: Math.max(0, own.length - lag)},
      (_, row) => own[row + lag]! - own[row]!,
    );
  }
  return made;
}

/** (1 - B)^d (1 - B^period)^D by lag, from lag 0. */
function differenceWeights(d: number, D: number, period: number): number[] {
  let weights = [1];
  for (const lag of [...new Array<number>(D).fill(period), ...new Array<number>(d).fill(1)]) {
    const made = new Array<number>(weights.length + lag).fill(0);
    weights.forEach((weight, at) => {
      made[at]! += weight;
      made[at + lag]! -= weight;
    });
    weights = made;
  }
  return weights;
}

function wholePhi(phi: Float64Array, weights: readonly number[]): number[] {
  const own = [1, ...Array.from(phi, (value) => -value)];
  const made = new Array<number>(own.length + weights.length - 1).fill(0);
  own.forEach((a, i) => {
    weights.forEach((b, j) => {
      made[i + j]! += a * b;
    });
  });
  return made.slice(1).map((value) => -value);
}
