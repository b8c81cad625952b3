import type {TimeUnit} from "../../tools/measure.ts";
import {addDays, dayOf, isDay, MONTH_NAMES, WEEKDAY_NAMES} from "./period_calendar.ts";
import type {TimeToken} from "./period_tokens.ts";

/** A calendar date, month, quarter, ... as it was written; without a year it repeats. */
export type Point =
  | {kind: "year"; year: number; bare: boolean}
  | {kind: "years"; from: number; to: number; said: string}
  | {kind: "months"; first: number; count: number; unit: TimeUnit; year?: number; said?: string}
  | {kind: "day"; year?: number; month: number; day: number}
  | {kind: "weekday"; weekday: number};

export interface ReadPoint {
  next: number;
  point: Point;
  certain: boolean;
}

const MONTHS = new Map<string, number>(
  MONTH_NAMES.flatMap((name, index): [string, number][] => [
    [name.toLowerCase(), index + 1],
    [name.slice(0, 3).toLowerCase(), index + 1],
  ]).concat([["sept", 9]]),
);

const WEEKDAYS = new Map<string, number>(
  WEEKDAY_NAMES.flatMap((name, index): [string, number][] => [
    [name.toLowerCase(), index + 1],
    [`${name.toLowerCase()}s`, index + 1],
    [name.slice(0, 3).toLowerCase(), index + 1],
  ]).concat([
    ["tues", 2],
    ["thurs", 4],
    ["thur", 4],
  ]),
);

const SEASONS = new Map<string, number>([
  ["spring", 3],
  ["summer", 6],
  ["autumn", 9],
  ["fall", 9],
  ["winter", 12],
]);

const ORDINALS = new Map<string, number>([
  ["first", 1],
  ["1st", 1],
  ["second", 2],
  ["2nd", 2],
  ["third", 3],
  ["3rd", 3],
  ["fourth", 4],
  ["4th", 4],
  ["last", -1],
]);

const DECADES = new Map<string, number>([
  ["twenties", 1920],
  ["thirties", 1930],
  ["forties", 1940],
  ["fifties", 1950],
  ["sixties", 1960],
  ["seventies", 1970],
  ["eighties", 1980],
  ["nineties", 1990],
]);

/** The months that are also other words: without a year or a preposition they are left alone. */
const AMBIGUOUS = new Set([
  "may",
  "march",
  "mar",
  "dec",
  "sun",
  "sat",
  "mon",
  "wed",
  "fri",
  "jan",
  "sep",
  "fall",
  "spring",
]);

/** Reads the calendar date that starts at token `at`, the longest form first. */
export function readPoint(tokens: readonly TimeToken[], at: number): ReadPoint | undefined {
  return (
    readWritten(tokens, at) ??
    readDay(tokens, at) ??
    readQuarter(tokens, at) ??
    readMonth(tokens, at) ??
    readDecade(tokens, at) ??
    readWeekday(tokens, at) ??
    readYear(tokens, at)
  );
}

/** A year as a number: 1500 to 2200, four digits, no comma. */
export function yearNumber(token: TimeToken | undefined): number | undefined {
  if (!token || !/^\d{4}$/.test(token.text)) return undefined;
  const year = Number(token.text);
  return year >= 1500 && year <= 2200 ? year : undefined;
}

/** The month that a word names, and whether the word could be another one. */
export function monthWord(token: TimeToken | undefined): {month: number; sure: boolean} | undefined {
  const month = token && MONTHS.get(token.lower);
  return month ? {month, sure: !AMBIGUOUS.has(token.lower) && token.lower.length > 3} : undefined;
}

/** The day of the month that a token names: 5, 5th. */
export function dayNumber(token: TimeToken | undefined): number | undefined {
  const match = /^(\d{1,2})(st|nd|rd|th)?$/.exec(token?.lower ?? "");
  const day = match ? Number(match[1]) : 0;
  return day >= 1 && day <= 31 ? day : undefined;
}

const passComma = (tokens: readonly TimeToken[], at: number): number =>
  tokens[at]?.text === "," ? at + 1 : at;
const passOf = (tokens: readonly TimeToken[], at: number): number =>
  ["of", "in"].includes(tokens[at]?.lower ?? "") ? (tokens[at + 1]?.lower === "the" ? at + 2 : at + 1) : at;

/** The year after a month or quarter: "May 2024", "May, 2024", "May of 2024", "May of the year 2024", "Q2 '21". */
function yearAfter(tokens: readonly TimeToken[], at: number): {year: number; next: number} | undefined {
  for (const start of new Set([at, passComma(tokens, at), passOf(tokens, at)])) {
    const index = ["year", "fy"].includes(tokens[start]?.lower ?? "") ? start + 1 : start;
    const year = yearNumber(tokens[index]);
    if (year !== undefined) return {year, next: index + 1};
  }
  return undefined;
}

