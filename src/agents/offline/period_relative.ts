import type {TimeUnit} from "../../tools/measure.ts";
import {parseNumber} from "./number_words.ts";
import {
  addDays,
  coverage,
  coverOf,
  dayOf,
  MONTH_NAMES,
  partsOf,
  sayDays,
  shift,
  startOf,
  unitAround,
  WEEKDAY_NAMES,
  weekdayOf,
  yearsOf,
} from "./period_calendar.ts";
import type {PeriodContext, Stretch} from "./period_phrase.ts";
import {readPoint} from "./period_points.ts";
import {readAny, readWords, type TimeToken} from "./period_tokens.ts";

export const UNIT_WORDS = new Map<string, TimeUnit>([
  ["day", "day"],
  ["days", "day"],
  ["week", "week"],
  ["weeks", "week"],
  ["month", "month"],
  ["months", "month"],
  ["quarter", "quarter"],
  ["quarters", "quarter"],
  ["year", "year"],
  ["years", "year"],
  ["yr", "year"],
  ["yrs", "year"],
]);

const LAST_WORDS = new Map<string, "last" | "this" | "latest" | "next">([
  ["last", "last"],
  ["past", "last"],
  ["previous", "last"],
  ["prior", "last"],
  ["preceding", "last"],
  ["trailing", "last"],
  ["last full", "last"],
  ["last complete", "last"],
  ["this", "this"],
  ["current", "this"],
  ["latest", "latest"],
  ["most recent", "latest"],
  ["newest", "latest"],
  ["recent", "latest"],
  ["next", "next"],
  ["coming", "next"],
]);

const TO_DATE = new Map<string, TimeUnit>([
  ["year to date", "year"],
  ["ytd", "year"],
  ["this year so far", "year"],
  ["so far this year", "year"],
  ["this year to date", "year"],
  ["month to date", "month"],
  ["mtd", "month"],
  ["this month so far", "month"],
  ["so far this month", "month"],
  ["quarter to date", "quarter"],
  ["qtd", "quarter"],
  ["this quarter so far", "quarter"],
  ["so far this quarter", "quarter"],
  ["week to date", "week"],
  ["wtd", "week"],
]);

export interface ReadStretch {
  next: number;
  stretch: Stretch;
  certain: boolean;
}

/** What relative words are counted from, for one calendar unit. */
export interface Anchor {
  kind: "today" | "data";
  /** Today, or the data's last day. */
  day: string;
  /** First day of the last unit that is over (today) or complete in the data. */
  lastFull: string;
}

/**
 * Relative phrases count from today when the data reaches into the current unit or to yesterday; otherwise from the
 * data's last day. Counted from the data, the last full unit is the one that the last day ends, else the one before it.
 */
export function anchorOf(context: PeriodContext, unit: TimeUnit): Anchor {
  const cover = coverOf(context.dateColumns[0]);
  const {asOf} = context;
  if (!cover || cover.last >= startOf(asOf, unit) || cover.last >= addDays(asOf, -1)) {
    return {kind: "today", day: asOf, lastFull: shift(startOf(asOf, unit), unit, -1)};
  }
  return {kind: "data", day: cover.last, lastFull: lastFullInData(cover.last, unit)};
}

function lastFullInData(last: string, unit: TimeUnit): string {
  const around = unitAround(last, unit);
  return addDays(last, 1) === around.to ? around.from : shift(around.from, unit, -1);
}

/** A stretch with its years and what the data covers of it. */
export function stretchOf(
  context: PeriodContext,
  days: {from?: string; to?: string; unit: TimeUnit},
  anchor: Stretch["anchor"],
  said: string,
): Stretch {
  const {from, to, unit} = days;
  return {
    ...(from && {from}),
    ...(to && {to}),
    ...yearsOf(from, to),
    unit,
    anchor,
    ...coverage(days, coverOf(context.dateColumns[0])),
    said,
  };
}

/** Reads a relative phrase that starts at token `at`: "last month", "past 30 days", "year to date", "2 years ago". */
export function readRelative(
  tokens: readonly TimeToken[],
  at: number,
  context: PeriodContext,
): ReadStretch | undefined {
  const start = tokens[at]?.lower === "the" ? at + 1 : at;
  const found =
    readToDate(tokens, start, context) ??
    readDays(tokens, start, context) ??
    readAgo(tokens, start, context) ??
    readLast(tokens, start, context) ??
    readLastNamed(tokens, start, context);
  if (!found) return undefined;
  const tail = ["of the data", "in the data", "of data", "on record"]
    .map((phrase) => readWords(tokens, found.next, phrase))
    .find((next) => next !== undefined);
  return {...found, next: tail ?? found.next};
}

