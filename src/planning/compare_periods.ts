import {TabletalkError} from "../errors.ts";
import type {Condition} from "../tools/condition.ts";
import type {Group, Measure, Window} from "../tools/measure.ts";
import type {Period, Reading} from "./reading.ts";

/** The rows of a period, as a condition; absent when it is open at both ends. */
export function periodCondition(period: Period): Condition | undefined {
  if (period.from === undefined && period.to === undefined) return undefined;
  const of = {column: period.column};
  return {op: "range", of, ...(period.from && {from: period.from}), ...(period.to && {to: period.to})};
}

export interface SideBySide {
  measures: Measure[];
  windows: Window[];
  groups: Group[];
  /** Keeps the rows of both periods. */
  where: Condition;
}

/**
 * Two periods as one aggregate: each measure twice, "<name>" for the period and "<name> before" for the earlier one,
 * with "<name> change" and "<name> percent change" (a fraction) computed beside them, so that every number is a cell.
 * @throws TabletalkError bad_plan where the period has no bounds, or where groups cut the very date that is compared.
 */
export function sideBySide(reading: Reading): SideBySide {
  const period = reading.period;
  const comparison = reading.comparison;
  if (!period || !comparison)
    throw new TabletalkError("bad_plan", "A comparison needs a period.", "Name a period.");
  const against = comparison.against ?? earlierPeriod(period, comparison.kind === "same_period_last_year");
  const now = boundsOf(period);
  const before = boundsOf(against);
  const measures = reading.measures.flatMap((measure) => [
    within(measure, now, measure.name),
    within(measure, before, `${measure.name} before`),
  ]);
  const windows = reading.measures.flatMap((measure): Window[] => {
    const from = `${measure.name} before`;
    return [
      {name: `${measure.name} change`, of: measure.name, fn: "change", from},
      {name: `${measure.name} percent change`, of: measure.name, fn: "percent_change", from},
    ];
  });
  return {
    measures,
    windows,
    groups: reading.groups.map((group) =>
      alignedGroup(group, period, comparison.kind === "same_period_last_year"),
    ),
    where: {op: "or", args: [now, before]},
  };
}

/**
 * The period just before one of the same length, or the same one a year earlier. Whole months shift by months, others by
 * days.
 */
export function earlierPeriod(period: Period, yearEarlier: boolean): Period {
  const {from, to} = period;
  if (!from || !to) {
    throw new TabletalkError(
      "bad_plan",
      `"${period.said}" has no earlier period of its length.`,
      "Give a period with both ends.",
    );
  }
  if (yearEarlier) {
    return {
      ...period,
      from: shiftMonths(from, -12),
      to: shiftMonths(to, -12),
      partial: false,
      said: "the same period a year earlier",
    };
  }
  const months = wholeMonths(from, to);
  const start = months > 0 ? shiftMonths(from, -months) : shiftDays(from, daysBetween(to, from));
  return {...period, from: start, to: from, partial: false, said: "the period before"};
}

function boundsOf(period: Period): Condition {
  const condition = periodCondition(period);
  if (!condition) {
    throw new TabletalkError(
      "bad_plan",
      `"${period.said}" has no bounds to compare by.`,
      "Give the period's first and last day.",
    );
  }
  return condition;
}

function within(measure: Measure, period: Condition, name: string): Measure {
  const also = (where: Condition | undefined): Condition =>
    where ? {op: "and", args: [where, period]} : period;
  return {
    ...measure,
    name,
    where: also(measure.where),
    ...(measure.over && {over: {...measure.over, where: also(measure.over.where)}}),
  };
}

/** Months of two years line up as months of the year; months of two quarters do not line up at all. */
function alignedGroup(group: Group, period: Period, yearEarlier: boolean): Group {
  if (!group.unit || !("column" in group.of) || group.of.column !== period.column) return group;
  if (yearEarlier && (group.unit === "month" || group.unit === "quarter")) {
    const {unit, ...rest} = group;
    return {...rest, part: unit};
  }
  throw new TabletalkError(
    "bad_plan",
    `${group.name} of two periods do not line up side by side.`,
    "Compare the periods as a whole, or ask for the growth from each one to the next.",
  );
}

function wholeMonths(from: string, to: string): number {
  if (!from.endsWith("-01") || !to.endsWith("-01")) return 0;
  const [fromYear, fromMonth] = from.split("-").map(Number) as [number, number, number];
  const [toYear, toMonth] = to.split("-").map(Number) as [number, number, number];
  return (toYear - fromYear) * 12 + toMonth - fromMonth;
}

function shiftMonths(day: string, by: number): string {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const first = new Date(Date.UTC(year, month - 1 + by, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

function shiftDays(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
