import {TabletalkError} from "../../errors.ts";
import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";
import {minimiseInBox} from "./boxed_bfgs.ts";
import {type EtsParameters, type EtsShape, type EtsState, passEts, sayEts} from "./ets_model.ts";
import {etsStart} from "./ets_start.ts";

export interface EtsFit {
  shape: EtsShape;
  parameters: EtsParameters;
  /** Minus twice the log-likelihood up to a constant of the series' length, as R's `ets` counts it. */
  criterion: number;
  aic: number;
  aicc: number;
  bic: number;
  /** Of the errors: in the values' unit, or as a share. */
  sigma: number;
  errors: Float64Array;
  fitted: Float64Array;
  state: EtsState;
}

const [LEAST, MOST] = [1e-4, 0.9999];

/**
 * An exponential smoothing state space model by maximum likelihood: Hyndman and others (2002). Weights are within the usual
 * bounds (beta under alpha, gamma under 1 - alpha, phi from 0.8 to 0.98), as in R's `ets`; start states are parameters.
 * @throws TabletalkError bad_plan where the series is too short for the model, or a multiplying part meets values at or
 * below 0
 */
export function fitEts(values: Float64Array, shape: EtsShape, rounds = 150): EtsFit {
  const {trend, damped, season} = shape;
  const period = season === "N" ? 1 : shape.period;
  const count = 2 + (trend === "N" ? 0 : 2) + (damped ? 1 : 0) + (season === "N" ? 0 : period);
  if (values.length < count + 3 || (season !== "N" && values.length < 2 * period)) {
    throw new TabletalkError(
      "bad_plan",
      `${sayEts(shape)} needs at least ${Math.max(count + 3, season === "N" ? 0 : 2 * period)} periods, there are ${values.length}.`,
      "Give a longer history, or choose a model with fewer parts.",
    );
  }
  const multiplies = shape.error === "M" || trend === "M" || season === "M";
  if (multiplies && values.some((value) => value <= 0)) {
    throw new TabletalkError(
      "bad_plan",
      `${sayEts(shape)} multiplies: it needs values over 0.`,
      "Choose additive parts.",
    );
  }
  const whole: EtsShape = {...shape, period};
  const start = etsStart(values, whole);
  const {low, high, begin, steps} = boxOf(values, whole, start);
  const parameters: EtsParameters = {...start, season: start.season.slice()};
  const read = (at: ArrayLike<number>): boolean => {
    let i = 0;
    parameters.alpha = at[i++]!;
    if (trend !== "N") parameters.beta = parameters.alpha * at[i++]!;
    if (season !== "N") parameters.gamma = (1 - parameters.alpha) * at[i++]!;
    parameters.phi = damped ? at[i++]! : 1;
    parameters.level = at[i++]!;
    if (trend !== "N") parameters.slope = at[i++]!;
    if (season === "N") return true;
    let rest = season === "A" ? 0 : period;
    for (let place = 0; place < period - 1; place++) {
      const figure = at[i++]!;
      parameters.season[place] = figure;
      rest -= figure;
    }
    parameters.season[period - 1] = rest;
    return season === "A" || rest > 0;
  };
  const n = values.length;
  const best = minimiseInBox(
    (at) => (read(at) ? passEts(values, whole, parameters).criterion / n : Infinity),
    {start: begin, low, high, steps, rounds, tolerance: 1e-10},
  );
  read(best.at);
  const pass = passEts(values, whole, parameters);
  const terms = begin.length + 1;
  const squares = pass.errors.reduce((sum, error) => sum + error ** 2, 0);
  const aic = pass.criterion + 2 * terms;
  return {
    shape: whole,
    parameters: {...parameters, season: parameters.season.slice()},
    criterion: pass.criterion,
    aic,
    aicc: n - terms - 1 > 0 ? aic + (2 * terms * (terms + 1)) / (n - terms - 1) : Infinity,
    bic: pass.criterion + Math.log(n) * terms,
    sigma: Math.sqrt(squares / Math.max(1, n - terms + 1)),
    errors: pass.errors,
    fitted: pass.fitted,
    state: pass.state,
  };
}

function boxOf(values: Float64Array, shape: EtsShape, start: EtsParameters) {
  const spread = Math.max(1e-12, scaleOf(values));
  const begin: number[] = [];
  const low: number[] = [];
  const high: number[] = [];
  const steps: number[] = [];
  const add = (value: number, least: number, most: number, size: number): void => {
    begin.push(value);
    low.push(least);
    high.push(most);
    steps.push(size * 1e-4);
  };
  add(start.alpha, LEAST, MOST, 0.1);
  if (shape.trend !== "N") add(start.beta / start.alpha, LEAST, MOST, 0.1);
  if (shape.season !== "N") add(start.gamma / (1 - start.alpha), LEAST, MOST, 0.1);
  if (shape.damped) add(start.phi, 0.8, 0.98, 0.02);
  add(start.level, -Infinity, Infinity, spread);
  if (shape.trend === "A") add(start.slope, -Infinity, Infinity, spread * 0.1);
  if (shape.trend === "M") add(start.slope, 0.5, 2, 0.01);
  if (shape.season !== "N") {
    const relative = shape.season === "M";
    for (const figure of start.season.slice(0, -1)) {
      add(figure, relative ? 1e-3 : -Infinity, Infinity, relative ? 0.05 : spread);
    }
  }
  return {begin, low, high, steps};
}

/** A size for steps: how far values lie from one another, on average. */
function scaleOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const off = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return Math.sqrt(off) || Math.abs(mean) || 1;
}

/**
 * The models that R's `ets` considers (no multiplying trend; none that is unstable), chosen by AICc. Seasons of more than 24
 * periods are left to other models.
 * @throws TabletalkError bad_plan where the series is too short for any
 */
export function chooseEts(
  values: Float64Array,
  period: number,
  hooks: WorkHooks = NO_HOOKS,
): {best: EtsFit; tried: {model: string; aicc: number}[]} {
  const positive = values.every((value) => value > 0);
  const seasonal = period > 1 && period <= 24 && values.length >= 2 * period;
  const shapes: EtsShape[] = [];
  for (const error of positive ? (["A", "M"] as const) : (["A"] as const)) {
    for (const season of seasonal ? (["N", "A", "M"] as const) : (["N"] as const)) {
      if (season === "M" && error === "A") continue;
      if (season === "M" && !positive) continue;
      shapes.push({error, trend: "N", damped: false, season, period});
      shapes.push({error, trend: "A", damped: false, season, period});
      shapes.push({error, trend: "A", damped: true, season, period});
    }
  }
  let best: EtsFit | undefined;
  const tried: {model: string; aicc: number}[] = [];
  let refusal: unknown;
  for (const [at, shape] of shapes.entries()) {
    hooks.checkpoint();
    hooks.progress(at / shapes.length, sayEts(shape));
    try {
      const fit = fitEts(values, shape);
      if (!Number.isFinite(fit.aicc)) continue;
      tried.push({model: sayEts(shape), aicc: fit.aicc});
      if (!best || fit.aicc < best.aicc) best = fit;
    } catch (error) {
      refusal = error;
    }
  }
  if (best) return {best, tried};
  throw refusal instanceof TabletalkError
    ? refusal
    : new TabletalkError("bad_plan", "No smoothing model fits this series.", "Give a longer history.");
}
