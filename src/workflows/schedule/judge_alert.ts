import {formatNumber} from "../../planning/format_value.ts";
import {timeAnomalies} from "../../statistics/time/anomalies.ts";
import type {Alert, Seen, SeenGroup, SeenPoint} from "./alert.ts";
import {MOST_GROUPS, type Observed, type ObservedGroup, type WatchedValue} from "./observe.ts";
import {sayDifference} from "./say_difference.ts";

/** Whether a run is told, why, and what the next run has to know. */
export interface Judged {
  /** A sentence with its numbers; null where there is nothing to tell. */
  reason: string | null;
  seen: Seen;
}

/** So many earlier runs are held in mind. */
const MOST_HISTORY = 120;
/** Of all values together. */
const MOST_POINTS = 6_000;
/** So many values are told of by name. */
const MOST_TOLD = 5;
/** Fewer say nothing about what is usual. */
const LEAST_HISTORY = 8;
const MOST_ROWS = 200;
/** Iglewicz and Hoaglin, "How to Detect and Handle Outliers" (1993): modified z-scores beyond it. */
const FAR_Z = 3.5;
const HOUR_MS = 3_600_000;

type Verdict = {holds: boolean; reason: string; period?: string; base?: SeenPoint} | undefined;

/** What became of one watched value. */
interface Judgement {
  verdict: Verdict;
  before: SeenGroup;
  isNews: boolean;
}

const NOTHING_SEEN: SeenGroup = {holds: false, history: []};

/**
 * Judges a run by what was seen before it: every row or group by itself. A run that was judged already comes to the same. What
 * comes in the quiet hours is not told, and not taken as told: later runs are judged as if it had not been seen.
 * @param at when it ran
 */
export function judgeAlert(
  alert: Alert,
  observed: Observed,
  seen: Seen,
  run: {id: string; at: Date},
): Judged {
  if (seen.run === run.id) return {reason: seen.reason, seen};
  const isQuiet =
    seen.toldAt !== undefined && run.at.getTime() - Date.parse(seen.toldAt) < alert.quietHours * HOUR_MS;
  const differs = alert.when.kind === "differs" ? differsFrom(observed, seen) : undefined;
  const judged = new Map(
    observed.groups.map((group) => {
      const before = seen.groups[group.key] ?? NOTHING_SEEN;
      const verdict = verdictOf(alert, group, before);
      const isTold = alert.when.kind === "threshold" && before.holds;
      const isNews = verdict?.holds === true && !isTold && verdict.period !== (before.period ?? null);
      return [group.key, {verdict, before, isNews}] as const;
    }),
  );
  const news = differs ?? sayNews([...judged.values()], observed);
  const reason = isQuiet ? null : (news ?? null);
  const keepsOld = isQuiet && differs !== undefined;
  const {toldAt, failed} = seen;
  return {
    reason,
    seen: {
      run: run.id,
      reason,
      at: run.at.toISOString(),
      ...(reason !== null ? {toldAt: run.at.toISOString()} : toldAt !== undefined && {toldAt}),
      groups: seenGroups(alert, observed, seen, {judged, isQuiet, at: run.at}),
      ...(failed !== undefined && {failed}),
      ...(keepsOld ? olderResult(seen) : resultOf(observed)),
    },
  };
}

/** The result that the next one is compared with, still that of an earlier run. */
function olderResult({digest, rows, since, at}: Seen): Partial<Seen> {
  const when = since ?? at;
  return {
    ...(digest !== undefined && {digest}),
    ...(rows && {rows}),
    ...(when !== undefined && {since: when}),
  };
}

function resultOf({table, digest, part}: Observed): Partial<Seen> {
  return {
    ...(digest !== undefined && {digest}),
    ...(!part && table.rows.length <= MOST_ROWS && {rows: table.rows}),
  };
}

/** What is in mind of every value: of those that are not in this result what was, as long as there is room. */
function seenGroups(
  {when}: Alert,
  {groups}: Observed,
  seen: Seen,
  {judged, isQuiet, at}: {judged: ReadonlyMap<string, Judgement>; isQuiet: boolean; at: Date},
): Record<string, SeenGroup> {
  const most = when.kind === "anomaly" ? historyOf(groups.length) : when.kind === "change" ? 1 : 0;
  const now = groups.map(({key, value}): [string, SeenGroup] => {
    const {verdict, before, isNews} = judged.get(key)!;
    const isTold = isNews && !isQuiet;
    const period = isTold ? verdict?.period : before.period;
    const base = isNews && isQuiet ? (before.base ?? verdict?.base) : undefined;
    const history = [...before.history, {at: at.toISOString(), value: value.value}];
    return [
      key,
      {
        // Kept quiet it has not been told: it still may be, once it is time.
        holds: when.kind === "threshold" && verdict?.holds === true && !(isNews && isQuiet),
        ...(period !== undefined && {period}),
        ...(base && {base}),
        history: most === 0 ? [] : history.slice(-most),
      },
    ];
  });
  const gone = Object.entries(seen.groups).filter(([key]) => !judged.has(key));
  return Object.fromEntries([...now, ...gone].slice(0, MOST_GROUPS));
}

