import {ensureWorkspace, type InsideStore, inTransaction, type Store, timestamp} from "./store.ts";

/** A stored file of a dataset version. */
export interface VersionFile {
  /** What it is called in the folder of the data: `<version>.duckdb`, `<version>.json`, ... */
  name: string;
  /** sha256 of its bytes: its name in the file store. */
  hash: string;
  bytes: number;
}

/** Records the stored files of a version; those of other names stay. */
export async function saveVersionFiles(
  store: InsideStore,
  workspace: string,
  version: string,
  files: readonly VersionFile[],
): Promise<void> {
  if (files.length === 0) return;
  await inTransaction(store, async (inside) => {
    await ensureWorkspace(inside, workspace);
    const created_at = timestamp();
    const rows = files.map(({name, hash, bytes}) => ({
      workspace,
      version_hash: version,
      name,
      file_hash: hash,
      bytes,
      created_at,
    }));
    await inside.db
      .insertInto("version_files")
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(["workspace", "version_hash", "name"]).doUpdateSet((excluded) => ({
          file_hash: excluded.ref("excluded.file_hash"),
          bytes: excluded.ref("excluded.bytes"),
          created_at,
        })),
      )
      .execute();
  });
}

/** The stored files of a version, by name; none where it was never shared. */
export async function versionFiles(
  store: Pick<Store, "db">,
  workspace: string,
  version: string,
): Promise<VersionFile[]> {
  const rows = await store.db
    .selectFrom("version_files")
    .select(["name", "file_hash", "bytes"])
    .where("workspace", "=", workspace)
    .where("version_hash", "=", version)
    .orderBy("name")
    .execute();
  return rows.map(({name, file_hash, bytes}) => ({name, hash: file_hash, bytes: Number(bytes)}));
}

/** Forgets the stored files of a version: the next clean-up removes those that nothing else refers to. */
export async function forgetVersionFiles(
  store: Pick<Store, "db">,
  workspace: string,
  version: string,
): Promise<void> {
  await store.db
    .deleteFrom("version_files")
    .where("workspace", "=", workspace)
    .where("version_hash", "=", version)
    .execute();
}

/**
 * Forgets the stored files of versions that are gone from the state, or never came to be saved; those recorded since
 * `before` (ISO 8601) may still be. Returns how many files.
 */
export async function forgetOrphanVersionFiles(
  store: Pick<Store, "db">,
  workspace: string,
  before: string,
): Promise<number> {
  const {numDeletedRows} = await store.db
    .deleteFrom("version_files")
    .where("workspace", "=", workspace)
    .where("created_at", "<", before)
    .where(({not, exists, selectFrom}) =>
      not(
        exists(
          selectFrom("dataset_versions")
            .select("hash")
            .whereRef("dataset_versions.workspace", "=", "version_files.workspace")
            .whereRef("dataset_versions.hash", "=", "version_files.version_hash"),
        ),
      ),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Whether a stored file belongs to a dataset version. */
export async function isVersionFile(
  store: Pick<Store, "db">,
  workspace: string,
  hash: string,
): Promise<boolean> {
  const row = await store.db
    .selectFrom("version_files")
    .select("name")
    .where("workspace", "=", workspace)
    .where("file_hash", "=", hash)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
