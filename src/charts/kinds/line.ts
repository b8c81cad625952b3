import type {Table} from "../../data/table.ts";
import {
  columnAt,
  isNumeric,
  isTemporal,
  type Point,
  pointsOf,
  sayCell,
  seriesOf,
  texts,
  toNumber,
  yColumns,
} from "../columns.ts";
import {areYears, axisTitle, formatNumber, readable, tickSettings} from "../format.ts";
import {dateAxis, frame, numberAxis, placesAxis, widest} from "../frame.ts";
import {type Grain, grainOf, sayDate} from "../periods.ts";
import type {Figure, Layout, Size, Trace} from "../plotly.ts";
import type {ChartSpec} from "../spec.ts";
import {label, pixels, shorten} from "../text.ts";
import {colourOf, MAX_SERIES, type Theme} from "../theme.ts";

/** Lines over time or another ordered x; a null is a gap. Names stand at the lines' ends where they fit. */
export function lineFigure(spec: ChartSpec, table: Table, size: Size): Figure {
  return linesFigure(spec, table, size, false);
}

/** Lines, filled down to zero and stacked for an area. */
export function linesFigure(spec: ChartSpec, table: Table, size: Size, filled: boolean): Figure {
  const points = pointsOf(spec, table);
  const all = seriesOf(points);
  const series = all.slice(0, MAX_SERIES);
  const several = series.length > 1;
  const notes = all.length > series.length ? [`${series.length} of ${all.length} lines shown`] : [];
  const plain = frame(spec, size, notes, []);
  const x = axisOf(spec, table, points, plain.theme, plain.inner);
  const lines = series.map((name) =>
    points.filter((point) => point.series === name && x.place(point) !== null),
  );
  for (const line of lines) line.sort((a, b) => compare(x.place(a), x.place(b)));

  const ends = several && !filled ? endLabels(series, lines, size.height - plain.margin.t - 60) : undefined;
  const made =
    ends || !several
      ? plain
      : frame(
          spec,
          size,
          notes,
          series.map((one) => shorten(one, 28)),
        );
  const stacked = filled && several;
  const data: Trace[] = lines.map((line, at) => ({
    type: "scatter",
    mode: line.filter((point) => point.value !== null).length <= 40 && !filled ? "lines+markers" : "lines",
    name: label(series[at]!, 28),
    x: line.map((point) => x.place(point)),
    y: line.map((point) => point.value),
    customdata: line.map((point) => point.row),
    connectgaps: false,
    line: {color: colourOf(made.theme, at), width: filled ? 1.5 : 2.5, shape: "linear"},
    marker: {color: colourOf(made.theme, at), size: line.length === 1 ? 10 : 6},
    ...(filled && !stacked && {fill: "tozeroy", fillcolor: `${colourOf(made.theme, at)}55`}),
    ...(stacked && {stackgroup: "all", ...(spec.arrangement === "stacked_100" && {groupnorm: "fraction"})}),
    hoverinfo: "text",
    hovertext: line.map((point) =>
      hover(x.say(point), several ? series[at] : undefined, point.value, spec.yUnit),
    ),
  }));
  const values = points.map((point) => point.value).filter((value) => value !== null);
  const shares = stacked && spec.arrangement === "stacked_100";
  const title = spec.yTitle ?? readable(yColumns(spec).length > 1 ? "" : yColumns(spec)[0]!);
  const room = ends ? Math.min(180, Math.max(...series.map((one) => pixels(shorten(one, 22), 12))) + 18) : 28;
  return {
    data,
    layout: {
      ...made.layout,
      margin: {...made.margin, l: 64, b: 48, r: room},
      xaxis: x.axis,
      yaxis: numberAxis(made.theme, shares ? "Share" : axisTitle(title, spec.yUnit), {
        ...(shares ? {tickformat: ".0%"} : tickSettings(values, spec.yUnit)),
        rangemode: filled || nearZero(values) ? "tozero" : "normal",
        nticks: 6,
      }),
      ...(ends && {
        annotations: ends.map((end, at) => endNote(end, x.place(end.point)!, colourOf(made.theme, at))),
      }),
    },
  };
}

interface PlacedAxis {
  axis: Layout;
  /** Where a point stands on the axis; null where it has no place. */
  place(point: Point): string | number | null;
  say(point: Point): string;
}

