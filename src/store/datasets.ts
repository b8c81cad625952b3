import type {Row} from "./schema.ts";
import {ensureWorkspace, inTransaction, parseStored, type Store, timestamp} from "./store.ts";

/** One immutable import. `columns` and `receipt` are JSON that the caller's types describe. */
export interface StoredVersion {
  hash: string;
  /** Absolute path of the DuckDB file. */
  path: string;
  rows: number;
  columns: unknown;
  receipt: unknown;
  /** The file that it was imported from. */
  sourcePath: string;
}

export interface StoredDataset {
  name: string;
  version: StoredVersion;
}

/**
 * Stores a dataset: the version under its hash, and the name pointing to it. Doing it again changes nothing. With
 * `keepName`, a name that points to another version stays there.
 */
export async function saveDataset(
  store: Store,
  workspace: string,
  dataset: StoredDataset,
  options: {keepName?: boolean} = {},
): Promise<void> {
  const {name, version} = dataset;
  await inTransaction(store, async (inside) => {
    await ensureWorkspace(inside, workspace);
    const row = {
      path: version.path,
      row_count: version.rows,
      columns: JSON.stringify(version.columns),
      receipt: JSON.stringify(version.receipt),
      source_path: version.sourcePath,
    };
    await inside.db
      .insertInto("dataset_versions")
      .values({workspace, hash: version.hash, ...row, created_at: timestamp()})
      .onConflict((conflict) => conflict.columns(["workspace", "hash"]).doUpdateSet(row))
      .execute();
    const named = {workspace, name};
    const before = await inside.db
      .selectFrom("datasets")
      .select("version_hash")
      .where((is) => is.and(named))
      .executeTakeFirst();
    // Who may ask about what came in with a conversation may not, by that, about what replaces it.
    if (before && before.version_hash !== version.hash && !options.keepName)
      await inside.db
        .updateTable("conversation_datasets")
        .set({came_in: 0})
        .where((is) => is.and(named))
        .execute();
    const pointer = {version_hash: version.hash, updated_at: timestamp()};
    await inside.db
      .insertInto("datasets")
      .values({workspace, name, ...pointer})
      .onConflict((conflict) =>
        options.keepName
          ? conflict.columns(["workspace", "name"]).doNothing()
          : conflict.columns(["workspace", "name"]).doUpdateSet(pointer),
      )
      .execute();
    const now = await inside.db
      .selectFrom("datasets")
      .select("version_hash")
      .where((is) => is.and(named))
      .executeTakeFirst();
    if (now?.version_hash !== version.hash) return;
    await inside.db
      .insertInto("dataset_history")
      .values({workspace, name, version_hash: version.hash, imported_at: timestamp()})
      .onConflict((conflict) => conflict.columns(["workspace", "name", "version_hash"]).doNothing())
      .execute();
  });
}

/** The datasets of a workspace, by name, each with its current version. */
export async function datasetsOf(store: Pick<Store, "db">, workspace: string): Promise<StoredDataset[]> {
  const rows = await store.db
    .selectFrom("datasets")
    .innerJoin("dataset_versions", (join) =>
      join
        .onRef("dataset_versions.workspace", "=", "datasets.workspace")
        .onRef("dataset_versions.hash", "=", "datasets.version_hash"),
    )
    .selectAll("dataset_versions")
    .select("datasets.name")
    .where("datasets.workspace", "=", workspace)
    .orderBy("datasets.name")
    .execute();
  return rows.map((row) => ({name: row.name, version: asVersion(row)}));
}

