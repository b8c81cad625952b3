import type {ChartSpec} from "../charts/spec.ts";
import type {ColumnProfile, TableProfile} from "../data/profile.ts";
import {namesThings} from "../data/roles.ts";
import type {Group, Measure} from "../tools/measure.ts";
import {endsEarly, type FittedKind, fitKind, isAdditive, placeGroups} from "./fit_chart.ts";
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
 * labels are long or many), two categories as stacks where the numbers add up, else as bars side by side. An asked kind that does not fit gives way to the nearest
 * that does, and the subtitle says why. Absent where a picture adds nothing and none was asked.
 */
export function suitGroups(
  reading: Reading,
  columns: GroupedColumns,
  profile: TableProfile,
): ChartSpec | undefined {
  const asked = reading.chart;
  const [first] = columns.groups;
  if (!first) return asked?.kind === "kpi" ? keyFigure(reading, columns) : undefined;
  if (columns.groups.length > (asked?.panels ? 3 : 2)) return undefined;
  if (!asked && distinctOf(first, profile) < 2) return undefined;
  const clouds = asked?.kind === "bubble" || asked?.kind === "scatter" ? cloud(reading, columns) : undefined;
  if (clouds) return clouds;
  const y = plotted(reading, columns);
  if (y.length === 0) return undefined;

  const {along, other, facet} = placed(reading, columns, profile);
  const ranked = reading.limit !== undefined && y.includes(reading.order[0]?.by ?? "");
  // The top months are a ranking, not a course of time.
  const time = isTime(along, profile) && !ranked;
  const measure = columns.measures.find((one) => one.name === y[0]);
  const additive = isAdditive(measure, reading, y[0]!, profile);
  const parts = {along, other, time, additive, several: y.length > 1};
  const stackedTime = asked?.arrangement?.startsWith("stacked") && other !== undefined;
  const fitted: FittedKind = asked?.kind
    ? fitKind(asked.kind, parts)
    : {kind: time && !stackedTime ? "line" : "bar"};
  const parted = other !== undefined && !time && kindOfBars(asked?.kind) && additive === true;
  const stacks = asked?.arrangement?.startsWith("stacked") && additive === false && other !== undefined;
  const whys = [
    fitted.why,
    stacks ? "drawn side by side: what is stacked must add up, which these numbers do not" : undefined,
    asked?.panels && !facet ? "one panel: small multiples need a second group" : undefined,
  ];
  const {kind} = fitted;
  const ordered = isOrdered(along, profile);
  const lies =
    asked?.horizontal ??
    (kind === "bar" && !ordered && (!other || columns.groups.length === 1) && isLong(along, profile));
  const unit = measure?.unit ?? (isFraction(reading, y[0]!) ? "%" : undefined);
  return {
    kind,
    ...placeGroups(kind, parts, columns.groups),
    x: placeGroups(kind, parts, columns.groups).x ?? along.name,
    y: y.length === 1 || kind === "pie" || kind === "heatmap" ? y[0]! : y,
    ...(asked?.series && !other && {series: asked.series}),
    ...(facet && {facet: facet.name}),
    ...(asked?.arrangement
      ? {arrangement: stacks ? ("grouped" as const) : asked.arrangement}
      : parted && {arrangement: "stacked" as const}),
    ...(lies && {horizontal: true}),
    ...(asked?.log && kind !== "bar" && kind !== "area" && {yScale: "log" as const}),
    ...(ranked && isTime(along, profile)
      ? {sort: reading.order[0]!.direction === "asc" ? ("ascending" as const) : ("descending" as const)}
      : other && !time && reading.order[0] && y.includes(reading.order[0].by)
        ? {sort: reading.order[0].direction === "asc" ? ("ascending" as const) : ("descending" as const)}
        : ordered || reading.order.length > 0
          ? {sort: "given" as const}
          : {}),
    // A pie of what does not add up was asked for in so many words: it is drawn, with a caution.
    ...(additive !== undefined &&
      !(additive === false && (kind === "pie" || kind === "donut")) && {additive}),
    ...(time &&
      reading.limit === undefined &&
      reading.having.length === 0 &&
      endsEarly(along, reading, profile) && {partialLast: true}),
    ...titles(reading, whys),
    ...(unit && {yUnit: unit}),
  };
}

