import type {ChartSpec} from "../charts/spec.ts";
import type {ColumnProfile, TableProfile} from "../data/profile.ts";
import {TabletalkError} from "../errors.ts";
import {planOf, source, step} from "./build_plan.ts";
import type {Plan} from "./plan.ts";
import type {Reading} from "./reading.ts";
import {titles} from "./suit_chart.ts";

/** Readings whose answer is a method of `run_statistics`: missing, distribution, correlation, relation, compare. */
export function compileStatistics(reading: Reading, profile: TableProfile): Plan {
  switch (reading.intent) {
    case "missing":
      return planOf(reading, [
        step("answer", "run_statistics", "count missing values by column", {
          method: "missing",
          ...source(reading),
          ...(reading.columns.length > 0 && {columns: reading.columns}),
        }),
      ]);
    case "distribution":
      return distributionPlan(reading, profile);
    case "correlation":
      return correlationPlan(reading, profile);
    case "relation":
      return relationPlan(reading, profile);
    case "compare":
      return comparePlan(reading);
    default:
      throw new TabletalkError(
        "bad_plan",
        `No statistics answer "${reading.intent}".`,
        "Ask in another way.",
      );
  }
}

/** A number: its summary, and a histogram (boxes where groups or a box were asked). */
function distributionPlan(reading: Reading, profile: TableProfile): Plan {
  const column = reading.columns[0] ?? measured(reading);
  if (!column)
    throw new TabletalkError("bad_plan", "No column is named to show the distribution of.", "Name a column.");
  const found = profileOf(column, profile);
  const common = {...source(reading), column};
  const groups = reading.groups.length > 0 ? {groups: reading.groups} : {};
  const summary = step("answer", "run_statistics", "summarise the values", {
    method: "describe",
    ...source(reading),
    columns: [column],
    ...groups,
  });
  const unit = found?.unit ? {xUnit: found.unit} : {};
  if (reading.chart?.kind === "box" || reading.groups.length > 0) {
    const box = step("shape", "run_statistics", "the boxes", {method: "box", ...common, ...groups});
    const x = reading.groups[0]?.name ?? column.name;
    const spec: ChartSpec = {
      kind: "box",
      x,
      y: column.name,
      ...titles(reading),
      ...(found?.unit && {yUnit: found.unit}),
    };
    return planOf(reading, [summary, box], {spec, from: "shape"});
  }
  const bins = step("shape", "run_statistics", "count the values in bins", {method: "histogram", ...common});
  const spec: ChartSpec = {kind: "histogram", x: column.name, y: "count", ...titles(reading), ...unit};
  return planOf(reading, [summary, bins], {spec, from: "shape"});
}

/** Two columns: their coefficient and the points. Otherwise all pairs, and a heatmap. */
function correlationPlan(reading: Reading, profile: TableProfile): Plan {
  if (reading.columns.length === 2) return relationPlan(reading, profile);
  const answer = step("answer", "run_statistics", "correlate the columns", {
    method: "correlation",
    ...source(reading),
    ...(reading.columns.length > 0 && {columns: reading.columns}),
  });
  const spec: ChartSpec = {kind: "heatmap", x: "x", y: "r", series: "y", ...titles(reading)};
  return planOf(reading, [answer], reading.columns.length === 1 ? undefined : {spec});
}

/** The points of two numbers, and their correlation: the number that says what the picture shows. */
function relationPlan(reading: Reading, profile: TableProfile): Plan {
  const [x, y, size] = reading.columns;
  if (!x || !y) throw new TabletalkError("bad_plan", "A relation needs two columns.", "Name two columns.");
  const colour = reading.groups[0];
  const answer = step("answer", "run_statistics", "correlate the two columns", {
    method: "correlation",
    ...source(reading),
    columns: [x, y],
  });
  const name = size && namesOf(profile);
  const points = step("points", "prepare_data", "take the points", {
    method: "select",
    ...source(reading),
    columns: [
      x,
      y,
      ...(size ? [size] : []),
      ...(name ? [name] : []),
      ...(colour ? [{name: colour.name, of: colour.of}] : []),
    ],
  });
  const shown = colour?.name ?? reading.chart?.series;
  const panels = reading.chart?.panels && colour !== undefined;
  const asked = reading.chart?.kind;
  const spec: ChartSpec = {
    kind: size ? "bubble" : asked === "bubble" || asked === undefined ? "scatter" : asked,
    x: x.name,
    y: y.name,
    ...(size && {size: size.name}),
    ...(name && {label: name.name}),
    ...(shown && (panels ? {facet: shown} : {series: shown})),
    ...(reading.chart?.log && logScales(profileOf(x, profile), profileOf(y, profile))),
    ...titles(reading, [
      asked === "bubble" && !size ? "drawn as points: a bubble chart needs three numbers" : undefined,
    ]),
    ...unitOf("xUnit", profileOf(x, profile)),
    ...unitOf("yUnit", profileOf(y, profile)),
  };
  return planOf(reading, [answer, points], {spec, from: "points"});
}

/** The axes that a logarithmic scale is for: those whose values run over more than a decade and a half; else y. */
function logScales(x: ColumnProfile | undefined, y: ColumnProfile | undefined): Partial<ChartSpec> {
  const wide = (column: ColumnProfile | undefined) =>
    typeof column?.min === "number" &&
    typeof column.max === "number" &&
    column.min > 0 &&
    column.max / column.min > 30;
  const [across, up] = [wide(x), wide(y)];
  return {...(across && {xScale: "log" as const}), ...((up || !across) && {yScale: "log" as const})};
}

/** The column whose texts name the rows, each its own. */
function namesOf(profile: TableProfile): Reading["columns"][number] | undefined {
  const column = profile.columns.find(
    (one) => one.type === "text" && one.distinct === profile.rows && profile.rows <= 500,
  );
  return column && {name: column.name, of: {column: column.name}};
}

function comparePlan(reading: Reading): Plan {
  const column = reading.columns[0] ?? measured(reading);
  const [group] = reading.groups;
  if (!column || !group) {
    throw new TabletalkError(
      "bad_plan",
      "A comparison needs a number and the groups to compare.",
      "Name both.",
    );
  }
  const answer = step("answer", "run_statistics", "compare the groups", {
    method: "compare_groups",
    ...source(reading),
    column,
    group,
  });
  const box = step("shape", "run_statistics", "the boxes", {
    method: "box",
    ...source(reading),
    column,
    groups: [group],
  });
  const spec: ChartSpec = {kind: "box", x: group.name, y: column.name, ...titles(reading)};
  return planOf(reading, [answer, box], {spec, from: "shape"});
}

function measured(reading: Reading): Reading["columns"][number] | undefined {
  const of = reading.measures[0]?.of;
  return of && {name: "column" in of ? of.column : reading.measures[0]!.name, of};
}

function profileOf(column: Reading["columns"][number], profile: TableProfile): ColumnProfile | undefined {
  const of = column.of;
  return "column" in of ? profile.columns.find((one) => one.name === of.column) : undefined;
}

function unitOf(key: "xUnit" | "yUnit", profile: ColumnProfile | undefined): Partial<ChartSpec> {
  return profile?.unit ? {[key]: profile.unit} : {};
}
