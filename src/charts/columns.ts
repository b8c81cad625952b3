import type {Cell, Column, Table} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import {areOrdinal, grainOf, sayDate, stepOf, stepOn} from "./periods.ts";
import type {ChartSpec} from "./spec.ts";

/** The most categories that are shown along an axis; more where they have an order of their own. */
export const MAX_CATEGORIES = 30;
const MAX_ORDERED = 100;
const MAX_PERIODS = 400;
export const NO_VALUE = "(none)";

/** One point: what it is at, how much, of which series, and the table's row that it came from. */
export interface Point {
  at: Cell;
  value: number | null;
  series: string;
  row: number;
}

/** A category along an axis: its key in the table, what a reader sees, and its largest total. */
export interface Category {
  key: string;
  said: string;
}

/** @throws TabletalkError bad_chart when the table has no such column */
export function columnAt(table: Table, name: string): {column: Column; at: number} {
  const at = table.columns.findIndex((column) => column.name === name);
  const column = table.columns[at];
  if (column) return {column, at};
  throw new TabletalkError(
    "bad_chart",
    `The table to plot has no column '${name}'.`,
    `Its columns are: ${table.columns.map((one) => one.name).join(", ")}.`,
  );
}

export function isTemporal(column: Column): boolean {
  return column.type === "date" || column.type === "timestamp";
}

export function isNumeric(column: Column): boolean {
  return column.type === "integer" || column.type === "number";
}

/** The y columns of a spec, never none: a bar, a line and a pie need one. */
export function yColumns(spec: ChartSpec): string[] {
  const names = spec.y === undefined ? [] : [spec.y].flat();
  if (names.length > 0) return names;
  throw new TabletalkError(
    "bad_chart",
    `A ${spec.kind} chart needs y.`,
    "Name the column that holds the numbers.",
  );
}

/** A cell as a finite number, else null. Integers beyond 2^53 come as text. */
export function toNumber(cell: Cell | undefined): number | null {
  if (typeof cell === "number") return Number.isFinite(cell) ? cell : null;
  if (typeof cell === "string" && /^-?\d+(\.\d+)?$/.test(cell)) return Number(cell);
  return null;
}

/** The points of a spec: long tables by the `series` column, wide ones by several y columns. Order: the table's. */
export function pointsOf(spec: ChartSpec, table: Table): Point[] {
  const x = columnAt(table, spec.x).at;
  const ys = yColumns(spec).map((name) => ({name, at: columnAt(table, name).at}));
  const series = spec.series === undefined ? undefined : columnAt(table, spec.series);
  const grain = series && isTemporal(series.column) ? grainOf(texts(table, series.at)) : undefined;
  const points: Point[] = [];
  for (const [index, row] of table.rows.entries()) {
    const own = series && sayCell(row[series.at] ?? null, grain);
    for (const y of ys) {
      const name = own === undefined ? y.name : ys.length > 1 ? `${own}, ${y.name}` : own;
      points.push({at: row[x] ?? null, value: toNumber(row[y.at]), series: name, row: index});
    }
  }
  return points;
}

/** A cell as a reader sees it. */
export function sayCell(cell: Cell, grain?: ReturnType<typeof grainOf>): string {
  if (cell === null || cell === "") return NO_VALUE;
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  return grain && typeof cell === "string" ? sayDate(cell, grain) : String(cell);
}

/** The series in order of first appearance. */
export function seriesOf(points: readonly Point[]): string[] {
  return [...new Set(points.map((point) => point.series))];
}

/** Categories along an axis, and what was left out. */
export interface Categories {
  shown: Category[];
  /** How many there are. */
  all: number;
  /** The keys of those not shown. */
  rest: string[];
  /** Which were kept. */
  kept: "largest" | "smallest" | "first";
}

/**
 * The categories along x in the order to draw: by size unless x has an order of its own (dates, numbers, weekdays, bins)
 * or the spec says otherwise; at most `MAX_CATEGORIES` of those without one, unless the spec wants all. Periods that the
 * table skips have their place too.
 */
export function categoriesOf(spec: ChartSpec, table: Table, points: readonly Point[]): Categories {
  const {column, at} = columnAt(table, spec.x);
  const grain = isTemporal(column) ? grainOf(texts(table, at)) : undefined;
  const totals = new Map<string, {category: Category; total: number; at: Cell}>();
  for (const point of points) {
    const key = String(point.at);
    const found = totals.get(key);
    if (found) found.total += point.value ?? 0;
    else
      totals.set(key, {
        category: {key, said: sayCell(point.at, grain)},
        total: point.value ?? 0,
        at: point.at,
      });
  }
  const entries = [...totals.values()];
  const ordinal =
    isNumeric(column) || grain !== undefined || areOrdinal(entries.map((one) => one.category.said));
  const sort = spec.sort ?? (ordinal ? "given" : "descending");
  if (sort === "descending") entries.sort((a, b) => b.total - a.total);
  else if (sort === "ascending") entries.sort((a, b) => a.total - b.total);
  else if (grain !== undefined) {
    entries.sort((a, b) => (String(a.at) < String(b.at) ? -1 : 1));
    for (const at of skippedPeriods(entries, grain))
      entries.splice(
        entries.findIndex((one) => String(one.at) > at),
        0,
        {
          category: {key: at, said: sayDate(at, grain)},
          total: 0,
          at,
        },
      );
  } else if (spec.sort === undefined && isNumeric(column))
    entries.sort((a, b) => (toNumber(a.at) ?? Infinity) - (toNumber(b.at) ?? Infinity));
  if (sort !== "given") entries.sort((a, b) => Number(a.at === null) - Number(b.at === null));
  const most = grain !== undefined ? MAX_PERIODS : ordinal ? MAX_ORDERED : MAX_CATEGORIES;
  const limit = spec.allCategories ? entries.length : most;
  return {
    shown: entries.slice(0, limit).map((one) => one.category),
    all: entries.length,
    rest: entries.slice(limit).map((one) => one.category.key),
    kept: keptOf(entries.filter((one) => one.at !== null)),
  };
}

/** "top 30 of 60 shown": what a chart says of categories that it leaves out. */
export function sayCut({shown, all, kept}: Categories): string {
  const which = {largest: "largest", smallest: "smallest", first: "first"}[kept];
  return `the ${which} ${shown.length} of ${all.toLocaleString("en-US")} shown`;
}

function keptOf(entries: readonly {total: number}[]): Categories["kept"] {
  return isSorted(entries, -1) ? "largest" : isSorted(entries, 1) ? "smallest" : "first";
}

function isSorted(entries: readonly {total: number}[], way: 1 | -1): boolean {
  return entries.every((one, at) => at === 0 || (one.total - entries[at - 1]!.total) * way >= 0);
}

function skippedPeriods(entries: readonly {at: Cell}[], grain: ReturnType<typeof grainOf>): string[] {
  const dates = entries.map((one) => one.at).filter((at): at is string => typeof at === "string");
  const step = stepOf(dates, grain);
  if (!step || dates.length !== entries.length) return [];
  const known = new Set(dates);
  const skipped: string[] = [];
  for (let at = dates[0]!; at < dates.at(-1)! && skipped.length < MAX_PERIODS; at = stepOn(at, step))
    if (!known.has(at)) skipped.push(at);
  return skipped;
}

/** The texts of a column, nulls left out. */
export function texts(table: Table, at: number): string[] {
  return table.rows.map((row) => row[at]).filter((cell): cell is string => typeof cell === "string");
}
