import {randomBytes} from "node:crypto";
import {type Kysely, sql} from "kysely";
import {TabletalkError} from "../errors.ts";
import type {StoreDialect} from "./migrations.ts";
import type {StoreSchema} from "./schema.ts";
import type {Signals} from "./signals.ts";

/**
 * Where state lives: conversations, turns, recipes, datasets, definitions. A dialect opens it (`sqlite/open.ts`,
 * `postgres/open.ts`); the repository files (`conversations.ts`, `turns.ts`, ...) work on it, each function within one
 * workspace.
 */
export interface Store extends AsyncDisposable {
  readonly db: Kysely<StoreSchema>;
  readonly dialect: StoreDialect;
  /** Tells other workers that there is something to look at. */
  readonly signals: Signals;
  /**
   * Changes with whatever is written, by this process or another. Left out where it cannot be told at once, undefined while it
   * cannot.
   */
  readonly revision?: () => string | undefined;
  /** The migrations that opening it applied, by name. */
  readonly migrated: readonly string[];
  /** The same store for one workspace: on Postgres its connections can neither see nor write any other. */
  within(workspace: string): Store;
  close(): Promise<void>;
}

/** A store inside a transaction. */
export type InsideStore = Pick<Store, "db" | "dialect">;

/** An id that sorts by the time it was made: 48 bits of milliseconds, a counter, 64 bits of chance, as 36 hex digits. */
export function newId(): string {
  const now = Date.now();
  sequence = now === lastTime ? sequence + 1 : 0;
  lastTime = now;
  return (
    now.toString(16).padStart(12, "0") +
    sequence.toString(16).padStart(8, "0") +
    randomBytes(8).toString("hex")
  );
}

let lastTime = 0;
let sequence = 0;

/** Now, as the store writes times. */
export function timestamp(): string {
  return new Date().toISOString();
}

/** JSON of a stored column. @throws TabletalkError store_failed when it is not JSON. */
export function parseStored(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TabletalkError(
      "store_failed",
      `The stored ${what} cannot be read.`,
      "Restore the state from a backup.",
      {cause: error},
    );
  }
}

/** Makes sure that a workspace exists. Every repository that writes calls it first. */
export async function ensureWorkspace(store: Pick<Store, "db">, workspace: string): Promise<void> {
  const row = {id: workspace, name: null, created_at: timestamp()};
  await store.db
    .insertInto("workspaces")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
}

/** Does several things as one: all of them are kept, or none. */
export async function inTransaction<T>(
  store: InsideStore,
  work: (inside: InsideStore) => Promise<T>,
): Promise<T> {
  if (store.db.isTransaction) return work(store);
  return store.db.transaction().execute((db) => work({db, dialect: store.dialect}));
}

/**
 * Waits until nobody else is in a transaction that holds the same key, and holds it to the end of this one: for "read the
 * newest version, then write the next". SQLite has one writer at a time as it is.
 */
export async function holdKey(inside: InsideStore, ...key: string[]): Promise<void> {
  if (inside.dialect === "sqlite") return;
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${JSON.stringify(key)}, 0))`.execute(inside.db);
}

/** How long the store may take to answer before it counts as not there. */
const ANSWER_MS = 1_000;

/** Whether the store answers, within a second. */
export async function isAnswering(store: Pick<Store, "db">): Promise<boolean> {
  const asked = sql`SELECT 1`.execute(store.db).then(
    () => true,
    () => false,
  );
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ANSWER_MS).unref());
  return Promise.race([asked, late]);
}