function readToDate(
  tokens: readonly TimeToken[],
  at: number,
  context: PeriodContext,
): ReadStretch | undefined {
  const read = readAny(tokens, at, TO_DATE);
  if (!read) return undefined;
  const unit = read.value;
  const {kind, day} = anchorOf(context, unit);
  const days = {from: startOf(day, unit), to: addDays(day, 1), unit};
  const note = kind === "today" ? `this ${unit} to date` : `${unit} to the data's last day`;
  return {
    next: read.next,
    stretch: stretchOf(context, days, kind, `${sayDays(days.from, days.to, true)} (${note})`),
    certain: true,
  };
}

function readDays(tokens: readonly TimeToken[], at: number, context: PeriodContext): ReadStretch | undefined {
  const words = new Map([
    ["today", 0],
    ["yesterday", -1],
    ["tomorrow", 1],
    ["day before yesterday", -2],
  ]);
  const read = readAny(tokens, at, words);
  if (!read) return undefined;
  const {kind, day} = anchorOf(context, "day");
  const from = addDays(day, read.value);
  const note =
    kind === "today"
      ? tokens[read.next - 1]!.lower
      : read.value === 0
        ? "last day in the data"
        : `${Math.abs(read.value)} ${Math.abs(read.value) === 1 ? "day" : "days"} ${read.value < 0 ? "before" : "after"} the data's last`;
  const days = {from, to: addDays(from, 1), unit: "day" as const};
  return {
    next: read.next,
    stretch: stretchOf(context, days, kind, `${sayDays(from, days.to)} (${note})`),
    certain: true,
  };
}

/** "3 months ago", "a year ago": that whole month, that whole year. */
function readAgo(tokens: readonly TimeToken[], at: number, context: PeriodContext): ReadStretch | undefined {
  const count = ["a", "an"].includes(tokens[at]?.lower ?? "") ? 1 : countOf(tokens[at]);
  const unit = UNIT_WORDS.get(tokens[at + 1]?.lower ?? "");
  if (count === undefined || !unit || tokens[at + 2]?.lower !== "ago") return undefined;
  const {kind, day} = anchorOf(context, unit);
  const from = shift(startOf(day, unit), unit, -count);
  const days = {from, to: shift(from, unit, 1), unit};
  const much = `${count} ${unit}${count === 1 ? "" : "s"}`;
  const note = kind === "today" ? `${much} ago` : `${much} before the data's last`;
  return {
    next: at + 3,
    stretch: stretchOf(context, days, kind, `${sayDays(from, days.to)} (${note})`),
    certain: true,
  };
}

/** "last month", "this year", "past 6 months", "the 3 most recent years", "the month before last". */
function readLast(tokens: readonly TimeToken[], at: number, context: PeriodContext): ReadStretch | undefined {
  const beforeLast = UNIT_WORDS.get(tokens[at]?.lower ?? "");
  const after = beforeLast && readWords(tokens, at + 1, "before last");
  if (beforeLast && after) {
    const {kind, lastFull} = anchorOf(context, beforeLast);
    const days = {from: shift(lastFull, beforeLast, -1), to: lastFull, unit: beforeLast};
    const note =
      kind === "today" ? `${beforeLast} before last` : `one before the last full ${beforeLast} in the data`;
    return {
      next: after,
      stretch: stretchOf(context, days, kind, `${sayDays(days.from, days.to)} (${note})`),
      certain: true,
    };
  }
  const leading = countOf(tokens[at]);
  const read = readAny(tokens, leading === undefined ? at : at + 1, LAST_WORDS);
  if (!read) return undefined;
  let next = read.next;
  let count = leading;
  if (count === undefined) {
    const couple = readWords(tokens, next, "couple of") ?? readWords(tokens, next, "couple");
    count = couple ? 2 : countOf(tokens[next]);
    if (couple) next = couple;
    else if (count !== undefined) next++;
  }
  if (["full", "complete", "completed", "whole", "finished", "calendar"].includes(tokens[next]?.lower ?? ""))
    next++;
  const word = tokens[next]?.lower ?? "";
  const unit = word === "decade" ? "year" : UNIT_WORDS.get(word);
  if (!unit || (count !== undefined && count < 1)) return undefined;
  if (count === undefined && word.endsWith("s")) return undefined;
  if (word === "decade") count = 10 * (count ?? 1);
  const stretch =
    read.value === "this"
      ? thisUnit(context, unit)
      : read.value === "next"
        ? nextUnits(context, unit, count ?? 1)
        : lastUnits(context, unit, count ?? 1, read.value === "latest");
  return {next: next + 1, stretch, certain: true};
}

