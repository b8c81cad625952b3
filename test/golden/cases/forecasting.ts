import {fitArima, forecastArima} from "../../../src/learning/forecasting/arima.ts";
import {chooseArima} from "../../../src/learning/forecasting/auto_arima.ts";
import {chooseEts, fitEts} from "../../../src/learning/forecasting/ets.ts";
import {forecastEts} from "../../../src/learning/forecasting/ets_forecast.ts";
import {
  type EtsParameters,
  type EtsShape,
  expectedNext,
  passEts,
  takeIn,
} from "../../../src/learning/forecasting/ets_model.ts";
import {forecastSeries} from "../../../src/learning/forecasting/forecast_series.ts";
import {forecastHoltWinters, holtWinters} from "../../../src/learning/forecasting/holt_winters.ts";
import {forecastSeasonalNaive} from "../../../src/learning/forecasting/naive.ts";
import {fitQuantile} from "../../../src/statistics/regression/quantile.ts";
import {changePoints} from "../../../src/statistics/time/change_points.ts";
import {mannKendall} from "../../../src/statistics/time/trend.ts";
import {frame, type GoldenCase, reference, statsCase, statsIds, vector} from "../case.ts";

const smoothing = (["add", "mul"] as const).map((name): GoldenCase => {
  const kind = name === "add" ? "additive" : "multiplicative";
  return statsCase(
    `hw.${name}`,
    () => {
      const model = holtWinters(vector("airpassengers"), 12, kind);
      const {alpha, beta, gamma, sse} = model;
      return {
        params: {smoothing_level: alpha, smoothing_trend: beta, smoothing_seasonal: gamma},
        sse,
        forecast12: forecastHoltWinters(model, 12, kind),
      };
    },
    {trust: "R", bar: 4, because: "R's optimiser stops a little before the least squares (our SSE is lower)"},
  );
});

const arima = [
  statsCase(
    "arima.011_011_log",
    () => {
      const log = vector("airpassengers").map(Math.log);
      const model = fitArima(log, {p: 0, d: 1, q: 1, P: 0, D: 1, Q: 1, period: 12});
      return {
        ma1: model.ma[0],
        sma1: model.sma[0],
        sigma2: model.sigma2,
        loglik: model.logLikelihood,
        aic: model.aic,
        forecast12_log: forecastArima(model, log, 12, 0.95).mean,
      };
    },
    {trust: "R", bar: 4, because: "ours is the exact diffuse likelihood, R's has a prior of variance 1e6"},
  ),
  statsCase(
    "arima.ar1",
    () => {
      const series = vector("ar1");
      const model = fitArima(series, {p: 1, d: 0, q: 0, P: 0, D: 0, Q: 0, period: 1});
      return {
        const: model.mean,
        ar1: model.ar[0],
        sigma2: model.sigma2,
        loglik: model.logLikelihood,
        forecast5: forecastArima(model, series, 5, 0.95).mean,
      };
    },
    {trust: "R", bar: 6},
  ),
];

const quantiles = statsIds
  .filter((id) => id.startsWith("quantreg."))
  .map((id) =>
    statsCase(
      id,
      ({params}) => {
        const {income, foodexp} = frame("engel") as Record<string, number[]>;
        const x = Float64Array.from(income!);
        const ones = new Float64Array(x.length).fill(1);
        const fit = fitQuantile(Float64Array.from(foodexp!), [ones, x], params.q as number);
        return {coef: {"(Intercept)": fit.coefficients[0], income: fit.coefficients[1]}};
      },
      {trust: "R"},
    ),
  );

const theirs = reference<{
  trend: Record<string, Record<string, number>>;
  change_points: Record<string, number[]>;
  smoothing: Record<string, {criterion: number; forecast: number[]; fitted: number[]}>;
}>("time_series.json");

