import type {TableProfile} from "../../data/profile.ts";
import type {Filter, Period, Reading} from "../../planning/reading.ts";
import type {TimeUnit} from "../../tools/measure.ts";
import {isYearValue} from "./follow_up_words.ts";
import {coverage, coverOf, dayOf, sayDays, shift} from "./period_calendar.ts";
import {dateColumnOf} from "./period_phrase.ts";

/**
 * The period so many calendar units earlier or later, of the same length; undefined where it has no beginning or no end, or
 * where the data has nothing of it.
 */
function movedPeriod(
  period: Period,
  {unit, by}: {unit: TimeUnit; by: number},
  table: TableProfile,
): Period | undefined {
  const {from, to} = period;
  const column = table.columns.find(({name}) => name === period.column);
  if (!from || !to || !column) return undefined;
  const moved = {from: shift(from, unit, by), to: shift(to, unit, by)};
  const {partial, outside} = coverage(moved, coverOf(dateColumnOf(column)));
  if (outside) return undefined;
  return {column: period.column, ...moved, anchor: "none", partial, said: sayDays(moved.from, moved.to)};
}

/** The reading in another period: its dates moved, or the year that it asks for. Undefined where it has neither. */
export function movedReading(
  earlier: Omit<Reading, "placements" | "score">,
  by: {unit: TimeUnit; by: number},
  table: TableProfile,
): {period?: Period; filters?: Filter[]} | undefined {
  const period = earlier.period && movedPeriod(earlier.period, by, table);
  if (period) return {period};
  if (by.unit !== "year") return undefined;
  const at = earlier.filters.findIndex(({condition}) => isYearValue(condition) !== undefined);
  const found = earlier.filters[at];
  const year = found && isYearValue(found.condition);
  if (!found || year === undefined || found.condition.op !== "=" || !("column" in found.condition.of))
    return undefined;
  const next = year + by.by;
  const moved: Filter = {
    ...found,
    condition: {...found.condition, value: next},
    said: `${found.condition.of.column} is ${next}`,
  };
  return {filters: earlier.filters.with(at, moved)};
}

/** "and in July?" after June 2013: July of that year, and not of every year. */
export function monthOfSameYear({column, from, to}: Period, filters: readonly Filter[]): Period | undefined {
  const [filter] = filters;
  const is = filter?.condition;
  if (!from || !to || filters.length !== 1 || is?.op !== "in" || !("part" in is.of) || is.of.part !== "month")
    return undefined;
  const [month] = is.values;
  const year = Number(from.slice(0, 4));
  if (is.values.length !== 1 || typeof month !== "number" || to > dayOf(year + 1)) return undefined;
  const days = {from: dayOf(year, month), to: dayOf(year, month + 1)};
  return {column, ...days, anchor: "none", partial: false, said: sayDays(days.from, days.to)};
}
