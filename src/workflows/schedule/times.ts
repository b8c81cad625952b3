import {Cron} from "croner";
import {z} from "zod";
import {TabletalkError} from "../../errors.ts";

/**
 * When something is done again and again: five cron fields, read by the clock of a time zone. `every` keeps each so-manieth
 * day or week of those that the fields name, counted from the day `since`: what cron cannot say.
 */
export const timesSchema = z.object({
  cron: z
    .string()
    .max(200)
    .regex(/^\S+( \S+){4}$/, "five fields, with a space between"),
  timeZone: z.string().min(1).max(60),
  every: z
    .object({
      count: z.number().int().min(2).max(366),
      unit: z.enum(["days", "weeks"]),
      /** YYYY-MM-DD, on that clock: the first day that counts. Of weeks, its week is the first; they begin on Monday. */
      since: z.iso.date(),
    })
    .optional(),
});
export type Times = z.infer<typeof timesSchema>;

/** No more often than this: an answer costs more to read than it takes to make. */
export const LEAST_MINUTES = 5;

const DAY_MS = 86_400_000;
const MINUTES_OF_DAY = 1_440;
/** So many times that the fields name are looked at before it is said that none comes. */
const MOST_LOOKED_AT = 2_000;

/**
 * The times that come after a moment, earliest first; fewer than `count` where no more come.
 *
 * Daylight saving: a time of day that a spring leaves out comes once, at the first minute after the gap; one that an autumn
 * has twice comes once, the first time. Where the minutes or hours are `*` or have a step, what was asked for is an
 * interval: nothing is made up for, and both of the two hours have it.
 * @throws TabletalkError bad_use for fields or a time zone that cannot be read
 */
export function timesAfter(times: Times, after: Date, count: number): Date[] {
  const cron = opened(times);
  const found: Date[] = [];
  let at: Date | null = after;
  for (let looked = 0; looked < MOST_LOOKED_AT && found.length < count; looked++) {
    at = cron.nextRun(at);
    if (!at) break;
    if (isKept(times, at)) found.push(at);
  }
  return found;
}

/** The next time after a moment; undefined where none comes. @throws TabletalkError bad_use */
export function nextTime(times: Times, after: Date): Date | undefined {
  return timesAfter(times, after, 1)[0];
}

/**
 * Refuses times that are no use: those that cannot be read, that never come, or that come too often.
 * @throws TabletalkError bad_use
 */
export function checkTimes(times: Times, now: Date): void {
  if (!nextTime(times, now))
    throw new TabletalkError(
      "bad_use",
      "That time never comes.",
      "Name a day that there is, such as the last day of the month.",
    );
  // The hours and minutes are the same on each day that it comes on.
  const {hour, minute} = fieldsOf(times);
  const starts = hour.flatMap((one) => minute.map((other) => one * 60 + other));
  const gaps = starts.map((start, at) =>
    at + 1 < starts.length ? starts[at + 1]! - start : starts[0]! + MINUTES_OF_DAY - start,
  );
  if (starts.length > 1 && Math.min(...gaps) < LEAST_MINUTES)
    throw new TabletalkError(
      "bad_use",
      `That would be more often than every ${LEAST_MINUTES} minutes.`,
      `Every ${LEAST_MINUTES} minutes is the most; "tell me when ..." with an hourly look is often enough.`,
    );
}

/** The calendar day of a moment on the clock of a time zone: YYYY-MM-DD. */
export function dayOn(timeZone: string, moment: Date): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", {timeZone, year: "numeric", month: "2-digit", day: "2-digit"});
    formats.set(timeZone, format);
  }
  return format.format(moment);
}
const formats = new Map<string, Intl.DateTimeFormat>();

/** The hours and minutes of a day that the fields name, in order. */
export function fieldsOf({cron}: Pick<Times, "cron">): {hour: number[]; minute: number[]} {
  const [minute = "*", hour = "*"] = cron.trim().split(/\s+/);
  return {hour: named(hour, 24), minute: named(minute, 60)};
}

function named(field: string, size: number): number[] {
  const found = new Set<number>();
  for (const piece of field.split(",")) {
    const [range = "*", step] = piece.split("/");
    const [from, to] = range === "*" ? [0, size - 1] : range.split("-").map(Number);
    const last = to ?? (step === undefined ? from! : size - 1);
    for (let value = from!; value <= last; value += Number(step ?? 1)) found.add(value);
  }
  return [...found].sort((a, b) => a - b);
}

function isKept({every, timeZone}: Times, at: Date): boolean {
  if (!every) return true;
  const day = dayNumber(dayOn(timeZone, at));
  const first = dayNumber(every.since);
  const passed = every.unit === "days" ? day - first : weekNumber(day) - weekNumber(first);
  return day >= first && passed % every.count === 0;
}

const dayNumber = (day: string) => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
/** The first day of 1970 was a Thursday. */
const weekNumber = (day: number) => Math.floor((day + 3) / 7);

function opened({cron, timeZone}: Times): Cron {
  try {
    new Intl.DateTimeFormat("en", {timeZone});
  } catch (error) {
    throw new TabletalkError(
      "bad_use",
      `There is no time zone ${JSON.stringify(timeZone)}.`,
      "Name one such as Europe/Berlin.",
      {cause: error},
    );
  }
  try {
    return new Cron(cron, {timezone: timeZone, paused: true, mode: "5-part", fixedTimeRule: "no-wildcard"});
  } catch (error) {
    throw new TabletalkError(
      "bad_use",
      `The times ${JSON.stringify(cron)} cannot be read: ${error instanceof Error ? error.message : error}.`,
      'Write five fields, such as "0 9 * * 1-5" (weekdays at nine), or say it: "weekdays at 9".',
      {cause: error},
    );
  }
}
