import {mkdir} from "node:fs/promises";
import {dirname} from "node:path";
import {Kysely} from "kysely";
import {TabletalkError} from "../../errors.ts";
import {migrationsFolder, readMigrations} from "../migrations.ts";
import type {StoreSchema} from "../schema.ts";
import {localSignals} from "../signals.ts";
import type {Store} from "../store.ts";
import {nodeSqliteDialect, openDatabase, revisionOf} from "./dialect.ts";
import {migrate} from "./migrate.ts";

/**
 * Opens the store in one SQLite file, which is made if it is not there, and brings its schema up to date. Several
 * processes may have it open and write at once.
 * @throws TabletalkError store_failed when the file cannot be opened or is from a newer Tabletalk.
 */
export async function openSqliteStore(path: string): Promise<Store> {
  try {
    await mkdir(dirname(path), {recursive: true});
    const database = await openDatabase(path);
    let migrated: string[];
    try {
      migrated = migrate(database, readMigrations(migrationsFolder("sqlite")));
    } catch (error) {
      database.close();
      throw error;
    }
    const db = new Kysely<StoreSchema>({dialect: nodeSqliteDialect(database)});
    const signals = localSignals();
    // Kysely closes the database only if it has used it.
    const close = async () => {
      await signals.close();
      await db.destroy();
      if (database.isOpen) database.close();
    };
    const store: Store = {
      db,
      dialect: "sqlite",
      migrated,
      signals,
      revision: revisionOf(database),
      within: () => store,
      close,
      [Symbol.asyncDispose]: close,
    };
    return store;
  } catch (error) {
    if (error instanceof TabletalkError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new TabletalkError(
      "store_failed",
      `The state in ${path} cannot be opened: ${why}.`,
      "Check that the folder can be written and that the file is not damaged, or point Tabletalk at another folder.",
      {cause: error},
    );
  }
}
