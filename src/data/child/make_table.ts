import {rename, stat, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {DOUBLE, type DuckDBConnection, DuckDBDataChunk, DuckDBInstance} from "@duckdb/node-api";
import {TabletalkError} from "../../errors.ts";
import type {QueryResult} from "../engine.ts";
import {columnType} from "./cells.ts";
import {passGate} from "./gate.ts";
import type {MadeTable, Request} from "./protocol.ts";
import {runQuery} from "./query.ts";

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const CHUNK = 2048;

/**
 * Writes the result of one SELECT over read-only datasets as a new immutable file. The door is shut, and the statement
 * passes the gate, before it runs. Runs in a child of its own.
 */
export async function makeTable(request: Extract<Request, {op: "make"}>): Promise<MadeTable> {
  const {scratch, hash, folder} = request;
  const instance = await DuckDBInstance.create(":memory:", {
    temp_directory: scratch,
    memory_limit: `${request.memoryMb}MB`,
    threads: String(request.threads),
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
    allow_persistent_secrets: "false",
  });
  const connection = await instance.connect();
  try {
    await connection.run(`SET TimeZone = ${literal(request.timeZone)}`);
    const known = new Set<string>();
    for (const [index, {name, path}] of request.datasets.entries()) {
      await connection.run(`ATTACH ${literal(path)} AS v${index} (READ_ONLY)`);
      await connection.run(`CREATE VIEW ${identifier(name)} AS SELECT * FROM v${index}.main.data`);
      known.add(name.toLowerCase());
    }
    if (request.values) {
      await loadValues(connection, request.values.name, request.values.columns);
      known.add(request.values.name.toLowerCase());
    }
    const temporary = join(scratch, `${hash}.duckdb`);
    await connection.run(`ATTACH ${literal(temporary)} AS made`);
    await connection.run("SET enable_external_access = false");
    await connection.run("SET lock_configuration = true");
    await passGate(connection, request.sql, known);
    await write(connection, request.sql, request.timeMs);
    const first = await runQuery(connection, "SELECT * FROM made.main.data", request.rows, request.timeMs);
    const reader = await connection.runAndReadAll("SELECT * FROM made.main.data LIMIT 0");
    const columns = reader.columnNames().map((name, at) => ({name, type: columnType(reader.columnType(at))}));
    const counted = await connection.runAndReadAll("SELECT count(*) FROM made.main.data");
    const rows = Number(counted.getRows()[0]?.[0]);
    await connection.run("DETACH made");
    const receipt = {...request.receipt, rows, columns};
    const path = join(folder, `${hash}.duckdb`);
    await rename(temporary, path).catch(async (error: unknown) => {
      if (!(await stat(path).catch(() => undefined))) throw error;
    });
    const draft = join(scratch, "receipt.json");
    await writeFile(draft, JSON.stringify({name: request.name, receipt}));
    await rename(draft, join(folder, `${hash}.json`));
    return {name: request.name, hash, path, receipt, first};
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function write(connection: DuckDBConnection, sql: string, timeMs: number): Promise<QueryResult> {
  try {
    return await runQuery(connection, `CREATE TABLE made.main.data AS ${sql}`, 1, timeMs);
  } catch (error) {
    if (error instanceof TabletalkError && /same name|duplicate column|already exists/i.test(error.message))
      throw new TabletalkError("bad_plan", error.message, "Give each column of the result its own name.");
    throw error;
  }
}

/** Columns of numbers beside the datasets: NaN is missing. */
async function loadValues(
  connection: DuckDBConnection,
  name: string,
  columns: readonly {name: string; values: Float64Array}[],
): Promise<void> {
  const listed = columns.map((column) => `${identifier(column.name)} DOUBLE`).join(", ");
  await connection.run(`CREATE TABLE ${identifier(name)} (${listed})`);
  const appender = await connection.createAppender(name);
  const rows = columns[0]?.values.length ?? 0;
  const types = columns.map(() => DOUBLE);
  for (let from = 0; from < rows; from += CHUNK) {
    const chunk = DuckDBDataChunk.create(types, Math.min(CHUNK, rows - from));
    chunk.setColumns(
      columns.map(({values}) =>
        Array.from(values.subarray(from, from + CHUNK), (value) => (Number.isNaN(value) ? null : value)),
      ),
    );
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}
