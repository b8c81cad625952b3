import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import type {ColumnBuffers, QueryResult, Session} from "../../src/data/engine.ts";
import type {ColumnProfile, TableProfile} from "../../src/data/profile.ts";
import type {Cell, ColumnType} from "../../src/data/table.ts";
import {createRegistry} from "../../src/tools/registry.ts";
import type {Artifact, ToolContext} from "../../src/tools/tool.ts";

/** What a test says of a column beside what its type says. */
export type Known = Record<string, Record<string, Partial<ColumnProfile>>>;

export interface Tables {
  context: ToolContext;
  /** Runs a tool by name, its input validated as the planner's would be. */
  run(tool: string, input: unknown): Promise<Artifact>;
  /** The rows of what it makes. */
  rows(tool: string, input: unknown): Promise<Cell[][]>;
}

/** Tables made from CSV text, in a DuckDB of their own. */
export async function openTables(csvs: Record<string, string>, known: Known = {}): Promise<Tables> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const folder = await mkdtemp(join(tmpdir(), "tables-"));
  const query = async (sql: string): Promise<QueryResult> => {
    const reader = await connection.runAndReadAll(sql);
    const types = reader.columnTypes().map((type) => typeOf(String(type)));
    const rows = reader.getRowsJson().map((row) =>
      row.map((cell, index): Cell => {
        if (cell === null) return null;
        return types[index] === "integer" || types[index] === "number" ? Number(cell) : (cell as Cell);
      }),
    );
    const columns = reader.columnNames().map((name, index) => ({name, type: types[index]!}));
    return {columns, rows, truncated: false, nonFinite: 0, elapsedMs: 0};
  };
  const columns = async (sql: string): Promise<ColumnBuffers> => {
    const result = await query(sql);
    return {
      rows: result.rows.length,
      columns: result.columns.map((column, index) => ({
        ...column,
        values:
          column.type === "integer" || column.type === "number"
            ? Float64Array.from(result.rows, (row) => (row[index] === null ? Number.NaN : Number(row[index])))
            : result.rows.map((row) => (row[index] === null ? null : String(row[index]))),
      })),
    };
  };

  const profiles = new Map<string, TableProfile>();
  const datasets: Session["datasets"][number][] = [];
  for (const [table, csv] of Object.entries(csvs)) {
    const path = join(folder, "data.csv");
    await writeFile(path, csv);
    const name = `"${table.replaceAll('"', '""')}"`;
    await connection.run(`CREATE TABLE ${name} AS FROM read_csv('${path}', header = true)`);
    const {columns: described} = await query(`SELECT * FROM ${name} LIMIT 0`);
    const counted = await query(`SELECT count(*) FROM ${name}`);
    const rows = Number(counted.rows[0]![0]);
    profiles.set(table, {
      table,
      rows,
      duplicateRows: 0,
      keys: [],
      columns: described.map((column) => ({
        ...guess(column.name, column.type),
        ...known[table]?.[column.name],
      })),
    });
    const receipt = {source: {path, format: "csv", bytes: csv.length}, rows, columns: described, entries: []};
    datasets.push({
      name: table,
      version: {hash: `hash of ${table}`, path, rows, columns: described, receipt},
    });
  }
  await rm(folder, {recursive: true});

  const profile = async (table: string) => profiles.get(table)!;
  const close = async () => connection.closeSync();
  const session: Session = {datasets, query, columns, profile, close, [Symbol.asyncDispose]: close};
  const context: ToolContext = {
    session,
    profile,
    artifacts: new Map(),
    signal: new AbortController().signal,
    limits: {timeMs: 10_000, rows: 5_000},
    asOf: new Date("2024-06-15T00:00:00Z"),
    timeZone: "UTC",
  };
  const registry = createRegistry();
  const run = async (tool: string, input: unknown) =>
    registry.get(tool)!.run(registry.validateInput(tool, input), context);
  return {context, run, rows: async (tool, input) => (await run(tool, input)).table.rows};
}

function guess(name: string, type: ColumnType): ColumnProfile {
  const numeric = type === "integer" || type === "number";
  const dated = type === "date" || type === "timestamp";
  return {
    name,
    type,
    role: numeric ? "measure" : dated ? "date" : type === "boolean" ? "boolean" : "category",
    ...(numeric && {additivity: "additive" as const}),
    nulls: 0,
    distinct: 0,
    min: null,
    max: null,
    top: [],
  };
}

function typeOf(sql: string): ColumnType {
  if (/INT/.test(sql)) return "integer";
  if (/DOUBLE|FLOAT|DECIMAL/.test(sql)) return "number";
  if (/^TIMESTAMP/.test(sql)) return "timestamp";
  const plain: Record<string, ColumnType> = {VARCHAR: "text", DATE: "date", BOOLEAN: "boolean", TIME: "time"};
  return plain[sql] ?? "other";
}
