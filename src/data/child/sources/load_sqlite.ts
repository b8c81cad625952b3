import {copyFile} from "node:fs/promises";
import {join} from "node:path";
import {DatabaseSync, type SQLOutputValue} from "node:sqlite";
import {pathToFileURL} from "node:url";
import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  type DuckDBType,
  type DuckDBValue,
  VARCHAR,
} from "@duckdb/node-api";
import {TabletalkError} from "../../../errors.ts";
import type {ImportChoices} from "../../choices.ts";
import {isOwnLog} from "../../closed_folders.ts";
import type {ReceiptEntry} from "../../dataset.ts";
import {tableName} from "../../names.ts";
import {columnNames} from "../column_names.ts";
import type {Loaded} from "../import_file.ts";
import type {Tell} from "../progress.ts";
import {chosenTables, limitEntry, MOST_ROWS} from "./database.ts";
import {writeTable} from "./table_writer.ts";
import {watchParent} from "./watch_parent.ts";

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
/** SQLite gives at most 2,000 result columns. */
const BATCH = 300;

interface Column {
  name: string;
  declared: string;
  /** How many values are stored as what, and how many whole numbers are neither 0 nor 1. */
  integer: number;
  real: number;
  text: number;
  blob: number;
  beyond: number;
}

/** Loads every table and view of an SQLite file, each column by the values that it holds. Nothing is written beside it. */
export async function loadSqlite(
  path: string,
  scratch: string,
  connection: DuckDBConnection,
  choices: ImportChoices,
  tell: Tell,
): Promise<Loaded[]> {
  const database = await openReadOnly(path, scratch);
  const watch = watchParent();
  try {
    const {tables, entries: said} = chosenTables(tablesOf(database), choices, path);
    const loaded: Loaded[] = [];
    for (const {name, type} of tables) {
      try {
        loaded.push(await loadTable(database, name, type, `sqlite_${loaded.length}`, connection, tell));
      } catch (error) {
        if (error instanceof TabletalkError) throw error;
        const why = error instanceof Error ? error.message : String(error);
        said.push({
          kind: "skipped",
          message: `The ${type} ${name} was left out: ${why}.`,
          count: 1,
          examples: [name],
          doubt: true,
        });
      }
    }
    if (loaded.length === 0)
      throw new TabletalkError(
        "bad_file",
        `${path} has no table that can be read${said[0] ? ` (${said[0].message})` : ""}.`,
        "Open it with the program that made it, or export its tables as CSV.",
      );
    loaded[0]!.entries.push(...said);
    return loaded;
  } finally {
    database.close();
    await watch.stop();
  }
}

/** A file alone is opened as one that nobody changes; with a log of newer rows beside it, a copy of both. */
async function openReadOnly(path: string, scratch: string): Promise<DatabaseSync> {
  try {
    if (await isOwnLog(`${path}-wal`)) {
      const copy = join(scratch, "copy.sqlite");
      await copyFile(path, copy);
      await copyFile(`${path}-wal`, `${copy}-wal`);
      return new DatabaseSync(copy, {allowExtension: false});
    }
    const url = pathToFileURL(path);
    url.search = "immutable=1";
    const database = new DatabaseSync(url, {readOnly: true, allowExtension: false});
    database.prepare("SELECT count(*) FROM sqlite_schema").get();
    return database;
  } catch (error) {
    throw new TabletalkError(
      "bad_file",
      `${path} cannot be read as SQLite: ${error instanceof Error ? error.message : String(error)}.`,
      "It may be cut off or damaged; copy it again while no program writes to it.",
    );
  }
}

function tablesOf(database: DatabaseSync): {name: string; type: string}[] {
  const rows = database.prepare("PRAGMA table_list").all();
  return rows
    .filter(
      (row) => row.schema === "main" && row.type !== "shadow" && !String(row.name).startsWith("sqlite_"),
    )
    .map((row) => ({name: String(row.name), type: row.type === "view" ? "view" : "table"}))
    .sort((a, b) => (a.type === b.type ? a.name.localeCompare(b.name, "en") : a.type < b.type ? -1 : 1));
}

