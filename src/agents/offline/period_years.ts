import {coverOf, partsOf} from "./period_calendar.ts";
import type {PeriodContext} from "./period_phrase.ts";
import {type Point, pointDays, readPoint} from "./period_points.ts";
import type {TimeToken} from "./period_tokens.ts";

/** The days of a point; a year that it lacks is the one given, or the only or the latest one in the data. */
export function daysOf(context: PeriodContext, point: Point, year?: number): ReturnType<typeof pointDays> {
  return pointDays(point, yearOf(point) ?? year ?? onlyYear(context, point) ?? latestYear(context, point));
}

export function yearOf(point: Point): number | undefined {
  return point.kind === "months" || point.kind === "day" || point.kind === "year" ? point.year : undefined;
}

/** The one year in which the data touches a date without a year. */
export function onlyYear(context: PeriodContext, point: Point): number | undefined {
  const years = touched(context, point);
  return years.length === 1 ? years[0] : undefined;
}

export function latestYear(context: PeriodContext, point: Point): number | undefined {
  return touched(context, point).at(-1) ?? Number(context.asOf.slice(0, 4));
}

export function touched(context: PeriodContext, point: Point): number[] {
  const cover = coverOf(context.dateColumns[0]);
  if (!cover) return [];
  const [first, last] = [partsOf(cover.first).year, partsOf(cover.last).year];
  if (last - first > 400) return [];
  return Array.from({length: last - first + 2}, (_, index) => first - 1 + index).filter((year) => {
    const days = pointDays(point, year);
    return days !== undefined && days.from <= cover.last && days.to > cover.first;
  });
}

/** "January and February 2024": the year of the next date holds for this one. */
export function yearBehind(tokens: readonly TimeToken[], at: number): number | undefined {
  let next = at;
  for (let hops = 0; hops < 6; hops++) {
    if (!["and", "or", ",", "&", "vs", "versus"].includes(tokens[next]?.lower ?? "")) return undefined;
    while (["and", "or", ",", "&", "in", "vs", "versus", "."].includes(tokens[next]?.lower ?? "")) next++;
    const read = readPoint(tokens, next);
    if (!read || (read.point.kind !== "months" && read.point.kind !== "day")) return undefined;
    if (read.point.year !== undefined) return read.point.year;
    next = read.next;
  }
  return undefined;
}
