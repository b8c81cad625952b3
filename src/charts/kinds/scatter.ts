import type {Table} from "../../data/table.ts";
import {columnAt, isTemporal, pointsOf, sayCell, seriesOf, texts, toNumber, yColumns} from "../columns.ts";
import {areYears, axisTitle, formatNumber, readable, tickSettings} from "../format.ts";
import {dateAxis, frame, numberAxis} from "../frame.ts";
import {grainOf} from "../periods.ts";
import type {Figure, Size, Trace} from "../plotly.ts";
import type {ChartSpec} from "../spec.ts";
import {label, shorten} from "../text.ts";
import {colourOf, MAX_SERIES} from "../theme.ts";

/** Above this many points the graphics library draws them instead of the page. */
const MANY = 5000;

/** Points of two numbers (or a date and a number), coloured by series, sized by another column. */
export function scatterFigure(spec: ChartSpec, table: Table, size: Size): Figure {
  const {column, at} = columnAt(table, spec.x);
  const dates = isTemporal(column);
  const grain = dates ? grainOf(texts(table, at)) : undefined;
  const sizes = spec.size === undefined ? undefined : columnAt(table, spec.size).at;
  const place = (cell: (typeof table.rows)[number][number]) =>
    dates ? (typeof cell === "string" ? cell : null) : toNumber(cell);
  const everyPoint = pointsOf(spec, table);
  const points = everyPoint.filter((point) => point.value !== null && place(point.at) !== null);
  const all = seriesOf(points);
  const series = all.slice(0, MAX_SERIES);
  const left = everyPoint.length - points.length;
  const notes = [
    ...(left > 0 ? [`${left.toLocaleString("en-US")} without both values left out`] : []),
    ...(all.length > series.length ? [`${series.length} of ${all.length} colours shown`] : []),
  ];
  const several = series.length > 1;
  const {layout, margin, theme} = frame(
    spec,
    size,
    notes,
    several ? series.map((one) => shorten(one, 28)) : [],
  );
  const largest =
    sizes === undefined ? 0 : Math.max(0, ...table.rows.map((row) => toNumber(row[sizes]) ?? 0));
  const many = points.length > MANY;
  const data: Trace[] = series.map((name, index) => {
    const own = points.filter((point) => point.series === name);
    return {
      type: many ? "scattergl" : "scatter",
      mode: "markers",
      name: label(name, 28),
      x: own.map((point) => place(point.at)),
      y: own.map((point) => point.value),
      customdata: own.map((point) => point.row),
      marker: {
        color: colourOf(theme, index),
        opacity: many ? 0.35 : points.length > 300 ? 0.55 : 0.8,
        size:
          sizes === undefined
            ? many
              ? 4
              : points.length > 300
                ? 6
                : 8
            : own.map((point) => area(toNumber(table.rows[point.row]![sizes]), largest)),
      },
      ...(many
        ? {hoverinfo: "x+y"}
        : {
            hoverinfo: "text",
            hovertext: own.map((point) =>
              [
                `${readable(spec.x)}: ${sayCell(point.at, grain)}`,
                `${readable(yColumns(spec)[0]!)}: ${formatNumber(point.value!, spec.yUnit, true)}`,
                ...(several ? [name] : []),
              ]
                .map((line) => label(line, 60, 2))
                .join("<br>"),
            ),
          }),
    };
  });
  const xs = points.map((point) => toNumber(point.at)).filter((value) => value !== null);
  const ys = points.map((point) => point.value!);
  const xTitle = axisTitle(spec.xTitle ?? readable(spec.x), spec.xUnit);
  return {
    data,
    layout: {
      ...layout,
      margin: {...margin, l: 64, b: 52, r: 28},
      xaxis: dates
        ? dateAxis(theme, spec.xTitle, {nticks: 8})
        : numberAxis(theme, xTitle, {
            ...(areYears(xs, spec.x) ? {tickformat: "d"} : tickSettings(xs, spec.xUnit)),
            zeroline: false,
            nticks: 9,
          }),
      yaxis: numberAxis(theme, axisTitle(spec.yTitle ?? readable(yColumns(spec)[0]!), spec.yUnit), {
        ...(areYears(ys, yColumns(spec)[0]!) ? {tickformat: "d"} : tickSettings(ys, spec.yUnit)),
        zeroline: false,
        nticks: 7,
      }),
    },
  };
}

/** The diameter whose area stands for the value. */
function area(value: number | null, largest: number): number {
  return largest > 0 && value !== null && value > 0 ? 5 + 27 * Math.sqrt(value / largest) : 5;
}
