import {Kysely, PostgresDialect} from "kysely";
import {migrationsFolder, readMigrations} from "../migrations.ts";
import type {StoreSchema} from "../schema.ts";
import type {Store} from "../store.ts";
import {connectPostgres, type PostgresOptions} from "./connect.ts";
import {migratePostgres} from "./migrate.ts";
import {postgresSignals} from "./signals.ts";
import {workspacePool} from "./workspace_pool.ts";

/** Every workspace: what sign-in, the queue and clean-up work on. */
const EVERY = "*";
/** Stores of single workspaces that are kept at hand. */
const AT_HAND = 10_000;

/**
 * Opens the store on a Postgres server (16 or later, with pgvector) and brings its schema up to date; waits for a server
 * that does not answer yet. `store.within(workspace)` sees that workspace alone: row-level security holds it.
 * @throws TabletalkError store_failed when it cannot be reached or used, or a newer Tabletalk wrote the state
 */
export async function openPostgresStore(url: string, options: PostgresOptions = {}): Promise<Store> {
  const pool = await connectPostgres(url, options);
  let migrated: string[];
  let schema: string;
  try {
    migrated = await migratePostgres(pool, readMigrations(migrationsFolder("postgres")));
    const {rows} = await pool.query<{schema: string}>("SELECT current_schema() AS schema");
    schema = rows[0]?.schema ?? "public";
  } catch (error) {
    await pool.end().catch(() => {});
    throw error;
  }
  const signals = postgresSignals(pool, url, schema);
  const known = new Map<string, Store>();
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= signals.close().then(() => pool.end());
    return closed;
  };
  const storeFor = (workspace: string): Store => ({
    db: new Kysely<StoreSchema>({dialect: new PostgresDialect({pool: workspacePool(pool, workspace)})}),
    dialect: "postgres",
    migrated,
    signals,
    within(other) {
      const found = known.get(other) ?? storeFor(other);
      if (known.size >= AT_HAND) known.clear();
      known.set(other, found);
      return found;
    },
    close,
    [Symbol.asyncDispose]: close,
  });
  return storeFor(EVERY);
}
