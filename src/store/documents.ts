import {dropChunks} from "./chunks.ts";
import type {Row} from "./schema.ts";
import {inTransaction, type Store} from "./store.ts";

/** A document as it is kept. */
export interface StoredDocument {
  id: string;
  collection: string;
  /** The source that it came from; absent: someone added it. */
  source?: string;
  /** Where it is: a path, an address, an upload's name; unique in its collection. */
  location: string;
  title: string;
  mediaType: string;
  /** Of its bytes. */
  hash: string;
  /** The version of the pipeline that indexed it. */
  pipeline: string;
  characters: number;
  pages?: number;
  state: "waiting" | "ready" | "failed";
  error?: string;
  createdBy: string;
  createdAt: string;
  updatedAt: string;
}

/** What is known of a document before it is read. */
export type NewDocument = Pick<
  StoredDocument,
  "collection" | "source" | "location" | "title" | "mediaType" | "hash" | "pipeline" | "createdBy"
>;

/** The location of a document, of whatever version: one on its way has its hash behind a line feed. */
export const placeOf = (location: string): string => location.split("\n")[0]!;

/** The documents of a workspace (or of one collection), by location; those on their way once, as waiting. */
export async function documentsOf(
  store: Pick<Store, "db">,
  workspace: string,
  filter: {collection?: string; source?: string} = {},
): Promise<StoredDocument[]> {
  const rows = await store.db
    .selectFrom("documents")
    .selectAll()
    .where("workspace", "=", workspace)
    .$if(filter.collection !== undefined, (query) => query.where("collection", "=", filter.collection!))
    .$if(filter.source !== undefined, (query) => query.where("source", "=", filter.source!))
    .orderBy("location")
    .execute();
  const all = rows.map(asDocument);
  const standing = new Set(all.filter(({state}) => state !== "waiting").map(({location}) => location));
  return all.filter(({state, location}) => state !== "waiting" || !standing.has(location));
}

/** A document by its id. */
export async function documentById(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
): Promise<StoredDocument | undefined> {
  const row = await store.db
    .selectFrom("documents")
    .selectAll()
    .where("workspace", "=", workspace)
    .where("id", "=", id)
    .executeTakeFirst();
  return row && asDocument(row);
}

/** The document of a collection that is searched, or could not be read, at a location. */
export async function documentAt(
  store: Pick<Store, "db">,
  workspace: string,
  collection: string,
  location: string,
): Promise<StoredDocument | undefined> {
  const row = await store.db
    .selectFrom("documents")
    .selectAll()
    .where("workspace", "=", workspace)
    .where("collection", "=", collection)
    .where("location", "=", location)
    .executeTakeFirst();
  return row && asDocument(row);
}

/** Whether a workspace has any document that can be searched. */
export async function hasDocuments(store: Pick<Store, "db">, workspace: string): Promise<boolean> {
  const row = await store.db
    .selectFrom("documents")
    .select("id")
    .where("workspace", "=", workspace)
    .where("state", "=", "ready")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Removes a document with its passages, and any version of it on its way. False where there was none. */
export async function removeDocument(store: Store, workspace: string, id: string): Promise<boolean> {
  return inTransaction(store, async (inside) => {
    const known = await documentById(inside, workspace, id);
    if (!known) return false;
    const same = (await everyVersion(inside, workspace, known.collection)).filter(
      ({location}) => placeOf(location) === known.location,
    );
    for (const one of same) {
      await dropChunks(inside, workspace, one.id);
      await inside.db
        .deleteFrom("documents")
        .where("workspace", "=", workspace)
        .where("id", "=", one.id)
        .execute();
    }
    return true;
  });
}

const everyVersion = (store: Pick<Store, "db">, workspace: string, collection: string) =>
  store.db
    .selectFrom("documents")
    .select(["id", "location"])
    .where("workspace", "=", workspace)
    .where("collection", "=", collection)
    .execute();

function asDocument(row: Row<"documents">): StoredDocument {
  return {
    id: row.id,
    collection: row.collection,
    ...(row.source !== null && {source: row.source}),
    location: placeOf(row.location),
    title: row.title,
    mediaType: row.media_type,
    hash: row.hash,
    pipeline: row.pipeline,
    characters: Number(row.characters),
    ...(row.pages !== null && {pages: row.pages}),
    state: row.state,
    ...(row.error !== null && {error: row.error}),
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
