import {TabletalkError} from "../../errors.ts";
import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";
import {type Backtest, backtest} from "./backtest.ts";
import {
  FORECAST_MODELS,
  type ForecastModel,
  forecastWith,
  type ModelForecast,
  tooShort,
} from "./forecast_model.ts";

export interface SeriesRequest {
  /** "auto": the one with the least backtest error. */
  model: "auto" | ForecastModel;
  /** Season lengths in periods that were found or are asked for, the main one first. */
  periods: readonly number[];
  horizon: number;
  /** The intervals' probability. */
  level: number;
  seed: number;
  /** Backtest origins a model; default 4, 2 for more than 1,000 rows. */
  origins?: number;
  holidays?: Readonly<Record<string, readonly number[]>>;
}

export interface SeriesForecast extends ModelForecast {
  /** Every model tried, least error first. */
  backtests: Backtest[];
  /** Models that could not be fitted. */
  unfit: ForecastModel[];
  /** The seasonal naive model's backtest. */
  baseline: Backtest | undefined;
  notes: string[];
}

/**
 * Forecasts a series: models compared by rolling origins (MASE, then sMAPE) with the seasonal naive baseline among them, and
 * the best fitted to the whole. Forecasts of whole numbers that were never negative do not go under 0.
 * @param values one a period, in order, none missing
 * @throws TabletalkError bad_plan for fewer than 8 rows, missing values, or a named model that does not fit
 */
export function forecastSeries(
  values: Float64Array,
  request: SeriesRequest,
  hooks: WorkHooks = NO_HOOKS,
): SeriesForecast {
  const n = values.length;
  if (n < 8) throw tooShort("A forecast", 8, n);
  if (values.some((value) => !Number.isFinite(value))) {
    throw new TabletalkError("bad_plan", "Some periods have no value.", "Fill or shorten the series.");
  }
  const periods = request.periods.filter((period) => period > 1 && n > 2 * period);
  const asked = {...request, periods: request.model === "auto" ? periods : request.periods};
  if (values.every((value) => value === values[0])) return unchanging(values[0]!, request);
  const candidates: ForecastModel[] =
    request.model === "auto"
      ? FORECAST_MODELS.filter(
          (model) => periods.length > 0 || !["holt_winters", "mstl", "naive"].includes(model),
        )
      : [...new Set<ForecastModel>(["seasonal_naive", request.model])];
  const most = request.origins ?? (n > 1000 ? 2 : 4);
  const backtests: Backtest[] = [];
  const unfit: ForecastModel[] = [];
  for (const [at, model] of candidates.entries()) {
    hooks.checkpoint();
    hooks.progress(at / (candidates.length + 1), `backtest of ${model}`);
    const tested = backtest(values, {...asked, model}, most, hooks);
    if (tested) backtests.push(tested);
    else unfit.push(model);
  }
  backtests.sort((a, b) => a.mase - b.mase || a.smape - b.smape);
  const baseline = backtests.find(({model}) => model === "seasonal_naive");
  const order =
    request.model === "auto"
      ? [...backtests.map(({model}) => model), "seasonal_naive" as const]
      : [request.model];
  let made: ModelForecast | undefined;
  for (const model of order) {
    try {
      made = forecastWith(values, {...asked, model}, hooks);
    } catch (error) {
      const refused = error instanceof TabletalkError && error.code === "bad_plan";
      if (!refused || request.model !== "auto") throw error;
    }
    if (made?.mean.every(Number.isFinite)) break;
    made = undefined;
  }
  if (!made) throw tooShort("A forecast by this model", 2 * (request.periods[0] ?? 4) + 1, n);
  const counts = values.every((value) => value >= 0);
  const notes: string[] = [];
  const {mean, low, high} = made;
  if (counts && (low.some((value) => value < 0) || mean.some((value) => value < 0))) {
    for (const path of [mean, low, high]) path.set(path.map((value) => Math.max(0, value)));
    notes.push(
      "No value was ever under 0, so the forecast and its interval are held at 0 where they would go under it.",
    );
  }
  return {...made, mean, low, high, backtests, unfit, baseline, notes};
}

function unchanging(value: number, {horizon}: SeriesRequest): SeriesForecast {
  const path = (): Float64Array => new Float64Array(horizon).fill(value);
  return {
    model: "naive",
    label: "Naive",
    mean: path(),
    low: path(),
    high: path(),
    backtests: [],
    unfit: [],
    baseline: undefined,
    notes: ["The series never changes: the same value goes on, and nothing tells how sure that is."],
  };
}
