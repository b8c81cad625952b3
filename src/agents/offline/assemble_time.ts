import type {Filter, Period} from "../../planning/reading.ts";
import type {Condition} from "../../tools/condition.ts";
import type {Group} from "../../tools/measure.ts";
import type {Bag} from "./bag.ts";
import {isDate, isYear} from "./column_nature.ts";
import type {LexColumn} from "./lexicon.ts";
import type {GrainPhrase, PeriodPhrase, Stretch} from "./period_phrase.ts";
import type {GroupItem} from "./phrase.ts";
import type {Scene} from "./scene.ts";

/** A table with a row for each date is drawn as it is, up to this many. */
const MOST_POINTS = 400;
const UNITS = new Set(["year", "quarter", "month", "week", "day", "hour"]);

/** Groups of time along a column: calendar units, or parts that repeat. Undefined where the column cannot be cut so. */
export function timeGroup(unit: string, repeating: boolean, column: LexColumn): Group | undefined {
  if (isYear(column))
    return unit === "year" && !repeating ? {name: column.profile.name, of: column.ref} : undefined;
  if (!isDate(column)) return undefined;
  if (unit === "hour" && column.profile.type !== "timestamp") return undefined;
  if (unit === "day" && !repeating && column.profile.type === "date")
    return {name: column.profile.name, of: column.ref};
  if (unit === "weekday") return {name: "weekday", of: column.ref, part: "weekday"};
  if (repeating && (unit === "month" || unit === "quarter" || unit === "hour" || unit === "week"))
    return {name: unit, of: column.ref, part: unit};
  return UNITS.has(unit) ? {name: unit, of: column.ref, unit: unit as "year"} : undefined;
}

/** The groups that a phrase of grain makes: "by month", "over time", "by weekday". */
export function grainGroup(phrase: GrainPhrase, scene: Scene): Group | undefined {
  for (const column of scene.dates) {
    if (
      phrase.chosen &&
      scene.profile.keys.includes(column.profile.name) &&
      scene.profile.rows <= MOST_POINTS
    ) {
      return {name: column.profile.name, of: column.ref};
    }
    if (phrase.width && isYear(column)) return {name: "decade", of: column.ref, width: phrase.width};
    const group = phrase.part
      ? timeGroup(phrase.part, true, column)
      : timeGroup(phrase.unit ?? "month", false, column);
    if (group) return group;
    if (phrase.chosen && isYear(column)) return {name: column.profile.name, of: column.ref};
  }
  return undefined;
}

/** Every way to group by an item; "which month" may mean months one by one or Januaries taken together. */
export function timeGroups(
  item: Exclude<GroupItem, {kind: "column"}>,
  scene: Scene,
  repeats: boolean,
): Group[] {
  if (item.kind === "grain") {
    const group = grainGroup(item.phrase, scene);
    return group ? [group] : [];
  }
  for (const column of scene.dates) {
    const once = timeGroup(item.unit, false, column);
    const single = scene.profile.keys.includes(column.profile.name);
    const repeated =
      repeats && item.unit === "month" && !single && hasMonthsTwice(column)
        ? timeGroup(item.unit, true, column)
        : undefined;
    if (once) return repeated ? [once, repeated] : [once];
  }
  return [];
}

/** Whether a month of the year is there in several years: else months one by one are the months of the year. */
function hasMonthsTwice({profile: {min, max}}: LexColumn): boolean {
  const [first, last] = [min, max].map((one) => /^(\d{4})-(\d\d)/.exec(String(one ?? "")));
  if (!first || !last) return true;
  return 12 * (Number(last[1]) - Number(first[1])) + Number(last[2]) - Number(first[2]) >= 12;
}

/** A stretch of time as a period of a date column, or as a filter on a column of years. */
export function stretchOf(stretch: Stretch, column: LexColumn): {period?: Period; filter?: Filter} {
  if (!isYear(column)) {
    const {from, to, anchor, partial, said} = stretch;
    return {
      period: {column: column.profile.name, ...(from && {from}), ...(to && {to}), anchor, partial, said},
    };
  }
  const low = stretch.fromYear ?? (stretch.from ? Number(stretch.from.slice(0, 4)) : undefined);
  const high =
    stretch.toYear ??
    (stretch.to
      ? Number(stretch.to.slice(0, 4)) - (stretch.to.slice(4, 10) === "-01-01" ? 1 : 0)
      : undefined);
  const of = column.ref;
  const {name} = column.profile;
  if (low !== undefined && low === high)
    return {filter: {condition: {op: "=", of, value: low}, said: `${name} is ${low}`}};
  if (low !== undefined && high !== undefined)
    return {filter: {condition: {op: "between", of, low, high}, said: `${name} from ${low} to ${high}`}};
  if (low !== undefined) return {filter: {condition: {op: ">=", of, value: low}, said: `${name} >= ${low}`}};
  return high === undefined
    ? {}
    : {filter: {condition: {op: "<=", of, value: high}, said: `${name} <= ${high}`}};
}

