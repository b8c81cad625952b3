import type {McpPolicy} from "../../access/mcp_policy.ts";
import type {ChartSpec} from "../../charts/spec.ts";
import {columnsNamed} from "../../charts/spec_columns.ts";
import type {Session} from "../../data/engine.ts";
import {TabletalkError} from "../../errors.ts";
import type {Plan, Step} from "../../planning/plan.ts";
import {allowedSelect} from "../guarded_select.ts";
import type {McpCalling} from "../mcp_tool.ts";
import {isSelect} from "../plan_of_call.ts";
import {type ChartCall, subjectOf} from "./chart_call.ts";

/** The step whose table is plotted. */
export const DATA = "data";
const CHART = "chart";
/** More points hide one another. */
const MOST_POINTS = 2_000;
/** Their points are the rows themselves: a sample shows the same picture. */
const OF_ROWS: ReadonlySet<ChartSpec["kind"]> = new Set(["scatter", "bubble", "point_map"]);
/** Their marks may stand for numbers of rows. */
const OF_COUNTS: ReadonlySet<ChartSpec["kind"]> = new Set([
  ...(["bar", "line", "area", "pie", "donut", "funnel", "heatmap", "treemap", "choropleth"] as const),
]);
/** The column of a count: the first that no column of the chart is called. */
export const COUNT_NAMES: readonly string[] = ["count", "rows", "n"];

/**
 * The plan of a chart: what it plots, then the chart. Of a table only the columns needed are read; what can be counted
 * where the data is (bins, quartiles) is.
 * @throws TabletalkError refused where the workspace shows no single rows
 */
export async function chartPlan(
  call: ChartCall,
  session: Session,
  {policy, signal}: Pick<McpCalling, "policy" | "signal">,
): Promise<Plan> {
  const {steps, spec} = isSelect(call.table)
    ? {steps: [await ofSelect(call.table, session, {policy, signal})], spec: call.spec}
    : ofTable(call, session, policy);
  const from = {$step: steps.at(-1)!.id};
  return {
    steps: [...steps, {id: CHART, tool: "make_chart", input: {spec, from}}],
    headline: CHART,
    chart: CHART,
  };
}

interface Plotted {
  steps: Step[];
  spec: ChartSpec;
}

/** A SELECT that shows groups, where single rows are not to be seen. */
async function ofSelect(
  select: string,
  session: Session,
  {policy, signal}: Pick<McpCalling, "policy" | "signal">,
): Promise<Step> {
  const {sql} = await allowedSelect(select, "groups", {session, policy, signal});
  return {id: DATA, tool: "run_sql", input: {sql}};
}

function ofTable({table, spec}: ChartCall, session: Session, policy: McpPolicy): Plotted {
  const counted = histogramOf(table, spec) ?? boxOf(table, spec) ?? countsOf(table, spec);
  if (counted) return counted;
  if (policy.sql !== "on")
    throw new TabletalkError(
      "refused",
      "This workspace shows no single rows, which this chart would be of.",
      "Ask for a histogram or a box of a column, or put the question to ask.",
    );
  const rows =
    session.datasets.find(({name}) => name.toLowerCase() === table.toLowerCase())?.version.rows ?? 0;
  if (!OF_ROWS.has(spec.kind) || rows <= MOST_POINTS) return {steps: [selected(table, spec)], spec};
  const sample = {method: "sample", table, rows: MOST_POINTS, seed: 1};
  return {
    steps: [{id: "sample", tool: "prepare_data", input: sample}, selected({$step: "sample"}, spec)],
    spec: {...spec, rowsInAll: rows},
  };
}

function selected(table: string | {$step: string}, spec: ChartSpec): Step {
  const columns = columnsNamed(spec).map(named);
  return {id: DATA, tool: "prepare_data", input: {method: "select", table, columns}};
}

function histogramOf(table: string, spec: ChartSpec): Plotted | undefined {
  if (
    spec.kind !== "histogram" ||
    spec.y !== undefined ||
    spec.series !== undefined ||
    spec.facet !== undefined
  )
    return undefined;
  const input = {method: "histogram", table, column: named(spec.x)};
  return {steps: [{id: DATA, tool: "run_statistics", input}], spec: {...spec, y: "count"}};
}

function boxOf(table: string, spec: ChartSpec): Plotted | undefined {
  const [y, ...others] = [spec.y ?? spec.x].flat();
  if (spec.kind !== "box" || y === undefined || others.length > 0) return undefined;
  if (spec.series !== undefined || spec.facet !== undefined) return undefined;
  const groups = y === spec.x ? [] : [named(spec.x)];
  const input = {method: "box", table, column: named(y), groups};
  return {steps: [{id: DATA, tool: "run_statistics", input}], spec: {...spec, y}};
}

/** Without y, how many rows each mark stands for. */
function countsOf(table: string, spec: ChartSpec): Plotted | undefined {
  if (!OF_COUNTS.has(spec.kind) || spec.y !== undefined) return undefined;
  const columns = columnsNamed(spec);
  const y = COUNT_NAMES.find((name) => !columns.some((one) => one.toLowerCase() === name));
  if (y === undefined) return undefined;
  const input = {table, groups: columns.map(named), measures: [{name: y, fn: "count"}]};
  const counted = {...spec, y, additive: true};
  const title = spec.titleIsSubject ? subjectOf(counted) : spec.title;
  return {steps: [{id: DATA, tool: "aggregate", input}], spec: {...counted, title}};
}

const named = (column: string) => ({name: column, of: {column}});
