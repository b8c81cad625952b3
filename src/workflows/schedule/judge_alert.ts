import {formatNumber} from "../../planning/format_value.ts";
import {timeAnomalies} from "../../statistics/time/anomalies.ts";
import type {Alert, Seen, SeenPoint} from "./alert.ts";
import type {Observed, WatchedValue} from "./observe.ts";
import {sayDifference} from "./say_difference.ts";

/** Whether a run is told, why, and what the next run has to know. */
export interface Judged {
  /** A sentence with its numbers; null where there is nothing to tell. */
  reason: string | null;
  seen: Seen;
}

/** So many earlier runs are held in mind. */
const MOST_HISTORY = 120;
/** Fewer say nothing about what is usual. */
const LEAST_HISTORY = 8;
const MOST_ROWS = 200;
/** Iglewicz and Hoaglin, "How to Detect and Handle Outliers" (1993): modified z-scores beyond it. */
const FAR_Z = 3.5;
const HOUR_MS = 3_600_000;

type Verdict = {holds: boolean; reason: string; period?: string} | undefined;

/**
 * Judges a run by what was seen before it. A run that was judged already comes to the same.
 * @param at when it ran
 */
export function judgeAlert(
  alert: Alert,
  observed: Observed,
  seen: Seen,
  run: {id: string; at: Date},
): Judged {
  if (seen.run === run.id) return {reason: seen.reason, seen};
  const verdict = verdictOf(alert, observed, seen);
  const isState = alert.when.kind === "threshold";
  const isNews =
    verdict?.holds === true && !(isState && seen.holds) && verdict.period !== (seen.period ?? null);
  const isQuiet =
    seen.toldAt !== undefined && run.at.getTime() - Date.parse(seen.toldAt) < alert.quietHours * HOUR_MS;
  const reason = isNews && !isQuiet ? verdict.reason : null;
  const {table, digest, value} = observed;
  const point: SeenPoint[] = value ? [{at: run.at.toISOString(), value: value.value}] : [];
  const {toldAt, period, failed} = seen;
  return {
    reason,
    seen: {
      run: run.id,
      reason,
      // Kept quiet it has not been told: it still may be, once it is time.
      holds: isState && verdict?.holds === true && !(isNews && isQuiet),
      ...(reason !== null ? {toldAt: run.at.toISOString()} : toldAt !== undefined && {toldAt}),
      ...(reason !== null && verdict?.period !== undefined
        ? {period: verdict.period}
        : period !== undefined && {period}),
      history: [...seen.history, ...point].slice(-MOST_HISTORY),
      digest,
      ...(failed !== undefined && {failed}),
      ...(table.rows.length <= MOST_ROWS && {rows: table.rows}),
    },
  };
}

function verdictOf(alert: Alert, observed: Observed, seen: Seen): Verdict {
  const {when} = alert;
  if (when.kind === "differs") return differs(observed, seen);
  if (!observed.value) return undefined;
  switch (when.kind) {
    case "threshold":
      return threshold(alert, when, observed.value, seen.holds);
    case "change":
      return change(when, observed, observed.value, seen);
    case "anomaly":
      return anomaly(observed, observed.value, seen);
  }
}

type When<Kind> = Extract<Alert["when"], {kind: Kind}>;

const SAID_IS = {
  below: "below",
  at_most: "at most",
  above: "above",
  at_least: "at least",
  equal: "equal to",
  not_equal: "not equal to",
} as const;

function threshold(
  {margin}: Alert,
  {is, value: limit}: When<"threshold">,
  value: WatchedValue,
  held: boolean,
): Verdict {
  const room = held ? Math.abs(limit) * margin : 0;
  const now = value.value;
  const holds = {
    below: now < limit + room,
    at_most: now <= limit + room,
    above: now > limit - room,
    at_least: now >= limit - room,
    equal: now === limit,
    not_equal: now !== limit,
  }[is];
  return {holds, reason: `${named(value)} is ${shown(value, now)}, ${SAID_IS[is]} ${shown(value, limit)}.`};
}

function change(when: When<"change">, observed: Observed, value: WatchedValue, seen: Seen): Verdict {
  const {series} = observed;
  const before = series ? series.at(-2) : seen.history.at(-1);
  if (!before) return undefined;
  const moved = value.value - before.value;
  const percent = before.value === 0 ? Number.NaN : (100 * moved) / Math.abs(before.value);
  const size = when.unit === "percent" ? percent : moved;
  const holds =
    (when.direction !== "down" && size >= when.by) || (when.direction !== "up" && -size >= when.by);
  const by =
    when.unit === "percent" ? formatNumber(Math.abs(percent), "percent") : shown(value, Math.abs(moved));
  const since = series ? `in ${before.at}` : "in the run before";
  const period = series?.at(-1)?.at;
  return {
    holds,
    reason: `${named(value)} ${moved < 0 ? "fell" : "rose"} by ${by}: ${shown(value, value.value)}${period === undefined ? "" : ` in ${period}`}, after ${shown(value, before.value)} ${since}.`,
    ...(period !== undefined && {period}),
  };
}

function anomaly({series}: Observed, value: WatchedValue, seen: Seen): Verdict {
  if (series && series.length >= LEAST_HISTORY) {
    const values = Float64Array.from(series, (point) => point.value);
    const {rows, low, high, bound, z} = timeAnomalies(values);
    const last = values.length - 1;
    return {
      holds: rows.includes(last),
      reason: `${named(value)} in ${series[last]!.at} is ${shown(value, value.value)}, outside the ${shown(value, low[last]!)} to ${shown(value, high[last]!)} that the periods before make likely (robust z ${formatNumber(z[last]!)}, bound ${bound}; running median and MAD, Iglewicz and Hoaglin 1993).`,
      period: series[last]!.at,
    };
  }
  if (seen.history.length < LEAST_HISTORY) return undefined;
  const earlier = seen.history.map((point) => point.value);
  const centre = median(earlier);
  const sizes = earlier.map((one) => Math.abs(one - centre));
  const mad = median(sizes);
  // Where most runs gave the same, the mean size tells the spread, as Iglewicz and Hoaglin say.
  const spread =
    mad > 0 ? mad / 0.6745 : 1.253314 * (sizes.reduce((sum, one) => sum + one, 0) / sizes.length);
  const moved = value.value - centre;
  const z = spread > 0 ? moved / spread : moved === 0 ? 0 : Number.POSITIVE_INFINITY;
  const size = Number.isFinite(z)
    ? `modified z ${formatNumber(z)}, bound ${FAR_Z}`
    : "all runs before gave the same";
  return {
    holds: Math.abs(z) > FAR_Z,
    reason: `${named(value)} is ${shown(value, value.value)}, far from the ${shown(value, centre)} that is usual in the ${earlier.length} runs before (${size}; Iglewicz and Hoaglin 1993).`,
  };
}

function differs({table, digest}: Observed, seen: Seen): Verdict {
  if (seen.digest === undefined) return undefined;
  return {holds: digest !== seen.digest, reason: sayDifference(table, seen.rows)};
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

const named = ({name}: WatchedValue) =>
  `${name[0]?.toUpperCase() ?? ""}${name.slice(1).replaceAll("_", " ")}`;
const shown = ({unit}: WatchedValue, value: number) => formatNumber(value, unit);