/** 2024-05-05, 2024-05, 05/2024, 05/13/2024 (month first unless it cannot be), 13.05.2024 (day first). */
function readWritten(tokens: readonly TimeToken[], at: number): ReadPoint | undefined {
  const token = tokens[at];
  if (token?.kind !== "date") return undefined;
  const numbers = token.text.split(/[-/.]/).map(Number) as [number, number, number?];
  const yearFirst = /^\d{4}/.test(token.text);
  if (numbers[2] === undefined) {
    const [year, month] = yearFirst ? numbers : [numbers[1], numbers[0]];
    if (month < 1 || month > 12) return undefined;
    return {
      next: at + 1,
      point: {kind: "months", first: month, count: 1, unit: "month", year},
      certain: true,
    };
  }
  const [year, month, day] = yearFirst
    ? [numbers[0], numbers[1], numbers[2]]
    : token.text.includes(".") || numbers[0] > 12
      ? [numbers[2], numbers[1], numbers[0]]
      : [numbers[2], numbers[0], numbers[1]];
  if (!isDay(year, month, day)) return undefined;
  return {next: at + 1, point: {kind: "day", year, month, day}, certain: true};
}

/** "5 May 2024", "the 5th of May, 2024", "May 5", "May 5th, 2024". */
function readDay(tokens: readonly TimeToken[], at: number): ReadPoint | undefined {
  let start = tokens[at]?.lower === "the" ? at + 1 : at;
  const named = WEEKDAYS.has(tokens[start]?.lower ?? "") ? passComma(tokens, start + 1) : start;
  start = named;
  const before = dayNumber(tokens[start]);
  const month =
    before === undefined ? monthWord(tokens[start]) : monthWord(tokens[passOf(tokens, start + 1)]);
  if (!month) return undefined;
  const after = tokens[start + 1]?.lower === "the" ? start + 2 : start + 1;
  const day = before ?? dayNumber(tokens[after]);
  if (day === undefined) return undefined;
  const end = before === undefined ? after + 1 : passOf(tokens, start + 1) + 1;
  const found = yearAfter(tokens, end);
  if (!isDay(found?.year ?? 2024, month.month, day)) return undefined;
  const point: Point = {kind: "day", month: month.month, day, ...(found && {year: found.year})};
  return {next: found?.next ?? end, point, certain: true};
}

/** "Q2 2021", "2021 Q2", "second quarter of 2021", "H1 2020", "first half of 2020", and the same without a year. */
function readQuarter(tokens: readonly TimeToken[], at: number): ReadPoint | undefined {
  const leading = yearNumber(tokens[at]);
  const dashed = tokens[at + 1]?.text === "-" ? at + 2 : at + 1;
  const start = leading === undefined ? (tokens[at]?.lower === "the" ? at + 1 : at) : dashed;
  const short = /^([qh])([1-4])$/.exec(tokens[start]?.lower ?? "");
  const spelled = ORDINALS.get(tokens[start]?.lower ?? "");
  const word = tokens[start + 1]?.lower;
  let half: boolean;
  let number: number;
  let next: number;
  if (short) {
    half = short[1] === "h";
    number = Number(short[2]);
    next = start + 1;
  } else if (spelled !== undefined && (word === "quarter" || word === "half")) {
    half = word === "half";
    number = spelled === -1 ? (half ? 2 : 4) : spelled;
    next = start + 2;
  } else return undefined;
  if (half && number > 2) return undefined;
  const found = leading === undefined ? yearAfter(tokens, next) : {year: leading, next};
  if (spelled === -1 && !found) return undefined;
  const months = half ? 6 : 3;
  const point: Point = {
    kind: "months",
    first: (number - 1) * months + 1,
    count: months,
    unit: "quarter",
    ...(found && {year: found.year}),
    ...(half && {said: `${number === 1 ? "first" : "second"} half`}),
  };
  return {next: found?.next ?? next, point, certain: found !== undefined || !short || !half};
}

