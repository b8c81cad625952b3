import {TabletalkError} from "../../errors.ts";
import {guerreroPower} from "../../statistics/time/guerrero.ts";
import {mstl} from "../../statistics/time/mstl.ts";
import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";
import {forecastAdditive} from "./additive.ts";
import {forecastArima} from "./arima.ts";
import {chooseArima, sayArima} from "./auto_arima.ts";
import {chooseEts} from "./ets.ts";
import {forecastEts} from "./ets_forecast.ts";
import {sayEts} from "./ets_model.ts";
import {forecastHoltWinters, holtWinters} from "./holt_winters.ts";
import {forecastMstl} from "./mstl_forecast.ts";
import {banded, forecastDrift, forecastMean, forecastSeasonalNaive} from "./naive.ts";
import type {Prediction} from "./prediction.ts";
import {forecastTheta} from "./theta.ts";

export const FORECAST_MODELS = [
  "seasonal_naive",
  "naive",
  "drift",
  "mean",
  "theta",
  "ets",
  "holt_winters",
  "arima",
  "mstl",
  "additive",
] as const;
export type ForecastModel = (typeof FORECAST_MODELS)[number];

export interface ModelRequest {
  model: ForecastModel;
  /** Season lengths in periods, the main one first; none where there is no season. */
  periods: readonly number[];
  horizon: number;
  level: number;
  seed: number;
  /** Rows (those ahead counted on) of special days, by name; the additive model's. */
  holidays?: Readonly<Record<string, readonly number[]>>;
}

export interface ModelForecast extends Prediction {
  model: ForecastModel;
  /** e.g. "ETS(M,A,M)" */
  label: string;
}

/** Models whose search is long see at most so many of the last rows. */
const RECENT = 600;
/** Longer seasons are taken out by MSTL before ARIMA. */
const ARIMA_SEASON = 12;
/** A Box-Cox power under this is nearer to logarithms than to none. */
const LOG_POWER = 0.5;

/** Which models need two seasons or more. */
const SEASONAL: readonly ForecastModel[] = ["holt_winters", "mstl"];

/**
 * One model, chosen in its parts and fitted to the whole series, and the periods after it.
 * @throws TabletalkError bad_plan where the series is too short for the model or does not fit it
 */
export function forecastWith(
  values: Float64Array,
  request: ModelRequest,
  hooks: WorkHooks = NO_HOOKS,
): ModelForecast {
  const {model, horizon, level, seed} = request;
  const periods = request.periods.filter((period) => period > 1);
  const period = periods[0] ?? 1;
  const n = values.length;
  if (n < 4) throw tooShort("A forecast", 4, n);
  if (SEASONAL.includes(model)) {
    if (period === 1) {
      throw new TabletalkError(
        "bad_plan",
        `${model} needs a season, none was given.`,
        "Choose ets, arima or theta.",
      );
    }
    if (n <= 2 * period) throw tooShort(`${model} with a season of ${period}`, 2 * period + 1, n);
  }
  const made = (label: string, own: Prediction): ModelForecast => {
    const {mean, low, high} = own;
    return {model, label, mean, low, high};
  };
  switch (model) {
    case "seasonal_naive":
      return made(
        period > 1 ? `Seasonal naive [${period}]` : "Naive",
        forecastSeasonalNaive(values, period, horizon, level),
      );
    case "naive":
      return made("Naive", forecastSeasonalNaive(values, 1, horizon, level));
    case "drift":
      return made("Drift", forecastDrift(values, horizon, level));
    case "mean":
      return made("Mean", forecastMean(values, horizon, level));
    case "theta":
      return made("Theta", forecastTheta(values, period, horizon, level));
    case "ets": {
      const {best} = chooseEts(recent(values, period), period, hooks);
      return made(sayEts(best.shape), forecastEts(best, horizon, level, seed));
    }
    case "holt_winters":
      return made("Holt-Winters", withHoltWinters(values, period, horizon, level));
    case "arima":
      return onLogs(values, period, (own) => {
        const kept = recent(own, period);
        if (period <= ARIMA_SEASON) {
          const {best} = chooseArima(kept, period, hooks);
          return made(sayArima(best), forecastArima(best, kept, horizon, level));
        }
        return made("", withoutSeasons(kept, periods, horizon, level, hooks));
      });
    case "mstl":
      return onLogs(values, period, (own) => {
        const found = forecastMstl(own, periods, horizon, level, seed);
        return made(found.label, found);
      });
    case "additive":
      return onLogs(values, period, (own) => {
        const {holidays} = request;
        const found = forecastAdditive(own, {periods, seed, ...(holidays && {holidays})}, horizon, level);
        return made(found.label, found);
      });
  }
}

