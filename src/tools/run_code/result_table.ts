import type {Cell, Column, ColumnType, Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";

const MOST_COLUMNS = 200;
const LONGEST_NAME = 200;

/**
 * The table that a piece of code returned, as JSON: a list of objects (a row each), one object (a row; of lists: columns), a
 * list of plain values (column "value"), or one plain value.
 * @throws TabletalkError bad_plan where it is none of these
 */
export function tableOfResult(json: string, mostRows: number): {table: Table; truncated: boolean} {
  const result = JSON.parse(json) as unknown;
  const rows = rowsOf(result);
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (names.length === 0)
    throw bad("The code returned a table without columns.", "Return rows with at least one named value.");
  if (names.length > MOST_COLUMNS)
    throw bad(
      `The code returned ${names.length} columns; up to ${MOST_COLUMNS} can be taken.`,
      "Return a row for each of them.",
    );
  const kept = rows.slice(0, mostRows);
  const cells = kept.map((row) => names.map((name) => cellOf(row[name], name)));
  const columns = names.map(
    (name, at): Column => ({name: name.slice(0, LONGEST_NAME), type: typeOf(cells.map((row) => row[at]!))}),
  );
  return {table: {columns, rows: cells}, truncated: rows.length > kept.length};
}

type Row = Record<string, unknown>;
const isRow = (value: unknown): value is Row =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function rowsOf(result: unknown): Row[] {
  if (Array.isArray(result)) {
    if (result.every(isRow)) return result;
    if (result.some((one) => typeof one === "object" && one !== null))
      throw bad(
        "The code returned a list of lists.",
        "Return a list of objects: one a row, with named values.",
      );
    return result.map((value) => ({value}));
  }
  if (!isRow(result)) return [{value: result}];
  const lists = Object.values(result).filter(Array.isArray);
  if (lists.length === 0 || lists.length < Object.keys(result).length) return [result];
  const longest = Math.max(...lists.map((list) => list.length));
  return Array.from({length: longest}, (_, row) =>
    Object.fromEntries(
      Object.entries(result).map(([name, list]) => [name, (list as unknown[])[row] ?? null]),
    ),
  );
}

function cellOf(value: unknown, name: string): Cell {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
  throw bad(`The value "${name}" of a row is a list or an object.`, "Return plain values in each row.");
}

function typeOf(cells: readonly Cell[]): ColumnType {
  const known = cells.filter((cell) => cell !== null);
  if (known.length === 0) return "text";
  if (known.every((cell) => typeof cell === "number"))
    return known.every((cell) => Number.isInteger(cell)) ? "integer" : "number";
  if (known.every((cell) => typeof cell === "boolean")) return "boolean";
  if (known.every((cell) => typeof cell === "string" && /^\d{4}-\d\d-\d\d$/.test(cell))) return "date";
  return typeof known[0] === "string" && known.every((cell) => typeof cell === "string") ? "text" : "other";
}

const bad = (message: string, next: string): TabletalkError => new TabletalkError("bad_plan", message, next);
