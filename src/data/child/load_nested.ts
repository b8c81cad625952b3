import {isUtf8} from "node:buffer";
import {open, readFile, stat, writeFile} from "node:fs/promises";
import {join} from "node:path";
import type {DuckDBConnection} from "@duckdb/node-api";
import {TabletalkError} from "../../errors.ts";
import type {ReceiptEntry} from "../dataset.ts";
import {flatten, type NestedTable} from "./flatten.ts";
import type {Loaded} from "./import_file.ts";
import {recordsIn} from "./json_shape.ts";
import {type Json, JsonError, jsonLine, parseJson} from "./json_text.ts";

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const EDGE_BYTES = 65_536;
/** What is no plain list of records is read as a whole, up to here. */
const WHOLE_BYTES = 128 << 20;
const MOST_COLUMNS = 10_000;
/** Whole numbers beyond this are not exact as floating-point numbers. */
const EXACT = 2 ** 53;

const firstLine = (error: unknown): string =>
  error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);

/**
 * Loads the tables of a JSON file: an array of objects, one object a line, or one of the shapes of `recordsIn`. Objects
 * inside of rows become columns with dotted names, lists inside of rows JSON text.
 */
export async function loadJson(
  path: string,
  scratch: string,
  connection: DuckDBConnection,
): Promise<Loaded[]> {
  const refuse = (why: string): TabletalkError =>
    new TabletalkError(
      "bad_file",
      `${path} is not a table in JSON: ${why}.`,
      "Use an array of objects, or one object a line.",
    );
  const {size} = await stat(path);
  const {first, last, lines} = await edges(path, size);
  if (first !== "[" && first !== "{") throw refuse(`it starts with ${first === "" ? "nothing" : first}`);
  const format =
    first === "[" ? (last === "]" ? "array" : undefined) : lines ? "newline_delimited" : undefined;
  if (format) {
    const entries: ReceiptEntry[] = [];
    const problem = await readRecords(path, format, "raw", connection, entries).catch((error: unknown) => {
      if (error instanceof TabletalkError) throw error;
      return firstLine(error) || "unknown";
    });
    if (problem === undefined) return [{table: "raw", format: "json", entries}];
    await connection.run("DROP TABLE IF EXISTS nested");
    await connection.run("DROP TABLE IF EXISTS raw");
    if (size > WHOLE_BYTES) throw refuse(problem.replace(/ in file "[^"]*"/, "").replace(/\.$/, ""));
  }
  if (size > WHOLE_BYTES)
    throw refuse(
      `its rows are wrapped, which is read up to ${WHOLE_BYTES >> 20} MiB, or it is cut off (it ends with ${JSON.stringify(last)})`,
    );
  return loadWhole(path, scratch, connection);
}

async function loadWhole(path: string, scratch: string, connection: DuckDBConnection): Promise<Loaded[]> {
  const bytes = await readFile(path);
  const entries: ReceiptEntry[] = [];
  const text = decoded(bytes, entries);
  let values: Json[];
  try {
    values = parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const where = `line ${error.line.toLocaleString("en")}, column ${error.column.toLocaleString("en")}`;
    throw new TabletalkError(
      "bad_file",
      error.cut
        ? `${path} is not whole JSON: it ends at ${where} before it is whole.`
        : `${path} is not whole JSON: ${error.message} (${where}).`,
      error.cut
        ? "It was probably cut off on its way; export it again."
        : "Mend it there, or export it again.",
    );
  }
  const root =
    values.length === 1
      ? values[0]!
      : values.every(
            (one) =>
              Array.isArray(one) &&
              one.every(
                (item) =>
                  Array.isArray(item) ||
                  (typeof item === "object" && item !== null && "kind" in item && item.kind === "object"),
              ),
          )
        ? (values as Json[][]).flat()
        : values;
  const loaded: Loaded[] = [];
  const found = recordsIn(root, path);
  for (const [index, {name, rows, entries: said}] of found.entries()) {
    const repeated = new Map<string, number>();
    const again = (key: string): void => void repeated.set(key, (repeated.get(key) ?? 0) + 1);
    const file = join(scratch, `records${index}.ndjson`);
    await writeFile(file, rows.map((row) => jsonLine(row, again)).join("\n"));
    const own = [...(index === 0 ? entries : []), ...said];
    if (repeated.size > 0)
      own.push({
        kind: "renamed",
        message: `${repeated.size} keys stand twice in one object and were numbered (${[...repeated.keys()]
          .slice(0, 3)
          .map((key) => `${key}_2`)
          .join(", ")}).`,
        count: [...repeated.values()].reduce((sum, times) => sum + times, 0),
        doubt: true,
      });
    const problem = await readRecords(file, "newline_delimited", `raw${index}`, connection, own);
    if (problem !== undefined)
      throw new TabletalkError(
        "bad_file",
        `${path} is not a table in JSON: ${problem}.`,
        "Use an array of objects, or one object a line.",
      );
    loaded.push({
      table: `raw${index}`,
      format: "json",
      entries: own,
      ...(found.length > 1 && name !== undefined && {sheet: name, member: name}),
    });
  }
  return loaded;
}

/**
 * Reads a file of records into `table`. Texts stay texts (their dates are decided like anyone's), whole numbers exact.
 * Gives what is wrong where they are no records.
 */
async function readRecords(
  path: string,
  format: "array" | "newline_delimited",
  table: string,
  connection: DuckDBConnection,
  entries: ReceiptEntry[],
): Promise<string | undefined> {
  const options = `format = '${format}', maximum_object_size = 200000000, dateformat = '%%', timestampformat = '%%'`;
  const read = (more: string): string => `read_json(${literal(path)}, ${options}, ${more})`;
  await connection.run(
    `CREATE TABLE nested AS SELECT * FROM ${read("sample_size = -1, map_inference_threshold = -1, field_appearance_threshold = 0, maximum_depth = 10, convert_strings_to_integers = false")}`,
  );
  const columns = await typesOf("nested", connection);
  if (format === "array" && columns.length === 1 && columns[0]!.name === "json")
    return "its items are no objects";
  if (columns.length > MOST_COLUMNS)
    throw new TabletalkError(
      "bad_file",
      `${path} has ${columns.length.toLocaleString("en")} different keys in its rows; at most ${MOST_COLUMNS.toLocaleString("en")} can be columns.`,
      "Its keys are probably values: make them a column (rows of key and value).",
    );
  const wide = await beyondExact(columns, connection);
  if (wide.size > 0) {
    const given = columns.map(({name, type}) => {
      const exact = wide.has(name)
        ? type.replace(/"(?:[^"]|"")*"|\bDOUBLE\b/g, (part) => (part === "DOUBLE" ? "VARCHAR" : part))
        : type;
      return `${literal(name)}: ${literal(exact)}`;
    });
    await connection.run(
      `CREATE OR REPLACE TABLE nested AS SELECT * FROM ${read(`columns = {${given.join(", ")}}`)}`,
    );
  }
  await flatten({from: "nested", into: table}, connection, entries);
  return undefined;
}