/** The last rows, whole seasons, so that the season's places stay. */
function recent(values: Float64Array, period: number): Float64Array {
  const most = Math.max(RECENT, 6 * period);
  const over = Math.ceil(Math.max(0, values.length - most) / period) * period;
  return over > 0 ? values.slice(over) : values;
}

/** On logarithms where the spread grows with the level; the expected path is then the median. */
function onLogs(
  values: Float64Array,
  period: number,
  run: (values: Float64Array) => ModelForecast,
): ModelForecast {
  const power = guerreroPower(values, period);
  if (power === undefined || power >= LOG_POWER) return labelled(run(values), "");
  const own = run(values.map(Math.log));
  const back = (path: Float64Array): Float64Array => path.map(Math.exp);
  return labelled({...own, mean: back(own.mean), low: back(own.low), high: back(own.high)}, " on logarithms");
}

const labelled = (own: ModelForecast, tail: string): ModelForecast => ({
  ...own,
  label: (own.label || "ARIMA without seasons, seasons by MSTL") + tail,
});

function withoutSeasons(
  values: Float64Array,
  periods: readonly number[],
  horizon: number,
  level: number,
  hooks: WorkHooks,
): Prediction {
  const parts = mstl(values, periods);
  const n = values.length;
  const plain = values.map((value, row) => value - parts.seasonals.reduce((sum, own) => sum + own[row]!, 0));
  const ahead = forecastArima(chooseArima(plain, 1, hooks).best, plain, horizon, level);
  const season = (at: number): number =>
    parts.periods.reduce((sum, period, k) => sum + parts.seasonals[k]![n - period + (at % period)]!, 0);
  const add = (path: Float64Array): Float64Array => path.map((value, at) => value + season(at));
  return {mean: add(ahead.mean), low: add(ahead.low), high: add(ahead.high)};
}

/** Intervals as of additive smoothing with the same weights. */
function withHoltWinters(values: Float64Array, period: number, horizon: number, level: number): Prediction {
  const positive = values.every((value) => value > 0);
  const kind = positive && (guerreroPower(values, period) ?? 1) < LOG_POWER ? "multiplicative" : "additive";
  const model = holtWinters(values, period, kind);
  const {alpha, beta, gamma, season} = model;
  const variance = model.sse / Math.max(1, values.length - period - 3);
  const mean = forecastHoltWinters(model, horizon, kind);
  let sum = 1;
  const spread = mean.map((_, at) => {
    const own = Math.sqrt(variance * sum);
    const seasonal = (at + 1) % season.length === 0 ? gamma * (1 - alpha) : 0;
    sum += (alpha * (1 + (at + 1) * beta) + seasonal) ** 2;
    return own;
  });
  return banded(mean, (at) => spread[at]!, level);
}

/** A refusal that says what would be needed. */
export function tooShort(what: string, least: number, got: number): TabletalkError {
  return new TabletalkError(
    "bad_plan",
    `${what} needs at least ${least} periods, there are ${got}.`,
    "Give a longer history, or take shorter periods.",
  );
}
