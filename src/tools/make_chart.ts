import {z} from "zod";
import {type ChartSpec, chartSpecSchema} from "../charts/spec.ts";
import type {Table} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import {artifactFrom} from "./artifact.ts";
import {nearestNames} from "./nearest.ts";
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
    "Makes a chart (bar, line, area, scatter, histogram, box, heatmap, pie) of the table of an earlier step.",
  input: makeChartInputSchema,
  run: makeChart,
};

/** A table with these holds the boxes' own figures: x and y then only name the axes. */
const BOX_FIGURES = ["lower_fence", "q1", "median", "q3", "upper_fence"];

/** What every kind needs y for. A histogram counts raw values itself; a box may be of one column. */
const WITHOUT_Y: ReadonlySet<ChartSpec["kind"]> = new Set(["histogram", "box"]);

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
  const spec = checked(input.spec, from.table);
  const notes = from.truncated
    ? ["The chart shows the first rows only: the table was cut at its limit."]
    : [];
  return {
    kind: "chart",
    title: spec.title,
    table: from.table,
    units: from.units,
    truncated: from.truncated,
    chart: withBinWidth(withUnits(spec, from.units), from.table),
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
  const names = table.columns.map((column) => column.name);
  const ys = spec.y === undefined ? [] : [spec.y].flat();
  const boxes = spec.kind === "box" && BOX_FIGURES.every((name) => names.includes(name));
  for (const name of boxes ? [spec.series] : [spec.x, ...ys, spec.series, spec.size]) {
    if (name !== undefined && !names.includes(name)) throw noColumn(name, names);
  }
  if (ys.length === 0 && !WITHOUT_Y.has(spec.kind)) {
    throw new TabletalkError(
      "bad_chart",
      `A ${spec.kind} chart needs y.`,
      `Give y: one of ${names.join(", ")}.`,
    );
  }
  const numbers = boxes ? [] : [...ys, ...(spec.size ? [spec.size] : [])];
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
