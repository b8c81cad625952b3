import {CompiledQuery, Kysely} from "kysely";
import {PostgresJSDialect} from "kysely-postgres-js";
import {migrationsFolder, readMigrations} from "../migrations.ts";
import type {StoreSchema} from "../schema.ts";
import type {Store} from "../store.ts";
import {connectPostgres, type PostgresOptions} from "./connect.ts";
import {migratePostgres} from "./migrate.ts";
import {postgresSignals} from "./signals.ts";

/** Every workspace: what sign-in, the queue and clean-up work on. */
const EVERY = "*";

/**
 * Opens the store on a Postgres server (16 or later, with pgvector) and brings its schema up to date; waits for a server
 * that does not answer yet. `store.within(workspace)` sees that workspace alone: row-level security holds it.
 * @throws TabletalkError store_failed when it cannot be reached or used, or a newer Tabletalk wrote the state
 */
export async function openPostgresStore(url: string, options: PostgresOptions = {}): Promise<Store> {
  const sql = await connectPostgres(url, options);
  let migrated: string[];
  try {
    migrated = await migratePostgres(sql, readMigrations(migrationsFolder("postgres")));
  } catch (error) {
    await sql.end({timeout: 1}).catch(() => {});
    throw error;
  }
  const databaseFor = (workspace: string) =>
    new Kysely<StoreSchema>({
      dialect: new PostgresJSDialect({
        postgres: sql,
        async onReserveConnection(connection) {
          await connection.executeQuery(
            CompiledQuery.raw("SELECT set_config('tabletalk.workspace', $1, false)", [workspace]),
          );
        },
      }),
    });
  const known = new Map<string, Store>();
  const [place] = await sql<{schema: string}[]>`SELECT current_schema() AS schema`;
  const signals = postgresSignals(sql, place?.schema ?? "public");
  const close = async () => {
    await signals.close();
    await sql.end({timeout: 5});
  };
  const storeFor = (workspace: string): Store => {
    const store: Store = {
      db: databaseFor(workspace),
      dialect: "postgres",
      migrated,
      signals,
      within(other) {
        const found = known.get(other) ?? storeFor(other);
        if (!known.has(other) && known.size >= 10_000) known.clear();
        known.set(other, found);
        return found;
      },
      close,
      [Symbol.asyncDispose]: close,
    };
    return store;
  };
  return storeFor(EVERY);
}
