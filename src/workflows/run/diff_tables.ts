import type {Cell, Table} from "../../data/table.ts";

/** Numbers that differ by less than this part of the larger are the same. */
export const TOLERANCE = 1e-9;
/** So many changes of a kind are listed; all are counted. */
const MOST_LISTED = 100;

/** A cell that is another than it was. */
export interface CellChange {
  /** The row, by its key. */
  row: string;
  column: string;
  was: Cell;
  is: Cell;
  /** Of numbers: the difference, and its part of what it was. */
  change?: number;
  share?: number;
}

/** What is otherwise about a table. */
export interface TableDiff {
  /** The columns that rows were found again by; none where they were compared by their place. */
  key: string[];
  rows: {was: number; is: number};
  columns: {added: string[]; removed: string[]};
  added: {count: number; rows: string[]};
  removed: {count: number; rows: string[]};
  changed: {count: number; cells: CellChange[]};
  same: boolean;
}

/** Compares two tables row by row: by the columns that name a row, else by place. */
export function diffTables(was: Table, is: Table, tolerance = TOLERANCE): TableDiff {
  const names = (table: Table) => table.columns.map(({name}) => name);
  const shared = names(was).filter((name) => names(is).includes(name));
  const key = keyOf(was, is, shared);
  const before = byKey(was, key);
  const after = byKey(is, key);
  const columns = {
    added: names(is).filter((name) => !shared.includes(name)),
    removed: names(was).filter((name) => !shared.includes(name)),
  };
  const added = [...after.keys()].filter((row) => !before.has(row));
  const removed = [...before.keys()].filter((row) => !after.has(row));
  const cells: CellChange[] = [];
  let count = 0;
  for (const [row, then] of before) {
    const now = after.get(row);
    if (!now) continue;
    for (const column of shared) {
      if (key.includes(column)) continue;
      const [old, young] = [cellOf(was, then, column), cellOf(is, now, column)];
      if (isSame(old, young, tolerance)) continue;
      count += 1;
      if (cells.length < MOST_LISTED) cells.push(changeOf(row, column, old, young));
    }
  }
  return {
    key,
    rows: {was: was.rows.length, is: is.rows.length},
    columns,
    added: {count: added.length, rows: added.slice(0, MOST_LISTED)},
    removed: {count: removed.length, rows: removed.slice(0, MOST_LISTED)},
    changed: {count, cells},
    same: count + added.length + removed.length + columns.added.length + columns.removed.length === 0,
  };
}

/** A change with its difference, where both are numbers. */
export function changeOf(row: string, column: string, was: Cell, is: Cell): CellChange {
  if (typeof was !== "number" || typeof is !== "number") return {row, column, was, is};
  const change = is - was;
  return {row, column, was, is, change, ...(was !== 0 && {share: change / Math.abs(was)})};
}

export function isSame(was: Cell, is: Cell, tolerance = TOLERANCE): boolean {
  if (typeof was !== "number" || typeof is !== "number") return was === is;
  return Math.abs(was - is) <= tolerance * Math.max(Math.abs(was), Math.abs(is));
}

/** The fewest columns, from the left, that are no measures and name each row of both tables once. */
function keyOf(was: Table, is: Table, shared: readonly string[]): string[] {
  const naming = shared.filter((name) =>
    [was, is].every((table) => table.columns.find((one) => one.name === name)?.type !== "number"),
  );
  const texts = naming.filter(
    (name) => was.columns.find((column) => column.name === name)?.type !== "integer",
  );
  for (const among of [texts, naming])
    for (let count = 1; count <= among.length; count += 1) {
      const key = among.slice(0, count);
      if ([was, is].every((table) => byKey(table, key).size === table.rows.length)) return key;
    }
  return [];
}

function byKey(table: Table, key: readonly string[]): Map<string, readonly Cell[]> {
  return new Map(
    table.rows.map((row, at) => [
      key.length === 0
        ? `row ${at + 1}`
        : key.map((column) => String(cellOf(table, row, column) ?? "missing")).join(", "),
      row,
    ]),
  );
}

function cellOf(table: Table, row: readonly Cell[], column: string): Cell {
  return row[table.columns.findIndex(({name}) => name === column)] ?? null;
}
