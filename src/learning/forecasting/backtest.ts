import {TabletalkError} from "../../errors.ts";
import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";
import {type ForecastModel, forecastWith, type ModelRequest} from "./forecast_model.ts";

/** How a model did on the last stretches of the series, each forecast from what came before it. */
export interface Backtest {
  model: ForecastModel;
  /** The model's parts as chosen at the last origin. */
  label: string;
  /** Mean absolute error over that of the seasonal naive forecast within the rows before: Hyndman and Koehler (2006). */
  mase: number;
  /** Mean of |error| / ((|actual| + |forecast|) / 2), 0 to 2. */
  smape: number;
  mae: number;
  /** The share of actual values within the interval. */
  coverage: number;
  origins: number;
  /** Forecast values compared. */
  compared: number;
}

/**
 * Where backtests begin, latest first: at most `most` origins, half a horizon or more apart, none before two seasons and 60 %
 * of the series (or 8 rows).
 */
export function originsOf(
  n: number,
  period: number,
  horizon: number,
  most = 4,
): {rows: number[]; ahead: number} {
  const least = Math.max(8, Math.ceil(0.6 * n), Math.min(n - 2, 2 * period + 1));
  const ahead = Math.max(1, Math.min(horizon, n - least));
  const room = n - ahead - least;
  const count = Math.max(1, Math.min(most, 1 + Math.floor(room / Math.max(1, Math.ceil(ahead / 2)))));
  const step = count > 1 ? Math.floor(room / (count - 1)) : 0;
  return {rows: Array.from({length: count}, (_, k) => n - ahead - k * step), ahead};
}

/** One model on every origin. `undefined` where it cannot be fitted at one of them. */
export function backtest(
  values: Float64Array,
  request: ModelRequest,
  most = 4,
  hooks: WorkHooks = NO_HOOKS,
): Backtest | undefined {
  const period = request.periods.find((one) => one > 1) ?? 1;
  const {rows, ahead} = originsOf(values.length, period, request.horizon, most);
  let [absolute, scaled, relative, inside, compared] = [0, 0, 0, 0, 0];
  let label = "";
  for (const row of rows) {
    hooks.checkpoint();
    const before = values.slice(0, row);
    let made: ReturnType<typeof forecastWith>;
    try {
      made = forecastWith(before, {...request, horizon: ahead}, {...hooks, progress() {}});
    } catch (error) {
      if (error instanceof TabletalkError && error.code === "bad_plan") return undefined;
      throw error;
    }
    if (made.mean.some((value) => !Number.isFinite(value))) return undefined;
    if (!label) label = made.label;
    const scale = naiveError(before, period);
    for (let at = 0; at < ahead && row + at < values.length; at++) {
      const [actual, expected] = [values[row + at]!, made.mean[at]!];
      const error = Math.abs(actual - expected);
      const size = (Math.abs(actual) + Math.abs(expected)) / 2;
      absolute += error;
      scaled += scale > 0 ? error / scale : error > 0 ? 1 : 0;
      relative += size > 0 ? error / size : 0;
      if (actual >= made.low[at]! && actual <= made.high[at]!) inside++;
      compared++;
    }
  }
  return {
    model: request.model,
    label,
    mase: scaled / compared,
    smape: relative / compared,
    mae: absolute / compared,
    coverage: inside / compared,
    origins: rows.length,
    compared,
  };
}

/** The mean absolute difference from one season before. */
export function naiveError(values: Float64Array, period: number): number {
  const lag = values.length > period ? period : 1;
  let sum = 0;
  for (let row = lag; row < values.length; row++) sum += Math.abs(values[row]! - values[row - lag]!);
  return sum / Math.max(1, values.length - lag);
}
