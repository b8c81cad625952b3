import type {ChartSpec} from "../charts/spec.ts";
import type {ColumnProfile, TableProfile} from "../data/profile.ts";
import {isCoordinate} from "../data/roles.ts";
import {TabletalkError} from "../errors.ts";
import type {Condition} from "../tools/condition.ts";
import type {Group, Order, Window} from "../tools/measure.ts";
import {allOf, planOf, source, step, whereOf} from "./build_plan.ts";
import {sideBySide} from "./compare_periods.ts";
import {compileProcedure} from "./compile_procedure.ts";
import {compileStatistics} from "./compile_statistics.ts";
import type {Plan} from "./plan.ts";
import type {Reading} from "./reading.ts";
import {isOrdered, suitGroups, titles} from "./suit_chart.ts";

/** How many rows "which" fetches at least, so that a tie at the top is seen. */
const WHICH_ROWS = 5;

/**
 * The one way from a reading to a plan. The headline step answers; a chart step is added where one was asked, or where
 * the answer is a table of groups that a picture makes clearer.
 * @throws TabletalkError bad_plan where the reading lacks what its intent needs.
 */
export function compileReading(reading: Reading, profile: TableProfile): Plan {
  switch (reading.intent) {
    case "aggregate":
      return aggregatePlan(reading, profile);
    case "which":
      return reading.groups.length > 0 || reading.measures.length > 0
        ? aggregatePlan({...reading, limit: Math.max(reading.limit ?? 1, WHICH_ROWS)}, profile, reading)
        : rowsPlan({...reading, limit: Math.max(reading.limit ?? 1, WHICH_ROWS)}, profile, reading);
    case "distinct":
      return distinctPlan(reading, profile);
    case "rows":
      return rowsPlan(reading, profile);
    case "duplicates":
      return planOf(reading, [
        step("duplicates", "prepare_data", "find the repeated rows", {
          method: "duplicates",
          ...source(reading),
          ...(reading.columns.length > 0 && {columns: reading.columns}),
        }),
      ]);
    case "describe":
      return planOf(reading, [
        step("describe", "describe_table", "describe the table", {table: reading.table}),
        step("size", "aggregate", "count the rows", {
          table: reading.table,
          measures: [{name: "rows", fn: "count"}],
        }),
      ]);
    case "procedure":
      return compileProcedure(reading, profile);
    case "distribution":
      return isOfNumbers(reading, profile)
        ? compileStatistics(reading, profile)
        : countsPlan(reading, profile);
    default:
      return compileStatistics(reading, profile);
  }
}

/** The distribution of categories is how often each occurs. */
function countsPlan(reading: Reading, profile: TableProfile): Plan {
  const groups = [...reading.groups, ...reading.columns];
  return aggregatePlan({...reading, intent: "aggregate", measures: [], groups, columns: []}, profile);
}

function isOfNumbers(reading: Reading, profile: TableProfile): boolean {
  const of = reading.columns[0]?.of;
  if (!of || !("column" in of)) return true;
  const type = profile.columns.find((column) => column.name === of.column)?.type;
  return type === undefined || type === "integer" || type === "number";
}

/** Measures over groups: the groups are made as a table, those that count are kept, and measured. */
function overEachPlan(reading: Reading, each: NonNullable<Reading["each"]>): Plan {
  const kept = each.having.map(({by, op, value}): Condition => ({op, of: {column: by}, value}));
  const known = each.groups.map(({name}): Condition => ({op: "is_not_null", of: {column: name}}));
  const made = step("each", "prepare_data", "make a row for each", {
    method: "group",
    ...source(reading),
    groups: each.groups,
    measures: each.measures,
  });
  const order = reading.order.length > 0 ? {order: reading.order} : {};
  const answer = step("answer", "aggregate", "measure those rows", {
    table: {$step: "each"},
    where: allOf([...known, ...kept]),
    measures: reading.measures,
    ...(reading.groups.length > 0 && {groups: reading.groups}),
    ...order,
    ...(reading.limit !== undefined && {limit: reading.limit}),
  });
  return {reading, steps: [made, answer], headline: "answer"};
}