export interface TimeParts {
  period?: Period;
  filters: Filter[];
  comparison?: {
    kind: "previous_period" | "same_period_last_year" | "each_step";
    unit?: "year" | "quarter" | "month" | "week" | "day" | "hour";
    against?: Period;
  };
  percent: boolean;
  /** Years to set side by side on a column of years. */
  years?: {column: LexColumn; values: number[]};
  /** Changes from each group to the next are wanted. */
  growth?: boolean;
  /** A phrase of time that the data cannot follow, as the person would read it. */
  impossible?: string;
}

/** The two years that a comparison sets side by side, the earlier one first. */
function comparedYears(phrases: readonly PeriodPhrase[]): [number, number] | undefined {
  const years = new Set<number>();
  if (!phrases.some((phrase) => phrase.kind === "comparison")) return undefined;
  for (const phrase of phrases) {
    const stretches =
      phrase.kind === "period" ? [phrase] : phrase.kind === "comparison" ? [phrase.of, phrase.against] : [];
    for (const stretch of stretches)
      if (stretch?.fromYear !== undefined && stretch.fromYear === stretch.toYear) years.add(stretch.fromYear);
  }
  const [a, b] = [...years].sort((one, other) => one - other);
  return years.size === 2 && a !== undefined && b !== undefined ? [a, b] : undefined;
}

const yearFilter = (column: LexColumn, values: readonly number[]): Filter => ({
  condition: {op: "in", of: column.ref, values: [...values]},
  said: `${column.profile.name} is in (${values.join(", ")})`,
});

const changes = (bag: Bag): boolean => bag.hasIntent("change", "compare");
const spans = (stretch: Stretch): boolean =>
  stretch.fromYear !== undefined && stretch.toYear !== undefined && stretch.toYear > stretch.fromYear;

/** Turns the phrases of time into a period, filters and a comparison on the first column that tells time. */
export function timeParts(bag: Bag, scene: Scene): TimeParts {
  const parts: TimeParts = {filters: [], percent: false};
  const phrases = bag.of("period").map((one) => one.phrase);
  const [column] = scene.dates;
  for (const {phrase} of bag.of("notPeriod")) {
    if (!column) return {...parts, impossible: `there is no column of dates for "${phrase.text}"`};
    const {period, filter} = stretchOf(phrase, column);
    const condition: Condition | undefined =
      filter?.condition ??
      (period && {
        op: "range",
        of: column.ref,
        ...(period.from && {from: period.from}),
        ...(period.to && {to: period.to}),
      });
    if (condition)
      parts.filters.push({
        condition: {op: "not", arg: condition},
        said: `${column.profile.name} not in ${phrase.said}`,
      });
  }
  if (phrases.length === 0) return parts;
  if (!column) return {...parts, impossible: `there is no column of dates for "${phrases[0]!.text}"`};
  const stretches = phrases.filter((phrase) => phrase.kind === "period");
  const sides = isYear(column) ? comparedYears(phrases) : undefined;
  if (sides)
    return {
      ...parts,
      years: {column, values: sides},
      growth: true,
      filters: [...parts.filters, yearFilter(column, sides)],
    };
  if (stretches.length > 2) return {...parts, impossible: `"${stretches[2]!.text}" is one period too many`};
  if (stretches.length === 2) {
    const sorted = [...stretches].sort((one, other) => (other.from ?? "").localeCompare(one.from ?? ""));
    const [a, b] = sorted as unknown as [Stretch, Stretch];
    if (isYear(column)) {
      const values = [b, a].map((stretch) => stretch.fromYear ?? Number.NaN);
      parts.years = {column, values};
      parts.growth = true;
      parts.filters.push({
        condition: {op: "in", of: column.ref, values},
        said: `${column.profile.name} is in (${values.join(", ")})`,
      });
    } else {
      parts.period = stretchOf(a, column).period!;
      parts.comparison = {kind: "previous_period", against: stretchOf(b, column).period!};
    }
  } else if (stretches.length === 1 && isYear(column) && changes(bag) && spans(stretches[0]!)) {
    const values = [stretches[0]!.fromYear!, stretches[0]!.toYear!];
    parts.years = {column, values};
    parts.growth = true;
    parts.filters.push({
      condition: {op: "in", of: column.ref, values},
      said: `${column.profile.name} is in (${values.join(", ")})`,
    });
  } else if (stretches.length === 1) {
    const {period, filter} = stretchOf(stretches[0]!, column);
    if (period) parts.period = period;
    if (filter) parts.filters.push(filter);
  }
  for (const phrase of phrases) {
    if (phrase.kind === "recurring") {
      if (isYear(column))
        return {
          ...parts,
          impossible: `${column.profile.name} holds years only, so "${phrase.text}" cannot be found`,
        };
      parts.filters.push({
        condition: {op: "in", of: {part: phrase.part, of: column.ref}, values: phrase.values},
        said: phrase.said,
      });
    }
    if (phrase.kind === "comparison") {
      parts.percent = phrase.percent;
      if (isYear(column) && phrase.comparison === "each_step") {
        parts.growth = true;
        continue;
      }
      parts.comparison = {kind: phrase.comparison, ...(phrase.unit && {unit: phrase.unit})};
      if (phrase.of && !parts.period) parts.period = stretchOf(phrase.of, column).period ?? parts.period;
      const against = phrase.against && stretchOf(phrase.against, column).period;
      if (against) parts.comparison.against = against;
    }
  }
  return parts;
}