/** The names of the datasets that every member of a workspace may see: those that nobody made private. */
export async function sharedDatasets(store: Pick<Store, "db">, workspace: string): Promise<string[]> {
  const rows = await store.db
    .selectFrom("datasets")
    .leftJoin("dataset_details", (join) =>
      join
        .onRef("dataset_details.workspace", "=", "datasets.workspace")
        .onRef("dataset_details.name", "=", "datasets.name"),
    )
    .select("datasets.name")
    .where("datasets.workspace", "=", workspace)
    .where((is) =>
      is.or([
        is("dataset_details.visibility", "is", null),
        is("dataset_details.visibility", "=", "workspace"),
      ]),
    )
    .orderBy("datasets.name")
    .execute();
  return rows.map(({name}) => name);
}

/** The datasets of a workspace with how many versions each name has had, and when the current one came. */
export async function listDatasets(
  store: Pick<Store, "db">,
  workspace: string,
): Promise<(StoredDataset & {versions: number; importedAt: string})[]> {
  const history = await store.db
    .selectFrom("dataset_history")
    .selectAll()
    .where("workspace", "=", workspace)
    .execute();
  return (await datasetsOf(store, workspace)).map((dataset) => {
    const versions = history.filter((one) => one.name === dataset.name);
    const current = versions.find((one) => one.version_hash === dataset.version.hash);
    return {...dataset, versions: Math.max(1, versions.length), importedAt: current?.imported_at ?? ""};
  });
}

/** Of some versions the receipts of those that speak of where their rows were published, by hash. */
export async function publishedReceipts(
  store: Pick<Store, "db">,
  workspace: string,
  hashes: readonly string[],
): Promise<Map<string, unknown>> {
  if (hashes.length === 0) return new Map();
  const rows = await store.db
    .selectFrom("dataset_versions")
    .select(["hash", "receipt"])
    .where("workspace", "=", workspace)
    .where("hash", "in", [...hashes])
    .where("receipt", "like", '%"licence":{%')
    .execute();
  return new Map(rows.map(({hash, receipt}) => [hash, JSON.parse(receipt) as unknown]));
}

/** A version by its hash, whether or not a name still points to it; or undefined. */
export async function versionByHash(
  store: Pick<Store, "db">,
  workspace: string,
  hash: string,
): Promise<StoredVersion | undefined> {
  const row = await store.db
    .selectFrom("dataset_versions")
    .selectAll()
    .where("workspace", "=", workspace)
    .where("hash", "=", hash)
    .executeTakeFirst();
  return row && asVersion(row);
}

/** Takes the name away. The version stays, for recipes that replay it. */
export async function forgetDataset(store: Store, workspace: string, name: string): Promise<boolean> {
  return inTransaction(store, async ({db}) => {
    const result = await db
      .deleteFrom("datasets")
      .where("workspace", "=", workspace)
      .where("name", "=", name)
      .executeTakeFirst();
    if (result.numDeletedRows === 0n) return false;
    const row = {workspace, name, deleted_at: timestamp()};
    await db
      .insertInto("dataset_deletions")
      .values(row)
      .onConflict((conflict) =>
        conflict.columns(["workspace", "name"]).doUpdateSet({deleted_at: row.deleted_at}),
      )
      .execute();
    return true;
  });
}

/** The names that were taken away and did not come back, with when: ISO 8601. */
export async function deletedDatasets(
  store: Pick<Store, "db">,
  workspace: string,
): Promise<{name: string; deletedAt: string}[]> {
  const rows = await store.db
    .selectFrom("dataset_deletions")
    .select(["name", "deleted_at"])
    .where("workspace", "=", workspace)
    .orderBy("name")
    .execute();
  if (rows.length === 0) return [];
  const known = new Set((await datasetsOf(store, workspace)).map(({name}) => name));
  return rows.flatMap((row) => (known.has(row.name) ? [] : [{name: row.name, deletedAt: row.deleted_at}]));
}

function asVersion(row: Row<"dataset_versions">): StoredVersion {
  return {
    hash: row.hash,
    path: row.path,
    rows: row.row_count,
    columns: parseStored(row.columns, "dataset"),
    receipt: parseStored(row.receipt, "dataset"),
    sourcePath: row.source_path,
  };
}