const kindOfBars = (kind: ChartSpec["kind"] | undefined): boolean => kind === undefined || kind === "bar";

/** Time, or what has an order, goes along the axis; of panels the group named last. */
function placed(
  reading: Reading,
  columns: GroupedColumns,
  profile: TableProfile,
): {along: Group; other: Group | undefined; facet: Group | undefined} {
  const facet =
    reading.chart?.panels && columns.groups.length > 1 ? facetOf(columns.groups, profile) : undefined;
  const [first, second] = columns.groups.filter((group) => group !== facet);
  const series = columns.groups.find((group) => group !== facet && group.name === reading.chart?.series);
  if (series && second) return {along: series === first ? second : first!, other: series, facet};
  const along = second && runsBefore(second, first!, profile) ? second : first!;
  const other = [first, second].find((group) => group && group !== along);
  return {along, other, facet};
}

/** The last group that does not run along time. */
function facetOf(groups: readonly Group[], profile: TableProfile): Group {
  return groups.findLast((group) => !isTime(group, profile)) ?? groups.at(-1)!;
}

/** One number to be read across a room, beside the earlier one where there is one. */
function keyFigure(reading: Reading, {measures}: GroupedColumns): ChartSpec | undefined {
  const [measure, earlier] = measures;
  if (!measure) return undefined;
  const before = reading.comparison && earlier?.name === `${measure.name} before` ? earlier : undefined;
  const said = reading.comparison?.kind === "same_period_last_year" ? "a year earlier" : "the period before";
  return {
    kind: "kpi",
    x: measure.name,
    y: measure.name,
    ...(before && {comparison: {column: before.name, said: reading.comparison?.against?.said ?? said}}),
    ...titles(reading),
    titleIsSubject: undefined,
    ...(measure.unit && {yUnit: measure.unit}),
  };
}

/** Groups as points of two numbers, their areas by a third. */
function cloud(reading: Reading, {groups, measures}: GroupedColumns): ChartSpec | undefined {
  const [x, y, size] = measures;
  if (!x || !y || groups.length !== 1 || reading.comparison) return undefined;
  const bubble = reading.chart?.kind === "bubble" && size !== undefined;
  const coloured = reading.chart?.series === groups[0]!.name;
  return {
    kind: bubble ? "bubble" : "scatter",
    x: x.name,
    y: y.name,
    ...(bubble && {size: size.name}),
    label: groups[0]!.name,
    ...(coloured && {series: groups[0]!.name}),
    ...titles(reading),
    ...(x.unit && {xUnit: x.unit}),
    ...(y.unit && {yUnit: y.unit}),
  };
}

/**
 * Title and subtitle of every chart: from the reading, so that picture and prose say the same. The picture may state its
 * finding above the title where it shows all groups, or the top of them.
 */
export function titles(
  reading: Reading,
  whys: readonly (string | undefined)[] = [],
): {title: string; subtitle?: string; titleIsSubject?: boolean} {
  const subtitle = [subtitleOf(reading), ...whys].filter(Boolean).join("; ");
  const shown = reading.measures[0]?.name;
  const by = reading.order[0]?.by;
  const cut = reading.limit !== undefined && (by === undefined || (shown !== undefined && by !== shown));
  const whole = !cut && !reading.limitWithin && reading.having.length === 0;
  return {title: titleOf(reading), ...(subtitle && {subtitle}), ...(whole && {titleIsSubject: true})};
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
  const column = columnOf(group, profile);
  if (column?.type === "integer" && /(^|[^a-z])(year|yr)s?$/i.test(column.name)) return true;
  return ("part" in group.of && group.of.part === "year") || column?.role === "date";
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
