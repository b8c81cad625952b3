import type {DatePart} from "../../tools/condition.ts";
import type {TimeUnit} from "../../tools/measure.ts";
import {coverOf, daysBetween} from "./period_calendar.ts";
import type {PeriodContext} from "./period_phrase.ts";
import {UNIT_WORDS} from "./period_relative.ts";
import {readAny, type TimeToken} from "./period_tokens.ts";

export interface Grain {
  unit?: TimeUnit;
  part?: DatePart;
  width?: number;
}

const BY = new Map<string, "sure" | "loose">(
  [
    "by",
    "per",
    "each",
    "every",
    "for each",
    "for every",
    "in each",
    "in every",
    "of each",
    "on each",
    "by the",
    "by each",
    "per each",
    "grouped by",
    "group by",
    "broken down by",
    "split by",
    "across the",
    "across",
    "across all",
    "over the",
    "through the",
    "for all",
    "for all the",
  ].map((word) => [word, /across|over|through|all/.test(word) ? "loose" : "sure"]),
);

const PARTS = new Map<string, Grain>([
  ["weekday", {part: "weekday"}],
  ["weekdays", {part: "weekday"}],
  ["day of week", {part: "weekday"}],
  ["day of the week", {part: "weekday"}],
  ["days of the week", {part: "weekday"}],
  ["month of year", {part: "month"}],
  ["month of the year", {part: "month"}],
  ["months of the year", {part: "month"}],
  ["quarter of the year", {part: "quarter"}],
  ["quarter of year", {part: "quarter"}],
  ["day of month", {part: "day_of_month"}],
  ["day of the month", {part: "day_of_month"}],
  ["hour of day", {part: "hour"}],
  ["hour of the day", {part: "hour"}],
  ["hours of the day", {part: "hour"}],
  ["time of day", {part: "hour"}],
  ["hour", {part: "hour"}],
  ["hours", {part: "hour"}],
  ["decade", {part: "year", width: 10}],
  ["decades", {part: "year", width: 10}],
  ["calendar year", {unit: "year"}],
  ["calendar month", {unit: "month"}],
  ["date", {unit: "day"}],
]);

/** Adjectives: often a part of a column's name too ("monthly charges"), so never certain. */
const ADJECTIVES = new Map<string, Grain>([
  ["yearly", {unit: "year"}],
  ["annual", {unit: "year"}],
  ["annually", {unit: "year"}],
  ["quarterly", {unit: "quarter"}],
  ["monthly", {unit: "month"}],
  ["weekly", {unit: "week"}],
  ["daily", {unit: "day"}],
  ["hourly", {unit: "hour"}],
]);

const WHOLE = new Map<string, Grain>([
  ["year by year", {unit: "year"}],
  ["quarter by quarter", {unit: "quarter"}],
  ["month by month", {unit: "month"}],
  ["week by week", {unit: "week"}],
  ["day by day", {unit: "day"}],
  ["on a yearly basis", {unit: "year"}],
  ["on a monthly basis", {unit: "month"}],
  ["on a weekly basis", {unit: "week"}],
  ["on a daily basis", {unit: "day"}],
  ["over the years", {unit: "year"}],
  ["through the years", {unit: "year"}],
  ["over the months", {unit: "month"}],
  ["over the course of the year", {part: "month"}],
  ["seasonal", {part: "month"}],
  ["seasonality", {part: "month"}],
  ["seasonally", {part: "month"}],
  ["seasonal pattern", {part: "month"}],
  ["day of week", {part: "weekday"}],
  ["day of the week", {part: "weekday"}],
  ["month of the year", {part: "month"}],
  ["hour of the day", {part: "hour"}],
  ["time of day", {part: "hour"}],
]);

const OVER_TIME = new Map<string, boolean>([
  ["over time", true],
  ["through time", true],
  ["across time", true],
  ["by time", true],
  ["over the period", true],
  ["time series", true],
  ["time trend", true],
  ["trend over time", true],
  ["trends over time", true],
  ["trend", true],
  ["trends", true],
  ["trending", true],
  ["historically", true],
  ["evolution", true],
  ["evolve", false],
  ["evolved", false],
  ["evolving", false],
  ["history", false],
  ["development", false],
  ["developed", false],
  ["timeline", false],
]);

