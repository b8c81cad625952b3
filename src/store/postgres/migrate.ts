import type {Pool, PoolClient} from "pg";
import {TabletalkError} from "../../errors.ts";
import {type Applied, checkApplied, type Migration} from "../migrations.ts";
import {saidOf} from "./failure.ts";

/** What the advisory lock of migrations is known by. */
const LOCK = 8_387_233_891n;

/**
 * Brings the schema up to date, forward only, in one transaction under an advisory lock: of several workers that start
 * together one does it and the others find it done.
 * @returns the names of those that were applied
 * @throws TabletalkError store_failed when a newer Tabletalk wrote the state, a migration has changed, or the role may not
 */
export async function migratePostgres(pool: Pool, migrations: readonly Migration[]): Promise<string[]> {
  const client = await pool.connect();
  let broken: unknown;
  try {
    if (await isCurrent(client, migrations)) return [];
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK.toString()]);
    const done = await applyMigrations(client, migrations);
    await client.query("COMMIT");
    return done;
  } catch (error) {
    broken = error;
    throw error;
  } finally {
    // A connection that is thrown away takes its transaction with it.
    client.release(broken === undefined ? undefined : true);
  }
}

/** Applies the migrations that are left, in the transaction of the caller; the names of those that were. */
export async function applyMigrations(
  client: PoolClient,
  migrations: readonly Migration[],
): Promise<string[]> {
  await client.query(
    "CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TEXT NOT NULL)",
  );
  const applied = await appliedTo(client);
  checkApplied(applied, migrations);
  const waiting = migrations.slice(applied.length);
  for (const migration of waiting) {
    await client.query(migration.sql).catch((error: unknown) => {
      throw failed(migration, error);
    });
    await client.query(
      "INSERT INTO migrations (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
      [migration.number, migration.name, migration.checksum, new Date().toISOString()],
    );
  }
  return waiting.map(({name}) => name);
}

async function isCurrent(client: PoolClient, migrations: readonly Migration[]): Promise<boolean> {
  const {rows} = await client.query<{there: boolean}>(
    "SELECT to_regclass('migrations') IS NOT NULL AS there",
  );
  if (!rows[0]?.there) return false;
  const applied = await appliedTo(client);
  checkApplied(applied, migrations);
  return applied.length === migrations.length;
}

async function appliedTo(client: PoolClient): Promise<Applied[]> {
  const {rows} = await client.query<Applied>("SELECT number, name, checksum FROM migrations ORDER BY number");
  return rows;
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
