import {createHash} from "node:crypto";
import {existsSync, readdirSync, readFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";
import {TabletalkError} from "../errors.ts";

/** Where state is: in a file, or on a server that several workers share. */
export type StoreDialect = "sqlite" | "postgres";

export interface Migration {
  number: number;
  name: string;
  sql: string;
  checksum: string;
}

/** A migration as the store remembers it. */
export type Applied = Pick<Migration, "number" | "name" | "checksum">;

/**
 * The migrations of a folder, in order: files named `0001_what.sql`, numbered from 1 without gaps.
 * @throws TabletalkError store_failed when one is missing.
 */
export function readMigrations(folder: string): Migration[] {
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

/** The folder of a dialect's migrations in the package that this file is in, from `src/` and from `dist/` alike. */
export function migrationsFolder(dialect: StoreDialect): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (true) {
    const found = join(folder, "migrations", dialect);
    if (existsSync(found)) return found;
    const parent = dirname(folder);
    if (parent === folder) {
      throw new TabletalkError(
        "store_failed",
        `The folder migrations/${dialect} is missing.`,
        "Install Tabletalk again.",
      );
    }
    folder = parent;
  }
}

/** @throws TabletalkError store_failed when a newer Tabletalk wrote the state, or a migration has changed since it ran */
export function checkApplied(applied: readonly Applied[], migrations: readonly Migration[]): void {
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
