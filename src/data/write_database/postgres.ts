import postgres from "postgres";
import {TabletalkError} from "../../errors.ts";
import {serverError} from "../child/sources/server_error.ts";
import type {DatabaseUrl} from "../database_url.ts";
import type {Column} from "../table.ts";
import {digestOf, nameOfTable, remarkOf, stopped, thereAlready} from "./named_write.ts";
import {ROWS_AT_ONCE, type TableToWrite} from "./write_table.ts";

const CONNECT_SECONDS = 10;
const STATEMENT_MS = 300_000;
/** Parameters of one statement. */
const MOST_PARAMETERS = 60_000;
/** Where it stands what was appended: a row a key. */
const WRITES = "tabletalk_writes";

const TYPES: Record<Column["type"], string> = {
  boolean: "boolean",
  date: "date",
  integer: "bigint",
  number: "double precision",
  other: "text",
  text: "text",
  time: "time",
  timestamp: "timestamp",
};

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Writes a table in one transaction of Postgres. */
export async function writePostgres(
  url: DatabaseUrl,
  written: TableToWrite,
  signal: AbortSignal,
): Promise<number> {
  const sql = postgres({
    host: url.host,
    port: url.port,
    database: url.database,
    ...(url.user !== undefined && {username: url.user}),
    password: url.password ?? "",
    ssl: url.encryption === "verify" ? "verify-full" : url.encryption,
    max: 1,
    prepare: false,
    connect_timeout: CONNECT_SECONDS,
    onnotice: () => undefined,
    // The driver would read a day by this machine's clock, and "true" as false: the server reads what is written.
    types: {
      asWritten: {
        to: 16,
        from: [16, 17, 114, 1082, 1114, 1184, 3802],
        serialize: (text: string) => text,
        parse: (text: string) => text,
      },
    },
    connection: {application_name: "tabletalk", TimeZone: "UTC", statement_timeout: STATEMENT_MS},
  });
  const stop = () => void sql.end({timeout: 0}).catch(() => undefined);
  signal.addEventListener("abort", stop, {once: true});
  try {
    if (signal.aborted) throw stopped();
    return (await sql.begin((inside) => writeInside(inside, url, written, signal))) as number;
  } catch (error) {
    if (signal.aborted) throw stopped();
    throw error instanceof TabletalkError ? error : serverError(error, url, "write");
  } finally {
    signal.removeEventListener("abort", stop);
    await sql.end({timeout: 1}).catch(() => undefined);
  }
}

async function writeInside(
  sql: postgres.TransactionSql,
  url: DatabaseUrl,
  written: TableToWrite,
  signal: AbortSignal,
): Promise<number> {
  const {mode, columns, key} = written;
  const {schema: named, table} = nameOfTable(written, url.schema);
  const [here] = await sql`SELECT coalesce(current_schema(), 'public') AS schema`;
  const schema = named ?? String(here?.schema);
  const whole = `${identifier(schema)}.${identifier(table)}`;
  // Of two workers that write the same, the second waits, and finds what the first wrote.
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`tabletalk ${schema}.${table}`}, 0))`;
  const [there] = await sql`
    SELECT c.oid, obj_description(c.oid, 'pg_class') AS remark FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ${schema} AND c.relname = ${table}`;
  if (there && there.remark === remarkOf(key)) return countOf(sql, whole);
  if (mode === "append") {
    const writes = `${identifier(schema)}.${identifier(WRITES)}`;
    await sql.unsafe(
      `CREATE TABLE IF NOT EXISTS ${writes} (key text PRIMARY KEY, rows bigint NOT NULL, written_at timestamptz NOT NULL DEFAULT now())`,
    );
    const [before] = await sql.unsafe(`SELECT rows FROM ${writes} WHERE key = $1`, [digestOf(key)]);
    if (before) return Number(before.rows);
    if (!there) await create(sql, whole, written);
    const rows = await insert(sql, whole, written, signal);
    await sql.unsafe(`INSERT INTO ${writes} (key, rows) VALUES ($1, $2)`, [digestOf(key), rows]);
    return rows;
  }
  if (there && mode === "create") throw thereAlready(written.table);
  if (there) await sql.unsafe(`DROP TABLE ${whole}`);
  if (columns.length === 0)
    throw new TabletalkError("no_data", "The table has no columns.", "Write another.");
  await create(sql, whole, written);
  const rows = await insert(sql, whole, written, signal);
  await sql.unsafe(`COMMENT ON TABLE ${whole} IS '${remarkOf(key)}'`);
  return rows;
}

async function create(
  sql: postgres.TransactionSql,
  whole: string,
  {columns}: Pick<TableToWrite, "columns">,
): Promise<void> {
  const parts = columns.map(({name, type}) => `${identifier(name)} ${TYPES[type]}`);
  await sql.unsafe(`CREATE TABLE ${whole} (${parts.join(", ")})`);
}

async function insert(
  sql: postgres.TransactionSql,
  whole: string,
  {columns, rows}: TableToWrite,
  signal: AbortSignal,
): Promise<number> {
  const names = columns.map(({name}) => identifier(name)).join(", ");
  const most = Math.max(1, Math.min(ROWS_AT_ONCE, Math.floor(MOST_PARAMETERS / columns.length)));
  let count = 0;
  for await (const page of rows)
    for (let from = 0; from < page.length; from += most) {
      if (signal.aborted) throw stopped();
      const some = page.slice(from, from + most);
      const values = some.map(
        (_, row) => `(${columns.map((_one, at) => `$${row * columns.length + at + 1}`).join(", ")})`,
      );
      // As text, so that the server reads each value by its column's own type.
      const cells = some.flatMap((row) => columns.map((_, at) => textOf(row[at] ?? null)));
      await sql.unsafe(`INSERT INTO ${whole} (${names}) VALUES ${values.join(", ")}`, cells);
      count += some.length;
    }
  return count;
}

const textOf = (cell: string | number | boolean | null): string | null =>
  cell === null ? null : String(cell);

async function countOf(sql: postgres.TransactionSql, whole: string): Promise<number> {
  const [row] = await sql.unsafe(`SELECT count(*) AS count FROM ${whole}`);
  return Number(row?.count);
}
