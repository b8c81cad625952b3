import type {Table} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import {columnAt, isTemporal, pointsOf, texts} from "./columns.ts";
import {type FacetPlace, facetGrid} from "./facet_grid.ts";
import {fill, type Part, partsOf, placesOf} from "./facet_parts.ts";
import {frame, nameWidth, widest} from "./frame.ts";
import type {Panel} from "./panel.ts";
import type {Figure, Layout, Size, Trace} from "./plotly.ts";
import {extent} from "./quantiles.ts";
import {fewSeries} from "./series.ts";
import type {ChartKind, ChartSpec} from "./spec.ts";
import {label, shortNames} from "./text.ts";

/** A kind's figure; as a panel it leaves titles and legend to the whole. */
export type KindFigure = (spec: ChartSpec, table: Table, size: Size, panel?: Panel) => Figure;

/** Kinds that can be drawn as small multiples. */
export const FACETED: ReadonlySet<ChartKind> = new Set([
  "area",
  "bar",
  "box",
  "bubble",
  "histogram",
  "line",
  "scatter",
]);

export const MAX_PANELS = 12;

/**
 * Small multiples: a panel a value of `facet`, all on the same axes and colours; the twelve largest, where there are more.
 * @throws TabletalkError bad_chart for kinds without axes
 */
export function facetFigure(kind: KindFigure, spec: ChartSpec, table: Table, size: Size): Figure {
  if (!FACETED.has(spec.kind)) {
    throw new TabletalkError(
      "bad_chart",
      `A ${spec.kind} cannot be drawn as small multiples.`,
      `These can: ${[...FACETED].join(", ")}.`,
    );
  }
  const {facet, ...rest} = spec;
  const parts = partsOf(spec, table, facet!);
  const shown = parts.slice(0, MAX_PANELS);
  const points = spec.y === undefined ? [] : pointsOf(rest, table);
  const few = fewSeries(rest, table, points, "colours", false);
  const x = columnAt(table, spec.x);
  const dates = isTemporal(x.column) ? [...new Set(texts(table, x.at))].sort() : undefined;
  const panel: Panel = {series: few.series, notes: [], ...(dates && {dates})};
  const plain: ChartSpec = {...rest, subtitle: undefined};
  const places = placesOf(plain, table);
  const filled = shown.map((part) => ({
    ...part,
    rows: places ? fill(part, places.shown, spec, table) : part.rows,
  }));
  const grid = facetGrid(filled.length, size);
  const whole = spec.kind === "bar" ? undefined : kind(plain, table, grid.panel, panel);
  const width = spec.kind === "histogram" ? (whole!.data[0]!.width as number) : undefined;
  const own: ChartSpec = {
    ...plain,
    ...(places && {sort: "given" as const, allCategories: true}),
    ...(width !== undefined && {binWidth: width}),
  };
  const figures = filled.map((part) => {
    const rows = part.rows.map((one) => one.cells);
    const made = kind(own, {columns: table.columns, rows}, grid.panel, whole ? {...panel, notes: []} : panel);
    return {part, made};
  });
  const several = few.series.length > 1 && points.length > 0;
  const notes = [
    ...(shown.length < parts.length
      ? [
          `the largest ${shown.length} of ${parts.length} panels, the other ${parts.length - shown.length} left out`,
        ]
      : []),
    ...(places?.cut ? [places.cut] : []),
    ...new Set([...few.notes, ...panel.notes]),
  ];
  const outer = frame(spec, size, notes, several ? shortNames(few.series, nameWidth(size)) : []);
  const first = figures[0]!.made.layout;
  const lies = figures[0]!.made.data[0]?.orientation === "h";
  const range = barRange(
    figures.map(({made}) => made),
    lies,
  );
  const axes = figures.map(({made}, at) =>
    axesOf(whole?.layout ?? made.layout, made.layout, grid.places[at]!, at, spec.kind, lies, range),
  );
  const titles = {x: titleOf(whole?.layout ?? first, "xaxis"), y: titleOf(whole?.layout ?? first, "yaxis")};
  const left = lies ? Math.min(200, widest((first.yaxis as {ticktext: string[]}).ticktext, 12) + 16) : 58;
  const entries = legendEntries(figures.map(({made}) => made));
  return {
    data: figures.flatMap(({part, made}, at) =>
      made.data.map((trace) => moved(trace, at, part, several ? entries.get(trace) : undefined)),
    ),
    layout: {
      ...outer.layout,
      margin: {
        ...outer.margin,
        t: outer.margin.t + 20,
        l: left + (titles.y ? 20 : 0),
        r: 20,
        b: titles.x ? 56 : 36,
      },
      barmode: first.barmode,
      barnorm: first.barnorm,
      bargap: first.bargap,
      bargroupgap: first.bargroupgap,
      ...Object.assign({}, ...axes),
      shapes: figures.flatMap(({made}, at) => onPanel(made.layout.shapes, at)),
      annotations: [
        ...figures.flatMap(({made}, at) => onPanel(made.layout.annotations, at)),
        ...filled.map((part, at) =>
          panelTitle(part.said, grid.places[at]!, outer.theme.ink, grid.panel.width),
        ),
        ...(titles.x ? [sharedTitle(titles.x, "x", outer.theme.muted, 0)] : []),
        ...(titles.y ? [sharedTitle(titles.y, "y", outer.theme.muted, left)] : []),
      ],
    },
  };
}

/** How a trace stands in the legend. */
interface LegendEntry {
  legendgroup: string;
  legendrank: number;
  showlegend: boolean;
}

