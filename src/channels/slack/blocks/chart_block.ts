import type {Cell, Table} from "../../../data/table.ts";
import {cutText} from "../../chat/cut_text.ts";
import type {ReplyChart} from "../../chat/reply.ts";
import {SLACK_CAPABILITIES} from "./limits.ts";
import {plainText} from "./plain_text.ts";

/**
 * https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block, which @slack/types does not have yet.
 */
export interface DataVisualizationBlock {
  type: "data_visualization";
  title: string;
  chart:
    | {type: "pie"; segments: {label: string; value: number}[]}
    | {
        type: "bar" | "area" | "line";
        series: {name: string; data: {label: string; value: number}[]}[];
        axis_config: {categories: string[]; x_label?: string; y_label?: string};
      };
}

const LIMITS = SLACK_CAPABILITIES.limits!.chart!;

/** The chart as Slack draws it by itself; undefined where it cannot draw this one as it is meant. */
export function chartBlock({title, spec, table}: ReplyChart): DataVisualizationBlock | undefined {
  const kind = spec.kind === "donut" ? "pie" : spec.kind;
  if (kind !== "pie" && kind !== "bar" && kind !== "area" && kind !== "line") return undefined;
  if (spec.own ?? spec.facet ?? spec.annotations) return undefined;
  // Slack has no stacked bars, no logarithmic scales, and its bars stand upright.
  if (spec.arrangement?.startsWith("stacked") || spec.yScale === "log" || spec.xScale === "log")
    return undefined;
  const series = sorted(seriesOf(spec, table), spec, table);
  if (!series || series.length === 0 || series.length > LIMITS.series) return undefined;
  const categories = series[0]!.data.map(({label}) => label);
  if (categories.length === 0 || categories.length > LIMITS.points) return undefined;
  if (new Set(categories).size < categories.length) return undefined;
  if (new Set(series.map(({name}) => name)).size < series.length) return undefined;
  const heading = cutText(plainText(title) || "Chart", 50);
  if (kind === "pie") {
    const segments = series[0]!.data;
    if (series.length > 1 || segments.length > 6 || segments.some(({value}) => value <= 0)) return undefined;
    return {type: "data_visualization", title: heading, chart: {type: "pie", segments}};
  }
  return {
    type: "data_visualization",
    title: heading,
    chart: {
      type: kind,
      series,
      axis_config: {
        categories,
        ...(spec.xTitle && {x_label: cutText(spec.xTitle, 50)}),
        ...(spec.yTitle && {y_label: cutText(spec.yTitle, 50)}),
      },
    },
  };
}

type Series = {name: string; data: {label: string; value: number}[]};

/** One series a column, or one a value of the series column; undefined where a value is missing or a label is too long. */
function seriesOf(spec: ReplyChart["spec"], table: Table): Series[] | undefined {
  const at = (name: string) => table.columns.findIndex((column) => column.name === name);
  const x = at(spec.x);
  const measures = [spec.y ?? []].flat();
  if (x < 0 || measures.length === 0 || measures.some((name) => at(name) < 0)) return undefined;
  const days = table.rows.map((row) => String(row[x]));
  const isDate = table.columns[x]?.type === "date";
  const isYears = isDate && days.length > 1 && days.every((day) => day.endsWith("-01-01"));
  const isMonths = isDate && days.every((day) => day.endsWith("-01"));
  const xLabel = (cell: Cell | undefined) =>
    isYears ? labelOf(cell).slice(0, 4) : isMonths ? monthOf(labelOf(cell)) : labelOf(cell);
  const labels = [...new Set(table.rows.map((row) => xLabel(row[x])))];
  if (labels.some((label) => label === "" || label.length > LIMITS.label)) return undefined;
  const groups = new Map<string, Map<string, number>>();
  const by = spec.series === undefined ? -1 : at(spec.series);
  if (by >= 0 && measures.length > 1) return undefined;
  for (const row of table.rows)
    for (const measure of measures) {
      const value = row[at(measure)];
      if (typeof value !== "number") return undefined;
      const name = by >= 0 ? labelOf(row[by]) : measure;
      if (name === "" || name.length > LIMITS.label) return undefined;
      const group = groups.get(name) ?? new Map<string, number>();
      if (group.has(xLabel(row[x]))) return undefined;
      groups.set(name, group.set(xLabel(row[x]), value));
    }
  if ([...groups.values()].some((group) => group.size !== labels.length)) return undefined;
  return [...groups].map(([name, group]) => ({
    name,
    data: labels.map((label) => ({label, value: group.get(label)!})),
  }));
}

/** Bars of categories stand as the picture has them: the largest first, unless it is said otherwise. */
function sorted(
  series: Series[] | undefined,
  {sort = "descending", kind, x}: ReplyChart["spec"],
  table: Table,
): Series[] | undefined {
  const isCategory = table.columns.find(({name}) => name === x)?.type === "text";
  if (series?.length !== 1 || sort === "given" || !isCategory) return series;
  if (kind !== "bar" && kind !== "pie" && kind !== "donut") return series;
  const sign = sort === "ascending" ? 1 : -1;
  const data = series[0]!.data.toSorted((a, b) => sign * (a.value - b.value));
  return [{name: series[0]!.name, data}];
}

/** `2024-03-01` as "Mar 2024": periods are named by their first day. */
function monthOf(day: string): string {
  const at = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return day;
  return at.toLocaleDateString("en-US", {month: "short", year: "numeric", timeZone: "UTC"});
}

function labelOf(cell: Cell | undefined): string {
  return cell === null || cell === undefined ? "" : String(cell);
}
