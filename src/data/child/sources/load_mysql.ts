import type {DuckDBConnection} from "@duckdb/node-api";
import {type Connection, createConnection, type RowDataPacket} from "mysql2";
import type {ImportChoices} from "../../choices.ts";
import type {DatabaseUrl} from "../../database_url.ts";
import type {Loaded} from "../import_file.ts";
import type {Tell} from "../progress.ts";
import {chosenTables, MOST_ROWS} from "./database.ts";
import {concernsOneTable, noneRead, serverError, skippedTable} from "./server_error.ts";
import {loadTextRows, type ServerColumn, type ServerTable} from "./text_rows.ts";

const identifier = (name: string): string => `\`${name.replaceAll("`", "``")}\``;
const CONNECT_MS = 10_000;
const STATEMENT_SECONDS = 300;

/**
 * Reads the tables and views of a MySQL or MariaDB database in one read-only transaction, row by row.
 * @throws TabletalkError that never holds the password
 */
export async function loadMysql(
  url: DatabaseUrl,
  seed: string,
  connection: DuckDBConnection,
  choices: ImportChoices,
  tell: Tell,
): Promise<Loaded[]> {
  const server = createConnection({
    host: url.host,
    port: url.port,
    database: url.database,
    ...(url.user !== undefined && {user: url.user}),
    ...(url.password !== undefined && {password: url.password}),
    ...(url.encryption !== "prefer" && {ssl: {rejectUnauthorized: url.encryption === "verify"}}),
    connectTimeout: CONNECT_MS,
    charset: "utf8mb4",
    rowsAsArray: true,
    // A server that asks for a file of this machine gets none.
    flags: ["-LOCAL_FILES"],
    // Everything as the text that the server itself writes.
    typeCast: (field) => field.string(),
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.connect((error) => (error ? reject(error) : resolve()));
    });
    server.on("error", () => undefined);
    await ask(server, "SET time_zone = '+00:00'");
    await ask(server, `SET SESSION max_execution_time = ${STATEMENT_SECONDS * 1000}`).catch(() =>
      ask(server, `SET SESSION max_statement_time = ${STATEMENT_SECONDS}`).catch(() => undefined),
    );
    await ask(server, "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    await ask(server, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
    const schema = url.schema ?? url.database;
    const {tables, entries} = chosenTables(
      await tablesOf(server, schema),
      {...choices, ...(url.tables && {only: url.tables})},
      url.shown,
    );
    const loaded: Loaded[] = [];
    const limit = url.limit ?? MOST_ROWS;
    for (const [index, table] of tables.entries()) {
      tell({stage: "reading", item: table.name, done: index, of: tables.length, unit: "tables"});
      const rows = rowsOf(server, schema, table, limit);
      if (table.columns.length === 0) {
        entries.push(skippedTable(table, new Error("the server cannot say what is in it"), url));
        continue;
      }
      try {
        loaded.push(
          await loadTextRows(
            {system: "MySQL", seed, limit},
            table,
            rows,
            connection,
            `server_${index}`,
            tell,
          ),
        );
      } catch (error) {
        if (tables.length === 1 || !concernsOneTable(error)) throw error;
        entries.push(skippedTable(table, error, url));
      }
    }
    if (loaded.length === 0) throw noneRead(url, entries);
    loaded[0]?.entries.push(...entries);
    return loaded;
  } catch (error) {
    throw serverError(error, url);
  } finally {
    server.destroy();
  }
}

function ask(server: Connection, sql: string, values: string[] = []): Promise<(string | null)[][]> {
  return new Promise((resolve, reject) =>
    server.query<RowDataPacket[][]>(sql, values, (error, rows) =>
      error ? reject(error) : resolve((Array.isArray(rows) ? rows : []) as unknown as (string | null)[][]),
    ),
  );
}

async function tablesOf(server: Connection, schema: string): Promise<ServerTable[]> {
  const rows = await ask(
    server,
    `SELECT t.table_name, t.table_type, c.column_name, c.data_type, c.column_type, c.numeric_precision, c.numeric_scale, k.ordinal_position
     FROM information_schema.tables t
     LEFT JOIN information_schema.columns c ON t.table_schema = c.table_schema AND t.table_name = c.table_name
     LEFT JOIN information_schema.key_column_usage k ON k.table_schema = c.table_schema AND k.table_name = c.table_name
       AND k.column_name = c.column_name AND k.constraint_name = 'PRIMARY'
     WHERE t.table_schema = ? AND t.table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')
     ORDER BY t.table_name, c.ordinal_position`,
    [schema],
  );
  const tables = new Map<string, ServerTable & {keys: [number, string][]}>();
  for (const [table, kind, column, type, declared, precision, scale, key] of rows) {
    const name = String(table);
    const one = tables.get(name) ?? {name, view: kind === "VIEW", columns: [], key: [], keys: []};
    tables.set(name, one);
    // A view over something that is gone has no columns.
    if (column === null) continue;
    one.columns.push(
      columnOf(
        String(column),
        String(type).toLowerCase(),
        String(declared).toLowerCase(),
        Number(precision),
        Number(scale),
      ),
    );
    if (key !== null && key !== undefined) one.keys.push([Number(key), String(column)]);
  }
  return [...tables.values()].map(({keys, ...table}) => ({
    ...table,
    key: keys.sort(([a], [b]) => a - b).map(([, name]) => name),
  }));
}

const TYPES: Record<string, string> = {
  float: "FLOAT",
  double: "DOUBLE",
  date: "DATE",
  datetime: "TIMESTAMP",
  timestamp: "TIMESTAMP",
  time: "TIME",
  year: "INTEGER",
};
const BINARY = /^(tiny|medium|long)?blob$|^(var)?binary$|^(multi)?(point|linestring|polygon)$|^geom/;

function columnOf(
  name: string,
  type: string,
  declared: string,
  precision: number,
  scale: number,
): ServerColumn {
  if (BINARY.test(type)) return {name, declared};
  if (type === "bit") return {name, declared, type: "UBIGINT", flag: declared === "bit(1)"};
  if (type.endsWith("int"))
    return {
      name,
      declared,
      type: declared.includes("unsigned") && type === "bigint" ? "UBIGINT" : "BIGINT",
      flag: declared.startsWith("tinyint(1)"),
    };
  if (type === "decimal")
    return {
      name,
      declared,
      type: precision > 38 || scale === 0 ? "NUMERIC" : `DECIMAL(${precision}, ${scale})`,
    };
  return {name, declared, type: TYPES[type] ?? "VARCHAR"};
}

async function* rowsOf(
  server: Connection,
  schema: string,
  table: ServerTable,
  limit: number,
): AsyncGenerator<readonly (string | null)[]> {
  const parts = table.columns
    .filter((column) => column.type !== undefined)
    .map(({name, declared, type}) => {
      const column = identifier(name);
      if (declared.startsWith("bit")) return `${column} + 0`;
      // A float is shown with six digits; as a double it shows all that it has.
      return type === "FLOAT" ? `CAST(${column} AS DOUBLE)` : column;
    });
  const order = table.key.length > 0 ? ` ORDER BY ${table.key.map(identifier).join(", ")}` : "";
  const from = `${identifier(schema)}.${identifier(table.name)}`;
  const sql = `SELECT ${parts.length > 0 ? parts.join(", ") : "NULL"} FROM ${from}${order} LIMIT ${limit + 1}`;
  for await (const row of server.query(sql).stream({highWaterMark: 1_000}))
    yield row as unknown as (string | null)[];
}