export interface ReadGrain {
  next: number;
  grain: Grain;
  certain: boolean;
  chosen: boolean;
}

/** Reads what time is grouped by from token `at` on: "by month", "monthly", "per day of week", "over time". */
export function readGrain(
  tokens: readonly TimeToken[],
  at: number,
  context: PeriodContext,
): ReadGrain | undefined {
  const by = readAny(tokens, at, BY);
  const found = by && readUnit(tokens, by.next);
  if (by && found) {
    const bare =
      by.value === "loose" && found.grain.part === undefined && !tokens[found.next - 1]!.lower.endsWith("s");
    if (!bare) return {...repeated(tokens, found), certain: true, chosen: false};
  }
  const listed = readListed(tokens, at);
  if (listed) return {...listed, certain: true, chosen: false};
  const whole = readAny(tokens, at, WHOLE);
  if (whole) return {next: whole.next, grain: whole.value, certain: true, chosen: false};
  const over = readAny(tokens, at, OVER_TIME);
  if (over) return {next: over.next, grain: {unit: unitForSpan(context)}, certain: over.value, chosen: true};
  const adjective = readAny(tokens, at, ADJECTIVES);
  return adjective && {next: adjective.next, grain: adjective.value, certain: false, chosen: false};
}

const ALL_YEARS = new Map<string, true>(
  [
    "all years",
    "across all years",
    "over all years",
    "for all years",
    "of all years",
    "across years",
    "regardless of year",
  ].map((word) => [word, true]),
);
const REPEATING = new Set<TimeUnit | undefined>(["month", "quarter", "week"]);

/** "by month, all years": Januaries together. */
function repeated(
  tokens: readonly TimeToken[],
  found: {next: number; grain: Grain},
): {next: number; grain: Grain} {
  const comma = [",", "(", "-"].includes(tokens[found.next]?.text ?? "") ? found.next + 1 : found.next;
  const tail = REPEATING.has(found.grain.unit) ? readAny(tokens, comma, ALL_YEARS) : undefined;
  if (!tail) return found;
  const closed = tokens[tail.next]?.text === ")" ? tail.next + 1 : tail.next;
  return {next: closed, grain: {part: found.grain.unit as DatePart}};
}

function readUnit(tokens: readonly TimeToken[], at: number): {next: number; grain: Grain} | undefined {
  const part = readAny(tokens, at, PARTS);
  if (part) return {next: part.next, grain: part.value};
  const unit = UNIT_WORDS.get(tokens[at]?.lower ?? "");
  return unit && {next: at + 1, grain: {unit}};
}

/** The second of "by year and month", "by region and month". */
function readListed(tokens: readonly TimeToken[], at: number): {next: number; grain: Grain} | undefined {
  if (!["and", ","].includes(tokens[at]?.lower ?? "")) return undefined;
  const start = ["by", "per"].includes(tokens[at + 1]?.lower ?? "") ? at + 2 : at + 1;
  const found = readUnit(tokens, start);
  if (!found || ["of", "in"].includes(tokens[found.next]?.lower ?? "")) return undefined;
  for (let back = at - 1; back >= Math.max(0, at - 6); back--) {
    if (["by", "per", "each"].includes(tokens[back]!.lower)) return found;
  }
  return undefined;
}

/**
 * The unit that "over time" means, by the span of the data or of the period asked for: up to 2 days hour (timestamps), up
 * to 60 days day, up to a year month, up to 4 years month, beyond that year. Columns of whole years or months go no finer.
 */
export function unitForSpan(context: PeriodContext, period?: {from?: string; to?: string}): TimeUnit {
  const column = context.dateColumns[0];
  const cover = coverOf(column);
  if (!column || !cover) return "month";
  if (column.type === "integer_year" || column.grain === "year") return "year";
  const from = period?.from && period.from > cover.first ? period.from : cover.first;
  const to = period?.to && period.to <= cover.last ? period.to : cover.last;
  const days = daysBetween(from, to) + (to === cover.last ? 1 : 0);
  if (days > 4 * 366) return "year";
  if (days > 60 || column.grain === "month") return "month";
  return days <= 2 && column.type === "timestamp" ? "hour" : "day";
}
