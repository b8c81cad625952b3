import type {Answer} from "../../src/channels/channel.ts";
import type {ChartSpec} from "../../src/charts/spec.ts";
import type {Reading} from "../../src/planning/reading.ts";
import type {Artifact} from "../../src/tools/tool.ts";
import type {Channel, ChartReply, PlottedCell} from "./chart_reply.ts";

const MARKS: Partial<Record<ChartSpec["kind"], ChartReply["mark"]>> = {
  bar: "bar",
  histogram: "bar",
  waterfall: "bar",
  funnel: "bar",
  line: "line",
  area: "area",
  scatter: "point",
  bubble: "point",
  pie: "arc",
  donut: "arc",
  heatmap: "rect",
  box: "boxplot",
};

const AGGREGATES: Readonly<Record<string, string>> = {
  avg: "mean",
  count_distinct: "distinct",
  stddev: "stdev",
};

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** An answer's chart in the words of Vega-Lite, with what it plots, in its order. Absent where it has no such chart. */
export function drawnChart(
  answer: Answer,
): {chart: ChartReply; values: readonly (readonly PlottedCell[])[]} | undefined {
  const {plan} = answer;
  const artifact = plan?.chart === undefined ? undefined : answer.artifacts[plan.chart];
  const spec = artifact?.chart;
  const mark = spec && MARKS[spec.kind];
  if (!artifact || !spec || !mark) return undefined;
  const reading = plan?.reading;
  const chart: ChartReply = {
    mark,
    ...encoding(spec, reading),
    ...(spec.kind === "histogram" && {y: {aggregate: "count"}}),
    ...sortOf(spec, reading),
  };
  return {chart, values: valuesOf(spec, artifact, reading)};
}

function encoding(spec: ChartSpec, reading: Reading | undefined): Partial<ChartReply> {
  const channel = (column: string): Channel => channelOf(column, reading);
  const y = [spec.y ?? []].flat()[0];
  const bin = spec.kind === "histogram";
  const x: Channel = bin ? {field: spec.x, bin: true} : channel(spec.x);
  if (spec.kind === "heatmap")
    return {x, ...(spec.series && {y: channel(spec.series)}), ...(y && {color: channel(y)})};
  // Bars side by side are small multiples of bars, one panel a place along the axis.
  const beside = spec.kind === "bar" && spec.series !== undefined && !spec.arrangement?.startsWith("stacked");
  if (beside && !spec.facet)
    return {
      x: channel(spec.series!),
      ...(y && {y: channel(y)}),
      color: channel(spec.series!),
      facet: x,
    };
  return {
    x,
    ...(y && {y: channel(y)}),
    ...(spec.series && {color: channel(spec.series)}),
    ...(spec.size && {size: channel(spec.size)}),
    ...(spec.facet && {facet: channel(spec.facet)}),
  };
}

/** Where a column of the chart's table comes from, as the reading says. */
function channelOf(column: string, reading: Reading | undefined): Channel {
  const measure = reading?.measures.find((one) => one.name === column);
  if (measure) {
    const aggregate = AGGREGATES[measure.fn] ?? measure.fn;
    const field = measure.of && "column" in measure.of ? measure.of.column : undefined;
    return aggregate === "count" ? {aggregate} : {...(field && {field}), aggregate};
  }
  const group = reading?.groups.find((one) => one.name === column);
  if (group) {
    const field = "column" in group.of ? group.of.column : group.name;
    const timeUnit = group.unit ?? group.part;
    const bin = (group.bins ?? group.width ?? group.edges) !== undefined;
    return {field, ...(timeUnit && {timeUnit}), ...(bin && {bin})};
  }
  const shown = reading?.columns.find((one) => one.name === column);
  if (shown && "column" in shown.of) return {field: shown.of.column};
  return column === "rows" ? {aggregate: "count"} : {field: column};
}

function sortOf(spec: ChartSpec, reading: Reading | undefined): Pick<ChartReply, "sort"> {
  const [first] = reading?.order ?? [];
  if (!first || !reading) return {};
  const channel = reading.measures.some((one) => one.name === first.by) || first.by === spec.y ? "y" : "x";
  return {sort: {channel, order: first.direction === "asc" ? "ascending" : "descending"}};
}

function valuesOf(
  spec: ChartSpec,
  artifact: Artifact,
  reading: Reading | undefined,
): readonly (readonly PlottedCell[])[] {
  const {columns, rows} = artifact.table;
  const at = (name: string | undefined): number => columns.findIndex((column) => column.name === name);
  const ys = [spec.y ?? []].flat();
  const x = at(spec.x);
  const series = at(spec.series ?? spec.facet);
  const said = sayer(spec.x, reading);
  const sayingSeries = sayer(spec.series ?? spec.facet ?? "", reading);
  const points = rows.flatMap((row) =>
    ys.map((y): PlottedCell[] => {
      const point = [said(row[x] ?? null), row[at(y)] ?? null];
      if (series >= 0) return [...point, sayingSeries(row[series] ?? null)];
      return ys.length > 1 ? [...point, y] : point;
    }),
  );
  return spec.sort === "ascending" || spec.sort === "descending"
    ? byHeight(points, spec.sort === "ascending" ? 1 : -1)
    : points;
}

/** Cells of a column as a reader sees them: weekdays, months and years by their names. */
function sayer(column: string, reading: Reading | undefined): (cell: PlottedCell) => PlottedCell {
  const group = reading?.groups.find((one) => one.name === column);
  if (group?.part === "weekday")
    return (cell) => (typeof cell === "number" ? (WEEKDAYS[cell - 1] ?? cell) : cell);
  if (group?.part === "month")
    return (cell) => (typeof cell === "number" ? (MONTHS[cell - 1] ?? cell) : cell);
  if (group?.unit === "year") return (cell) => (typeof cell === "string" ? cell.slice(0, 4) : cell);
  return (cell) => cell;
}

/** In the order of the places along x by what stands at each in all. */
function byHeight(points: readonly PlottedCell[][], way: 1 | -1): readonly PlottedCell[][] {
  const totals = new Map<PlottedCell, number>();
  for (const [x = null, y] of points) totals.set(x, (totals.get(x) ?? 0) + Number(y ?? 0));
  return [...points].sort((a, b) => way * (totals.get(a[0] ?? null)! - totals.get(b[0] ?? null)!));
}
