import type {Cell, Table} from "../data/table.ts";
import {
  type Category,
  categoriesOf,
  columnAt,
  isNumeric,
  isTemporal,
  pointsOf,
  sayCell,
  sayCut,
  texts,
  toNumber,
} from "./columns.ts";
import {areOrdinal, grainOf} from "./periods.ts";
import type {ChartSpec} from "./spec.ts";

/** Categories along an axis of a panel. */
const MAX_PLACES = 12;

/** One panel: its title, and the rows of the table (or none, where a category has no row in it). */
export interface Part {
  said: string;
  rows: {cells: Cell[]; row: number}[];
}

/** The parts in their own order where they have one, else the largest first. */
export function partsOf(spec: ChartSpec, table: Table, facet: string): Part[] {
  const {column, at} = columnAt(table, facet);
  const grain = isTemporal(column) ? grainOf(texts(table, at)) : undefined;
  const ys = (spec.y === undefined ? [] : [spec.y].flat()).map((name) => columnAt(table, name).at);
  const parts = new Map<string, Part & {size: number; cell: Cell}>();
  for (const [row, cells] of table.rows.entries()) {
    const cell = cells[at] ?? null;
    const key = String(cell);
    const part = parts.get(key) ?? {said: sayCell(cell, grain), rows: [], size: 0, cell};
    part.rows.push({cells, row});
    part.size += ys.length > 0 ? ys.reduce((sum, y) => sum + Math.abs(toNumber(cells[y]) ?? 0), 0) : 1;
    parts.set(key, part);
  }
  const made = [...parts.values()];
  const ordered = grain !== undefined || isNumeric(column) || areOrdinal(made.map((part) => part.said));
  if (!ordered) return made.sort((a, b) => b.size - a.size);
  return isNumeric(column) || grain
    ? made.sort((a, b) =>
        typeof a.cell === "number" && typeof b.cell === "number"
          ? a.cell - b.cell
          : String(a.cell) < String(b.cell)
            ? -1
            : 1,
      )
    : made;
}

/** The categories that every panel has a place for; absent where x is a date or number of its own axis. */
export function placesOf(spec: ChartSpec, table: Table): {shown: Category[]; cut?: string} | undefined {
  const isBar = spec.kind === "bar";
  const {column} = columnAt(table, spec.x);
  const own =
    spec.kind === "line" || spec.kind === "area" ? !isTemporal(column) && !isNumeric(column) : isBar;
  if (!own) return undefined;
  const categories = categoriesOf(isBar ? spec : {...spec, sort: "given"}, table, pointsOf(spec, table));
  const most = isTemporal(column) || isNumeric(column) ? categories.shown.length : MAX_PLACES;
  const shown = categories.shown.slice(0, most);
  return {shown, ...(shown.length < categories.all && {cut: sayCut({...categories, shown})})};
}

export function fill(part: Part, shown: readonly Category[], spec: ChartSpec, table: Table): Part["rows"] {
  const x = columnAt(table, spec.x).at;
  const ys = [spec.y!].flat().map((name) => columnAt(table, name).at);
  const cells = new Map(table.rows.map((row) => [String(row[x]), row[x] ?? null]));
  const byKey = Map.groupBy(part.rows, (one) => String(one.cells[x]));
  return shown.flatMap(({key}) => {
    const own = byKey.get(key);
    if (own) return own;
    const empty = (part.rows[0]?.cells ?? []).map(
      (cell, at): Cell => (at === x ? (cells.get(key) ?? key) : ys.includes(at) ? null : cell),
    );
    return [{cells: empty, row: -1}];
  });
}