const trends = Object.entries(theirs.trend).map(
  ([name, python]): GoldenCase => ({
    id: `mann-kendall.${name}`,
    ours: () => {
      const {statistic, p, estimates} = mannKendall(vector(name));
      const [slope, tau, s] = estimates.map(({value}) => value);
      return {s, z: statistic.value, p, slope, tau};
    },
    references: {python},
    bar: 9,
  }),
);

const PENALTIES: Record<string, number> = {rw: 30, ar1: 12, trend: 10};
const changes = Object.entries(theirs.change_points).map(
  ([name, python]): GoldenCase => ({
    id: `pelt.${name}`,
    ours: () => ({
      rows: changePoints(vector(name), {penalty: PENALTIES[name]!, noise: 1}).rows,
      count: changePoints(vector(name), {penalty: PENALTIES[name]!, noise: 1}).rows.length,
    }),
    references: {python: {rows: python, count: python.length}},
    bar: 9,
  }),
);

const FIGURES = [0.91, 0.9, 1.03, 0.98, 0.98, 1.11, 1.22, 1.21, 1.06, 0.92, 0.8, 0.88];
const FIGURES_ADDED = [-25, -30, -5, -8, -6, 30, 65, 60, 15, -22, -50, -24];
const SMOOTHED: Record<string, {shape: EtsShape; parameters: EtsParameters}> = {
  MAM: {
    shape: {error: "M", trend: "A", damped: false, season: "M", period: 12},
    parameters: weights(0.6, 0.01, 0.1, 1, 120, 2, FIGURES),
  },
  AAdA: {
    shape: {error: "A", trend: "A", damped: true, season: "A", period: 12},
    parameters: weights(0.7, 0.05, 0.2, 0.95, 120, 2, FIGURES_ADDED),
  },
  MMdN: {
    shape: {error: "M", trend: "M", damped: true, season: "N", period: 1},
    parameters: weights(0.7, 0.05, 0, 0.95, 115, 1.02, [0]),
  },
};

function weights(
  alpha: number,
  beta: number,
  gamma: number,
  phi: number,
  level: number,
  slope: number,
  season: number[],
): EtsParameters {
  return {alpha, beta, gamma, phi, level, slope, season: Float64Array.from(season)};
}

const smoothed = Object.entries(SMOOTHED).map(
  ([name, {shape, parameters}]): GoldenCase => ({
    id: `ets.${name} with given weights`,
    ours: () => {
      const {criterion, fitted, state} = passEts(vector("airpassengers"), shape, parameters);
      const forecast: number[] = [];
      for (let at = 0; at < 6; at++) {
        forecast.push(expectedNext(shape, parameters, state));
        takeIn(shape, parameters, state, forecast[at]!);
      }
      return {criterion, fitted: fitted.slice(0, 3), forecast};
    },
    references: {python: theirs.smoothing[name]},
    bar: 9,
  }),
);

const R = reference<{
  ets: {aicc: number; mape: number};
  auto_arima: {aicc: number; mape: number; forecast: number[]};
  auto_arima_log: {aicc: number; mape: number; forecast: number[]};
  airline: {coef: number[]; aic: number; forecast: number[]};
  hw_mult: {mape: number; forecast: number[]};
  snaive: {mape: number};
  ets_ar1: {alpha: number; forecast: number[]};
  ets_trend_AAN: {aicc: number};
}>("timeseries_r.json");
const train = (): Float64Array => vector("airpassengers").slice(0, 120);
const mape = (forecast: ArrayLike<number>): number => {
  const actual = vector("airpassengers").slice(120);
  return (100 / 24) * actual.reduce((sum, value, at) => sum + Math.abs(value - forecast[at]!) / value, 0);
};
/** Theirs where ours is no worse, or within `by`: a bar on a score, in the shape of a golden number. */
const noWorse = (ours: number, r: number, by = 1): number => (ours <= r + by ? r : ours);
const AIRLINE = {p: 0, d: 1, q: 1, P: 0, D: 1, Q: 1, period: 12};

