import type {Table} from "../../data/table.ts";
import {columnAt, isTemporal, type Point, pointsOf, sayCell, texts, toNumber, yColumns} from "../columns.ts";
import {
  areYears,
  axisTitle,
  formatNumber,
  inSentence,
  readable,
  tickSettings,
  unbracketed,
} from "../format.ts";
import {dateAxis, frame, nameWidth, numberAxis, ticksAcross, ticksUp} from "../frame.ts";
import {logAxis} from "../log_axis.ts";
import {marksOf, onScale} from "../marks.ts";
import type {Panel} from "../panel.ts";
import {grainOf} from "../periods.ts";
import type {Figure, Layout, Size, Trace} from "../plotly.ts";
import {type Named, placeNames} from "../point_labels.ts";
import {extent, roundStep} from "../quantiles.ts";
import {fewSeries} from "../series.ts";
import type {ChartSpec} from "../spec.ts";
import {label, literal, shortNames} from "../text.ts";
import {colourOf} from "../theme.ts";
import {isTelling, type TrendLine, trendLine} from "../trend_line.ts";

/** Above this many points the graphics library draws them instead of the page. */
const MANY = 5000;
/** Above this many a sample is drawn. */
const MOST = 100_000;

interface Placed extends Point {
  x: string | number;
  value: number;
  diameter: number;
}

/**
 * Points of two numbers (or a date and a number), coloured by series, their areas by another column. The straight line
 * through them is drawn where it says more than chance would, or where asked.
 */
