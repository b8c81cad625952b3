import {type Cleared, clearDerived, type DeletedData} from "./clear_derived.ts";
import {batches, holds} from "./holding.ts";
import {type InsideStore, inTransaction, timestamp} from "./store.ts";

/** What a deletion took away, for whoever removes the files. */
export interface DeletedRows extends Cleared {
  /** Versions that no other dataset has: their tables are to be removed. */
  versions: {hash: string; path: string}[];
  /** sha256 of the files that they were imported from, where nothing else came of those. */
  sources: string[];
  /** Stored files of the versions, by content hash, that nothing else refers to. */
  files: string[];
  /** For `clearDerived` once more, when turns that were running have ended. */
  left: DeletedData;
}

/**
 * Deletes a dataset with all that came of it, all or nothing: its name and details, versions that no other dataset has, what
 * answers, recipes, runs and jobs hold of them. Questions stay, with a note in the place of the answer.
 * @returns undefined where there is no such dataset
 */
export async function deleteDatasetRows(
  store: InsideStore,
  workspace: string,
  name: string,
): Promise<DeletedRows | undefined> {
  return inTransaction(store, async (inside) => {
    const {db} = inside;
    const history = await db
      .selectFrom("dataset_history")
      .select(["version_hash", "imported_at"])
      .where((is) => is.and({workspace, name}))
      .execute();
    const current = await db
      .selectFrom("datasets")
      .select("version_hash")
      .where((is) => is.and({workspace, name}))
      .executeTakeFirst();
    if (!current) return undefined;
    const had = [...new Set([current.version_hash, ...history.map(({version_hash}) => version_hash)])];
    const hashes = await ownOnly(inside, workspace, name, had);
    const deletedAt = timestamp();
    const since = history.map(({imported_at}) => imported_at).sort()[0] ?? "";

    const left = {name, hashes, since, deletedAt};
    const cleared = await clearDerived(inside, workspace, left);
    for (const table of ["datasets", "dataset_details", "dataset_tags", "conversation_datasets"] as const)
      await db
        .deleteFrom(table)
        .where((is) => is.and({workspace, name}))
        .execute();
    await db
      .deleteFrom("dataset_history")
      .where("workspace", "=", workspace)
      .where((is) => is.or([is("name", "=", name), is("version_hash", "in", none(hashes))]))
      .execute();
    const gone = await dropVersions(inside, workspace, hashes);
    await db
      .insertInto("dataset_deletions")
      .values({workspace, name, deleted_at: deletedAt})
      .onConflict((conflict) => conflict.columns(["workspace", "name"]).doUpdateSet({deleted_at: deletedAt}))
      .execute();
    return {...gone, ...cleared, left};
  });
}

/** An empty list is none in SQL. */
const none = (values: readonly string[]): readonly string[] => (values.length > 0 ? values : [""]);

/** Of a dataset's versions those that no other dataset has or had. */
async function ownOnly(
  {db}: InsideStore,
  workspace: string,
  name: string,
  hashes: readonly string[],
): Promise<string[]> {
  const others = await db
    .selectFrom("datasets")
    .leftJoin("dataset_history", (join) =>
      join
        .onRef("dataset_history.workspace", "=", "datasets.workspace")
        .onRef("dataset_history.name", "=", "datasets.name"),
    )
    .select(["datasets.version_hash as now", "dataset_history.version_hash as then"])
    .where("datasets.workspace", "=", workspace)
    .where("datasets.name", "!=", name)
    .execute();
  const kept = new Set(others.flatMap(({now, then}) => [now, then]));
  return hashes.filter((hash) => !kept.has(hash));
}

async function dropVersions(
  {db}: InsideStore,
  workspace: string,
  hashes: readonly string[],
): Promise<Pick<DeletedRows, "versions" | "sources" | "files">> {
  const versions: DeletedRows["versions"] = [];
  const sources = new Set<string>();
  const files = new Set<string>();
  for (const some of batches(hashes)) {
    const rows = await db
      .selectFrom("dataset_versions")
      .select(["hash", "path", "receipt"])
      .where("workspace", "=", workspace)
      .where("hash", "in", some)
      .execute();
    for (const {hash, path, receipt} of rows) {
      versions.push({hash, path});
      for (const [, sha] of receipt.matchAll(/"sha256":\s*"([0-9a-f]{64})"/g)) sources.add(sha!);
    }
    const stored = await db
      .selectFrom("version_files")
      .select("file_hash")
      .where("workspace", "=", workspace)
      .where("version_hash", "in", some)
      .execute();
    for (const {file_hash} of stored) files.add(file_hash);
    for (const table of ["catalogue", "version_files"] as const)
      await db
        .deleteFrom(table)
        .where("workspace", "=", workspace)
        .where("version_hash", "in", some)
        .execute();
    await db
      .deleteFrom("dataset_versions")
      .where("workspace", "=", workspace)
      .where("hash", "in", some)
      .execute();
  }
  for (const sha of sources) {
    const other = await db
      .selectFrom("dataset_versions")
      .select("hash")
      .where("workspace", "=", workspace)
      .where(holds(["receipt"], [sha]))
      .executeTakeFirst();
    if (other) sources.delete(sha);
    else
      await db
        .deleteFrom("files")
        .where((is) => is.and({workspace, hash: sha}))
        .execute();
  }
  for (const some of batches([...files])) {
    const others = await db
      .selectFrom("version_files")
      .select("file_hash")
      .where("workspace", "=", workspace)
      .where("file_hash", "in", some)
      .execute();
    for (const {file_hash} of others) files.delete(file_hash);
  }
  return {versions, sources: [...sources], files: [...files]};
}
