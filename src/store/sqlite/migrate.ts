import type {DatabaseSync} from "node:sqlite";
import {type Applied, checkApplied, type Migration} from "../migrations.ts";

/**
 * Brings the schema up to date, forward only, in one exclusive transaction: of several processes that start together one
 * does it and the others find it done.
 * @returns the names of those that were applied
 * @throws TabletalkError store_failed when the file was made by a newer Tabletalk, or a migration has changed since it ran.
 */
export function migrate(database: DatabaseSync, migrations: readonly Migration[]): string[] {
  if (isCurrent(database, migrations)) return [];
  database.exec("BEGIN EXCLUSIVE");
  try {
    database.exec(
      "CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT",
    );
    const applied = appliedTo(database);
    checkApplied(applied, migrations);
    const record = database.prepare(
      "INSERT INTO migrations (number, name, checksum, applied_at) VALUES (?, ?, ?, ?)",
    );
    const waiting = migrations.slice(applied.length);
    for (const migration of waiting) {
      database.exec(migration.sql);
      record.run(migration.number, migration.name, migration.checksum, new Date().toISOString());
    }
    database.exec("COMMIT");
    return waiting.map(({name}) => name);
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

function isCurrent(database: DatabaseSync, migrations: readonly Migration[]): boolean {
  const known = database
    .prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migrations'")
    .get();
  if (!known) return false;
  const applied = appliedTo(database);
  checkApplied(applied, migrations);
  return applied.length === migrations.length;
}

function appliedTo(database: DatabaseSync): Applied[] {
  return database
    .prepare("SELECT number, name, checksum FROM migrations ORDER BY number")
    .all() as unknown as Applied[];
}