export function scatterFigure(spec: ChartSpec, table: Table, size: Size, panel?: Panel): Figure {
  const {column, at} = columnAt(table, spec.x);
  const dates = isTemporal(column);
  const grain = dates ? grainOf(texts(table, at)) : undefined;
  const {placed, notes: left} = placedPoints(spec, table, dates);
  const few = fewSeries(spec, table, placed, "colours", false, panel);
  const {series} = few;
  const points = few.points as Placed[];
  const several = series.length > 1;
  const many = points.length > MANY;
  const yName = yColumns(spec)[0]!;
  const names = shortNames(series, nameWidth(size));
  const trends = dates ? [] : trendsOf(spec, points, series);
  const notes = [...left, ...few.notes, ...(panel ? [] : sayTrend(spec, trends, points))];
  const {layout, margin, theme} = frame(spec, size, notes, several ? names : [], panel);
  const labels = spec.label === undefined ? undefined : columnAt(table, spec.label).at;

  const data: Trace[] = series.map((name, index) => {
    const own = several ? points.filter((point) => point.series === name) : [...points];
    // Small areas stand in front of large ones.
    if (spec.size !== undefined) own.sort((a, b) => b.diameter - a.diameter);
    return {
      type: many ? "scattergl" : "scatter",
      mode: "markers",
      name: literal(names[index]!),
      x: own.map((point) => point.x),
      y: own.map((point) => point.value),
      customdata: own.map((point) => point.row),
      marker: {
        color: colourOf(theme, index),
        opacity: many ? 0.35 : points.length > 300 ? 0.55 : spec.size === undefined ? 0.8 : 0.65,
        size:
          spec.size === undefined
            ? many
              ? 4
              : points.length > 300 || panel
                ? 6
                : 8
            : own.map((point) => point.diameter),
        ...(spec.size !== undefined && {line: {color: theme.paper, width: 1}}),
      },
      ...(many
        ? {hoverinfo: "x+y"}
        : {
            hoverinfo: "text",
            hovertext: own.map((point) =>
              [
                ...(labels === undefined ? [] : [sayCell(table.rows[point.row]![labels] ?? null)]),
                `${readable(spec.x)}: ${sayCell(point.at, grain)}`,
                `${readable(yName)}: ${formatNumber(point.value, spec.yUnit, true)}`,
                ...(several ? [name] : []),
              ]
                .map((line) => label(line, 60, 2))
                .join("<br>"),
            ),
          }),
    };
  });
  for (const trend of trends) {
    const color = trends.length > 1 ? colourOf(theme, series.indexOf(trend.series)) : theme.ink;
    data.push({
      type: "scatter",
      mode: "lines",
      name: "Trend",
      showlegend: false,
      x: trend.x,
      y: trend.y,
      hoverinfo: "skip",
      line: {color, width: 2, dash: "dash"},
    });
  }
  const xs = points.map((point) => toNumber(point.at)).filter((value) => value !== null);
  const ys = points.map((point) => point.value);
  const largest = points.reduce((most, point) => Math.max(most, point.diameter), 8);
  const plot = {width: size.width - 64 - 28 - 12, height: size.height - margin.t - 58};
  const fixed = !panel && !many && (labels !== undefined || spec.size !== undefined);
  const xRange = dates || !fixed ? undefined : rangeOf(xs, spec.xScale, largest / plot.width);
  const yRange = fixed && rangeOf(ys, spec.yScale, largest / plot.height);
  const named =
    labels === undefined || !xRange || !yRange
      ? []
      : placeNames(
          points.map((point): Named => {
            const x = onScale(point.x as number, spec.xScale) ?? 0;
            const y = onScale(point.value, spec.yScale) ?? 0;
            return {
              left: ((x - xRange[0]) / (xRange[1] - xRange[0])) * plot.width,
              top: (1 - (y - yRange[0]) / (yRange[1] - yRange[0])) * plot.height,
              radius: point.diameter / 2 || 4,
              name: sayCell(table.rows[point.row]![labels] ?? null),
              x,
              y,
              weight: point.diameter || Math.hypot(x - mid(xRange), y - mid(yRange)),
            };
          }),
          plot,
          theme,
          points.length <= 40 ? 40 : 15,
        );
  const marks = marksOf(spec, theme, (cell) => (dates ? cell : toNumber(cell)) as string | number | null);
  return {
    data,
    layout: {
      ...layout,
      margin: {...margin, l: 64, b: 52, r: 28},
      xaxis: dates
        ? dateAxis(theme, spec.xTitle, {nticks: panel ? 4 : 8})
        : numberAxis(theme, axisTitle(spec.xTitle ?? readable(spec.x), spec.xUnit), {
            ...(areYears(xs, spec.x) ? {tickformat: "d"} : tickSettings(xs, spec.xUnit)),
            zeroline: false,
            nticks: ticksAcross(panel ? size.width - 40 : plot.width),
            ...(spec.xScale === "log" && logAxis(xs, spec.xUnit)),
            ...(fixed && {range: xRange}),
          }),
      yaxis: numberAxis(theme, axisTitle(spec.yTitle ?? readable(yName), spec.yUnit), {
        ...(areYears(ys, yName) ? {tickformat: "d"} : tickSettings(ys, spec.yUnit)),
        zeroline: false,
        nticks: ticksUp(panel ? size.height : plot.height),
        ...(spec.yScale === "log" && logAxis(ys, spec.yUnit)),
        ...(fixed && {range: yRange}),
      }),
      shapes: marks.shapes,
      annotations: [...marks.annotations, ...named] as Layout[],
    },
  };
}

/** The points that can be drawn, and what is said of the others. */
function placedPoints(spec: ChartSpec, table: Table, dates: boolean): {placed: Placed[]; notes: string[]} {
  const sizes = spec.size === undefined ? undefined : columnAt(table, spec.size).at;
  const everyPoint = pointsOf(spec, table);
  const counts = {values: 0, logs: 0, sizes: 0};
  const placed: Placed[] = [];
  for (const point of everyPoint) {
    const x = dates ? (typeof point.at === "string" ? point.at : null) : toNumber(point.at);
    const area = sizes === undefined ? 1 : toNumber(table.rows[point.row]![sizes]);
    if (x === null || point.value === null) counts.values++;
    else if ((spec.xScale === "log" && Number(x) <= 0) || (spec.yScale === "log" && point.value <= 0))
      counts.logs++;
    else if (area === null || area <= 0) counts.sizes++;
    else
      placed.push({
        at: point.at,
        value: point.value,
        series: point.series,
        row: point.row,
        x,
        diameter: sizes === undefined ? 0 : area,
      });
  }
  if (sizes !== undefined) {
    const most = placed.reduce((largest, point) => Math.max(largest, point.diameter), 0);
    const wide = placed.length <= 30 ? 52 : placed.length <= 150 ? 40 : 34;
    for (const point of placed) point.diameter = Math.max(5, wide * Math.sqrt(point.diameter / most));
  }
  const shown = sampled(placed);
  const say = (count: number) => count.toLocaleString("en-US");
  const notes = [
    ...(shown.length < placed.length
      ? [`a random sample of ${say(shown.length)} of ${say(spec.rowsInAll ?? placed.length)} points`]
      : spec.rowsInAll !== undefined && spec.rowsInAll > table.rows.length
        ? [`a sample of ${say(shown.length)} of ${say(spec.rowsInAll)} points`]
        : []),
    ...(spec.size === undefined ? [] : [sayArea(spec, table, sizes!)]),
    ...(counts.values > 0 ? [`${say(counts.values)} without both values left out`] : []),
    ...(counts.logs > 0 ? [`${say(counts.logs)} of zero or less left out on the logarithmic axis`] : []),
    ...(counts.sizes > 0 ? [`${say(counts.sizes)} without a size above zero left out`] : []),
  ];
  return {placed: shown, notes};
}

