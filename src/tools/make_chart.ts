import {z} from "zod";
import {decadesOf} from "../charts/log_axis.ts";
import {drawable} from "../charts/nearest_kind.ts";
import {type ChartSpec, chartSpecSchema} from "../charts/spec.ts";
import {withColumnsCalled} from "../charts/spec_columns.ts";
import type {Table} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import {artifactFrom, withSource} from "./artifact.ts";
import {knownAs, nearestNames} from "./nearest.ts";
import type {Artifact, Tool, ToolContext} from "./tool.ts";

const makeChartInputSchema = z.strictObject({
  spec: chartSpecSchema,
  from: z.strictObject({$step: z.string()}).describe("the step whose table is plotted"),
});
type MakeChartInput = z.infer<typeof makeChartInputSchema>;

/** A chart of an earlier step's table; whoever shows it draws it. */
export const makeChartTool: Tool<MakeChartInput> = {
  name: "make_chart",
  description:
    "Makes a chart of an earlier step's table: bar, line, area, scatter, bubble (size), histogram, box, heatmap (series), candlestick; pie, donut, treemap (parent), waterfall, funnel; sankey, network (target); kpi; choropleth, point_map (lat, lon). facet: small multiples.",
  input: makeChartInputSchema,
  run: makeChart,
};

/** A table with these holds the boxes' own figures: x and y then only name the axes. */
const BOX_FIGURES = ["lower_fence", "q1", "median", "q3", "upper_fence"];

/** The others need y. A histogram counts raw values itself, a box may be of one column, links without y count rows. */
const WITHOUT_Y: ReadonlySet<ChartSpec["kind"]> = new Set([
  "box",
  "candlestick",
  "histogram",
  "network",
  "point_map",
  "sankey",
]);

/**
 * The artifact's table is the step's: exactly what is plotted.
 * @throws TabletalkError bad_plan when the step made no table; bad_chart when a column is not in it, is no number where one
 * is needed, or is missing.
 */
async function makeChart(input: MakeChartInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const from = artifactFrom(input.from.$step, context);
  if (from.table.columns.length === 0) {
    throw new TabletalkError(
      "bad_plan",
      `Step '${input.from.$step}' made no table.`,
      "Chart a step that makes one.",
    );
  }
  const names = from.table.columns.map((column) => column.name);
  const spelled = withColumnsCalled(input.spec, (name) => knownAs(name, names) ?? name);
  const asked = checked(spelled, from.table);
  const {spec, why} = drawable(asked, from.table);
  const notes = from.truncated
    ? ["The chart shows the first rows only: the table was cut at its limit."]
    : [];
  if (why) notes.push(`The chart is ${why}.`);
  notes.push(...offerLog(spec, from.table));
  // What the rows that were cut would have changed cannot be stated as a finding.
  const chart = from.truncated ? {...spec, titleIsSubject: undefined} : spec;
  return {
    kind: "chart",
    title: spec.title,
    table: from.table,
    units: from.units,
    truncated: from.truncated,
    chart: withSource(withBinWidth(withUnits(chart, from.units), from.table), from.provenance.datasets),
    provenance: {
      ...from.provenance,
      tool: "make_chart",
      method: spec.kind,
      notes: [...from.provenance.notes, ...notes],
      elapsedMs: performance.now() - begun,
    },
  };
}

function checked(spec: ChartSpec, table: Table): ChartSpec {
  if (spec.own !== undefined) {
    throw new TabletalkError(
      "bad_chart",
      `There is no kind of chart called '${spec.own}' here.`,
      "Take one of the kinds that are listed; a plugin may bring others, where it is enabled.",
    );
  }
  const names = table.columns.map((column) => column.name);
  const ys = spec.y === undefined ? [] : [spec.y].flat();
  const boxes = spec.kind === "box" && BOX_FIGURES.every((name) => names.includes(name));
  const others = [
    spec.series,
    spec.facet,
    spec.label,
    spec.target,
    ...[spec.parent ?? []].flat(),
    spec.comparison?.column,
  ];
  const given = [spec.size, spec.open, spec.high, spec.low, spec.close, spec.lat, spec.lon].filter(
    (name) => name !== undefined,
  );
  for (const name of boxes ? others : [spec.x, ...ys, ...others, ...given]) {
    if (name !== undefined && !names.includes(name)) throw noColumn(name, names);
  }
  if (ys.length === 0 && !WITHOUT_Y.has(spec.kind)) {
    throw new TabletalkError(
      "bad_chart",
      `A ${spec.kind} chart needs y.`,
      `Give y: one of ${names.join(", ")}.`,
    );
  }
  const numbers = boxes ? [] : [...ys, ...given];
  for (const name of numbers) {
    const type = table.columns.find((column) => column.name === name)!.type;
    const empty = table.rows.every((row) => row[names.indexOf(name)] === null);
    if (type !== "integer" && type !== "number" && !empty) {
      throw new TabletalkError(
        "bad_chart",
        `'${name}' is ${type}, not a number.`,
        "Plot a column of numbers.",
      );
    }
  }
  return spec;
}

/** Small values beside large ones cannot be seen on a linear axis: a logarithmic one is offered, never chosen. */
function offerLog(spec: ChartSpec, table: Table): string[] {
  if (!["line", "scatter", "bubble"].includes(spec.kind)) return [];
  const axes = [
    {names: [spec.y ?? []].flat(), scale: spec.yScale, field: "yScale"},
    ...(spec.kind === "line" ? [] : [{names: [spec.x], scale: spec.xScale, field: "xScale"}]),
  ];
  return axes.flatMap(({names, scale, field}) => {
    const at = names.map((name) => table.columns.findIndex((column) => column.name === name));
    const values = table.rows.flatMap((row) =>
      at.flatMap((one) => (typeof row[one] === "number" ? [row[one]] : [])),
    );
    const decades = scale === "log" ? 0 : Math.floor(decadesOf(values));
    return decades >= 3
      ? [
          `${names.join(", ")} runs over ${decades} powers of ten: a logarithmic axis (${field}: log) shows the small values too.`,
        ]
      : [];
  });
}

function withUnits(spec: ChartSpec, units: Record<string, string>): ChartSpec {
  const y = [spec.y ?? []].flat()[0];
  const xUnit = spec.xUnit ?? units[spec.x];
  const yUnit = spec.yUnit ?? (y === undefined ? undefined : units[y]);
  return {...spec, ...(xUnit && {xUnit}), ...(yUnit && {yUnit})};
}

/** Bins come with their upper edges: the width follows. */
function withBinWidth(spec: ChartSpec, table: Table): ChartSpec {
  const names = table.columns.map((column) => column.name);
  const [first] = table.rows;
  if (spec.kind !== "histogram" || spec.y === undefined || spec.binWidth !== undefined || !first) return spec;
  const width = Number(first[names.indexOf("upper")]) - Number(first[names.indexOf(spec.x)]);
  return width > 0 ? {...spec, binWidth: Number(width.toPrecision(12))} : spec;
}

function noColumn(name: string, names: readonly string[]): TabletalkError {
  const near = nearestNames(name, names);
  return new TabletalkError(
    "bad_chart",
    `The table to plot has no column '${name}'${near.length > 0 ? `; nearest: ${near.join(", ")}` : ""}.`,
    `Its columns are: ${names.join(", ")}.`,
  );
}