const againstR: readonly GoldenCase[] = [
  {
    id: "forecast of 24 months: ets no worse than R's (AICc, MAPE within a point)",
    ours: () => {
      const {best} = chooseEts(train(), 12);
      const {mean} = forecastEts(best, 24, 0.95);
      return {aicc: noWorse(best.aicc, R.ets.aicc, 0.1), mape: noWorse(mape(mean), R.ets.mape)};
    },
    references: {R: {aicc: R.ets.aicc, mape: R.ets.mape}},
    bar: 9,
  },
  ...(["auto_arima", "auto_arima_log"] as const).map((name): GoldenCase => {
    const log = name === "auto_arima_log";
    return {
      id: `forecast of 24 months: ${name}`,
      ours: () => {
        const series = log ? train().map(Math.log) : train();
        const {best} = chooseArima(series, 12);
        const {mean} = forecastArima(best, series, 24, 0.95);
        const forecast = log ? mean.map(Math.exp) : mean;
        return {aicc: best.aicc, forecast, mape: noWorse(mape(forecast), R[name].mape)};
      },
      references: {R: {aicc: R[name].aicc, forecast: R[name].forecast, mape: R[name].mape}},
      bar: 4,
      because: "R's diffuse prior has a variance of 1e6",
    };
  }),
  {
    id: "airline model of 120 months",
    ours: () => {
      const series = train().map(Math.log);
      const model = fitArima(series, AIRLINE);
      const {mean} = forecastArima(model, series, 24, 0.95);
      return {coef: [model.ma[0], model.sma[0]], aic: model.aic, forecast: mean.map(Math.exp)};
    },
    references: {R: R.airline},
    keys: /coef|aic|forecast/,
    bar: 4,
    because: "R's diffuse prior has a variance of 1e6",
  },
  {
    id: "forecast of 24 months: Holt-Winters, multiplicative",
    ours: () => {
      const forecast = forecastHoltWinters(holtWinters(train(), 12, "multiplicative"), 24, "multiplicative");
      return {forecast, mape: mape(forecast)};
    },
    references: {R: R.hw_mult},
    bar: 4,
    because: "R's optimiser stops a little before the least squares",
  },
  {
    id: "forecast of 24 months: seasonal naive",
    ours: () => ({mape: mape(forecastSeasonalNaive(train(), 12, 24, 0.95).mean)}),
    references: {R: R.snaive},
    bar: 9,
  },
  {
    id: "ets of an autoregression",
    ours: () => {
      const {best} = chooseEts(vector("ar1"), 1);
      return {alpha: best.parameters.alpha, forecast: forecastEts(best, 5, 0.95).mean};
    },
    references: {R: {alpha: R.ets_ar1.alpha, forecast: R.ets_ar1.forecast}},
    bar: 3,
    because: "R's simplex search stops where the likelihood is flat",
  },
  {
    id: "ets(A,A,N) of a trend: no worse than R's",
    ours: () => {
      const shape = {error: "A", trend: "A", damped: false, season: "N", period: 1} as const;
      return {aicc: noWorse(fitEts(vector("trend"), shape).aicc, R.ets_trend_AAN.aicc, 0.01)};
    },
    references: {R: {aicc: R.ets_trend_AAN.aicc}},
    bar: 9,
  },
  {
    id: "forecast of 24 months: the model that backtests choose, no worse than R's best",
    ours: () => {
      const request = {model: "auto", periods: [12], horizon: 24, level: 0.95, seed: 0} as const;
      return {mape: noWorse(mape(forecastSeries(train(), request).mean), R.auto_arima_log.mape)};
    },
    references: {R: {mape: R.auto_arima_log.mape}},
    bar: 9,
  },
];

export const cases: readonly GoldenCase[] = [
  ...smoothing,
  ...arima,
  ...quantiles,
  ...trends,
  ...changes,
  ...smoothed,
  ...againstR,
];
