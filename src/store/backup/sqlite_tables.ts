import {existsSync} from "node:fs";
import {mkdir, rename, rm} from "node:fs/promises";
import {dirname} from "node:path";
import type {DatabaseSync, SQLInputValue} from "node:sqlite";
import {TabletalkError} from "../../errors.ts";
import {type Applied, checkApplied, type Migration} from "../migrations.ts";
import {openDatabase} from "../sqlite/dialect.ts";
import {migrate} from "../sqlite/migrate.ts";
import type {Cell, Row} from "./format.ts";
import {type Filling, inOrder, type Snapshot} from "./tables.ts";

const AT_ONCE = 500;
/** So many bytes of text are read before others have a turn. */
const MOST_BYTES = 1 << 20;

/** Reads a SQLite state in one transaction, beside whoever writes. @throws TabletalkError no_data where there is no file */
export async function sqliteSnapshot(path: string, known: readonly Migration[]): Promise<Snapshot> {
  if (!existsSync(path))
    throw new TabletalkError(
      "no_data",
      `There is no state at ${path}, so there is nothing to back up.`,
      "Point --home, TABLETALK_HOME or TABLETALK_STORE at the state.",
    );
  const database = await openDatabase(path);
  try {
    database.exec("BEGIN");
    const isOurs = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'migrations'").get();
    if (!isOurs)
      throw new TabletalkError("bad_file", `${path} is no state of Tabletalk.`, "Name another file.");
    const migrations = database
      .prepare("SELECT number, name, checksum FROM migrations ORDER BY number")
      .all() as unknown as Applied[];
    checkApplied(migrations, known);
    const tables = tablesOf(database);
    return {
      dialect: "sqlite",
      migrations,
      tables,
      async *rows(table) {
        const columns = tables.find(({name}) => name === table)?.columns ?? [];
        const statement = database.prepare(`SELECT ${columns.map(quoted).join(", ")} FROM ${quoted(table)}`);
        let some: Row[] = [];
        let bytes = 0;
        for (const row of statement.iterate() as Iterable<Row>) {
          some.push(row);
          for (const cell of Object.values(row)) bytes += typeof cell === "string" ? cell.length : 8;
          if (some.length < AT_ONCE && bytes < MOST_BYTES) continue;
          yield some;
          [some, bytes] = [[], 0];
          await new Promise(setImmediate);
        }
        if (some.length > 0) yield some;
      },
      async [Symbol.asyncDispose]() {
        if (database.isTransaction) database.exec("ROLLBACK");
        database.close();
      },
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Fills a new SQLite state beside its place: with the tables of the first `count` migrations, then with rows, then with the
 * migrations that are left; it takes its place at the end.
 * @throws TabletalkError conflict where there is a state that is not empty
 */
export async function fillSqlite(path: string, known: readonly Migration[], count: number): Promise<Filling> {
  await checkEmpty(path);
  await mkdir(dirname(path), {recursive: true});
  const draft = `${path}.restoring-${process.pid}`;
  await rm(draft, {force: true});
  const database = await openDatabase(draft);
  const abandon = async () => {
    if (database.isOpen) database.close();
    for (const end of ["", "-wal", "-shm"]) await rm(draft + end, {force: true});
  };
  try {
    migrate(database, known.slice(0, count));
    const tables = tablesOf(database);
    for (const {name} of [...tables].reverse()) database.exec(`DELETE FROM ${quoted(name)}`);
    const columns = new Map(tables.map((one) => [one.name, one.columns]));
    database.exec("BEGIN");
    return {
      columns,
      async insert(table, rows) {
        const names = columns.get(table) ?? [];
        const statement = database.prepare(
          `INSERT INTO ${quoted(table)} (${names.map(quoted).join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
        );
        for (const row of rows) statement.run(...names.map((name) => (row[name] ?? null) as SQLInputValue));
        await new Promise(setImmediate);
      },
      async finish(check) {
        check(new Map(tables.map(({name}) => [name, countIn(database, name)])));
        database.exec("COMMIT");
        migrate(database, known);
        database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
        database.close();
        await checkEmpty(path);
        for (const end of ["-wal", "-shm"]) await rm(path + end, {force: true});
        await rename(draft, path);
        await abandon();
      },
      abandon,
    };
  } catch (error) {
    await abandon();
    throw error;
  }
}

async function checkEmpty(path: string): Promise<void> {
  if (!existsSync(path)) return;
  const database = await openDatabase(path);
  try {
    const full = tablesOf(database).find(({name}) => countIn(database, name) > 0);
    if (full) throw notEmpty(path);
  } finally {
    database.close();
  }
}

export const notEmpty = (place: string): TabletalkError =>
  new TabletalkError(
    "conflict",
    `The state at ${place} is not empty, and a backup is restored into an empty one only. Nothing was changed.`,
    "Give another folder with --home, or another database with TABLETALK_STORE.",
  );

const countIn = (database: DatabaseSync, table: string): number =>
  Number((database.prepare(`SELECT COUNT(*) AS n FROM ${quoted(table)}`).get() as {n: Cell}).n);

/** The tables of a state; what makes full text findable is made anew from them. */
function tablesOf(database: DatabaseSync): {name: string; columns: string[]}[] {
  const all = database.prepare("SELECT name, type FROM pragma_table_list WHERE schema = 'main'").all() as {
    name: string;
    type: string;
  }[];
  const names = all
    .filter(({name, type}) => type === "table" && name !== "migrations" && !name.startsWith("sqlite_"))
    .map(({name}) => name);
  const refers = (name: string) =>
    (
      database.prepare('SELECT "table" AS other FROM pragma_foreign_key_list(?)').all(name) as {
        other: string;
      }[]
    ).map(({other}) => other);
  return inOrder(names, refers).map((name) => ({
    name,
    columns: (database.prepare("SELECT name FROM pragma_table_info(?)").all(name) as {name: string}[]).map(
      (one) => one.name,
    ),
  }));
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
