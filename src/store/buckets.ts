import type {Row} from "./schema.ts";
import {ensureWorkspace, type InsideStore, inTransaction, newId, type Store, timestamp} from "./store.ts";

/** A shelf for datasets: each lies on at most one. */
export type Bucket = Omit<Row<"buckets">, "workspace">;

const SHOWN = ["id", "name", "description", "project", "created_by", "created_at"] as const;

/** Makes a bucket. @returns its id; undefined where the name is taken */
export async function addBucket(
  store: Pick<Store, "db">,
  workspace: string,
  bucket: {name: string; description?: string; project?: string; createdBy: string},
): Promise<string | undefined> {
  await ensureWorkspace(store, workspace);
  const id = newId();
  const {numInsertedOrUpdatedRows} = await store.db
    .insertInto("buckets")
    .values({
      workspace,
      id,
      name: bucket.name,
      description: bucket.description ?? null,
      project: bucket.project ?? null,
      created_by: bucket.createdBy,
      created_at: timestamp(),
    })
    .onConflict((conflict) => conflict.columns(["workspace", "name"]).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n ? id : undefined;
}

/** The buckets of a workspace, by name. */
export async function bucketsOf(store: Pick<Store, "db">, workspace: string): Promise<Bucket[]> {
  return store.db
    .selectFrom("buckets")
    .select(SHOWN)
    .where("workspace", "=", workspace)
    .orderBy("name")
    .execute();
}

/** A bucket by its id or its name. */
export async function bucketBy(
  store: Pick<Store, "db">,
  workspace: string,
  given: string,
): Promise<Bucket | undefined> {
  const found = await store.db
    .selectFrom("buckets")
    .select(SHOWN)
    .where("workspace", "=", workspace)
    .where((is) => is.or([is("id", "=", given), is("name", "=", given)]))
    .execute();
  return found.find(({id}) => id === given) ?? found[0];
}

/** Changes the name or the description. @returns "taken" where another bucket has the name */
export async function changeBucket(
  store: InsideStore,
  workspace: string,
  id: string,
  change: {name?: string; description?: string | null},
): Promise<"changed" | "unknown" | "taken"> {
  return inTransaction(store, async ({db}) => {
    const other = change.name === undefined ? undefined : await bucketBy({db}, workspace, change.name);
    if (other !== undefined && other.id !== id && other.name === change.name) return "taken";
    const own = await bucketBy({db}, workspace, id);
    if (own?.id !== id) return "unknown";
    if (Object.keys(change).length > 0)
      await db
        .updateTable("buckets")
        .set(change)
        .where((is) => is.and({workspace, id}))
        .execute();
    return "changed";
  });
}

/** Takes a bucket away; the datasets on it stay. */
export async function removeBucket(store: InsideStore, workspace: string, id: string): Promise<boolean> {
  return inTransaction(store, async ({db}) => {
    await db
      .updateTable("dataset_details")
      .set({bucket: null})
      .where((is) => is.and({workspace, bucket: id}))
      .execute();
    const {numDeletedRows} = await db
      .deleteFrom("buckets")
      .where((is) => is.and({workspace, id}))
      .executeTakeFirstOrThrow();
    return numDeletedRows === 1n;
  });
}
