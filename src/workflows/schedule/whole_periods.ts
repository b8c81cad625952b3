import type {TimeUnit} from "../../tools/measure.ts";
import {periodEnd} from "../../tools/period_end.ts";

const DAY_MS = 86_400_000;

/**
 * Without the last periods that are not over, as the calendar has them: months, quarters and years by their own length. How
 * long a period is is read from how far apart the nearest two are.
 * @param points oldest first; `at` is `YYYY`, `YYYY-MM-DD` or with a time
 * @param now the time on the clock that the periods are cut by, as if it were UTC
 */
export function wholePeriods<Point extends {at: string}>(points: readonly Point[], now: Date): Point[] {
  const starts = points.map(({at}) => startOf(at));
  const gaps = starts.slice(1).map((start, at) => start - starts[at]!);
  const gap = Math.min(...gaps.filter((one) => one > 0));
  if (!Number.isFinite(gap)) return [...points];
  const unit = unitOf(gap);
  return points.filter(({at}) => {
    const end = unit ? periodEnd(asDay(at), unit) : startOf(at) + gap;
    return end <= now.getTime();
  });
}

function unitOf(gap: number): TimeUnit | undefined {
  const days = gap / DAY_MS;
  if (days >= 365 && days <= 366) return "year";
  if (days >= 89 && days <= 93) return "quarter";
  if (days >= 28 && days <= 31) return "month";
  return undefined;
}

const asDay = (at: string): string => (/^\d{4}$/.test(at) ? `${at}-01-01` : at);

function startOf(at: string): number {
  const day = asDay(at);
  return Date.parse(day.length > 10 ? `${day.replace(" ", "T")}Z` : day);
}

/** A moment as the clock of a time zone shows it, as if that were UTC. */
export function wallClock(moment: Date, timeZone: string): Date {
  const shown = new Intl.DateTimeFormat("sv-SE", {timeZone, dateStyle: "short", timeStyle: "medium"}).format(
    moment,
  );
  return new Date(`${shown.replace(" ", "T")}Z`);
}
