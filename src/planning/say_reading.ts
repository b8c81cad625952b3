import type {TableProfile} from "../data/profile.ts";
import type {Group, Measure, Window} from "../tools/measure.ts";
import {sayDefinition} from "./definitions.ts";
import type {Reading} from "./reading.ts";
import {sayCondition, sayExpression} from "./say_condition.ts";
import {sayOperations} from "./say_operations.ts";

/**
 * A reading in one line, for a person who checks what was understood:
 * "Read as: sum(net_amount) by region, 1-31 May 2024 (last full month in the data), status is not Refunded, top 5 by
 * sum(net_amount)". Assumptions come last, after "assuming".
 */
export function sayReading(reading: Reading, profile?: TableProfile): string {
  const parts = [
    withGroups(saySubject(reading, profile), reading),
    ...(reading.period ? [reading.period.said] : []),
    ...sayComparison(reading),
    ...reading.filters.map((filter) => filter.said),
    ...reading.having.map((having) => sayHaving(having, reading)),
    ...sayWindows(reading),
    ...sayOrder(reading),
    ...sayChart(reading),
  ];
  const joins = reading.joins.map((join) => join.table);
  const source = joins.length > 0 ? ` from ${[reading.table, ...joins].join(" with ")}` : "";
  const assumptions = reading.assumptions.length > 0 ? `; assuming: ${reading.assumptions.join("; ")}` : "";
  const taught = reading.definitions?.length
    ? `; where ${reading.definitions.map(sayDefinition).join(" and ")}`
    : "";
  return `Read as: ${parts.filter(Boolean).join(", ")}${source}${taught}${assumptions}`;
}