function aggregatePlan(reading: Reading, profile: TableProfile, said: Reading = reading): Plan {
  if (reading.each) return overEachPlan(said, reading.each);
  const periods = reading.comparison && reading.comparison.kind !== "each_step";
  const shape = periods ? besidePeriods(reading) : overGroups(reading, profile);
  const asked = reading.order.length > 0 ? reading.order : defaultOrder(shape, profile);
  const order = withTies(asked, shape.groups, profile);
  const input = {
    ...source(reading, shape.where),
    measures: shape.measures,
    groups: shape.groups,
    ...(shape.windows.length > 0 && {windows: shape.windows}),
    ...(reading.having.length > 0 && {having: reading.having}),
    ...(order.length > 0 && {order}),
    ...(reading.limit !== undefined && {limit: reading.limit}),
    ...(reading.limitWithin && {limitWithin: reading.limitWithin}),
  };
  const steps = [step("answer", "aggregate", "compute the measures by the groups", input)];
  const computed = shape.windows.map((window) => window.name);
  const columns = {groups: shape.groups, measures: shape.measures, computed};
  const spec = suitGroups({...said, windows: periods ? [] : shape.windows}, columns, profile);
  return planOf(said, steps, spec && {spec});
}

interface Shape {
  measures: Reading["measures"];
  groups: Group[];
  windows: Window[];
  where: Condition | undefined;
}

function besidePeriods(reading: Reading): Shape {
  const both = sideBySide(reading);
  const filters = reading.filters.map((filter) => filter.condition);
  return {
    measures: both.measures,
    groups: both.groups,
    windows: [...reading.windows, ...both.windows],
    where: allOf([...filters, both.where]),
  };
}

function overGroups(reading: Reading, profile: TableProfile): Shape {
  const measures = reading.measures.length > 0 ? reading.measures : [{name: "rows", fn: "count" as const}];
  const where = whereOf(reading);
  if (reading.comparison?.kind !== "each_step")
    return {measures, groups: reading.groups, windows: reading.windows, where};
  const groups = datesFirst(reading, profile);
  const changes = reading.windows.some((window) => window.fn === "change" || window.fn === "percent_change");
  const within = groups.slice(1).map((group) => group.name);
  const added = measures.flatMap((measure): Window[] => [
    {name: `${measure.name} change`, of: measure.name, fn: "change", ...(within.length > 0 && {within})},
    {
      name: `${measure.name} percent change`,
      of: measure.name,
      fn: "percent_change",
      ...(within.length > 0 && {within}),
    },
  ]);
  return {measures, groups, windows: changes ? reading.windows : [...reading.windows, ...added], where};
}

/** Growth needs a date to grow along: the reading's, made the first group, or the table's only date. */
function datesFirst(reading: Reading, profile: TableProfile): Group[] {
  const dated =
    reading.groups.find((group) => group.unit) ?? reading.groups.find((group) => isOrdered(group, profile));
  if (dated) return [dated, ...reading.groups.filter((group) => group !== dated)];
  const dates = profile.columns.filter((column) => column.role === "date").map((column) => column.name);
  const column = reading.period?.column ?? (dates.length === 1 ? dates[0] : undefined);
  if (column === undefined) {
    throw new TabletalkError(
      "bad_plan",
      "Growth needs a date to grow along.",
      dates.length > 1 ? `Say which: ${dates.join(", ")}.` : "Name a column of dates.",
    );
  }
  // Years may be kept as numbers: those are not cut, they are the periods.
  const type = profile.columns.find((one) => one.name === column)?.type;
  if (type === "integer" || type === "number") return [{name: column, of: {column}}, ...reading.groups];
  const unit = reading.comparison?.unit ?? "month";
  return [{name: unit, of: {column}, unit}, ...reading.groups];
}

/** Groups that have an order of their own keep it; others come by the first measure, largest first. */
function defaultOrder(shape: Shape, profile: TableProfile): Order[] {
  const [first] = shape.groups;
  const by = shape.measures[0]?.name;
  if (!first || by === undefined || shape.groups.some((group) => isOrdered(group, profile))) return [];
  return [{by, direction: "desc"}];
}

