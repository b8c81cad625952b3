/** The clock that words such as "last month" are read by. */
export interface Clock {
  /** Today, as YYYY-MM-DD. */
  today: string;
}

const MONTHS = [
  ...["january", "february", "march", "april", "may", "june", "july", "august", "september"],
  ...["october", "november", "december"],
];
const COUNTS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
};

/**
 * A month as YYYY-MM, of "2026-03", "March 2026", "last month", "this month", "next month", "3 months ago", "March" (the
 * last one that has begun), or undefined.
 */
export function monthOf(said: string, {today}: Clock): string | undefined {
  const text = said.trim().toLowerCase().replace(/\s+/g, " ");
  const exact = /^(\d{4})-(\d{2})$/.exec(text);
  if (exact) return isMonth(exact[1]!, exact[2]!) ? text : undefined;
  const now = today.slice(0, 7);
  const steps: Readonly<Record<string, number>> = {
    "last month": -1,
    "the last month": -1,
    "previous month": -1,
    "this month": 0,
    "current month": 0,
    "next month": 1,
  };
  if (text in steps) return addMonths(now, steps[text]!);
  const ago = /^(\w+) months? ago$/.exec(text);
  const count = ago && countOf(ago[1]!);
  if (count !== null && count !== undefined) return addMonths(now, -count);
  const named = /^([a-z]+)(?: (\d{4}))?$/.exec(text);
  const at = named ? MONTHS.findIndex((one) => one === named[1] || one.slice(0, 3) === named[1]) : -1;
  if (!named || at < 0) return undefined;
  const month = String(at + 1).padStart(2, "0");
  if (named[2] !== undefined) return `${named[2]}-${month}`;
  const thisYear = `${now.slice(0, 4)}-${month}`;
  return thisYear <= now ? thisYear : addMonths(thisYear, -12);
}

/**
 * A day as YYYY-MM-DD, of "2026-03-31", "today", "yesterday", "tomorrow", "10 days ago", "3 weeks ago", "first day of last
 * month", "last day of March 2026", "start of this year", "last Monday", or undefined.
 */
export function dayOf(said: string, clock: Clock): string | undefined {
  const {today} = clock;
  const text = said.trim().toLowerCase().replace(/\s+/g, " ");
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return isDay(text) ? text : undefined;
  const steps: Readonly<Record<string, number>> = {today: 0, yesterday: -1, tomorrow: 1};
  if (text in steps) return addDays(today, steps[text]!);
  const ago = /^(\w+) (day|week)s? ago$/.exec(text);
  const count = ago && countOf(ago[1]!);
  if (ago && count !== null && count !== undefined)
    return addDays(today, -count * (ago[2] === "week" ? 7 : 1));
  const year = /^(?:first day|start|beginning) of (this|last|next) year$/.exec(text);
  const years: Readonly<Record<string, number>> = {last: -1, this: 0, next: 1};
  if (year) return `${Number(today.slice(0, 4)) + years[year[1]!]!}-01-01`;
  const edge = /^(?:the )?(first day|start|beginning|last day|end) of (.+)$/.exec(text);
  if (edge) {
    const month = monthOf(edge[2]!, clock);
    if (month === undefined) return undefined;
    return /^(last|end)/.test(edge[1]!) ? addDays(firstAfter(month), -1) : `${month}-01`;
  }
  const weekday = /^last ([a-z]+)$/.exec(text);
  const at = weekday ? WEEKDAYS.indexOf(weekday[1]!) : -1;
  if (at < 0) return undefined;
  const now = new Date(`${today}T00:00:00Z`).getUTCDay();
  return addDays(today, -((now - at + 6) % 7) - 1);
}
const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** The first day after a month, of YYYY-MM; or after a day. */
export function firstAfter(value: string): string {
  return value.length === 7 ? `${addMonths(value, 1)}-01` : addDays(value, 1);
}

/** The month before a month, the day before a day. */
export function justBefore(value: string): string {
  return value.length === 7 ? addMonths(value, -1) : addDays(value, -1);
}

/** The same a year earlier; of 29 February the 28th. */
export function yearBefore(value: string): string {
  const month = addMonths(value.slice(0, 7), -12);
  if (value.length === 7) return month;
  const last = addDays(firstAfter(month), -1);
  const day = `${month}${value.slice(7)}`;
  return day < last ? day : last;
}

/** A month so many further, as YYYY-MM. */
export function addMonths(month: string, count: number): string {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  return `${String(Math.floor(at / 12)).padStart(4, "0")}-${String((at % 12) + 1).padStart(2, "0")}`;
}

function addDays(day: string, count: number): string {
  const moment = new Date(`${day}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + count);
  return moment.toISOString().slice(0, 10);
}

function countOf(word: string): number | undefined {
  const count = /^\d{1,4}$/.test(word) ? Number(word) : COUNTS[word];
  return count !== undefined && count <= 2_000 ? count : undefined;
}

function isMonth(year: string, month: string): boolean {
  return Number(year) >= 1 && Number(month) >= 1 && Number(month) <= 12;
}

function isDay(text: string): boolean {
  const moment = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}
