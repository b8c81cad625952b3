import {fileURLToPath} from "node:url";
import {DuckDBInstance} from "@duckdb/node-api";
import type {QueryResult, Session} from "../../../src/data/engine.ts";
import type {TableProfile} from "../../../src/data/profile.ts";
import type {Cell, ColumnType} from "../../../src/data/table.ts";
import {TabletalkError} from "../../../src/errors.ts";

const dataFolder = fileURLToPath(new URL("../../../node_modules/vega-datasets/data/", import.meta.url));

/** A session over CSV files of vega-datasets, in this process: the profiles are recorded ones, the data is the real one. */
export async function openCsvSession(
  tables: Record<string, string>,
  profiles: readonly TableProfile[],
): Promise<Session> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  for (const [table, file] of Object.entries(tables)) {
    await connection.run(`CREATE TABLE "${table}" AS SELECT * FROM read_csv('${dataFolder}${file}')`);
  }
  const query = async (sql: string): Promise<QueryResult> => {
    const reader = await connection.runAndReadAll(sql).catch((cause: unknown) => {
      throw new TabletalkError(
        "bad_query",
        cause instanceof Error ? cause.message : String(cause),
        "Mend the query.",
      );
    });
    const types = reader.columnTypes().map((type) => typeOf(String(type)));
    const columns = reader.columnNames().map((name, at) => ({name, type: types[at] ?? "other"}));
    const rows = reader.getRowsJson().map((row) => row.map((cell, at) => cellOf(cell, types[at] ?? "other")));
    return {columns, rows, truncated: false, nonFinite: 0, elapsedMs: 0};
  };
  const close = async () => {
    connection.closeSync();
    instance.closeSync();
  };
  return {
    datasets: profiles.map((profile) => ({
      name: profile.table,
      version: {
        hash: profile.table,
        path: "",
        rows: profile.rows,
        columns: profile.columns.map(({name, type}) => ({name, type})),
        receipt: {source: {path: "", format: "csv", bytes: 0}, rows: profile.rows, columns: [], entries: []},
      },
    })),
    query,
    columns: () => Promise.reject(new Error("not used")),
    profile: async (table) => profiles.find((one) => one.table === table)!,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function typeOf(type: string): ColumnType {
  if (/INT/.test(type) && !/INTERVAL/.test(type)) return "integer";
  if (/DOUBLE|FLOAT|DECIMAL/.test(type)) return "number";
  if (type === "BOOLEAN") return "boolean";
  if (type === "DATE") return "date";
  if (type.startsWith("TIMESTAMP")) return "timestamp";
  return type === "VARCHAR" ? "text" : "other";
}

function cellOf(cell: unknown, type: ColumnType): Cell {
  if (cell === null || typeof cell === "boolean") return cell;
  return type === "integer" || type === "number" ? Number(cell) : String(cell);
}
