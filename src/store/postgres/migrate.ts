import type {ISql, Sql} from "postgres";
import {TabletalkError} from "../../errors.ts";
import {type Applied, checkApplied, type Migration} from "../migrations.ts";
import {saidOf} from "./failure.ts";

/** What the advisory lock of migrations is known by: "tabletalk" as a number. */
const LOCK = 8_387_233_891n;

/**
 * Brings the schema up to date, forward only, in one transaction under an advisory lock: of several workers that start
 * together one does it and the others find it done.
 * @returns the names of those that were applied
 * @throws TabletalkError store_failed when a newer Tabletalk wrote the state, a migration has changed, or the role may not
 */
export async function migratePostgres(sql: Sql, migrations: readonly Migration[]): Promise<string[]> {
  if (await isCurrent(sql, migrations)) return [];
  return sql.begin(async (inside) => {
    await inside`SELECT pg_advisory_xact_lock(${LOCK.toString()}::bigint)`;
    await inside.unsafe(
      `CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TEXT NOT NULL)`,
    );
    const applied = await appliedTo(inside);
    checkApplied(applied, migrations);
    const waiting = migrations.slice(applied.length);
    for (const migration of waiting) {
      try {
        await inside.unsafe(migration.sql);
      } catch (error) {
        throw failed(migration, error);
      }
      await inside`INSERT INTO migrations ${inside({
        number: migration.number,
        name: migration.name,
        checksum: migration.checksum,
        applied_at: new Date().toISOString(),
      })}`;
    }
    return waiting.map(({name}) => name);
  });
}

async function isCurrent(sql: Sql, migrations: readonly Migration[]): Promise<boolean> {
  const [known] = await sql`SELECT to_regclass('migrations') IS NOT NULL AS there`;
  if (!known?.there) return false;
  const applied = await appliedTo(sql);
  checkApplied(applied, migrations);
  return applied.length === migrations.length;
}

async function appliedTo(sql: ISql): Promise<Applied[]> {
  const rows = await sql<Applied[]>`SELECT number, name, checksum FROM migrations ORDER BY number`;
  return [...rows];
}

function failed(migration: Migration, error: unknown): TabletalkError {
  const isVector = /extension "vector"/.test(saidOf(error));
  return new TabletalkError(
    "store_failed",
    `The migration ${migration.name} failed: ${saidOf(error)}.`,
    isVector
      ? "Install pgvector on the server, and run once as a role that may: CREATE EXTENSION vector;"
      : "Nothing was changed. Give the role the right to create tables in this database, or use an empty database.",
    {cause: error},
  );
}