async function typesOf(table: string, connection: DuckDBConnection): Promise<{name: string; type: string}[]> {
  const reader = await connection.runAndReadAll(`SELECT column_name, column_type FROM (DESCRIBE ${table})`);
  return reader.getRows().map((row) => ({name: String(row[0]), type: String(row[1])}));
}

/** Columns read as floating-point numbers that hold whole numbers too big to be exact so. */
async function beyondExact(
  columns: readonly {name: string; type: string}[],
  connection: DuckDBConnection,
): Promise<Set<string>> {
  const asked = columns.filter(({type}) => type === "DOUBLE" || /\bDOUBLE\b/.test(type));
  if (asked.length === 0) return new Set();
  const parts = asked.map(({name, type}) =>
    type === "DOUBLE"
      ? `coalesce(max(abs(${identifier(name)})) FILTER (WHERE isfinite(${identifier(name)})) >= ${EXACT}, false)`
      : `coalesce(bool_or(regexp_matches(CAST(${identifier(name)} AS VARCHAR), '\\d{16,}|e\\+')), false)`,
  );
  const row = (await connection.runAndReadAll(`SELECT ${parts.join(", ")} FROM nested`)).getRows()[0] ?? [];
  return new Set(asked.filter((_, at) => row[at] === true).map(({name}) => name));
}

/** The first and last signs of a text, and whether its first line is a whole object with more to come. */
async function edges(path: string, size: number): Promise<{first: string; last: string; lines: boolean}> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(Math.min(size, EDGE_BYTES));
    await file.read(head, 0, head.length, 0);
    const tail = Buffer.alloc(Math.min(size, EDGE_BYTES));
    await file.read(tail, 0, tail.length, size - tail.length);
    const marked = head[0] === 0xff || head[0] === 0xfe || head[0] === 0xef;
    const text = decoded(head, []).trimStart();
    const end = text.indexOf("\n");
    const first = text.slice(0, 1);
    return {
      first,
      last: marked ? "" : tail.toString("utf8").trimEnd().slice(-1),
      lines:
        !marked &&
        first === "{" &&
        end > 0 &&
        isWhole(text.slice(0, end)) &&
        (size > EDGE_BYTES || text.slice(end).trim() !== ""),
    };
  } finally {
    await file.close();
  }
}

function isWhole(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function decoded(bytes: Buffer, entries: ReceiptEntry[]): string {
  const marks: [number[], string][] = [
    [[0xff, 0xfe], "utf-16le"],
    [[0xfe, 0xff], "utf-16be"],
  ];
  const wide = marks.find(([mark]) => mark.every((byte, at) => bytes[at] === byte))?.[1];
  const encoding = wide ?? (isUtf8(bytes) || bytes.length === EDGE_BYTES ? "utf-8" : "windows-1252");
  if (encoding !== "utf-8")
    entries.push({
      kind: "encoding",
      message: `The text is encoded as ${encoding}; it was read as such.`,
      ...(encoding === "windows-1252" && {doubt: true}),
    });
  return new TextDecoder(encoding).decode(bytes);
}

/** Loads Parquet as it is typed. */
export async function loadParquet(path: string, connection: DuckDBConnection): Promise<Loaded> {
  const entries: ReceiptEntry[] = [];
  const place: NestedTable = {from: "nested", into: "raw"};
  try {
    await connection.run(`CREATE TABLE nested AS SELECT * FROM read_parquet(${literal(path)})`);
  } catch (error) {
    throw new TabletalkError(
      "bad_file",
      `${path} is not whole Parquet: ${firstLine(error)}`,
      "Copy or export it again.",
    );
  }
  await flatten(place, connection, entries);
  return {table: "raw", format: "parquet", entries};
}