async function loadTable(
  database: DatabaseSync,
  name: string,
  type: string,
  table: string,
  connection: DuckDBConnection,
  tell: Tell,
): Promise<Loaded> {
  const from = identifier(name);
  const declared = database.prepare(`PRAGMA table_xinfo(${from})`).all();
  const columns = declared
    .filter((row) => row.hidden !== 1)
    .map(
      (row): Column => ({
        name: String(row.name),
        declared: String(row.type ?? "").toUpperCase(),
        integer: 0,
        real: 0,
        text: 0,
        blob: 0,
        beyond: 0,
      }),
    );
  for (let at = 0; at < columns.length; at += BATCH) count(columns.slice(at, at + BATCH), from, database);
  const entries: ReceiptEntry[] = [{kind: "table", message: `The ${type} ${name} of an SQLite database.`}];
  const kept = columns.filter(
    (column) => column.blob === 0 || column.text + column.integer + column.real > 0,
  );
  const binary = columns.filter((column) => !kept.includes(column));
  if (binary.length > 0)
    entries.push({
      kind: "dropped",
      message: `${binary.length} columns hold binary data and were left out.`,
      count: binary.length,
      examples: binary.slice(0, 5).map((column) => column.name),
    });
  for (const column of kept) entries.push(...told(column));
  if (kept.length === 0) throw new Error("it holds binary data only");
  const names = columnNames(
    kept.map((column) => column.name),
    entries,
  );
  const types = kept.map(typeOf);
  const writer = await writeTable(
    table,
    names.map((column, at) => ({name: column, type: types[at]!})),
    connection,
  );
  const query = database.prepare(
    `SELECT ${kept.map((column) => identifier(column.name)).join(", ")} FROM ${from} LIMIT ${MOST_ROWS + 1}`,
  );
  query.setReturnArrays(true);
  query.setReadBigInts(true);
  for (const row of query.iterate() as unknown as Iterable<SQLOutputValue[]>) {
    if (writer.rows() === MOST_ROWS) {
      entries.push(limitEntry(MOST_ROWS));
      break;
    }
    writer.add(row.map((value, at) => cell(value, types[at]!)));
    if (writer.rows() % 10_000 === 0) {
      tell({stage: "reading", item: name, done: writer.rows(), unit: "rows"});
      await new Promise(setImmediate);
    }
  }
  writer.end();
  return {table, member: name, label: tableName(name), format: "sqlite", entries};
}

function count(columns: Column[], from: string, database: DatabaseSync): void {
  const parts = columns.flatMap(({name}) => {
    const column = identifier(name);
    return [
      ...["integer", "real", "text", "blob"].map((kind) => `total(typeof(${column}) = '${kind}')`),
      `total(typeof(${column}) = 'integer' AND ${column} NOT IN (0, 1))`,
    ];
  });
  const query = database.prepare(`SELECT ${parts.join(", ")} FROM ${from}`);
  query.setReturnArrays(true);
  const row = (query.get() ?? []) as unknown as number[];
  for (const [index, column] of columns.entries()) {
    const [integer = 0, real = 0, text = 0, blob = 0, beyond = 0] = row.slice(index * 5, index * 5 + 5);
    Object.assign(column, {integer, real, text, blob, beyond});
  }
}

function typeOf(column: Column): DuckDBType {
  if (column.text > 0) return VARCHAR;
  if (column.real > 0) return DOUBLE;
  if (column.integer > 0) return column.beyond === 0 && column.declared.startsWith("BOOL") ? BOOLEAN : BIGINT;
  return VARCHAR;
}

function told({name, integer, real, text, blob}: Column): ReceiptEntry[] {
  const entries: ReceiptEntry[] = [];
  if (text > 0 && integer + real > 0)
    entries.push({
      kind: "type",
      column: name,
      message: `${name} holds ${text} texts and ${integer + real} numbers; all were read as they are written.`,
      count: Math.min(text, integer + real),
      doubt: true,
    });
  if (blob > 0)
    entries.push({
      kind: "coerced",
      column: name,
      message: `${name}: ${blob} binary values count as missing.`,
      count: blob,
    });
  return entries;
}

function cell(value: SQLOutputValue, type: DuckDBType): DuckDBValue {
  if (value === null || value instanceof Uint8Array) return null;
  if (type === VARCHAR) return String(value);
  if (type === DOUBLE) return Number(value);
  return type === BOOLEAN ? value === 1n : value;
}
