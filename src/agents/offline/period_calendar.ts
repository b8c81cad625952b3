import type {TimeUnit} from "../../tools/measure.ts";
import type {DateColumn, Stretch} from "./period_phrase.ts";

const DAY_MS = 86_400_000;

export const MONTH_NAMES = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

export const WEEKDAY_NAMES = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
] as const;

/** A day of the proleptic Gregorian calendar as YYYY-MM-DD; days and months beyond their range carry over. */
export function dayOf(year: number, month = 1, day = 1): string {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.toISOString().slice(0, 10);
}

/** Year, month (1 to 12) and day of the month. */
export function partsOf(day: string): {year: number; month: number; day: number} {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  return {year, month, day: date};
}

/** Whether these numbers name a day that exists. */
export function isDay(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && partsOf(dayOf(year, month, day)).day === day;
}

export function addDays(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * DAY_MS).toISOString().slice(0, 10);
}

/** Days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** 1 = Monday to 7 = Sunday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** Moves a day by calendar units; the 31st becomes the last day of a shorter month. */
export function shift(day: string, unit: TimeUnit, by: number): string {
  if (unit === "hour") return day;
  if (unit === "day") return addDays(day, by);
  if (unit === "week") return addDays(day, by * 7);
  const months = by * (unit === "year" ? 12 : unit === "quarter" ? 3 : 1);
  const {year, month, day: date} = partsOf(day);
  const last = partsOf(dayOf(year, month + months + 1, 0)).day;
  return dayOf(year, month + months, Math.min(date, last));
}

/** The first day of the calendar unit that holds this day; weeks start on Monday. */
export function startOf(day: string, unit: TimeUnit): string {
  const {year, month} = partsOf(day);
  if (unit === "year") return dayOf(year);
  if (unit === "quarter") return dayOf(year, month - ((month - 1) % 3));
  if (unit === "month") return dayOf(year, month);
  if (unit === "week") return addDays(day, 1 - weekdayOf(day));
  return day;
}

/** The calendar unit that holds this day, half open. */
export function unitAround(day: string, unit: TimeUnit): {from: string; to: string} {
  const from = startOf(day, unit);
  return {from, to: shift(from, unit, 1)};
}

/** The first and the last day that a column's data covers; a column of months or years covers its last one whole. */
export function coverOf(column: DateColumn | undefined): {first: string; last: string} | undefined {
  if (!column || column.min === null || column.max === null) return undefined;
  const year = (text: string): number => Number.parseInt(text, 10);
  if (column.type === "integer_year") {
    return {first: dayOf(year(column.min)), last: dayOf(year(column.max), 12, 31)};
  }
  const last = column.max.slice(0, 10);
  return {
    first: column.min.slice(0, 10),
    last: column.grain ? addDays(unitAround(last, column.grain).to, -1) : last,
  };
}

/** A month that starts on a weekend or a holiday is not partial because its first days have no rows. */
const START_SLACK_DAYS = 3;

/** Whether the data covers only a piece of a stretch, or nothing of it. Open ends are never partial. */
export function coverage(
  stretch: {from?: string; to?: string},
  cover: {first: string; last: string} | undefined,
): {partial: boolean; outside: boolean} {
  if (!cover) return {partial: false, outside: false};
  const {from, to} = stretch;
  const outside = (from !== undefined && from > cover.last) || (to !== undefined && to <= cover.first);
  const slack = from && to && daysBetween(from, to) >= 28 ? START_SLACK_DAYS : 0;
  const closed = from !== undefined && to !== undefined;
  const early = closed && addDays(from, slack) < cover.first;
  const late = closed && to > addDays(cover.last, 1);
  return {partial: outside || early || late, outside};
}

/** The years of a stretch that is made of whole years, both inclusive. */
export function yearsOf(from?: string, to?: string): Pick<Stretch, "fromYear" | "toYear"> {
  if ((from && !from.endsWith("-01-01")) || (to && !to.endsWith("-01-01"))) return {};
  return {
    ...(from && {fromYear: partsOf(from).year}),
    ...(to && {toYear: partsOf(to).year - 1}),
  };
}

/** The days of a stretch in words: "2019", "2010-2012", "May 2024", "1-31 May 2024", "Q2 2021", "since 2015". */
export function sayDays(from?: string, to?: string, asDays = false): string {
  if (from && !to) return `since ${sayStart(from)}`;
  if (to && !from) return `before ${sayStart(to)}`;
  if (!from || !to) return "all time";
  const [start, end] = [partsOf(from), partsOf(addDays(to, -1))];
  if (!asDays) {
    const {fromYear, toYear} = yearsOf(from, to);
    if (fromYear !== undefined && toYear !== undefined) {
      return fromYear === toYear ? `${fromYear}` : `${fromYear}-${toYear}`;
    }
    if (start.day === 1 && to.endsWith("-01")) return sayMonths(start, end);
  }
  const month = (one: {month: number}): string => MONTH_NAMES[one.month - 1]!;
  if (from === addDays(to, -1)) return `${start.day} ${month(start)} ${start.year}`;
  if (start.year !== end.year) {
    return `${start.day} ${month(start)} ${start.year} - ${end.day} ${month(end)} ${end.year}`;
  }
  if (start.month !== end.month) return `${start.day} ${month(start)} - ${end.day} ${month(end)} ${end.year}`;
  return `${start.day}-${end.day} ${month(end)} ${end.year}`;
}

function sayMonths(start: {year: number; month: number}, end: {year: number; month: number}): string {
  const [first, last] = [MONTH_NAMES[start.month - 1]!, MONTH_NAMES[end.month - 1]!];
  if (start.year !== end.year) return `${first} ${start.year} - ${last} ${end.year}`;
  if (start.month === end.month) return `${first} ${start.year}`;
  if (start.month % 3 === 1 && end.month === start.month + 2)
    return `Q${Math.ceil(end.month / 3)} ${end.year}`;
  return `${first}-${last} ${end.year}`;
}

function sayStart(day: string): string {
  const {year, month, day: date} = partsOf(day);
  if (date !== 1) return `${date} ${MONTH_NAMES[month - 1]} ${year}`;
  return month === 1 ? `${year}` : `${MONTH_NAMES[month - 1]} ${year}`;
}
