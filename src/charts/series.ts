import type {Table} from "../data/table.ts";
import {columnAt, isNumeric, isTemporal, type Point, seriesOf} from "./columns.ts";
import type {Panel} from "./panel.ts";
import type {ChartSpec} from "./spec.ts";
import {MAX_SERIES} from "./theme.ts";

/** The series to draw, their points, and what is said of those left out. */
export interface FewSeries {
  series: string[];
  points: Point[];
  notes: string[];
  /** The name of the series that the smallest were put together in. */
  other?: string;
}

/**
 * At most as many series as readers can tell apart: the largest, in the order of the table (of their dates or numbers
 * where they have one). Where parts are stacked and may be summed, the smallest become one, Other.
 */
export function fewSeries(
  spec: ChartSpec,
  table: Table,
  points: readonly Point[],
  what: string,
  stacked: boolean,
  panel?: Panel,
): FewSeries {
  const all = panel ? [...panel.series] : inOrder(spec, table, points);
  if (all.length <= MAX_SERIES) return {series: all, points: [...points], notes: []};
  const totals = new Map<string, number>();
  for (const point of points)
    totals.set(point.series, (totals.get(point.series) ?? 0) + Math.abs(point.value ?? 0));
  const bySize = all.toSorted((a, b) => (totals.get(b) ?? 0) - (totals.get(a) ?? 0));
  const other = stacked && spec.additive === true;
  const kept = new Set(bySize.slice(0, other ? MAX_SERIES - 2 : MAX_SERIES));
  const series = all.filter((one) => kept.has(one));
  const own = points.filter((point) => kept.has(point.series));
  if (!other)
    return {series, points: own, notes: [`the ${series.length} largest of ${all.length} ${what} shown`]};
  const name = `Other (${all.length - series.length})`;
  return {series: [...series, name], points: [...own, ...summed(points, kept, name)], notes: [], other: name};
}

/** The series as the table gives them; dates and numbers in their order. */
export function inOrder(spec: ChartSpec, table: Table, points: readonly Point[]): string[] {
  const names = seriesOf(points);
  if (spec.series === undefined) return names;
  const {column, at} = columnAt(table, spec.series);
  if (!isTemporal(column) && !isNumeric(column)) return names;
  const cells = new Map(points.map((point) => [point.series, table.rows[point.row]?.[at] ?? null]));
  const place = (name: string) => cells.get(name) ?? null;
  return names.toSorted((a, b) => {
    const [left, right] = [place(a), place(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return typeof left === "number" && typeof right === "number"
      ? left - right
      : String(left) < String(right)
        ? -1
        : 1;
  });
}

function summed(points: readonly Point[], kept: ReadonlySet<string>, name: string): Point[] {
  const sums = new Map<string, Point>();
  for (const point of points) {
    if (kept.has(point.series) || point.value === null) continue;
    const key = String(point.at);
    const sum = sums.get(key);
    if (sum) sum.value = sum.value! + point.value;
    else sums.set(key, {...point, series: name, row: -1});
  }
  return [...sums.values()];
}
