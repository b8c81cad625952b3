import {fitArima, forecastArima} from "../../../src/learning/forecasting/arima.ts";
import {forecastHoltWinters, holtWinters} from "../../../src/learning/forecasting/holt_winters.ts";
import {fitQuantile} from "../../../src/statistics/regression/quantile.ts";
import {frame, type GoldenCase, statsCase, statsIds, vector} from "../case.ts";

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

export const cases: readonly GoldenCase[] = [...smoothing, ...arima, ...quantiles];
