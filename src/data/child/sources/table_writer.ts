import {createHash, type Hash} from "node:crypto";
import {
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
  type DuckDBValue,
} from "@duckdb/node-api";

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const CHUNK = 2048;

/** A new table of the import's database, filled row by row. */
export interface TableWriter {
  add(row: readonly DuckDBValue[]): void;
  rows(): number;
  /** Ends the table; gives a hash of all that was written. */
  end(): string;
}

/** Makes a table with these columns. */
export async function writeTable(
  table: string,
  columns: readonly {name: string; type: DuckDBType}[],
  connection: DuckDBConnection,
): Promise<TableWriter> {
  const types = columns.map(({type}) => type);
  await connection.run(
    `CREATE TABLE ${table} (${columns.map(({name, type}) => `${identifier(name)} ${type}`).join(", ")})`,
  );
  const appender: DuckDBAppender = await connection.createAppender(table);
  const hash: Hash = createHash("sha256");
  let waiting: (readonly DuckDBValue[])[] = [];
  let written = 0;
  const flush = (): void => {
    if (waiting.length === 0) return;
    const chunk = DuckDBDataChunk.create(types);
    chunk.setRows(waiting);
    appender.appendDataChunk(chunk);
    hash.update(waiting.map((row) => row.map(marked).join("\u001f")).join("\u001e"));
    waiting = [];
  };
  return {
    add(row) {
      waiting.push(row);
      written += 1;
      if (waiting.length >= CHUNK) flush();
    },
    rows: () => written,
    end() {
      flush();
      appender.closeSync();
      return hash.digest("hex");
    },
  };
}

/** Nothing and an empty text must not hash alike. */
const marked = (value: DuckDBValue): string => (value === null ? "\u0000" : `=${String(value)}`);
