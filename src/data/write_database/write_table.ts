import type {DatabaseUrl} from "../database_url.ts";
import {readDatabaseUrl} from "../database_url.ts";
import type {Cell, Column} from "../table.ts";

/** Rows for a table of a database. */
export interface TableToWrite {
  /** `table`, or `schema.table`. */
  table: string;
  /** create: refused where there is one; replace: in its place; append: below its rows. */
  mode: "create" | "replace" | "append";
  columns: readonly Column[];
  rows: AsyncIterable<readonly (readonly Cell[])[]>;
  /** The same for the same rows: what was written under it is not written again. */
  key: string;
}

/** So many rows go in one statement. */
export const ROWS_AT_ONCE = 500;

/**
 * Writes a table over a URL of a Postgres or MySQL database: whole or not at all, and once for a key.
 * @returns how many rows it has, or had when it was written before
 * @throws TabletalkError conflict where the table is there; bad_file for what the server refuses, without the password
 */
export async function writeDatabaseTable(
  url: string,
  written: TableToWrite,
  signal: AbortSignal,
): Promise<number> {
  const database: DatabaseUrl = readDatabaseUrl(url);
  if (database.system === "postgres") {
    const {writePostgres} = await import("./postgres.ts");
    return writePostgres(database, written, signal);
  }
  const {writeMysql} = await import("./mysql.ts");
  return writeMysql(database, written, signal);
}
