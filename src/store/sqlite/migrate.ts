import {createHash} from "node:crypto";
import {existsSync, readdirSync, readFileSync} from "node:fs";
import {dirname, join} from "node:path";
import type {DatabaseSync} from "node:sqlite";
import {fileURLToPath} from "node:url";
import {TabletalkError} from "../../errors.ts";

export interface Migration {
  number: number;
  name: string;
  sql: string;
  checksum: string;
}

/**
 * Brings the schema up to date, forward only, in one exclusive transaction: of several processes that start together one
 * does it and the others find it done.
 * @throws TabletalkError store_failed when the file was made by a newer Tabletalk, or a migration has changed since it ran.
 */
export function migrate(database: DatabaseSync, migrations: readonly Migration[]): void {
  if (isCurrent(database, migrations)) return;
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
    for (const migration of migrations.slice(applied.length)) {
      database.exec(migration.sql);
      record.run(migration.number, migration.name, migration.checksum, new Date().toISOString());
    }
    database.exec("COMMIT");
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

/**
 * The migrations of a folder, in order: files named `0001_what.sql`, numbered from 1 without gaps.
 * @throws TabletalkError store_failed when one is missing.
 */
export function readMigrations(folder: string = migrationsFolder()): Migration[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .sort();
  return files.map((file, index) => {
    const number = Number.parseInt(file, 10);
    if (number !== index + 1) {
      throw new TabletalkError(
        "store_failed",
        `Migration ${index + 1} is missing in ${folder}.`,
        "Install Tabletalk again.",
      );
    }
    // Line ends differ between checkouts; what a migration does is the same.
    const sql = readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n");
    return {number, name: file, sql, checksum: createHash("sha256").update(sql).digest("hex")};
  });
}

/** `migrations/sqlite` of the package that this file is in, from `src/` and from `dist/` alike. */
function migrationsFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (true) {
    const found = join(folder, "migrations", "sqlite");
    if (existsSync(found)) return found;
    const parent = dirname(folder);
    if (parent === folder) {
      throw new TabletalkError(
        "store_failed",
        "The folder migrations/sqlite is missing.",
        "Install Tabletalk again.",
      );
    }
    folder = parent;
  }
}

type Applied = Pick<Migration, "number" | "name" | "checksum">;

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

function checkApplied(applied: readonly Applied[], migrations: readonly Migration[]): void {
  for (const [index, one] of applied.entries()) {
    const known = migrations[index];
    if (!known) {
      throw new TabletalkError(
        "store_failed",
        `The state was written by a newer Tabletalk (it has "${one.name}", which this one does not know).`,
        "Update Tabletalk, or point it at another folder.",
      );
    }
    if (known.checksum !== one.checksum) {
      throw new TabletalkError(
        "store_failed",
        `The migration ${one.name} has changed since it was applied to this state.`,
        "Install the Tabletalk that made this state; a migration is never edited, only followed by another.",
      );
    }
  }
}
