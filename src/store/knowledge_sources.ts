import type {Row} from "./schema.ts";
import {newId, type Store, timestamp} from "./store.ts";

/** Where documents of a collection come from by themselves. */
export interface StoredSource {
  id: string;
  collection: string;
  kind: "folder" | "url";
  /** A folder's path or a document's address. */
  location: string;
  /** When it is synchronized; absent: when someone asks. */
  cron?: string;
  state: "new" | "running" | "ready" | "failed";
  error?: string;
  /** What the last synchronization found. JSON that the caller's schema checks. */
  found?: string;
  createdBy: string;
  createdAt: string;
  syncedAt?: string;
}

/** Adds a source. Returns its id. */
export async function addSource(
  store: Pick<Store, "db">,
  workspace: string,
  source: Pick<StoredSource, "collection" | "kind" | "location" | "cron" | "createdBy">,
): Promise<string> {
  const id = newId();
  await store.db
    .insertInto("knowledge_sources")
    .values({
      workspace,
      id,
      collection: source.collection,
      kind: source.kind,
      location: source.location,
      cron: source.cron ?? null,
      state: "new",
      error: null,
      found: null,
      created_by: source.createdBy,
      created_at: timestamp(),
      synced_at: null,
    })
    .execute();
  return id;
}

/** The sources of a workspace (or of one collection), oldest first. */
export async function sourcesOf(
  store: Pick<Store, "db">,
  workspace: string,
  collection?: string,
): Promise<StoredSource[]> {
  const rows = await store.db
    .selectFrom("knowledge_sources")
    .selectAll()
    .where("workspace", "=", workspace)
    .$if(collection !== undefined, (query) => query.where("collection", "=", collection!))
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map(asSource);
}

/** The sources of every workspace that have a schedule: for whoever runs it. */
export async function scheduledSources(
  store: Pick<Store, "db">,
): Promise<(StoredSource & {workspace: string})[]> {
  const rows = await store.db
    .selectFrom("knowledge_sources")
    .selectAll()
    .where("cron", "is not", null)
    .orderBy("workspace")
    .orderBy("id")
    .execute();
  return rows.map((row) => ({...asSource(row), workspace: row.workspace}));
}

/** A source by its id. */
export async function sourceById(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
): Promise<StoredSource | undefined> {
  const row = await store.db
    .selectFrom("knowledge_sources")
    .selectAll()
    .where("workspace", "=", workspace)
    .where("id", "=", id)
    .executeTakeFirst();
  return row && asSource(row);
}

/** Notes how a synchronization stands; `found`: what it is to remember. One that failed waits for its next time, too. */
export async function noteSync(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
  state: StoredSource["state"],
  told: {error?: string; found?: string} = {},
): Promise<void> {
  await store.db
    .updateTable("knowledge_sources")
    .set({
      state,
      error: told.error ?? null,
      ...(told.found !== undefined && {found: told.found}),
      ...(state !== "running" && {synced_at: timestamp()}),
    })
    .where("workspace", "=", workspace)
    .where("id", "=", id)
    .execute();
}

/** Gives a source another schedule; undefined: none. */
export async function setSchedule(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
  cron: string | undefined,
): Promise<void> {
  await store.db
    .updateTable("knowledge_sources")
    .set({cron: cron ?? null})
    .where("workspace", "=", workspace)
    .where("id", "=", id)
    .execute();
}

/** Removes a source; the documents that came from it stay. False where there was none. */
export async function removeSource(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
): Promise<boolean> {
  const result = await store.db
    .deleteFrom("knowledge_sources")
    .where("workspace", "=", workspace)
    .where("id", "=", id)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

function asSource(row: Row<"knowledge_sources">): StoredSource {
  return {
    id: row.id,
    collection: row.collection,
    kind: row.kind as StoredSource["kind"],
    location: row.location,
    ...(row.cron !== null && {cron: row.cron}),
    state: row.state as StoredSource["state"],
    ...(row.error !== null && {error: row.error}),
    ...(row.found !== null && {found: row.found}),
    createdBy: row.created_by,
    createdAt: row.created_at,
    ...(row.synced_at !== null && {syncedAt: row.synced_at}),
  };
}
