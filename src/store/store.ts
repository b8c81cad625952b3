import {randomBytes} from "node:crypto";
import type {Kysely} from "kysely";
import {TabletalkError} from "../errors.ts";
import type {StoreSchema} from "./schema.ts";

/**
 * Where state lives: conversations, turns, recipes, datasets, definitions. A dialect opens it (`sqlite/open.ts`); the
 * repository files (`conversations.ts`, `turns.ts`, ...) work on it, each function within one workspace.
 */
export interface Store extends AsyncDisposable {
  readonly db: Kysely<StoreSchema>;
  close(): Promise<void>;
}

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
  store: Pick<Store, "db">,
  work: (inside: Pick<Store, "db">) => Promise<T>,
): Promise<T> {
  if (store.db.isTransaction) return work(store);
  return store.db.transaction().execute((db) => work({db}));
}
