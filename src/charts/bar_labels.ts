import type {Category, Point} from "./columns.ts";
import {formatNumber} from "./format.ts";
import {widest} from "./frame.ts";
import type {ChartSpec} from "./spec.ts";
import {label, pixels} from "./text.ts";
import type {Theme} from "./theme.ts";

export function liesDown(
  shown: readonly Category[],
  temporal: boolean,
  inner: number,
  narrow: boolean,
): boolean {
  if (temporal) return false;
  const slot = (inner - 70) / Math.max(1, shown.length);
  const longest = Math.max(...shown.map((category) => pixels(category.said, 12)));
  return longest > (narrow ? slot : Math.max(slot * 1.9, 46)) || (shown.length > 12 && longest > slot - 6);
}

/** The font size at which this many labels stand above one another. */
export function fitting(height: number, labels: number): number {
  return Math.max(7, Math.min(12, Math.floor((height / labels / 1.22) * 2) / 2));
}

/** The categories' labels; lying bars have a row's height of `high` pixels for them. */
export function labelsOf(shown: readonly Category[], lies: boolean, inner: number, high: number): string[] {
  const wide = lies
    ? Math.max(14, Math.floor((inner * 0.36) / 7))
    : Math.max(8, Math.floor((inner - 70) / shown.length / 7));
  const lines = lies ? (high / shown.length >= 32 ? 2 : 1) : 3;
  return shown.map((category) => label(category.said, wide, lines));
}

/** Every how many labels fit under standing bars. */
export function step(labels: readonly string[], inner: number): number {
  const slot = (inner - 70) / Math.max(1, labels.length);
  return Math.max(1, Math.ceil((widest(labels, 12) + 6) / slot));
}

export function roomForLabels(
  values: readonly number[],
  lies: boolean,
  unit: string | undefined,
  inner: number,
): [number, number] {
  const most = Math.max(0, ...values);
  const least = Math.min(0, ...values);
  const span = most - least || 1;
  const wide = Math.max(...values.map((value) => pixels(formatNumber(value, unit), 11)), 10);
  const need = wide + 10;
  const sides = Number(least < 0) + Number(most > 0);
  const room = lies ? (span * need) / Math.max(need, inner * 0.6 - sides * need) : span * 0.09;
  return [least < 0 ? least - room : 0, most > 0 ? most + room : least < 0 ? 0 : 1];
}

/** What a stack adds up to; a stack of gains and losses has no one end to say it at. */
export function totalsOf(
  shown: readonly Category[],
  series: readonly string[],
  cells: ReadonlyMap<string, Point>,
): {sum: number; mixed: boolean}[] {
  return shown.map((_, place) => {
    const own = series.map((name) => cells.get(`${place}\u0000${name}`)?.value ?? 0);
    return {
      sum: own.reduce((sum, value) => sum + value, 0),
      mixed: own.some((value) => value < 0) && own.some((value) => value > 0),
    };
  });
}

export function totalNote(sum: number, place: number, lies: boolean, spec: ChartSpec, theme: Theme) {
  return {
    xref: "x",
    yref: "y",
    x: lies ? sum : place,
    y: lies ? place : sum,
    text: label(formatNumber(sum, spec.yUnit), 20),
    showarrow: false,
    font: {size: 11, color: theme.ink},
    ...(lies
      ? {xanchor: sum < 0 ? "right" : "left", xshift: sum < 0 ? -3 : 3}
      : {yanchor: sum < 0 ? "top" : "bottom"}),
  };
}

/** A part's share of its bar, where it is large enough to hold the text. */
export function insideShare(
  value: number | null,
  sum: number,
  lies: boolean,
  inner: number,
  bars: number,
): string {
  if (value === null || sum === 0) return "";
  const share = value / sum;
  const room = lies
    ? Math.abs(share) * inner * 0.7 > 34
    : Math.abs(share) > 0.055 && (inner - 70) / bars > 44;
  return room ? formatNumber(Number(share.toFixed(2)), "%") : "";
}

export function hover(
  category: string,
  series: string | undefined,
  value: number | null | undefined,
  unit: string | undefined,
): string {
  const said = value === null || value === undefined ? "no value" : formatNumber(value, unit, true);
  return [category, series, said]
    .filter((part) => part !== undefined)
    .map((part) => label(part, 60, 2))
    .join("<br>");
}
