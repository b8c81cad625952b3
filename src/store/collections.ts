import {TabletalkError} from "../errors.ts";
import type {Row} from "./schema.ts";
import {ensureWorkspace, newId, parseStored, type Store, timestamp} from "./store.ts";

/** Documents that are kept and searched together. `pipeline` is JSON that the caller's schema checks. */
export interface StoredCollection {
  id: string;
  name: string;
  description?: string;
  pipeline: unknown;
  createdBy: string;
  createdAt: string;
}

/** Makes a collection; one of this name that is there is given back as it is. */
export async function ensureCollection(
  store: Store,
  workspace: string,
  collection: {name: string; description?: string; pipeline: unknown; createdBy: string},
): Promise<StoredCollection> {
  await ensureWorkspace(store, workspace);
  await store.db
    .insertInto("collections")
    .values({
      workspace,
      id: newId(),
      name: collection.name,
      description: collection.description ?? null,
      pipeline: JSON.stringify(collection.pipeline),
      created_by: collection.createdBy,
      created_at: timestamp(),
    })
    .onConflict((conflict) => conflict.columns(["workspace", "name"]).doNothing())
    .execute();
  return collectionNamed(store, workspace, collection.name);
}

/** The collections of a workspace, by name. */
export async function collectionsOf(
  store: Pick<Store, "db">,
  workspace: string,
): Promise<StoredCollection[]> {
  const rows = await store.db
    .selectFrom("collections")
    .selectAll()
    .where("workspace", "=", workspace)
    .orderBy("name")
    .execute();
  return rows.map(asCollection);
}

/** A collection by its name or its id. @throws TabletalkError not_found */
export async function collectionNamed(
  store: Pick<Store, "db">,
  workspace: string,
  name: string,
): Promise<StoredCollection> {
  const row = await store.db
    .selectFrom("collections")
    .selectAll()
    .where("workspace", "=", workspace)
    .where((is) => is.or([is("name", "=", name), is("id", "=", name)]))
    .executeTakeFirst();
  if (row) return asCollection(row);
  throw new TabletalkError(
    "not_found",
    `There is no collection ${name}.`,
    "`tabletalk documents list` names them.",
  );
}

/** Declares another pipeline; documents that were indexed by the old one are to be indexed anew. */
export async function setPipeline(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
  pipeline: unknown,
): Promise<void> {
  await store.db
    .updateTable("collections")
    .set({pipeline: JSON.stringify(pipeline)})
    .where("workspace", "=", workspace)
    .where("id", "=", id)
    .execute();
}

/** Removes a collection with its sources, documents and passages. False where there was none. */
export async function removeCollection(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
): Promise<boolean> {
  const result = await store.db
    .deleteFrom("collections")
    .where("workspace", "=", workspace)
    .where("id", "=", id)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

function asCollection(row: Row<"collections">): StoredCollection {
  return {
    id: row.id,
    name: row.name,
    ...(row.description !== null && {description: row.description}),
    pipeline: parseStored(row.pipeline, "collection"),
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}
