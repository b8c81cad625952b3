import {TabletalkError} from "../../errors.ts";
import {quantile} from "../descriptive/quantiles.ts";
import {NO_HOOKS, type WorkHooks} from "../work_hooks.ts";
import {guerreroPower} from "./guerrero.ts";
import {mstl, type SeveralSeasons} from "./mstl.ts";

export interface TimeAnomalies {
  /** Rows further from what is expected than the bound, in order. */
  rows: number[];
  expected: Float64Array;
  /** The range that values are expected in. */
  low: Float64Array;
  high: Float64Array;
  /** How far from 0 z may be. */
  bound: number;
  /** Robust z: what is left over its spread by the median absolute deviation. */
  z: Float64Array;
  /** Seasons that were taken out. */
  periods: number[];
  /** The values were looked at as logarithms, as their spread grows with their level. */
  logarithms: boolean;
}

/** Rows times seasons from which robust STL takes seconds. */
const LONG = 4000;

/**
 * Values unlike their time: what robust STL (a running median where there is no season) leaves, by its distance from the
 * median in units of 1.4826 MAD. The bound is 3.5, Iglewicz and Hoaglin (1993); 4.7 (3 interquartile ranges, as R's
 * `tsoutliers`) where seasons were taken out, as robust STL follows the values closely.
 * @param values none missing
 * @throws TabletalkError bad_plan for fewer than 8 values or missing ones
 */
export function timeAnomalies(
  values: Float64Array,
  {periods = [], bound}: {periods?: readonly number[]; bound?: number} = {},
  hooks: WorkHooks = NO_HOOKS,
): TimeAnomalies {
  const n = values.length;
  if (n < 8 || values.some((value) => !Number.isFinite(value))) {
    throw new TabletalkError(
      "bad_plan",
      n < 8 ? `Anomalies need at least 8 values, there are ${n}.` : "Some values are missing.",
      n < 8 ? "Give a longer history." : "Fill the gaps first.",
    );
  }
  hooks.checkpoint();
  const period = periods.find((one) => one > 1 && n > 2 * one) ?? 1;
  const logarithms = period > 1 && (guerreroPower(values, period) ?? 1) < 0.5;
  const own = logarithms ? values.map(Math.log) : values;
  const parts =
    n * Math.max(1, periods.length) > LONG ? cleaned(own, periods) : mstl(own, periods, {robust: true});
  const fits =
    parts.periods.length > 0
      ? parts.trend.map((value, row) => parts.seasonals.reduce((sum, one) => sum + one[row]!, value))
      : runningMedian(own, Math.min(n % 2 === 0 ? n - 1 : n, Math.max(7, Math.ceil(n / 10) | 1)));
  const rest = own.map((value, row) => value - fits[row]!);
  const centre = quantile(Float64Array.from(rest).sort(), 0.5);
  const sizes = rest.map((value) => Math.abs(value - centre)).sort();
  const mad = 1.482602218505602 * quantile(sizes, 0.5);
  // Where most values are exactly as expected, the mean size tells the spread.
  const spread = mad > 0 ? mad : 1.2533141373155 * (sizes.reduce((sum, size) => sum + size, 0) / n);
  const z = rest.map((value) => (spread > 0 ? (value - centre) / spread : 0));
  const expected = fits.map((value) => value + centre);
  const back = (path: Float64Array): Float64Array => (logarithms ? path.map(Math.exp) : path);
  const most = bound ?? (parts.periods.length > 0 ? 4.7 : 3.5);
  return {
    rows: [...z.keys()].filter((row) => Math.abs(z[row]!) > most),
    expected: back(expected),
    low: back(expected.map((value) => value - most * spread)),
    high: back(expected.map((value) => value + most * spread)),
    bound: most,
    z,
    periods: parts.periods,
    logarithms,
  };
}

/** Robust enough where robust STL would take long: what lies far off is put in its place, then all is taken apart again. */
function cleaned(values: Float64Array, periods: readonly number[]): SeveralSeasons {
  const first = mstl(values, periods);
  const sizes = first.rest.map(Math.abs).sort();
  const far = 3.5 * 1.482602218505602 * quantile(sizes, 0.5);
  const kept = values.map((value, row) =>
    Math.abs(first.rest[row]!) > far ? value - first.rest[row]! : value,
  );
  return mstl(kept, periods);
}

/** The median of the rows around each; at the ends of the nearest whole window. */
function runningMedian(values: Float64Array, length: number): Float64Array {
  const half = length >> 1;
  return values.map((_, row) => {
    const from = Math.min(Math.max(0, row - half), values.length - length);
    return quantile(values.slice(from, from + length).sort(), 0.5);
  });
}
