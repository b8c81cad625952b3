import type {Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {type Point, pointsOf, yColumns} from "../columns.ts";
import {axisTitle, formatNumber, readable, tickSettings} from "../format.ts";
import {frame, nameWidth, numberAxis, ticksUp} from "../frame.ts";
import {endLabels, endNote, everyValueFits, nearZero, valueTexts} from "../line_labels.ts";
import {logAxis} from "../log_axis.ts";
import {marksOf, onScale} from "../marks.ts";
import {comparePlaces, type OrderedAxis, orderedAxis} from "../ordered_axis.ts";
import type {Panel} from "../panel.ts";
import type {Figure, Size, Trace} from "../plotly.ts";
import {fewSeries} from "../series.ts";
import type {ChartSpec} from "../spec.ts";
import {label, literal, pixels, shorten, shortNames} from "../text.ts";
import {colourOf} from "../theme.ts";

/** Lines over time or another ordered x; a null is a gap. Names stand at the lines' ends where they fit. */
export function lineFigure(spec: ChartSpec, table: Table, size: Size, panel?: Panel): Figure {
  return linesFigure(spec, table, size, false, panel);
}

/** Lines, filled down to zero and stacked for an area. */
export function linesFigure(
  spec: ChartSpec,
  table: Table,
  size: Size,
  filled: boolean,
  panel?: Panel,
): Figure {
  const log = spec.yScale === "log";
  if (log && filled) {
    throw new TabletalkError(
      "bad_chart",
      "An area stands on zero, which a logarithmic axis does not have.",
      "Ask for a line on the logarithmic axis.",
    );
  }
  const everyPoint = pointsOf(spec, table);
  const few = fewSeries(spec, table, everyPoint, filled ? "areas" : "lines", filled, panel);
  const {series} = few;
  const several = series.length > 1;
  const below = log ? few.points.filter((point) => point.value !== null && point.value <= 0).length : 0;
  const points = few.points.map((point) =>
    log && point.value !== null && point.value <= 0 ? {...point, value: null} : point,
  );
  const plain = frame(spec, size, [], []);
  const x = orderedAxis(spec, table, everyPoint, plain.theme, plain.inner, panel);
  const lines = series.map((name) => sortedLine(points, name, x));
  const last = spec.partialLast && x.temporal ? lastPlace(lines, x) : undefined;
  const notes = [
    ...few.notes,
    ...(below > 0
      ? [`${below.toLocaleString("en-US")} of zero or less left out on the logarithmic axis`]
      : []),
    ...(last ? [`${x.say(last)} is not complete`] : []),
  ];
  const ends =
    several && !filled && !panel
      ? endLabels(series, lines, size.height - plain.margin.t - 60, spec)
      : undefined;
  const short = shortNames(series, nameWidth(size));
  const names = ends || !several ? [] : short;
  const made = frame(spec, size, notes, names, panel);
  const stacked = filled && several;
  const shares = stacked && spec.arrangement === "stacked_100";
  const data = lines.flatMap((line, at): Trace[] => {
    const color = series[at] === few.other ? made.theme.muted : colourOf(made.theme, at);
    const whole = stacked ? line : withGaps(line, x);
    const open =
      !filled && last !== undefined && whole.length > 1 && x.place(whole.at(-1)!) === x.place(last);
    const body = open ? whole.slice(0, -1) : whole;
    const said = several ? series[at] : undefined;
    const trace: Trace = {
      type: "scatter",
      name: literal(short[at]!),
      ...plotted(body, x, said, spec.yUnit),
      mode: filled ? "lines" : "lines+markers",
      connectgaps: false,
      line: {color, width: filled ? 1.5 : 2.5, shape: "linear"},
      marker: {color, size: markerSizes(body, panel ? 20 : 40)},
      ...(filled && !stacked && {fill: "tozeroy", fillcolor: `${color}55`}),
      ...(stacked && {stackgroup: "all", fillcolor: `${color}bb`, ...(shares && {groupnorm: "fraction"})}),
    };
    if (!open) return [trace];
    const tail = whole.slice(-2);
    return [
      trace,
      {
        type: "scatter",
        name: literal(short[at]!),
        showlegend: false,
        ...plotted(tail, x, said, spec.yUnit),
        mode: "lines+markers",
        connectgaps: false,
        line: {color, width: 2, dash: "dot"},
        marker: {color: made.theme.paper, size: [0, 7], line: {color, width: 2}},
      },
    ];
  });
  const values = points.map((point) => point.value).filter((value) => value !== null);
  const title = spec.yTitle ?? readable(yColumns(spec).length > 1 ? "" : yColumns(spec)[0]!);
  const alone =
    several || filled || panel || last ? undefined : lines[0]?.findLast((one) => one.value !== null);
  const valued = alone !== undefined && everyValueFits(lines[0]!, plain.inner, spec.yUnit);
  const end = alone && !valued && lines[0]!.length > 1 ? alone : undefined;
  const room = ends
    ? Math.min(180, Math.max(...series.map((one) => pixels(shorten(one, 22), 12))) + 18)
    : end
      ? pixels(formatNumber(end.value!, spec.yUnit), 12) + 20
      : 28;
  if (valued) data[0] = {...data[0]!, ...valueTexts(lines[0]!, data[0]!, spec.yUnit, made.theme.ink)};
  const marks = marksOf(spec, made.theme, (cell) => x.place({at: cell, value: 0, series: "", row: -1}));
  return {
    data,
    layout: {
      ...made.layout,
      margin: {...made.margin, l: 64, b: 48, r: room},
      xaxis: x.axis,
      yaxis: numberAxis(made.theme, shares ? "Share" : axisTitle(title, spec.yUnit), {
        ...(shares ? {tickformat: ".0%"} : tickSettings(values, spec.yUnit)),
        rangemode: filled || nearZero(values) ? "tozero" : "normal",
        nticks: ticksUp(panel ? size.height : size.height - made.margin.t - 48),
        ...(log && {...logAxis(values, spec.yUnit), rangemode: "normal"}),
        ...(values.every((value) => value === 0) && {range: [-0.05, 1], tickmode: "array", tickvals: [0, 1]}),
        ...(shares && {range: [0, 1]}),
      }),
      shapes: marks.shapes,
      annotations: [
        ...marks.annotations,
        ...(end
          ? [
              endNote(
                {point: end, name: formatNumber(end.value!, spec.yUnit), shift: 0},
                x.place(end)!,
                onScale(end.value!, spec.yScale),
                colourOf(made.theme, 0),
              ),
            ]
          : []),
        ...(ends ?? []).map((end, at) =>
          endNote(end, x.place(end.point)!, onScale(end.point.value!, spec.yScale), colourOf(made.theme, at)),
        ),
      ],
    },
  };
}

function sortedLine(points: readonly Point[], name: string, x: OrderedAxis): Point[] {
  return points
    .filter((point) => point.series === name && x.place(point) !== null)
    .sort((a, b) => comparePlaces(x.place(a), x.place(b)));
}

function lastPlace(lines: readonly Point[][], x: OrderedAxis): Point | undefined {
  return lines
    .flatMap((line) => line.slice(-1))
    .sort((a, b) => comparePlaces(x.place(a), x.place(b)))
    .at(-1);
}

/** A point without a value in front of each that does not follow a step after the one before. */
function withGaps(line: readonly Point[], x: OrderedAxis): Point[] {
  return line.flatMap((point, at) => {
    const before = line[at - 1];
    const next = before && x.next(x.place(before)!);
    const skips = next !== undefined && comparePlaces(next, x.place(point)) < 0;
    return skips ? [{at: next, value: null, series: point.series, row: -1}, point] : [point];
  });
}

function plotted(
  line: readonly Point[],
  x: OrderedAxis,
  series: string | undefined,
  unit: string | undefined,
) {
  return {
    x: line.map((point) => x.place(point)),
    y: line.map((point) => point.value),
    customdata: line.map((point) => (point.row < 0 && point.value === null ? null : point.row)),
    hoverinfo: "text",
    hovertext: line.map((point) => hover(x.say(point), series, point.value, unit)),
  };
}

/** Every point is marked where they are few, else those alone that no line joins to a neighbour. */
function markerSizes(line: readonly Point[], few: number): number | number[] {
  const known = line.filter((point) => point.value !== null).length;
  if (known <= few) return known === 1 ? 10 : 6;
  const has = (at: number) => (line[at]?.value ?? null) !== null;
  return line.map((_, at) => (has(at) && !has(at - 1) && !has(at + 1) ? 5 : 0));
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
