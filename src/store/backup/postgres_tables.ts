import type {PoolClient} from "pg";
import {TabletalkError} from "../../errors.ts";
import {type Applied, checkApplied, type Migration} from "../migrations.ts";
import {connectPostgres} from "../postgres/connect.ts";
import {applyMigrations} from "../postgres/migrate.ts";
import type {Cell, Row} from "./format.ts";
import {notEmpty} from "./sqlite_tables.ts";
import {bytesOfVector, type Filling, inOrder, type Snapshot, vectorOfBytes} from "./tables.ts";

const AT_ONCE = 200;
/** A statement takes at most 65,535 values. */
const MOST_VALUES = 20_000;

interface Column {
  name: string;
  type: string;
}

/** Reads a state on Postgres in one transaction that sees one moment. @throws TabletalkError no_data where there is none */
export async function postgresSnapshot(url: string, known: readonly Migration[]): Promise<Snapshot> {
  const pool = await connectPostgres(url, {connections: 1});
  try {
    const connection = await pool.connect();
    await connection.query("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    await seeAll(connection);
    if (!(await hasMigrations(connection)))
      throw new TabletalkError(
        "no_data",
        "There is no state in this database, so there is nothing to back up.",
        "Check the database that TABLETALK_STORE names.",
      );
    const migrations = await appliedTo(connection);
    checkApplied(migrations, known);
    const tables = await tablesOf(connection);
    return {
      dialect: "postgres",
      migrations,
      tables: tables.map(({name, columns}) => ({name, columns: columns.map((one) => one.name)})),
      async *rows(table) {
        const columns = tables.find(({name}) => name === table)?.columns ?? [];
        const names = columns.map(({name}) => quoted(name)).join(", ");
        await connection.query(`DECLARE every NO SCROLL CURSOR FOR SELECT ${names} FROM ${quoted(table)}`);
        while (true) {
          const {rows} = await connection.query<Record<string, unknown>>(`FETCH ${AT_ONCE} FROM every`);
          if (rows.length === 0) break;
          yield rows.map((row) => asRow(row, columns));
        }
        await connection.query("CLOSE every");
      },
      async [Symbol.asyncDispose]() {
        await connection.query("ROLLBACK").catch(() => {});
        connection.release(true);
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end().catch(() => {});
    throw error;
  }
}

/**
 * Fills an empty database in one transaction: the tables of the first `count` migrations, rows, the migrations that are left.
 * @throws TabletalkError conflict where it is not empty, or has the tables of another version
 */
export async function fillPostgres(
  url: string,
  known: readonly Migration[],
  count: number,
): Promise<Filling> {
  const pool = await connectPostgres(url, {connections: 1});
  const inside = await pool.connect();
  const abandon = async () => {
    await inside.query("ROLLBACK").catch(() => {});
    inside.release(true);
    await pool.end();
  };
  try {
    await inside.query("BEGIN");
    await seeAll(inside);
    const tables = await emptyTables(inside, known, count);
    const columns = new Map(tables.map((one) => [one.name, one.columns]));
    return {
      columns: new Map(tables.map((one) => [one.name, one.columns.map(({name}) => name)])),
      async insert(table, rows) {
        const own = columns.get(table) ?? [];
        const most = Math.max(1, Math.floor(MOST_VALUES / own.length));
        for (let at = 0; at < rows.length; at += most)
          await insertRows(inside, table, own, rows.slice(at, at + most));
      },
      async finish(check) {
        const counts = new Map<string, number>();
        for (const {name} of tables) counts.set(name, await countIn(inside, name));
        check(counts);
        await moveSequences(inside);
        await applyMigrations(inside, known);
        await inside.query("COMMIT");
        inside.release();
        await pool.end();
      },
      abandon,
    };
  } catch (error) {
    await abandon();
    throw error;
  }
}

async function hasMigrations(inside: PoolClient): Promise<boolean> {
  const {rows} = await inside.query<{known: boolean}>(
    "SELECT to_regclass('migrations') IS NOT NULL AS known",
  );
  return rows[0]?.known ?? false;
}

async function appliedTo(inside: PoolClient): Promise<Applied[]> {
  return (await inside.query<Applied>("SELECT number, name, checksum FROM migrations ORDER BY number")).rows;
}

/** The tables of the first migrations, without a row: they are there so, or are made. */
async function emptyTables(
  inside: PoolClient,
  known: readonly Migration[],
  count: number,
): Promise<{name: string; columns: Column[]}[]> {
  const place = "this database";
  if (await hasMigrations(inside)) {
    const applied = await appliedTo(inside);
    checkApplied(applied, known);
    for (const {name} of await tablesOf(inside)) if ((await countIn(inside, name)) > 0) throw notEmpty(place);
    if (applied.length > count)
      throw new TabletalkError(
        "conflict",
        "The backup is of an older version, and this database has the tables of a newer one. Nothing was changed.",
        "Give a database that holds nothing yet: the tables are made for the backup and brought up to date then.",
      );
  }
  await applyMigrations(inside, known.slice(0, count));
  const tables = await tablesOf(inside);
  for (const {name} of tables) if ((await countIn(inside, name)) > 0) throw notEmpty(place);
  return tables;
}

async function insertRows(
  inside: PoolClient,
  table: string,
  columns: readonly Column[],
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  const values: (string | number | Uint8Array | null)[] = [];
  const places = rows.map((row) => {
    const one = columns.map(({name, type}) => `$${values.push(asValue(row[name] ?? null, type))}`);
    return `(${one.join(", ")})`;
  });
  const names = columns.map(({name}) => quoted(name)).join(", ");
  await inside.query(
    `INSERT INTO ${quoted(table)} (${names}) OVERRIDING SYSTEM VALUE VALUES ${places.join(", ")}`,
    values,
  );
}

/** Postgres keeps no NUL in a text. */
function asValue(cell: Cell, type: string): Cell {
  if (typeof cell === "string") return cell.replaceAll("\0", "");
  return cell instanceof Uint8Array && type === "vector" ? vectorOfBytes(cell) : cell;
}

function asRow(row: Record<string, unknown>, columns: readonly Column[]): Row {
  const found: Row = {};
  for (const {name, type} of columns) {
    const cell = row[name];
    if (cell === null || cell === undefined) found[name] = null;
    else if (type === "vector") found[name] = bytesOfVector(String(cell));
    else if (cell instanceof Uint8Array || typeof cell === "string" || typeof cell === "number")
      found[name] = cell;
    else
      throw new TabletalkError(
        "internal",
        `The column ${name} has a type that is not known.`,
        "Report this.",
      );
  }
  return found;
}

/** What numbers itself goes on after the highest. */
async function moveSequences(inside: PoolClient): Promise<void> {
  const {rows} = await inside.query<{table: string; column: string}>(
    `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
     WHERE table_schema = current_schema() AND is_identity = 'YES'`,
  );
  for (const {table, column} of rows)
    await inside.query(
      `SELECT setval(pg_get_serial_sequence($1, $2), GREATEST(1, (SELECT COALESCE(MAX(${quoted(column)}), 0) FROM ${quoted(table)})), (SELECT COUNT(*) > 0 FROM ${quoted(table)}))`,
      [quoted(table), column],
    );
}

async function countIn(inside: PoolClient, table: string): Promise<number> {
  const {rows} = await inside.query<{n: number}>(`SELECT COUNT(*)::int AS n FROM ${quoted(table)}`);
  return rows[0]?.n ?? 0;
}

/** Row-level security lets every workspace be seen in this transaction. */
async function seeAll(inside: PoolClient): Promise<void> {
  await inside.query("SELECT set_config('tabletalk.workspace', '*', true)");
}

async function tablesOf(inside: PoolClient): Promise<{name: string; columns: Column[]}[]> {
  const {rows: columns} = await inside.query<{table: string; name: string; type: string}>(
    `SELECT c.table_name AS "table", c.column_name AS name, c.udt_name AS type
     FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
     ORDER BY c.table_name, c.ordinal_position`,
  );
  const {rows: refers} = await inside.query<{name: string; other: string}>(
    `SELECT own.relname AS name, other.relname AS other
     FROM pg_constraint k JOIN pg_class own ON own.oid = k.conrelid JOIN pg_class other ON other.oid = k.confrelid
     WHERE k.contype = 'f' AND own.relnamespace = current_schema()::regnamespace`,
  );
  const names = [...new Set(columns.map(({table}) => table))].filter((name) => name !== "migrations");
  const ordered = inOrder(names, (name) => refers.filter((one) => one.name === name).map(({other}) => other));
  return ordered.map((name) => ({
    name,
    columns: columns
      .filter(({table}) => table === name)
      .map(({name: column, type}) => ({name: column, type})),
  }));
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
