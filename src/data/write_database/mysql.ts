import {type Connection, createConnection, type RowDataPacket} from "mysql2";
import {TabletalkError} from "../../errors.ts";
import {serverError} from "../child/sources/server_error.ts";
import type {DatabaseUrl} from "../database_url.ts";
import type {Column} from "../table.ts";
import {digestOf, nameOfTable, remarkOf, stopped, thereAlready} from "./named_write.ts";
import {ROWS_AT_ONCE, type TableToWrite} from "./write_table.ts";

const CONNECT_MS = 10_000;
/** Where it stands what was appended: a row a key. */
const WRITES = "tabletalk_writes";
const LOCK_SECONDS = 60;

const TYPES: Record<Column["type"], string> = {
  boolean: "boolean",
  date: "date",
  integer: "bigint",
  number: "double",
  other: "longtext",
  text: "longtext",
  time: "time(6)",
  timestamp: "datetime(6)",
};

const identifier = (name: string): string => `\`${name.replaceAll("`", "``")}\``;

/**
 * Writes a table of MySQL or MariaDB. Its statements that make tables end a transaction, so a new table is filled under
 * another name and takes its place at the end, in one statement.
 */
export async function writeMysql(
  url: DatabaseUrl,
  written: TableToWrite,
  signal: AbortSignal,
): Promise<number> {
  const server = createConnection({
    host: url.host,
    port: url.port,
    database: url.database,
    ...(url.user !== undefined && {user: url.user}),
    ...(url.password !== undefined && {password: url.password}),
    ...(url.encryption !== "prefer" && {ssl: {rejectUnauthorized: url.encryption === "verify"}}),
    connectTimeout: CONNECT_MS,
    charset: "utf8mb4",
    timezone: "Z",
    flags: ["-LOCAL_FILES"],
  });
  server.on("error", () => undefined);
  const stop = () => server.destroy();
  signal.addEventListener("abort", stop, {once: true});
  try {
    if (signal.aborted) throw stopped();
    return await writeWith(asked(server), url, written, signal);
  } catch (error) {
    if (signal.aborted) throw stopped();
    throw error instanceof TabletalkError ? error : serverError(error, url, "write");
  } finally {
    signal.removeEventListener("abort", stop);
    server.destroy();
  }
}

type Ask = (sql: string, values?: unknown[]) => Promise<RowDataPacket[]>;

const asked =
  (server: Connection): Ask =>
  (sql, values = []) =>
    new Promise((resolve, reject) => {
      server.query<RowDataPacket[]>(sql, values, (error, rows) => (error ? reject(error) : resolve(rows)));
    });

async function writeWith(
  ask: Ask,
  url: DatabaseUrl,
  written: TableToWrite,
  signal: AbortSignal,
): Promise<number> {
  const {mode, key} = written;
  // A server that takes a backslash for a letter would read cells as SQL; one that is not strict would change them.
  await ask("SET SESSION sql_mode = 'STRICT_ALL_TABLES'");
  const {schema = url.database, table} = nameOfTable(written, url.schema);
  const whole = `${identifier(schema)}.${identifier(table)}`;
  const [lock] = await ask("SELECT GET_LOCK(?, ?) AS held", [
    `tabletalk ${digestOf(`${schema}.${table}`)}`,
    LOCK_SECONDS,
  ]);
  if (lock?.held !== 1)
    throw new TabletalkError("unavailable", `Another run writes ${written.table}.`, "Try again later.");
  const [there] = await ask(
    "SELECT table_comment AS remark FROM information_schema.tables WHERE table_schema = ? AND table_name = ?",
    [schema, table],
  );
  if (there && there.remark === remarkOf(key)) return countOf(ask, whole);
  if (mode === "append") return append(ask, {schema, whole, isThere: there !== undefined}, written, signal);
  if (there && mode === "create") throw thereAlready(written.table);
  const draft = `${identifier(schema)}.${identifier(`tt_${digestOf(key)}`)}`;
  await ask(`DROP TABLE IF EXISTS ${draft}`);
  await create(ask, draft, written, remarkOf(key));
  try {
    await ask("START TRANSACTION");
    const rows = await insert(ask, draft, written, signal);
    await ask("COMMIT");
    if (!there) await ask(`RENAME TABLE ${draft} TO ${whole}`);
    else {
      const old = `${identifier(schema)}.${identifier(`tt_old_${digestOf(key)}`)}`;
      await ask(`RENAME TABLE ${whole} TO ${old}, ${draft} TO ${whole}`);
      await ask(`DROP TABLE ${old}`);
    }
    return rows;
  } catch (error) {
    await ask(`DROP TABLE IF EXISTS ${draft}`).catch(() => undefined);
    throw error;
  }
}

async function append(
  ask: Ask,
  {schema, whole, isThere}: {schema: string; whole: string; isThere: boolean},
  written: TableToWrite,
  signal: AbortSignal,
): Promise<number> {
  const writes = `${identifier(schema)}.${identifier(WRITES)}`;
  await ask(
    `CREATE TABLE IF NOT EXISTS ${writes} (id varchar(64) PRIMARY KEY, row_count bigint NOT NULL, written_at datetime NOT NULL DEFAULT CURRENT_TIMESTAMP) ENGINE=InnoDB`,
  );
  const [before] = await ask(`SELECT row_count FROM ${writes} WHERE id = ?`, [digestOf(written.key)]);
  if (before) return Number(before.row_count);
  if (!isThere) await create(ask, whole, written, "");
  try {
    await ask("START TRANSACTION");
    const rows = await insert(ask, whole, written, signal);
    await ask(`INSERT INTO ${writes} (id, row_count) VALUES (?, ?)`, [digestOf(written.key), rows]);
    await ask("COMMIT");
    return rows;
  } catch (error) {
    await ask("ROLLBACK").catch(() => undefined);
    if (!isThere) await ask(`DROP TABLE IF EXISTS ${whole}`).catch(() => undefined);
    throw error;
  }
}

async function create(
  ask: Ask,
  whole: string,
  {columns}: Pick<TableToWrite, "columns">,
  remark: string,
): Promise<void> {
  const parts = columns.map(({name, type}) => `${identifier(name)} ${TYPES[type]}`);
  await ask(`CREATE TABLE ${whole} (${parts.join(", ")}) ENGINE=InnoDB CHARACTER SET utf8mb4 COMMENT = ?`, [
    remark,
  ]);
}

async function insert(
  ask: Ask,
  whole: string,
  {columns, rows}: TableToWrite,
  signal: AbortSignal,
): Promise<number> {
  const names = columns.map(({name}) => identifier(name)).join(", ");
  let count = 0;
  for await (const page of rows)
    for (let from = 0; from < page.length; from += ROWS_AT_ONCE) {
      if (signal.aborted) throw stopped();
      const some = page.slice(from, from + ROWS_AT_ONCE);
      const values = some.map((row) => columns.map((_, at) => row[at] ?? null));
      await ask(`INSERT INTO ${whole} (${names}) VALUES ?`, [values]);
      count += some.length;
    }
  return count;
}

async function countOf(ask: Ask, whole: string): Promise<number> {
  const [row] = await ask(`SELECT count(*) AS count FROM ${whole}`);
  return Number(row?.count);
}