const PLACES = ["", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"];

function sayHaving({by, op, value}: Reading["having"][number], {windows}: Reading): string {
  const isRank = op === "=" && windows.some(({name, fn}) => name === by && fn === "rank");
  return isRank && PLACES[value] ? `only the ${PLACES[value]}` : `only where ${by} ${op} ${value}`;
}

/** A title for the table and the chart of a reading: "Revenue by region". */
export function titleOf(reading: Reading): string {
  const said = withGroups(titleSubject(reading), reading);
  return said.charAt(0).toUpperCase() + said.slice(1);
}

/** What a chart says under its title: the period and the filters; absent when there are none. */
export function subtitleOf(reading: Reading): string | undefined {
  const parts = [
    ...(reading.period ? [reading.period.said] : []),
    ...reading.filters.map((filter) => filter.said),
  ];
  return parts.length > 0 ? parts.join(", ") : undefined;
}

/**
 * A measure as the function that it is: "sum(net_amount)", "sum(profit) / sum(sales)", "share of rows where Survived
 * is 1".
 */
export function sayMeasure(measure: Measure): string {
  const {over, where} = measure;
  if (!over) return sayFunction(measure);
  const isShare = where && !over.where && over.fn === measure.fn && measure.unit === "%";
  if (isShare) {
    const whole = sayFunction(over).replace(/^count of /, "");
    return `share of ${whole} where ${sayCondition(where)}`;
  }
  const bracketed = (part: Measure | NonNullable<Measure["over"]>) =>
    part.where ? `(${sayFunction(part)})` : sayFunction(part);
  return `${bracketed(measure)} / ${bracketed(over)}`;
}

function sayFunction(part: Pick<Measure, "fn" | "of" | "where"> & {q?: number}): string {
  const where = part.where ? ` where ${sayCondition(part.where)}` : "";
  if (part.fn === "count" && !part.of) return `count of rows${where}`;
  const of = part.of ? sayExpression(part.of) : "rows";
  if (part.fn === "count") return `count of rows with ${of}${where}`;
  if (part.fn === "count_distinct") return `count of distinct ${of}${where}`;
  if (part.fn === "null_count") return `count of missing ${of}${where}`;
  if (part.fn === "null_share") return `share of missing ${of}${where}`;
  if (part.fn === "quantile") return `quantile ${part.q ?? 0.5} of ${of}${where}`;
  return `${part.fn}(${of})${where}`;
}

function saySubject(reading: Reading, profile?: TableProfile): string {
  const columns = reading.columns.map((column) => column.name).join(", ");
  switch (reading.intent) {
    case "aggregate":
    case "which": {
      if (reading.each) return sayEach(reading, reading.each);
      const measures = reading.measures.map(sayMeasure).join(" and ");
      if (reading.intent === "aggregate") return measures || "count of rows";
      const what = reading.groups.map(sayGroup).join(" and ") || columns || "row";
      const by = measures || reading.order[0]?.by || "";
      return `the ${what} with the ${reading.order[0]?.direction === "asc" ? "lowest" : "highest"} ${by}`.trim();
    }
    case "rows":
      return columns ? `rows: ${columns}` : "rows, all columns";
    case "distinct":
      return `the values of ${columns || reading.groups.map((group) => group.name).join(", ")}`;
    case "describe":
      return profile
        ? `what is in ${reading.table} (${profile.rows.toLocaleString("en-US")} rows, ${profile.columns.length} columns)`
        : `what is in ${reading.table}`;
    case "missing":
      return `missing values in ${columns || "every column"}`;
    case "duplicates":
      return `repeated rows${columns ? ` by ${columns}` : ", all columns equal"}`;
    case "distribution":
      return `the distribution of ${columns || reading.measures.map(sayMeasure).join(", ")}`;
    case "correlation":
      return `correlation of ${columns || "every pair of numbers"}`;
    case "compare":
      return `comparison of ${columns || reading.measures.map(sayMeasure).join(", ")} between groups`;
    case "procedure":
      return sayOperations(reading.operations ?? []);
    case "relation":
      return reading.columns.map((column) => column.name).join(" against ");
  }
}

/** "count of Customer ID with count of distinct Order ID = 1"; "avg(total Sales) over each Order ID". */
function sayEach(reading: Reading, each: NonNullable<Reading["each"]>): string {
  const what = each.groups.map(sayGroup).join(" and ");
  const inner = (name: string): string => {
    const measure = each.measures.find((one) => one.name === name);
    return measure ? sayMeasure(measure) : name;
  };
  const counts = ({fn, of, over}: Measure): boolean =>
    !over &&
    (of ? fn === "count_distinct" && "column" in of && of.column === each.groups[0]?.name : fn === "count");
  const kept = each.having.map(({by, op, value}) => `${inner(by)} ${op} ${value}`).join(" and ");
  const outer = reading.measures.map((measure) =>
    counts(measure) ? `count of ${what}` : `${sayMeasure(measure)} over each ${what}`,
  );
  return `${outer.join(" and ")}${kept ? ` with ${kept}` : ""}`;
}

function titleSubject(reading: Reading): string {
  const measures = reading.measures.map((measure) => measure.name).join(" and ");
  if (reading.intent === "aggregate" || reading.intent === "which") {
    return measures || reading.columns.map((column) => column.name).join(", ") || "count of rows";
  }
  return saySubject(reading);
}

function withGroups(subject: string, reading: Reading): string {
  if (reading.groups.length === 0 || reading.intent === "distinct") return subject;
  if (reading.intent === "which") return subject;
  return `${subject} by ${reading.groups.map(sayGroup).join(" and ")}`;
}

/** A group as what it is: "month of date" is each month of each year; "month of the year (date)" puts years together. */
function sayGroup(group: Group): string {
  const of = sayExpression(group.of);
  if (group.unit) return `${group.unit} of ${of}`;
  if (group.part) return `${PARTS[group.part]} (${of})`;
  if (group.bins || group.width || group.edges) return `${of} in bins`;
  return "column" in group.of ? group.name : of;
}

const PARTS: Record<NonNullable<Group["part"]>, string> = {
  year: "year",
  quarter: "quarter of the year",
  month: "month of the year",
  week: "week of the year",
  day: "day",
  hour: "hour of the day",
  weekday: "weekday",
  day_of_month: "day of the month",
};

function sayComparison(reading: Reading): string[] {
  const comparison = reading.comparison;
  if (!comparison) return [];
  if (comparison.kind === "each_step") return [`change from each ${comparison.unit ?? "group"} to the next`];
  const against = comparison.against ? ` (${comparison.against.said})` : "";
  return [
    `against the ${comparison.kind === "previous_period" ? "period before" : "same period a year earlier"}${against}`,
  ];
}

const WINDOWS: Record<Window["fn"], string> = {
  share: "share of the total",
  running_total: "running total of",
  rank: "rank by",
  change: "change in",
  percent_change: "percent change in",
};

function sayWindows(reading: Reading): string[] {
  return reading.windows.map((window) => {
    const from = window.from ? ` from ${window.from}` : "";
    const within = window.within?.length ? ` within ${window.within.join(", ")}` : "";
    return `${WINDOWS[window.fn]} ${window.of}${from}${within}`;
  });
}

function sayOrder(reading: Reading): string[] {
  const first = reading.order[0];
  if (reading.intent === "which") return [];
  const by = first ? sayOrdered(first.by, reading) : "";
  const within = reading.limitWithin ? ` in each ${reading.limitWithin}` : "";
  if (reading.limit !== undefined) {
    if (!first) return [`first ${reading.limit}${within}`];
    return [`${first.direction === "desc" ? "top" : "bottom"} ${reading.limit} by ${by}${within}`];
  }
  return first ? [`ordered by ${by}${first.direction === "desc" ? ", largest first" : ""}`] : [];
}

function sayOrdered(name: string, reading: Reading): string {
  const measure = reading.measures.find((one) => one.name === name);
  return measure ? sayMeasure(measure) : name;
}

const KINDS: Partial<Record<string, string>> = {
  kpi: "key figure",
  treemap: "treemap",
  sankey: "sankey diagram",
  network: "network",
  choropleth: "map",
  point_map: "map of points",
};

function sayChart(reading: Reading): string[] {
  const {chart} = reading;
  if (!chart?.asked) return [];
  const stacked = chart.arrangement?.startsWith("stacked") ? "stacked " : "";
  const article = chart.kind === "area" && !stacked ? "an" : "a";
  return [
    ...(chart.kind ? [`as ${article} ${stacked}${KINDS[chart.kind] ?? `${chart.kind} chart`}`] : []),
    ...(chart.panels ? ["in small multiples"] : []),
    ...(chart.log ? ["on a logarithmic axis"] : []),
  ];
}