/** Equal values always come in the same order: by the groups in turn, those with an order of their own first. */
function withTies(order: readonly Order[], groups: readonly Group[], profile: TableProfile): Order[] {
  const named = new Set(order.map((one) => one.by));
  const rest = groups.filter((group) => !named.has(group.name));
  const ordered = [...rest].sort((a, b) => Number(isOrdered(b, profile)) - Number(isOrdered(a, profile)));
  return [...order, ...ordered.map((group) => ({by: group.name, direction: "asc" as const}))];
}

function distinctPlan(reading: Reading, profile: TableProfile): Plan {
  const groups =
    reading.groups.length > 0 ? reading.groups : reading.columns.map(({name, of}): Group => ({name, of}));
  if (groups.length === 0)
    throw new TabletalkError("bad_plan", "No column is named to list the values of.", "Name a column.");
  return aggregatePlan({...reading, intent: "aggregate", groups, columns: []}, profile, {...reading, groups});
}

function rowsPlan(reading: Reading, profile: TableProfile, said: Reading = reading): Plan {
  const named =
    reading.columns.length > 0
      ? reading.columns
      : profile.columns.map(({name}) => ({name, of: {column: name}}));
  const shown = new Set(named.map((column) => column.name));
  const known = new Map(profile.columns.map((column) => [column.name, column]));
  const missing = reading.order.filter((one) => !shown.has(one.by) && known.has(one.by));
  const columns = [...named, ...missing.map(({by}) => ({name: by, of: {column: by}}))];
  const order = reading.order.length > 0 ? rowTies(reading.order, columns, profile) : [];
  const input = {
    method: "select",
    ...source(reading),
    columns,
    ...(order.length > 0 && {order}),
    ...(reading.limit !== undefined && {limit: reading.limit}),
  };
  const spec = reading.chart?.asked ? rowsChart(said, columns, known) : undefined;
  return planOf(said, [step("answer", "prepare_data", "take the rows", input)], spec && {spec});
}

/** Equal rows come in the order of a key where there is one, else of the columns shown. */
function rowTies(order: readonly Order[], columns: Reading["columns"], profile: TableProfile): Order[] {
  const named = new Set(order.map((one) => one.by));
  const key = columns.find((column) => "column" in column.of && profile.keys.includes(column.of.column));
  const rest = (key ? [key] : columns).filter((column) => !named.has(column.name));
  return [...order, ...rest.map((column) => ({by: column.name, direction: "asc" as const}))];
}

function rowsChart(
  reading: Reading,
  columns: Reading["columns"],
  known: ReadonlyMap<string, ColumnProfile>,
): ChartSpec | undefined {
  const typed = columns.map((column) => ({
    name: column.name,
    profile: "column" in column.of ? known.get(column.of.column) : undefined,
  }));
  const numbers = typed.filter((one) => !one.profile || isAmount(one.profile));
  const label = typed.find((one) => one.profile && !isAmount(one.profile));
  const y = numbers.find((one) => one.name === reading.order[0]?.by) ?? numbers[0];
  if (!label || !y) return undefined;
  const dated = label.profile?.role === "date";
  const four = ["open", "high", "low", "close"].map(
    (part) => numbers.find((one) => new RegExp(`^(adj[_ ]?)?${part.slice(0, 4)}`, "i").test(one.name))?.name,
  );
  if (reading.chart?.kind === "candlestick" && dated && four.every((name) => name !== undefined)) {
    const [open, high, low, close] = four;
    return {
      kind: "candlestick",
      x: label.name,
      open,
      high,
      low,
      close,
      ...titles(reading),
      ...(y.profile?.unit && {yUnit: y.profile.unit}),
    };
  }
  return {
    kind: reading.chart?.kind ?? (dated ? "line" : "bar"),
    x: label.name,
    y: y.name,
    ...(reading.chart?.series && {series: reading.chart.series}),
    ...(!dated && (reading.chart?.horizontal ?? true) && {horizontal: true}),
    sort: "given",
    ...titles(reading),
    ...(y.profile?.unit && {yUnit: y.profile.unit}),
  };
}

const isAmount = (column: ColumnProfile): boolean => column.role === "measure" || isCoordinate(column);
