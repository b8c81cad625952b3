import {z} from "zod";
import type {Table} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import {frame} from "./frame.ts";
import type {Figure, Size} from "./plotly.ts";
import type {ChartSpec} from "./spec.ts";

/** A kind of chart that is not ours: what it plots, as Plotly's data and layout. */
export type OwnFigure = (spec: ChartSpec, table: Table, size: Size) => Figure;

const MOST_CHARACTERS = 5_000_000;

/** The marks that our bundles of Plotly draw without loading anything. */
const MARKS = [
  ...["bar", "barpolar", "box", "candlestick", "choropleth", "contour", "funnel", "heatmap", "histogram"],
  ...["histogram2d", "icicle", "ohlc", "pie", "sankey", "scatter", "scattergeo", "scatterpolar", "sunburst"],
  ...["treemap", "violin", "waterfall"],
] as const;

const figureSchema = z.object({
  data: z
    .array(z.looseObject({type: z.enum(MARKS)}))
    .min(1)
    .max(100),
  layout: z.record(z.string(), z.unknown()).default({}),
});

/** Parts of a layout that would load something, or that the frame of every picture sets. */
const NOT_THEIRS = [
  "images",
  "map",
  "mapbox",
  "template",
  "width",
  "height",
  "title",
  "font",
  "paper_bgcolor",
];

const kinds = new Map<string, OwnFigure>();

/** From now on specs whose `own` is this name are drawn by this function. */
export function keepKind(name: string, figure: OwnFigure): void {
  kinds.set(name, figure);
}

/** The function that draws a kind that is not ours; undefined where whoever brought it is not here. */
export const ownKind = (name: string): OwnFigure | undefined => kinds.get(name);

/**
 * The figure of a kind that is not ours, as plain data within our frame: titles, colours, nothing that loads or leads anywhere.
 * @throws TabletalkError bad_chart where it made no figure
 */
export function ownFigure(make: OwnFigure, spec: ChartSpec, table: Table, size: Size): Figure {
  const name = spec.own ?? spec.kind;
  const given = attempt(name, () => JSON.stringify(make(spec, table, size)) ?? "null");
  if (given.length > MOST_CHARACTERS) throw bad(name, "it is larger than can be drawn");
  const parsed = figureSchema.safeParse(JSON.parse(given, (_, value) => withoutLinks(value)));
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw bad(name, `${issue.path.join(".") || "the figure"}: ${issue.message}`);
  }
  const {layout, margin} = frame(spec, size, [], []);
  const theirs = Object.fromEntries(
    Object.entries(parsed.data.layout).filter(([key]) => !NOT_THEIRS.includes(key)),
  );
  const axes = Object.fromEntries(
    Object.entries(theirs).map(([key, value]) => [
      key,
      /^[xy]axis\d*$/.test(key) && value !== null && typeof value === "object"
        ? {automargin: true, ...value}
        : value,
    ]),
  );
  return {
    data: parsed.data.data,
    layout: {
      xaxis: {automargin: true},
      yaxis: {automargin: true},
      ...axes,
      ...layout,
      margin: {...margin, b: 40},
    },
  };
}

/** Plotly makes links of what looks like one. */
const withoutLinks = (value: unknown): unknown =>
  typeof value === "string" ? value.replace(/<\s*\/?\s*a\b[^>]*>?/gi, "") : value;

function attempt(name: string, make: () => string): string {
  try {
    return make();
  } catch (error) {
    throw bad(name, error instanceof Error ? error.message.split("\n")[0]!.slice(0, 200) : "it broke");
  }
}

const bad = (name: string, why: string): TabletalkError =>
  new TabletalkError(
    "bad_chart",
    `The chart "${name}" could not be made: ${why}.`,
    "Take another kind of chart.",
  );
