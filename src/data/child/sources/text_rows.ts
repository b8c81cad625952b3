import {createHash} from "node:crypto";
import {type DuckDBConnection, VARCHAR} from "@duckdb/node-api";
import type {ReceiptEntry} from "../../dataset.ts";
import {tableName} from "../../names.ts";
import {columnNames} from "../column_names.ts";
import type {Loaded} from "../import_file.ts";
import type {Tell} from "../progress.ts";
import {limitEntry} from "./database.ts";
import {writeTable} from "./table_writer.ts";

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A column of a server's table: what it is called there, and what it becomes here. */
export interface ServerColumn {
  name: string;
  /** A type of DuckDB's; "NUMERIC" is decided by the digits of the values; nothing: it is not read. */
  type?: string;
  /** Where the value is 0 or 1, it is a yes or no. */
  flag?: boolean;
  /** How the server calls its type. */
  declared: string;
}

export interface ServerTable {
  name: string;
  view: boolean;
  columns: ServerColumn[];
  /** The columns that order its rows, so that the same rows give the same version. */
  key: string[];
}

/**
 * Writes rows that a server gave as text, typed exactly as the server has them. Values that have no place in the type
 * become missing, and are counted.
 */
export async function loadTextRows(
  source: {system: string; seed: string; limit: number},
  table: ServerTable,
  rows: AsyncIterable<readonly (string | null)[]>,
  connection: DuckDBConnection,
  into: string,
  tell: Tell,
): Promise<Loaded> {
  const read = table.columns.filter((column) => column.type !== undefined);
  const left = table.columns.filter((column) => column.type === undefined);
  const entries: ReceiptEntry[] = [
    {
      kind: "table",
      message: `The ${table.view ? "view" : "table"} ${table.name} of a ${source.system} database.`,
    },
  ];
  if (left.length > 0)
    entries.push({
      kind: "dropped",
      message: `${left.length} columns hold what is no value of a table (${[...new Set(left.map(({declared}) => declared))].join(", ")}) and were left out.`,
      count: left.length,
      examples: left.slice(0, 5).map(({name}) => name),
    });
  const names = columnNames(
    read.map(({name}) => name),
    entries,
  );
  const raw = `${into}_text`;
  const writer = await writeTable(
    raw,
    names.map((name) => ({name, type: VARCHAR})),
    connection,
  );
  let more = false;
  for await (const row of rows) {
    if (writer.rows() === source.limit) {
      more = true;
      break;
    }
    writer.add(row);
    if (writer.rows() % 1_000 === 0)
      tell({stage: "reading", item: table.name, done: writer.rows(), unit: "rows"});
  }
  const content = writer.end();
  if (more) entries.push(limitEntry(source.limit));
  const types = await exactTypes(read, names, raw, connection, entries);
  await connection.run(
    `CREATE TABLE ${into} AS SELECT ${names.map((name, at) => `TRY_CAST(${identifier(name)} AS ${types[at]}) AS ${identifier(name)}`).join(", ")} FROM ${raw}`,
  );
  await tellLost(names, types, raw, connection, entries);
  await connection.run(`DROP TABLE ${raw}`);
  const zoned = read.filter(
    ({declared}) => /timestamptz|with time zone|^timestamp$/i.test(declared) && source.system !== "MySQL",
  );
  if (zoned.some(({declared}) => /tz|with time zone/i.test(declared)))
    entries.push({kind: "dates", message: "Times with a zone are given in UTC."});
  const described = names.map((name, at) => `${name} ${types[at]}`).join(",");
  const contentHash = createHash("sha256")
    .update(`${source.seed}:${table.name}:${described}:${more}:${content}`)
    .digest("hex");
  return {
    table: into,
    member: table.name,
    label: tableName(table.name),
    format: source.system.toLowerCase(),
    typed: true,
    contentHash,
    entries,
  };
}

/** Numbers without a fixed form get one that holds every digit; what has more than 38 becomes a floating-point number. */
async function exactTypes(
  columns: readonly ServerColumn[],
  names: readonly string[],
  raw: string,
  connection: DuckDBConnection,
  entries: ReceiptEntry[],
): Promise<string[]> {
  const types: string[] = [];
  for (const [at, {type, flag, name}] of columns.entries()) {
    const column = identifier(names[at]!);
    if (flag) {
      const [odd] = await one(`SELECT count(*) FROM ${raw} WHERE ${column} NOT IN ('0', '1')`, connection);
      types.push(Number(odd) === 0 ? "BOOLEAN" : (type ?? "BIGINT"));
    } else if (type === "NUMERIC") {
      const digits = `regexp_matches(${column}, '^-?\\d+(\\.\\d+)?$')`;
      const [whole, scale] = await one(
        `SELECT max(length(ltrim(split_part(${column}, '.', 1), '-0'))) FILTER (WHERE ${digits}), max(length(rtrim(split_part(${column}, '.', 2), '0'))) FILTER (WHERE ${digits}) FROM ${raw}`,
        connection,
      );
      const places = Number(scale ?? 0);
      const all = Number(whole ?? 0) + places;
      if (all > 38) {
        types.push("DOUBLE");
        entries.push({
          kind: "type",
          column: names[at]!,
          message: `${name} has numbers of more than 38 digits; they are rounded to about 16.`,
          doubt: true,
        });
      } else if (places === 0) types.push(all > 18 ? "HUGEINT" : "BIGINT");
      else types.push(`DECIMAL(${all > 18 ? 38 : 18}, ${places})`);
    } else if (type === "TIME") {
      const [odd] = await one(
        `SELECT count(*) FROM ${raw} WHERE ${column} IS NOT NULL AND TRY_CAST(${column} AS TIME) IS NULL`,
        connection,
      );
      types.push(Number(odd) === 0 ? "TIME" : "VARCHAR");
    } else types.push(type ?? "VARCHAR");
  }
  return types;
}

async function tellLost(
  names: readonly string[],
  types: readonly string[],
  raw: string,
  connection: DuckDBConnection,
  entries: ReceiptEntry[],
): Promise<void> {
  for (const [at, name] of names.entries()) {
    if (types[at] === "VARCHAR") continue;
    const column = identifier(name);
    const lost = `${column} IS NOT NULL AND TRY_CAST(${column} AS ${types[at]}) IS NULL`;
    const [count, examples] = await one(
      `SELECT count(*), string_agg(DISTINCT ${column}, '\u001f') FROM (SELECT ${column} FROM ${raw} WHERE ${lost} LIMIT 100000)`,
      connection,
    );
    if (Number(count) > 0)
      entries.push({
        kind: "coerced",
        column: name,
        message: `${name}: ${Number(count)} values have no place in ${types[at]} and count as missing.`,
        count: Number(count),
        examples: String(examples).split("\u001f").slice(0, 5),
      });
  }
}

async function one(sql: string, connection: DuckDBConnection): Promise<readonly unknown[]> {
  return (await connection.runAndReadAll(sql)).getRows()[0] ?? [];
}
