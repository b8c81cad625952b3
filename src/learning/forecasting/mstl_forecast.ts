import {mstl} from "../../statistics/time/mstl.ts";
import {chooseEts} from "./ets.ts";
import {forecastEts} from "./ets_forecast.ts";
import {sayEts} from "./ets_model.ts";
import type {Prediction} from "./prediction.ts";

/**
 * Seasons taken out by MSTL and carried on as the last ones were; what is left by exponential smoothing without seasons, as
 * R's `stlf`. Intervals are those of the smoothing: the seasons' own error is not in them.
 * @throws TabletalkError bad_plan where the series is too short to smooth
 */
export function forecastMstl(
  values: Float64Array,
  periods: readonly number[],
  horizon: number,
  level: number,
  seed = 0,
): Prediction & {label: string} {
  const n = values.length;
  const parts = mstl(values, periods);
  const plain = values.map(
    (value, row) => value - parts.seasonals.reduce((sum, season) => sum + season[row]!, 0),
  );
  const {best} = chooseEts(plain, 1);
  const ahead = forecastEts(best, horizon, level, seed);
  const seasonal = (at: number): number =>
    parts.periods.reduce((sum, period, k) => sum + parts.seasonals[k]![n - period + (at % period)]!, 0);
  const add = (path: Float64Array): Float64Array => path.map((value, at) => value + seasonal(at));
  const label =
    parts.periods.length > 0
      ? `MSTL [${parts.periods.join(", ")}] with ${sayEts(best.shape)}`
      : sayEts(best.shape);
  return {mean: add(ahead.mean), low: add(ahead.low), high: add(ahead.high), label};
}