/** Each series is in the legend once, by its first trace that has marks, in the order of the first panel. */
function legendEntries(figures: readonly Figure[]): Map<Trace, LegendEntry> {
  const names = [...new Set(figures.flatMap(({data}) => data.map(({name}) => String(name))))];
  const told = new Set<string>();
  const entries = new Map<Trace, LegendEntry>();
  for (const trace of figures.flatMap(({data}) => data)) {
    const name = String(trace.name);
    const showlegend = trace.showlegend !== false && hasMarks(trace) && !told.has(name);
    if (showlegend) told.add(name);
    entries.set(trace, {legendgroup: name, legendrank: names.indexOf(name), showlegend});
  }
  return entries;
}

const hasMarks = ({x, y}: Trace): boolean =>
  [x, y].every((values) => !Array.isArray(values) || values.some((one) => one !== null));

/** A panel's trace on its own axes, its marks naming the rows of the whole table. */
function moved(trace: Trace, at: number, part: Part, legend: LegendEntry | undefined): Trace {
  const rows = trace.customdata as (number | null)[] | undefined;
  return {
    ...trace,
    xaxis: axisName("x", at),
    yaxis: axisName("y", at),
    ...legend,
    // A series may have nothing in a panel: that it is not drawn there is no fault.
    ...(!hasMarks(trace) && {visible: true}),
    ...(Array.isArray(rows) && {
      customdata: rows.map((row) => (row === null || row < 0 ? row : rowOf(part, row))),
    }),
  };
}

function rowOf(part: Part, row: number): number | null {
  const own = part.rows[row]?.row ?? -1;
  return own < 0 ? null : own;
}

function axesOf(
  shared: Layout,
  own: Layout,
  place: FacetPlace,
  at: number,
  kind: ChartKind,
  lies: boolean,
  range: [number, number] | undefined,
): Layout {
  const ownPlaces = kind === "box";
  const x = {...((ownPlaces ? own : shared).xaxis as Layout)};
  const y = {...((ownPlaces && lies ? own : shared).yaxis as Layout)};
  const value = lies ? x : y;
  if (range) value.range = range;
  for (const axis of [x, y]) delete axis.title;
  const free = ownPlaces ? (lies ? "y" : "x") : undefined;
  return {
    [`xaxis${at === 0 ? "" : at + 1}`]: {
      ...x,
      domain: place.x,
      anchor: axisName("y", at),
      ...(at > 0 && free !== "x" && {matches: "x"}),
      showticklabels: place.bottom || free === "x",
      automargin: place.bottom,
    },
    [`yaxis${at === 0 ? "" : at + 1}`]: {
      ...y,
      domain: place.y,
      anchor: axisName("x", at),
      ...(at > 0 && free !== "y" && {matches: "y"}),
      showticklabels: place.left || free === "y",
      automargin: place.left,
    },
  };
}

/** The values that all bars lie between, stacked ones added up: matched axes of bars do not find it themselves. */
function barRange(figures: readonly Figure[], lies: boolean): [number, number] | undefined {
  if (!figures.some((made) => made.data.some((trace) => trace.type === "bar"))) return undefined;
  if (figures[0]!.layout.barnorm) return [0, 1];
  const ends = figures.flatMap((made) => {
    const values = made.data.map((trace) => (lies ? trace.x : trace.y) as (number | null)[]);
    if (made.layout.barmode !== "relative") return values.flat().map((value) => value ?? 0);
    return (values[0] ?? []).flatMap((_, place) => {
      const own = values.map((line) => line[place] ?? 0);
      const sum = (keep: (value: number) => boolean) =>
        own.filter(keep).reduce((all, value) => all + value, 0);
      return [sum((value) => value > 0), sum((value) => value < 0)];
    });
  });
  const [least, most] = extent([0, ...ends]);
  const room = (most - least || 1) * 0.05;
  return [least < 0 ? least - room : 0, most > 0 || least === 0 ? most + room : 0];
}

function axisName(axis: "x" | "y", at: number): string {
  return at === 0 ? axis : `${axis}${at + 1}`;
}

function titleOf(layout: Layout, axis: "xaxis" | "yaxis"): string | undefined {
  return ((layout[axis] as Layout).title as {text: string} | undefined)?.text;
}

/** Marks of a panel stand on its axes; what spans the plot spans the panel. */
function onPanel(marks: unknown, at: number): Layout[] {
  const moved = (ref: unknown, axis: "x" | "y") =>
    ref === "paper" ? `${axisName(axis, at)} domain` : axisName(axis, at);
  return ((marks ?? []) as Layout[]).map((mark) => ({
    ...mark,
    xref: moved(mark.xref, "x"),
    yref: moved(mark.yref, "y"),
  }));
}

function panelTitle(said: string, place: FacetPlace, color: string, width: number): Layout {
  return {
    xref: "paper",
    yref: "paper",
    x: place.x[0],
    y: place.y[1],
    xanchor: "left",
    yanchor: "bottom",
    yshift: 2,
    showarrow: false,
    text: `<b>${label(said, Math.max(8, Math.floor(width / 8)))}</b>`,
    font: {size: 12, color},
  };
}

function sharedTitle(text: string, axis: "x" | "y", color: string, left: number): Layout {
  const font = {size: 12, color};
  const common = {xref: "paper", yref: "paper", showarrow: false, text, font};
  return axis === "x"
    ? {...common, x: 0.5, y: 0, xanchor: "center", yanchor: "top", yshift: -28}
    : {...common, x: 0, y: 0.5, xanchor: "right", yanchor: "middle", xshift: -left + 4, textangle: -90};
}