/** Of many values fewer runs are held in mind. */
const historyOf = (groups: number): number =>
  Math.min(MOST_HISTORY, Math.max(LEAST_HISTORY + 4, Math.floor(MOST_POINTS / Math.max(1, groups))));

/** What is told of the values that are news, in sentences; undefined where none is. */
function sayNews(judged: readonly Judgement[], {table, part}: Observed): string | undefined {
  const news = judged.filter(({isNews}) => isNews);
  if (news.length === 0) return undefined;
  const told = news.slice(0, MOST_TOLD).map(({verdict}) => verdict!.reason);
  const more = news.length - told.length;
  return [
    ...told,
    ...(more > 0 ? [`So it is for ${formatNumber(more)} more of ${formatNumber(judged.length)}.`] : []),
    ...(part ? [sayPart(table.rows.length, part)] : []),
  ].join(" ");
}

const sayPart = (shown: number, {rows}: {rows?: number}): string =>
  `The first ${formatNumber(Math.min(shown, MOST_GROUPS))}${rows === undefined ? "" : ` of ${formatNumber(rows)}`} rows alone are watched.`;

function verdictOf({when, margin}: Alert, group: ObservedGroup, seen: SeenGroup): Verdict {
  switch (when.kind) {
    case "threshold":
      return threshold(margin, when, group, seen.holds);
    case "change":
      return change(when, group, seen);
    case "anomaly":
      return anomaly(group, seen);
    case "differs":
      return undefined;
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
  margin: number,
  {is, value: limit}: When<"threshold">,
  group: ObservedGroup,
  held: boolean,
): Verdict {
  const {value} = group;
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
  return {holds, reason: `${named(group)} is ${shown(value, now)}, ${SAID_IS[is]} ${shown(value, limit)}.`};
}

function change(when: When<"change">, group: ObservedGroup, seen: SeenGroup): Verdict {
  const {series, value} = group;
  const before = seen.base ?? (series ? series.at(-2) : seen.history.at(-1));
  if (!before) return undefined;
  const moved = value.value - before.value;
  const percent = before.value === 0 ? Number.NaN : (100 * moved) / Math.abs(before.value);
  const size = when.unit === "percent" ? percent : moved;
  const holds =
    (when.direction !== "down" && size >= when.by) || (when.direction !== "up" && -size >= when.by);
  const by =
    when.unit === "percent" ? formatNumber(Math.abs(percent), "percent") : shown(value, Math.abs(moved));
  const since = series ? `in ${before.at}` : seen.base ? sayRun(before.at) : "in the run before";
  const period = series?.at(-1)?.at;
  return {
    holds,
    reason: `${named(group)} ${moved < 0 ? "fell" : "rose"} by ${by}: ${shown(value, value.value)}${period === undefined ? "" : ` in ${period}`}, after ${shown(value, before.value)} ${since}.`,
    ...(period !== undefined && {period}),
    base: {at: before.at, value: before.value},
  };
}

function anomaly(group: ObservedGroup, seen: SeenGroup): Verdict {
  const {series, value} = group;
  if (series && series.length >= LEAST_HISTORY) {
    const values = Float64Array.from(series, (point) => point.value);
    const {rows, low, high, bound, z} = timeAnomalies(values);
    const last = values.length - 1;
    return {
      holds: rows.includes(last),
      reason: `${named(group)} in ${series[last]!.at} is ${shown(value, value.value)}, outside the ${shown(value, low[last]!)} to ${shown(value, high[last]!)} that the periods before make likely (robust z ${formatNumber(z[last]!)}, bound ${bound}; running median and MAD, Iglewicz and Hoaglin 1993).`,
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
    reason: `${named(group)} is ${shown(value, value.value)}, far from the ${shown(value, centre)} that is usual in the ${earlier.length} runs before (${size}; Iglewicz and Hoaglin 1993).`,
  };
}

/** What differs from the result before, in a sentence; undefined where nothing does. What cannot be known differs. */
function differsFrom({table, digest, part}: Observed, seen: Seen): string | undefined {
  if (seen.run === undefined) return undefined;
  const since = seen.since === undefined ? "the run before" : `what there was ${sayRun(seen.since)}`;
  if (digest === undefined || seen.digest === undefined)
    return `Whether the result differs from ${since} cannot be known: a part of its rows alone was kept.`;
  if (digest === seen.digest) return undefined;
  const count = part?.rows ?? table.rows.length;
  return sayDifference(table, seen.rows, {since, count});
}

const sayRun = (at: string): string => `in the run of ${at.slice(0, 16).replace("T", " ")} UTC`;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

const named = ({value: {name}, said}: ObservedGroup) =>
  `${name[0]?.toUpperCase() ?? ""}${name.slice(1).replaceAll("_", " ")}${said === "" ? "" : ` of ${said}`}`;
const shown = ({unit}: WatchedValue, value: number) => formatNumber(value, unit);
