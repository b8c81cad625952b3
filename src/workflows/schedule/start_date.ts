import {MONTH, monthNumber, WEEKDAY} from "./calendar_words.ts";
import {dayOn, nextTime, type Times} from "./times.ts";

/** A day as it was said; without a year the next one that comes. */
export interface StartDate {
  year?: number;
  /** From 1. */
  month: number;
  day: number;
}

const DAY_MS = 86_400_000;
const DAY = "(\\d{1,2})(?:st|nd|rd|th)?";

/** "starting 7 December", "beginning on Monday, December 7th 2026", "starting 2026-12-07". */
export const STARTING = `(?:starting|beginning)\\s+(?:on\\s+|from\\s+|with\\s+)?(?:${WEEKDAY},?\\s+)?(?:the\\s+)?(?:(20\\d{2})-(\\d{2})-(\\d{2})|${DAY}\\s+(?:of\\s+)?(${MONTH})(?:,?\\s+(20\\d{2}))?|(${MONTH})\\s+(?:the\\s+)?${DAY}(?:,?\\s+(20\\d{2}))?)(?![\\w:-])`;

/** What `STARTING` found. */
export function startDateOf(match: RegExpExecArray): StartDate {
  const [, year, number, date, day, name, ofYear, otherName, otherDay, otherYear] = match;
  const said = year ?? ofYear ?? otherYear;
  return {
    ...(said !== undefined && {year: Number(said)}),
    month: number === undefined ? monthNumber((name ?? otherName)!) : Number(number),
    day: Number(date ?? day ?? otherDay),
  };
}

/**
 * The first day on or after a date, YYYY-MM-DD, that times come on; undefined where there is no such day.
 * @param now what a date without a year is the next one after
 */
export function firstFrom({year, month, day}: StartDate, times: Times, now: Date): string | undefined {
  const today = dayOn(times.timeZone, now);
  const inYear = (one: number) =>
    `${String(one).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  const thisYear = inYear(Number(today.slice(0, 4)));
  const wanted =
    year === undefined
      ? thisYear >= today
        ? thisYear
        : inYear(Number(today.slice(0, 4)) + 1)
      : inYear(year);
  const midnight = new Date(`${wanted}T00:00:00Z`);
  // A day such as 30 February becomes another one.
  if (Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== wanted) return undefined;
  // The clock of the zone is at most a day away from that of Greenwich.
  for (let at = nextTime(times, new Date(midnight.getTime() - 2 * DAY_MS)); at; at = nextTime(times, at)) {
    const found = dayOn(times.timeZone, at);
    if (found >= wanted) return found;
  }
  return undefined;
}
