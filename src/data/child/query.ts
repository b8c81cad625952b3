import type {DuckDBConnection} from "@duckdb/node-api";
import {TabletalkError} from "../../errors.ts";
import type {ColumnBuffers, QueryResult} from "../engine.ts";
import type {Cell} from "../table.ts";
import {columnType, toCell} from "./cells.ts";
import {letGo} from "./let_go.ts";

/** So many characters in a result are freed at once and not when the heap is full. */
const HEAVY = 8_000_000;

/** Runs a statement that passed the gate; at most `rows` rows come back. */
export async function runQuery(
  connection: DuckDBConnection,
  sql: string,
  rows: number,
  timeMs: number,
): Promise<QueryResult> {
  const started = performance.now();
  const result = await within(connection, timeMs, async () => {
    const reader = await connection.streamAndReadUntil(sql, rows + 1);
    const columns = reader
      .columnNames()
      .map((name, index) => ({name, type: columnType(reader.columnType(index))}));
    let nonFinite = 0;
    const lost = (): void => {
      nonFinite++;
    };
    const cells: Cell[][] = [];
    const values = reader.getRows();
    for (const row of values.slice(0, rows)) cells.push(row.map((value) => toCell(value, lost)));
    return {
      columns: unique(columns),
      rows: cells,
      truncated: values.length > rows,
      nonFinite,
      elapsedMs: performance.now() - started,
    };
  });
  if (characters(result.rows) > HEAVY) letGo();
  return result;
}

function characters(rows: readonly (readonly Cell[])[]): number {
  let sum = 0;
  for (const row of rows) for (const cell of row) if (typeof cell === "string") sum += cell.length;
  return sum;
}

/** Runs a statement that passed the gate and returns its columns whole. */
export async function runColumns(
  connection: DuckDBConnection,
  sql: string,
  rows: number,
  timeMs: number,
): Promise<ColumnBuffers> {
  return within(connection, timeMs, async () => {
    const reader = await connection.streamAndReadUntil(sql, rows);
    const names = reader.columnNames();
    const found = reader.getColumns();
    const columns = names.map((name, index) => {
      const type = columnType(reader.columnType(index));
      const raw = (found[index] ?? []).slice(0, rows);
      const cells = raw.map((value) => toCell(value, () => undefined));
      const values =
        type === "integer" || type === "number"
          ? Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : Number(cell)))
          : cells.map((cell) => (cell === null ? null : String(cell)));
      return {name, type, values};
    });
    return {columns, rows: Math.min(rows, found[0]?.length ?? 0)};
  });
}

/** Runs something on the connection for so long, and tells what went wrong as our own errors. */
export async function within<Value>(
  connection: DuckDBConnection,
  timeMs: number,
  run: () => Promise<Value>,
): Promise<Value> {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    connection.interrupt();
  }, timeMs);
  try {
    return await run();
  } catch (error) {
    const told = queryError(error, late, timeMs);
    if (told.code !== "bad_query") letGo();
    throw told;
  } finally {
    clearTimeout(timer);
  }
}

function queryError(error: unknown, late: boolean, timeMs: number): TabletalkError {
  if (error instanceof TabletalkError) return error;
  const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  if (late)
    return new TabletalkError(
      "time_limit",
      `The query took longer than ${timeMs / 1000} s and was stopped.`,
      "Ask for less at once: a filter, fewer groups, or a sample.",
    );
  if (/^INTERRUPT/i.test(message))
    return new TabletalkError("aborted", "The query was stopped.", "Ask again when you like.");
  if (/out of memory|max_temp_directory_size|failed to allocate|bad_alloc/i.test(message))
    return memoryError();
  // What went wrong with a file of ours: its path is nobody's business.
  if (/^(IO|Permission|FATAL|INTERNAL) Error/i.test(message))
    return new TabletalkError(
      "bad_query",
      "DuckDB could not run this query to its end.",
      "Write it in another way: simpler, or in two steps.",
      {cause: error},
    );
  const meant =
    /^Catalog Error: .*Function/.test(message) && /Did you mean "[\w ]+"\?/.exec(String(error))?.[0];
  return new TabletalkError(
    "bad_query",
    meant ? `${message} ${meant}` : message,
    "Check the names and types of the columns; the profile lists them.",
  );
}

export const memoryError = (): TabletalkError =>
  new TabletalkError(
    "memory_limit",
    "The query needed more memory than a query may take.",
    "Ask for less at once: a filter, fewer groups, or fewer columns.",
  );

/** Two result columns of one name would hide one another: the later ones are numbered. */
function unique<Named extends {name: string}>(columns: Named[]): Named[] {
  const seen = new Map<string, number>();
  return columns.map((column) => {
    const times = (seen.get(column.name) ?? 0) + 1;
    seen.set(column.name, times);
    return times === 1 ? column : {...column, name: `${column.name}_${times}`};
  });
}