function sayArea(spec: ChartSpec, table: Table, at: number): string {
  const most = table.rows.reduce((largest, row) => Math.max(largest, toNumber(row[at]) ?? 0), 0);
  return `area: ${readable(spec.size!).toLowerCase()}, largest ${formatNumber(most)}`;
}

/** The same part of the points each time: those whose scattered row number falls below the share wanted. */
function sampled(points: readonly Placed[]): Placed[] {
  if (points.length <= MOST) return [...points];
  const share = MOST / points.length;
  return points.filter((_, at) => (Math.imul(at + 1, 0x9e3779b1) >>> 0) / 2 ** 32 < share);
}

interface DrawnTrend extends TrendLine {
  series: string;
  x: number[];
  y: number[];
}

function trendsOf(spec: ChartSpec, points: readonly Placed[], series: readonly string[]): DrawnTrend[] {
  if (spec.trend === false || (series.length > 1 && !spec.trend)) return [];
  return series.flatMap((name) => {
    const own = points.filter((point) => point.series === name);
    const xs = own.map((point) => onScale(point.x as number, spec.xScale)!);
    const line = trendLine(
      xs,
      own.map((point) => onScale(point.value, spec.yScale)!),
    );
    if (!line || (!spec.trend && !isTelling(line))) return [];
    const ends = extent(xs);
    const unscaled = (value: number, scale: ChartSpec["xScale"]) => (scale === "log" ? 10 ** value : value);
    return [
      {
        ...line,
        series: name,
        x: ends.map((x) => unscaled(x, spec.xScale)),
        y: ends.map((x) => unscaled(line.intercept + line.slope * x, spec.yScale)),
      },
    ];
  });
}

/** "each 1,000 kg more goes with 7.6 less (r = −0.85)" */
function sayTrend(spec: ChartSpec, trends: readonly DrawnTrend[], points: readonly Placed[]): string[] {
  if (trends.length !== 1) return [];
  const {slope, r} = trends[0]!;
  const said = `r = ${r.toFixed(2).replace("-", "−")}`;
  if (spec.xScale === "log" || spec.yScale === "log") return [`trend on the logarithmic axis: ${said}`];
  const [least, most] = extent(points.map((point) => point.x as number));
  const step = roundStep((most - least) / 4);
  const change = formatNumber(Number(Math.abs(slope * step).toPrecision(2)), spec.yUnit, true);
  const of = `${formatNumber(step, spec.xUnit, true)} more ${inSentence(unbracketed(readable(spec.x)))}`;
  return [
    `trend: ${of}, ${change} ${slope < 0 ? "less" : "more"} ${inSentence(unbracketed(readable(yColumns(spec)[0]!)))} (${said})`,
  ];
}

/** The axis range that holds every mark, in the axis' own numbers. `room`: the share that the largest mark takes. */
function rangeOf(values: readonly number[], scale: ChartSpec["xScale"], room: number): [number, number] {
  const scaled = values.flatMap((value) => onScale(value, scale) ?? []);
  const [least, most] = extent(scaled);
  const span = most - least || Math.abs(most) || 1;
  const pad = span * (0.04 + Math.min(0.15, room * 0.6));
  return [least - pad, most + pad];
}

const mid = ([low, high]: [number, number]): number => (low + high) / 2;