/** "May 2024", "2024 May", "May", "summer of 2012" (June to August; a winter is named by its December). */
function readMonth(tokens: readonly TimeToken[], at: number): ReadPoint | undefined {
  const leading = yearNumber(tokens[at]);
  const start = leading !== undefined || tokens[at]?.lower === "the" ? at + 1 : at;
  const month = monthWord(tokens[start]);
  const season = SEASONS.get(tokens[start]?.lower ?? "");
  if (!month && season === undefined) return undefined;
  if (tokens[at]?.lower === "the" && month) return undefined;
  const found = leading === undefined ? yearAfter(tokens, start + 1) : {year: leading, next: start + 1};
  const point: Point = {
    kind: "months",
    first: month?.month ?? season!,
    count: month ? 1 : 3,
    unit: "month",
    ...(found && {year: found.year}),
    ...(season && {said: tokens[start]!.lower}),
  };
  return {next: found?.next ?? start + 1, point, certain: found !== undefined || month?.sure === true};
}

/** "1990s", "the 90s", "the nineties", "the 19th century". */
function readDecade(tokens: readonly TimeToken[], at: number): ReadPoint | undefined {
  const start = tokens[at]?.lower === "the" ? at + 1 : at;
  const word = tokens[start]?.lower ?? "";
  const century = /^(\d{2})(?:st|nd|rd|th)$/.exec(word);
  if (century && tokens[start + 1]?.lower === "century") {
    const last = Number(century[1]) * 100;
    const said = `${word} century (${last - 99}-${last})`;
    return {next: start + 2, point: {kind: "years", from: last - 99, to: last, said}, certain: true};
  }
  const digits = /^'?(\d{2}|\d{4})'?s$/.exec(word)?.[1];
  let from = DECADES.get(word);
  if (digits?.endsWith("0")) {
    from = digits.length === 4 ? Number(digits) : Number(digits) + (Number(digits) < 30 ? 2000 : 1900);
  }
  if (from === undefined || from < 1500 || from > 2200) return undefined;
  const said = `${from}s (${from}-${from + 9})`;
  const certain = digits?.length === 4 || start > at;
  return {next: start + 1, point: {kind: "years", from, to: from + 9, said}, certain};
}

function readWeekday(tokens: readonly TimeToken[], at: number): ReadPoint | undefined {
  const word = tokens[at]?.lower ?? "";
  const weekday = WEEKDAYS.get(word);
  if (weekday === undefined) return undefined;
  return {next: at + 1, point: {kind: "weekday", weekday}, certain: word.length > 4};
}

/** "2019", "year 2019", "FY2019", "fiscal year 2019". A bare number is `bare`: the neighbours decide. */
function readYear(tokens: readonly TimeToken[], at: number): ReadPoint | undefined {
  let start = tokens[at]?.lower === "the" ? at + 1 : at;
  const joined = /^fy(\d{4})$/.exec(tokens[start]?.lower ?? "")?.[1];
  if (joined)
    return {next: start + 1, point: {kind: "year", year: Number(joined), bare: false}, certain: true};
  if (["fiscal", "calendar", "financial"].includes(tokens[start]?.lower ?? "")) start++;
  if (["year", "years", "fy"].includes(tokens[start]?.lower ?? "")) start++;
  const year = yearNumber(tokens[start]);
  if (year === undefined || (start > at && tokens[start - 1]?.lower === "the")) return undefined;
  return {next: start + 1, point: {kind: "year", year, bare: start === at}, certain: start > at};
}

/** The days of a point, half open; the year is needed where the point has none. */
export function pointDays(
  point: Point,
  year?: number,
): {from: string; to: string; unit: TimeUnit} | undefined {
  switch (point.kind) {
    case "year":
      return {from: dayOf(point.year), to: dayOf(point.year + 1), unit: "year"};
    case "years":
      return {from: dayOf(point.from), to: dayOf(point.to + 1), unit: "year"};
    case "months": {
      const of = point.year ?? year;
      if (of === undefined) return undefined;
      return {from: dayOf(of, point.first), to: dayOf(of, point.first + point.count), unit: point.unit};
    }
    case "day": {
      const of = point.year ?? year;
      if (of === undefined || !isDay(of, point.month, point.day)) return undefined;
      const from = dayOf(of, point.month, point.day);
      return {from, to: addDays(from, 1), unit: "day"};
    }
    case "weekday":
      return undefined;
  }
}

/** The months (or weekdays) that a point without a year repeats in. */
export function repeats(point: Point): {part: "month" | "weekday" | "quarter"; values: number[]} | undefined {
  if (point.kind === "weekday") return {part: "weekday", values: [point.weekday]};
  if (point.kind !== "months" || point.year !== undefined) return undefined;
  if (point.count === 3 && point.unit === "quarter") {
    return {part: "quarter", values: [Math.ceil(point.first / 3)]};
  }
  const values = Array.from({length: point.count}, (_, index) => ((point.first + index - 1) % 12) + 1);
  return {part: "month", values};
}
