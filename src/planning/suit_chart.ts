import type {ChartSpec} from "../charts/spec.ts";
import type {ColumnProfile, TableProfile} from "../data/profile.ts";
import {namesThings} from "../data/roles.ts";
import type {Group, Measure} from "../tools/measure.ts";
import type {Reading} from "./reading.ts";
import {subtitleOf, titleOf} from "./say_reading.ts";

/** What a table of groups will hold: the groups' columns and the numbers', in the order of the reading. */
export interface GroupedColumns {
  groups: readonly Group[];
  measures: readonly Measure[];
  /** Columns computed over the measures (shares, changes), by name. */
  computed: readonly string[];
}

/**
 * The chart that suits a table of groups: dates as a line, bins as touching bars, categories as bars (lying where the
 * labels are long or many), two categories as bars side by side. Absent where a picture adds nothing and none was asked.
 */
export function suitGroups(
  reading: Reading,
  columns: GroupedColumns,
  profile: TableProfile,
): ChartSpec | undefined {
  const [first, second] = columns.groups;
  if (!first || columns.groups.length > 2) return undefined;
  const asked = reading.chart;
  if (!asked && distinctOf(first, profile) < 2) return undefined;
  const y = plotted(reading, columns);
  if (y.length === 0) return undefined;

  const along = second && runsBefore(second, first, profile) ? second : first;
  const series = asked?.series ?? [first, second].find((group) => group && group !== along)?.name;
  const kind = asked?.kind ?? (isTime(along, profile) ? "line" : "bar");
  const ordered = isOrdered(along, profile);
  const lies =
    asked?.horizontal ??
    (kind === "bar" && !ordered && (!series || columns.groups.length === 1) && isLong(along, profile));
  const unit =
    columns.measures.find((measure) => measure.name === y[0])?.unit ??
    (isFraction(reading, y[0]!) ? "%" : undefined);
  return {
    kind: kind === "histogram" ? "bar" : kind,
    x: along.name,
    y: y.length === 1 || kind === "pie" || kind === "heatmap" ? y[0]! : y,
    ...(series && {series}),
    ...(asked?.arrangement && {arrangement: asked.arrangement}),
    ...(lies && {horizontal: true}),
    ...(ordered || reading.order.length > 0 ? {sort: "given" as const} : {}),
    ...titles(reading),
    ...(unit && {yUnit: unit}),
  };
}

/** Title and subtitle of every chart: from the reading, so that picture and prose say the same. */
export function titles(reading: Reading): {title: string; subtitle?: string} {
  const subtitle = subtitleOf(reading);
  return {title: titleOf(reading), ...(subtitle && {subtitle})};
}

/** Whether the groups come in an order of their own: dates, parts of dates, bins, numbers that are no names. */
export function isOrdered(group: Group, profile: TableProfile): boolean {
  if (isCut(group) || "part" in group.of) return true;
  const column = columnOf(group, profile);
  return column !== undefined && !namesThings(column) && !["text", "boolean"].includes(column.type);
}

/** Whether the groups run along time, so that a line may join them: dates, and years kept as numbers. */
function isTime(group: Group, profile: TableProfile): boolean {
  if (group.unit) return true;
  if (isCut(group)) return false;
  return ("part" in group.of && group.of.part === "year") || columnOf(group, profile)?.role === "date";
}

function columnOf(group: Group, profile: TableProfile): ColumnProfile | undefined {
  if (!("column" in group.of)) return undefined;
  const name = group.of.column;
  return profile.columns.find((column) => column.name === name);
}

/** A question for shares or changes is about those columns; measures of one unit share an axis, others do not. */
function plotted(reading: Reading, columns: GroupedColumns): string[] {
  if (reading.comparison && reading.comparison.kind !== "each_step")
    return columns.measures.slice(0, 2).map((one) => one.name);
  const window = reading.windows.find((one) => one.fn !== "rank");
  if (window) return [window.name];
  const [first] = columns.measures;
  if (!first) return [];
  if (columns.groups.length > 1) return [first.name];
  return columns.measures
    .filter((one) => one.unit === first.unit && one.fn === first.fn)
    .map((one) => one.name);
}

function isFraction(reading: Reading, name: string): boolean {
  return reading.windows.some(
    (one) => one.name === name && (one.fn === "share" || one.fn === "percent_change"),
  );
}

/** Time goes along the axis; else what has an order; else the first group. */
function runsBefore(one: Group, other: Group, profile: TableProfile): boolean {
  const weight = (group: Group) => Number(isTime(group, profile)) * 2 + Number(isOrdered(group, profile));
  return weight(one) > weight(other);
}

function distinctOf(group: Group, profile: TableProfile): number {
  return isCut(group)
    ? Number.POSITIVE_INFINITY
    : (columnOf(group, profile)?.distinct ?? Number.POSITIVE_INFINITY);
}

function isCut(group: Group): boolean {
  return (group.unit ?? group.part ?? group.bins ?? group.width ?? group.edges) !== undefined;
}

function isLong(group: Group, profile: TableProfile): boolean {
  const column = columnOf(group, profile);
  if (!column) return false;
  const longest = Math.max(0, ...column.top.slice(0, 20).map((one) => String(one.value).length));
  return longest > 12 || column.distinct > 12;
}
