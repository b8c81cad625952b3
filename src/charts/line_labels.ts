import type {Point} from "./columns.ts";
import {formatNumber} from "./format.ts";
import {onScale} from "./marks.ts";
import type {Layout, Trace} from "./plotly.ts";
import {extent} from "./quantiles.ts";
import type {ChartSpec} from "./spec.ts";
import {label, pixels} from "./text.ts";

/** Whether each point of a single line has room for its number. */
export function everyValueFits(line: readonly Point[], inner: number, unit: string | undefined): boolean {
  const wide = line.map((point) => (point.value === null ? 0 : pixels(formatNumber(point.value, unit), 11)));
  return line.length <= 12 && Math.max(...wide) + 14 < (inner - 70) / line.length;
}

/** Numbers at the points, each where the line does not run. */
export function valueTexts(line: readonly Point[], trace: Trace, unit: string | undefined, color: string) {
  const known = new Map(line.map((point) => [point.row, point.value]));
  const values = (trace.customdata as (number | null)[]).map((row) => (row === null ? null : known.get(row)));
  return {
    mode: "lines+markers+text",
    text: values.map((value) => (value == null ? "" : formatNumber(value, unit))),
    textposition: values.map((own, at) => sideOf(values[at - 1], own, values[at + 1])),
    textfont: {size: 11, color},
    cliponaxis: false,
  };
}

/** Above a peak, below a valley; where the line goes on up or down, on the side that it leaves free. */
function sideOf(
  before: number | null | undefined,
  own: number | null | undefined,
  after: typeof own,
): string {
  if (own == null) return "top center";
  const isDownhillBefore = before != null && before > own;
  const isUphillAfter = after != null && after > own;
  if (before == null) return isUphillAfter ? "bottom right" : after == null ? "top center" : "top right";
  if (after == null) return isDownhillBefore ? "bottom center" : "top center";
  if (isDownhillBefore && isUphillAfter) return "bottom center";
  if (isDownhillBefore) return "top right";
  return isUphillAfter && before < own ? "top left" : "top center";
}

export interface End {
  point: Point;
  name: string;
  /** Pixels up from the line's end, so that names do not touch. */
  shift: number;
}

const NAME_HEIGHT = 17;

const MAX_SHIFT = 32;

/** The last point of each line, the names beside them moved apart a little; nothing where that is not enough. */
export function endLabels(
  series: readonly string[],
  lines: readonly Point[][],
  height: number,
  spec: ChartSpec,
): End[] | undefined {
  if (series.length > 8) return undefined;
  const scaled = (value: number) => onScale(value, spec.yScale) ?? 0;
  const values = lines.flat().flatMap((point) => (point.value === null ? [] : [scaled(point.value)]));
  const [least, most] = extent(values);
  const floor = spec.yScale !== "log" && nearZero(values) ? 0 : least;
  const span = (most - floor) * 1.1 || 1;
  const last = lines.map((line) => line.findLast((one) => one.value !== null));
  if (last.some((point) => point === undefined)) return undefined;
  if (new Set(last.map((point) => String(point!.at))).size > 1) return undefined;
  const ends = last
    .map((point, at) => ({
      at,
      point: point!,
      name: series[at]!,
      wanted: ((scaled(point!.value!) - floor) / span) * height,
    }))
    .sort((a, b) => a.wanted - b.wanted);
  const placed = movedApart(ends.map((end) => end.wanted));
  if (placed.some((one, at) => Math.abs(one - ends[at]!.wanted) > MAX_SHIFT)) return undefined;
  return ends.map((end, at) => ({...end, shift: placed[at]! - end.wanted})).sort((a, b) => a.at - b.at);
}

/** Sorted heights, those too close moved apart evenly around their middle. */
function movedApart(wanted: readonly number[]): number[] {
  const placed = [...wanted];
  for (let round = 0; round < 50; round++) {
    for (let at = 1; at < placed.length; at++) {
      const lack = NAME_HEIGHT - (placed[at]! - placed[at - 1]!);
      if (lack <= 0.1) continue;
      placed[at - 1]! -= lack / 2;
      placed[at]! += lack / 2;
    }
  }
  return placed;
}

export function endNote(end: End, place: string | number, value: number | null, color: string): Layout {
  return {
    x: place,
    y: value,
    xref: "x",
    yref: "y",
    text: label(end.name, 22),
    showarrow: false,
    xanchor: "left",
    xshift: 8,
    yshift: end.shift,
    font: {size: 12, color},
  };
}

/** Whether zero is close enough to belong on the axis. */
export function nearZero(values: readonly number[]): boolean {
  const least = values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  const most = values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
  return least >= 0 && least < most * 0.6;
}