/** The last so many full units: of the calendar when counted from today, of the data otherwise. */
export function lastUnits(context: PeriodContext, unit: TimeUnit, count: number, ofData = false): Stretch {
  const cover = coverOf(context.dateColumns[0]);
  const anchor =
    ofData && cover
      ? {kind: "data" as const, day: cover.last, lastFull: lastFullInData(cover.last, unit)}
      : anchorOf(context, unit);
  const to = shift(anchor.lastFull, unit, 1);
  const from = shift(to, unit, -count);
  const plural = count === 1 ? unit : `${count} ${unit}s`;
  const yearly = context.dateColumns[0]?.type === "integer_year" && unit === "year";
  const full = unit === "day" || yearly ? "" : "full ";
  const whose =
    anchor.kind === "today"
      ? `last ${plural}`
      : count === 1
        ? `last ${full}${unit} in the data`
        : `last ${count} ${full}${unit}s in the data`;
  const said = `${sayDays(from, to, unit === "month" && count === 1)} (${whose})`;
  return stretchOf(context, {from, to, unit}, anchor.kind, said);
}

/** The unit that today (or the data's last day) is in. */
export function thisUnit(context: PeriodContext, unit: TimeUnit): Stretch {
  const {kind, day} = anchorOf(context, unit);
  const {from, to} = unitAround(day, unit);
  const note = kind === "today" ? `this ${unit}, so far` : `latest ${unit} in the data`;
  return stretchOf(context, {from, to, unit}, kind, `${sayDays(from, to)} (${note})`);
}

function nextUnits(context: PeriodContext, unit: TimeUnit, count: number): Stretch {
  const {kind, day} = anchorOf(context, unit);
  const from = shift(startOf(day, unit), unit, 1);
  const to = shift(from, unit, count);
  const note = `next ${count === 1 ? unit : `${count} ${unit}s`}${kind === "data" ? " after the data" : ""}`;
  return stretchOf(context, {from, to, unit}, kind, `${sayDays(from, to)} (${note})`);
}

/** "last May", "last Friday", "last weekend". */
function readLastNamed(
  tokens: readonly TimeToken[],
  at: number,
  context: PeriodContext,
): ReadStretch | undefined {
  if (!["last", "past", "this", "previous"].includes(tokens[at]?.lower ?? "")) return undefined;
  const {kind, day, lastFull} = anchorOf(context, "day");
  const end = kind === "data" ? day : lastFull;
  if (tokens[at + 1]?.lower === "weekend") {
    const sunday = addDays(end, -(weekdayOf(end) % 7));
    const days = {from: addDays(sunday, -1), to: addDays(sunday, 1), unit: "day" as const};
    const said = `${sayDays(days.from, days.to)} (last weekend${kind === "data" ? " in the data" : ""})`;
    return {next: at + 2, stretch: stretchOf(context, days, kind, said), certain: true};
  }
  const read = readPoint(tokens, at + 1);
  if (read?.point.kind === "weekday") {
    const from = addDays(end, -((weekdayOf(end) - read.point.weekday + 7) % 7));
    const days = {from, to: addDays(from, 1), unit: "day" as const};
    const name = WEEKDAY_NAMES[read.point.weekday - 1]!;
    const said = `${sayDays(from, days.to)} (last ${name}${kind === "data" ? " in the data" : ""})`;
    return {next: read.next, stretch: stretchOf(context, days, kind, said), certain: true};
  }
  if (read?.point.kind === "months" && read.point.count === 1 && read.point.year === undefined) {
    const {year} = partsOf(end);
    const over = (one: number): boolean =>
      dayOf(one, read.point.kind === "months" ? read.point.first + 1 : 1) <= addDays(end, 1);
    const from = dayOf(over(year) ? year : year - 1, read.point.first);
    const days = {from, to: shift(from, "month", 1), unit: "month" as const};
    const name = MONTH_NAMES[read.point.first - 1]!;
    const said = `${sayDays(from, days.to)} (last ${name}${kind === "data" ? " in the data" : ""})`;
    return {next: read.next, stretch: stretchOf(context, days, kind, said), certain: true};
  }
  return undefined;
}

function countOf(token: TimeToken | undefined): number | undefined {
  if (!token || token.kind === "mark" || token.kind === "date") return undefined;
  const count = parseNumber(token.lower);
  return count !== undefined && Number.isInteger(count) && count > 0 && count <= 1000 ? count : undefined;
}
