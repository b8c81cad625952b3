import type {TimeUnit} from "../measure.ts";

const DAY = 86_400_000;
const FIXED: Partial<Record<TimeUnit, number>> = {hour: DAY / 24, day: DAY, week: 7 * DAY};
const MONTHS: Partial<Record<TimeUnit, number>> = {month: 1, quarter: 3, year: 12};

/** A date or a timestamp as it stands in a table, or a year, as milliseconds of its own clock; undefined where it is none. */
export function instantOf(cell: unknown): number | undefined {
  if (typeof cell === "number") return Number.isInteger(cell) ? Date.UTC(cell, 0, 1) : undefined;
  const found = /^(-?\d{1,6})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?)?/.exec(String(cell));
  if (!found) return undefined;
  const [year, month, day, hour = 0, minute = 0, second = 0] = found
    .slice(1)
    .map((part) => (part === undefined ? undefined : Number(part))) as [number, number, number];
  return Date.UTC(year, month - 1, day, hour as number, minute as number, second as number);
}

/** The start of the period that is `count` after the one that starts at `start`. */
export function periodAfter(start: number, unit: TimeUnit, count = 1): number {
  const fixed = FIXED[unit];
  if (fixed) return start + count * fixed;
  const date = new Date(start);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count * MONTHS[unit]!, 1);
}

/** A period's start as the tables write it: a date, a timestamp for hours, a year where the column holds years. */
export function sayPeriod(start: number, unit: TimeUnit, asYear: boolean): string | number {
  const text = new Date(start).toISOString();
  if (asYear) return Number(text.slice(0, 4));
  return unit === "hour" ? text.slice(0, 19).replace("T", " ") : text.slice(0, 10);
}
