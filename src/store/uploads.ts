import type {Row} from "./schema.ts";
import {ensureWorkspace, parseStored, type Store, timestamp} from "./store.ts";

/** A file on its way in, or that came in. `options` and `result` are JSON that the caller's schema checks. */
export interface StoredUpload {
  id: string;
  name: string;
  bytes: number;
  received: number;
  state: Row<"uploads">["state"];
  options: unknown;
  result: unknown;
  createdBy: string;
  createdAt: string;
  updatedAt: string;
}

/** Notes that a file is to come. */
export async function addUpload(
  store: Pick<Store, "db">,
  workspace: string,
  upload: {id: string; name: string; bytes: number; options?: unknown; createdBy: string},
): Promise<void> {
  await ensureWorkspace(store, workspace);
  const now = timestamp();
  await store.db
    .insertInto("uploads")
    .values({
      workspace,
      id: upload.id,
      name: upload.name,
      bytes: upload.bytes,
      received: 0,
      state: "open",
      options: upload.options === undefined ? null : JSON.stringify(upload.options),
      result: null,
      created_by: upload.createdBy,
      created_at: now,
      updated_at: now,
    })
    .execute();
}

/** An upload by its id. */
export async function uploadById(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
): Promise<StoredUpload | undefined> {
  const row = await store.db
    .selectFrom("uploads")
    .selectAll()
    .where((is) => is.and({workspace, id}))
    .executeTakeFirst();
  return row && asUpload(row);
}

/** Uploads of some people (of everybody where none are named), newest first; `before` is the last id that was read. */
export async function uploadsOf(
  store: Pick<Store, "db">,
  workspace: string,
  asked: {by?: readonly string[]; before?: string | undefined; limit: number},
): Promise<StoredUpload[]> {
  const rows = await store.db
    .selectFrom("uploads")
    .selectAll()
    .where("workspace", "=", workspace)
    .$if(asked.by !== undefined, (query) => query.where("created_by", "in", [...asked.by!]))
    .$if(asked.before !== undefined, (query) => query.where("id", "<", asked.before!))
    .orderBy("id", "desc")
    .limit(asked.limit)
    .execute();
  return rows.map(asUpload);
}

/** Changes what is known of an upload. */
export async function changeUpload(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
  change: {received?: number; state?: StoredUpload["state"]; result?: unknown},
): Promise<void> {
  const {result, ...rest} = change;
  await store.db
    .updateTable("uploads")
    .set({
      ...rest,
      ...(result !== undefined && {result: JSON.stringify(result)}),
      updated_at: timestamp(),
    })
    .where((is) => is.and({workspace, id}))
    .execute();
}

/** Forgets an upload. */
export async function removeUpload(store: Pick<Store, "db">, workspace: string, id: string): Promise<void> {
  await store.db
    .deleteFrom("uploads")
    .where((is) => is.and({workspace, id}))
    .execute();
}

/** Uploads of every workspace that were begun before a time and never ended. */
export async function abandonedUploads(
  store: Pick<Store, "db">,
  before: Date,
): Promise<{workspace: string; id: string}[]> {
  return store.db
    .selectFrom("uploads")
    .select(["workspace", "id"])
    .where("state", "in", ["open", "failed"])
    .where("updated_at", "<", before.toISOString())
    .execute();
}

function asUpload(row: Row<"uploads">): StoredUpload {
  return {
    id: row.id,
    name: row.name,
    bytes: Number(row.bytes),
    received: Number(row.received),
    state: row.state,
    options: row.options === null ? undefined : parseStored(row.options, "upload"),
    result: row.result === null ? undefined : parseStored(row.result, "upload"),
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