function axisOf(
  spec: ChartSpec,
  table: Table,
  points: readonly Point[],
  theme: Theme,
  inner: number,
): PlacedAxis {
  const {column, at} = columnAt(table, spec.x);
  const title = axisTitle(spec.xTitle ?? (isTemporal(column) ? "" : readable(spec.x)), spec.xUnit);
  if (isTemporal(column)) {
    const grain = grainOf(texts(table, at));
    return {
      axis: dateAxis(theme, title, dateTicks([...new Set(texts(table, at))].sort(), grain, inner)),
      place: (point) => (typeof point.at === "string" ? point.at : null),
      say: (point) => sayCell(point.at, grain),
    };
  }
  if (isNumeric(column)) {
    const values = points.map((point) => toNumber(point.at)).filter((value) => value !== null);
    const years = areYears(values, spec.x);
    const whole =
      years && new Set(values).size <= 12
        ? {tickmode: "array", tickvals: [...new Set(values)].sort((a, b) => a - b)}
        : {};
    return {
      axis: numberAxis(theme, title, {
        ...(years ? {tickformat: "d", ...whole} : tickSettings(values, spec.xUnit)),
        showgrid: false,
        zeroline: false,
      }),
      place: (point) => toNumber(point.at),
      say: (point) => (years ? String(point.at) : formatNumber(toNumber(point.at) ?? 0, spec.xUnit, true)),
    };
  }
  const keys = [...new Set(points.map((point) => String(point.at)))];
  const said = keys.map((key) =>
    label(key === "null" ? "(none)" : key, Math.max(8, Math.floor(inner / keys.length / 7)), 2),
  );
  const every = Math.max(1, Math.ceil((widest(said, 12) + 8) / (inner / keys.length)));
  return {
    axis: placesAxis(theme, title, said, every),
    place: (point) => keys.indexOf(String(point.at)),
    say: (point) => sayCell(point.at),
  };
}

/** Ticks on the very dates when few, else Plotly's own choice, written so that a reader knows the year. */
function dateTicks(dates: readonly string[], grain: Grain, inner: number): Record<string, unknown> {
  const said = dates.map((date) => sayDate(date, grain));
  const fits = Math.floor(inner / (widest(said, 12) + 14));
  if (grain !== "time" && grain !== "day" && dates.length > 0 && dates.length <= fits * 5) {
    const every = Math.max(1, Math.ceil(dates.length / fits));
    const kept = dates.filter((_, at) => at % every === 0);
    return {tickmode: "array", tickvals: kept, ticktext: kept.map((date) => sayDate(date, grain))};
  }
  if (dates.length <= Math.min(fits, 8)) return {tickmode: "array", tickvals: [...dates], ticktext: said};
  return {nticks: Math.min(10, Math.max(3, fits))};
}

interface End {
  point: Point;
  name: string;
}

/** The last point of each line, when the names beside them would not touch; else nothing, and a legend is shown. */
function endLabels(series: readonly string[], lines: readonly Point[][], height: number): End[] | undefined {
  if (series.length > 6) return undefined;
  const values = lines.flat().flatMap((point) => (point.value === null ? [] : [point.value]));
  const span = Math.max(...values) - Math.min(...values) || 1;
  const ends = lines.map((line, at) => ({
    point: line.filter((one) => one.value !== null).at(-1),
    name: series[at]!,
  }));
  if (ends.some((end) => end.point === undefined)) return undefined;
  const last = new Set(ends.map((end) => String(end.point!.at)));
  const heights = ends.map((end) => (end.point!.value! / span) * height).sort((a, b) => a - b);
  const apart = heights.every((one, at) => at === 0 || one - heights[at - 1]! >= 18);
  return apart && last.size === 1 ? (ends as End[]) : undefined;
}

function endNote(end: End, place: string | number, color: string): Layout {
  return {
    x: place,
    y: end.point.value,
    xref: "x",
    yref: "y",
    text: label(end.name, 22),
    showarrow: false,
    xanchor: "left",
    xshift: 8,
    font: {size: 12, color},
  };
}

/** Whether zero is close enough to belong on the axis. */
function nearZero(values: readonly number[]): boolean {
  const least = Math.min(...values);
  const most = Math.max(...values);
  return least >= 0 && least < most * 0.6;
}

function compare(a: string | number | null, b: string | number | null): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

function hover(
  at: string,
  series: string | undefined,
  value: number | null,
  unit: string | undefined,
): string {
  const said = value === null ? "no value" : formatNumber(value, unit, true);
  return [at, series, said]
    .filter((part) => part !== undefined)
    .map((part) => label(part, 60, 2))
    .join("<br>");
}
