import {open} from "node:fs/promises";
import type {DuckDBConnection} from "@duckdb/node-api";
import {TabletalkError} from "../../errors.ts";
import type {ReceiptEntry} from "../dataset.ts";
import {columnNames} from "./column_names.ts";
import type {Loaded} from "./import_file.ts";

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Loads JSON (an array of objects, or one object a line). Lists and objects inside a row become JSON text. */
export async function loadJson(path: string, connection: DuckDBConnection): Promise<Loaded> {
  const entries: ReceiptEntry[] = [];
  const start = await firstSign(path);
  if (start !== "[" && start !== "{")
    throw new TabletalkError(
      "bad_file",
      `${path} is not a table in JSON: it starts with ${start === "" ? "nothing" : start}.`,
      "Use an array of objects, or one object a line.",
    );
  try {
    await connection.run(
      `CREATE TABLE nested AS SELECT * FROM read_json(${literal(path)}, sample_size = -1, maximum_object_size = 200000000, convert_strings_to_integers = false)`,
    );
  } catch (error) {
    const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    throw new TabletalkError(
      "bad_file",
      `${path} is not a table in JSON: ${message}`,
      "Use an array of objects, or one object a line.",
    );
  }
  await flatten("nested", connection, entries);
  return {table: "raw", format: "json", entries};
}

async function firstSign(path: string): Promise<string> {
  const file = await open(path);
  try {
    const bytes = Buffer.alloc(4096);
    const {bytesRead} = await file.read(bytes, 0, bytes.length, 0);
    return bytes
      .subarray(0, bytesRead)
      .toString("utf8")
      .replace(/^\ufeff/, "")
      .trimStart()
      .slice(0, 1);
  } finally {
    await file.close();
  }
}

/** Loads Parquet as it is typed. */
export async function loadParquet(path: string, connection: DuckDBConnection): Promise<Loaded> {
  const entries: ReceiptEntry[] = [];
  try {
    await connection.run(`CREATE TABLE nested AS SELECT * FROM read_parquet(${literal(path)})`);
  } catch (error) {
    const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    throw new TabletalkError(
      "bad_file",
      `${path} is not whole Parquet: ${message}`,
      "Copy or export it again.",
    );
  }
  await flatten("nested", connection, entries);
  return {table: "raw", format: "parquet", entries};
}

async function flatten(table: string, connection: DuckDBConnection, entries: ReceiptEntry[]): Promise<void> {
  const reader = await connection.runAndReadAll(`SELECT column_name, column_type FROM (DESCRIBE ${table})`);
  const found = reader.getRows().map((row) => ({name: String(row[0]), type: String(row[1])}));
  const names = columnNames(
    found.map((column) => column.name),
    entries,
  );
  const nested = found.filter((column) => /STRUCT|\[|MAP|UNION/.test(column.type));
  if (nested.length > 0) {
    entries.push({
      kind: "type",
      message: `${nested.length} columns hold lists or objects; they are kept as JSON text.`,
      count: nested.length,
      examples: nested.slice(0, 5).map((column) => column.name),
    });
  }
  const parts = found.map((column, index) => {
    const from = identifier(column.name);
    const value = nested.includes(column)
      ? `CAST(to_json(${from}) AS VARCHAR)`
      : column.type === "JSON"
        ? `CASE WHEN json_type(${from}) IN ('VARCHAR') THEN ${from} ->> '$' ELSE CAST(${from} AS VARCHAR) END`
        : from;
    return `${value} AS ${identifier(names[index]!)}`;
  });
  await connection.run(`CREATE TABLE raw AS SELECT ${parts.join(", ")} FROM ${table}`);
  await connection.run(`DROP TABLE ${table}`);
}
