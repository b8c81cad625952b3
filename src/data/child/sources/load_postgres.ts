import type {DuckDBConnection} from "@duckdb/node-api";
import postgres from "postgres";
import type {ImportChoices} from "../../choices.ts";
import type {DatabaseUrl} from "../../database_url.ts";
import type {Loaded} from "../import_file.ts";
import type {Tell} from "../progress.ts";
import {chosenTables, MOST_ROWS} from "./database.ts";
import {concernsOneTable, noneRead, serverError, skippedTable} from "./server_error.ts";
import {loadTextRows, type ServerColumn, type ServerTable} from "./text_rows.ts";

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const CONNECT_SECONDS = 10;
const STATEMENT_MS = 300_000;
const BATCH = 1_000;

/**
 * Reads the tables and views of a schema in one read-only transaction, row by row.
 * @throws TabletalkError that never holds the password
 */
export async function loadPostgres(
  url: DatabaseUrl,
  seed: string,
  connection: DuckDBConnection,
  choices: ImportChoices,
  tell: Tell,
): Promise<Loaded[]> {
  const sql = postgres({
    host: url.host,
    port: url.port,
    database: url.database,
    ...(url.user !== undefined && {username: url.user}),
    password: url.password ?? "",
    ssl: url.encryption === "verify" ? "verify-full" : url.encryption,
    max: 1,
    prepare: false,
    fetch_types: false,
    connect_timeout: CONNECT_SECONDS,
    onnotice: () => undefined,
    connection: {
      application_name: "tabletalk",
      TimeZone: "UTC",
      DateStyle: "ISO, YMD",
      IntervalStyle: "postgres",
      statement_timeout: STATEMENT_MS,
      default_transaction_read_only: true,
      synchronize_seqscans: "off",
    } as Record<string, string | number | boolean>,
  });
  try {
    return (await sql.begin("isolation level repeatable read read only", async (inside) => {
      const schema = url.schema ?? (await currentSchema(inside));
      const found = await tablesOf(inside, schema);
      const {tables, entries} = chosenTables(
        found,
        {...choices, ...(url.tables && {only: url.tables})},
        url.shown,
      );
      const loaded: Loaded[] = [];
      const limit = url.limit ?? MOST_ROWS;
      for (const [index, table] of tables.entries()) {
        tell({stage: "reading", item: table.name, done: index, of: tables.length, unit: "tables"});
        try {
          loaded.push(
            await inside.savepoint((part) =>
              loadTextRows(
                {system: "PostgreSQL", seed, limit},
                table,
                rowsOf(part, schema, table, limit),
                connection,
                `server_${index}`,
                tell,
              ),
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
    })) as Loaded[];
  } catch (error) {
    throw serverError(error, url);
  } finally {
    await sql.end({timeout: 1}).catch(() => undefined);
  }
}

async function currentSchema(sql: postgres.TransactionSql): Promise<string> {
  const [row] = await sql`SELECT coalesce(current_schema(), 'public') AS schema`;
  return String(row?.schema);
}

async function tablesOf(sql: postgres.TransactionSql, schema: string): Promise<ServerTable[]> {
  const rows = await sql`
    SELECT c.relname AS table, c.relkind AS kind, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS declared,
      coalesce(nullif(t.typbasetype, 0)::regtype::text, t.oid::regtype::text) AS type,
      coalesce(nullif(t.typbasetype, 0), t.oid) AS oid,
      CASE WHEN t.typbasetype <> 0 THEN t.typtypmod ELSE a.atttypmod END AS modifier,
      t.typtype AS form, t.typcategory AS category,
      array_position(i.indkey::int2[], a.attnum) AS key
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
    WHERE n.nspname = ${schema} AND c.relkind IN ('r', 'v', 'm', 'p', 'f') AND NOT c.relispartition
      AND has_table_privilege(c.oid, 'SELECT')
    ORDER BY c.relname, a.attnum`;
  const tables = new Map<string, ServerTable & {keys: [number, string][]}>();
  for (const row of rows) {
    const name = String(row.table);
    const table = tables.get(name) ?? {
      name,
      view: "vm".includes(String(row.kind)),
      columns: [],
      key: [],
      keys: [],
    };
    tables.set(name, table);
    const column = String(row.column);
    table.columns.push(
      columnOf(column, String(row.declared), String(row.type), Number(row.modifier), String(row.category)),
    );
    if (row.key !== null) table.keys.push([Number(row.key), column]);
  }
  return [...tables.values()].map(({keys, ...table}) => ({
    ...table,
    key: keys.sort(([a], [b]) => a - b).map(([, name]) => name),
  }));
}

const TYPES: Record<string, string> = {
  smallint: "SMALLINT",
  integer: "INTEGER",
  bigint: "BIGINT",
  oid: "BIGINT",
  real: "FLOAT",
  "double precision": "DOUBLE",
  boolean: "BOOLEAN",
  date: "DATE",
  "timestamp without time zone": "TIMESTAMP",
  "timestamp with time zone": "TIMESTAMP",
  "time without time zone": "TIME",
  money: "DECIMAL(18, 2)",
};
const BINARY = ["bytea", "geometry", "geography", "raster"];

function columnOf(
  name: string,
  declared: string,
  type: string,
  modifier: number,
  category: string,
): ServerColumn {
  if (BINARY.includes(type)) return {name, declared};
  if (type === "numeric") {
    const precision = ((modifier - 4) >> 16) & 0xffff;
    const scale = (modifier - 4) & 0x7ff;
    if (modifier < 0 || precision > 38 || scale > precision || scale === 0)
      return {name, declared, type: "NUMERIC"};
    return {name, declared, type: `DECIMAL(${precision}, ${scale})`};
  }
  if (category === "A" || category === "C") return {name, declared, type: "VARCHAR"};
  return {name, declared, type: TYPES[type] ?? "VARCHAR"};
}

/** Every value as the text that the server itself writes, so that nothing is rounded on the way. */
async function* rowsOf(
  sql: postgres.TransactionSql,
  schema: string,
  table: ServerTable,
  limit: number,
): AsyncGenerator<readonly (string | null)[]> {
  const parts = table.columns
    .filter((column) => column.type !== undefined)
    .map(({name, declared}) => {
      const column = identifier(name);
      if (declared === "money") return `${column}::numeric::text`;
      return /\[\]$/.test(declared) ? `to_json(${column})::text` : `${column}::text`;
    });
  const order = table.key.length > 0 ? ` ORDER BY ${table.key.map(identifier).join(", ")}` : "";
  const from = `${identifier(schema)}.${identifier(table.name)}`;
  const query = `SELECT ${parts.length > 0 ? parts.join(", ") : "NULL"} FROM ${from}${order} LIMIT ${limit + 1}`;
  for await (const batch of sql.unsafe(query).values().cursor(BATCH))
    yield* batch as unknown as (string | null)[][];
}
