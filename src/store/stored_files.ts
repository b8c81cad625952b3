import type {Row} from "./schema.ts";
import {ensureWorkspace, type InsideStore, inTransaction, type Store, timestamp} from "./store.ts";

/** What is on record of a file in the file store. The record is what keeps a clean-up from removing it. */
export interface RecordedFile {
  /** sha256 of its bytes: its name in the file store. */
  hash: string;
  bytes: number;
  mediaType?: string;
  /** What it was called by whoever gave it. */
  name?: string;
  /** Who put it. */
  createdBy?: string;
}

/** Records a file that was put; the same bytes again change nothing. */
export async function recordFile(store: InsideStore, workspace: string, file: RecordedFile): Promise<void> {
  await inTransaction(store, async (inside) => {
    await ensureWorkspace(inside, workspace);
    await inside.db
      .insertInto("files")
      .values({
        workspace,
        hash: file.hash,
        bytes: file.bytes,
        media_type: file.mediaType ?? null,
        name: file.name ?? null,
        created_by: file.createdBy ?? null,
        created_at: timestamp(),
      })
      .onConflict((conflict) => conflict.columns(["workspace", "hash"]).doNothing())
      .execute();
  });
}

/** The record of a file; undefined where there is none in this workspace. */
export async function recordedFile(
  store: Pick<Store, "db">,
  workspace: string,
  hash: string,
): Promise<(RecordedFile & {createdAt: string}) | undefined> {
  const row = await store.db
    .selectFrom("files")
    .selectAll()
    .where("workspace", "=", workspace)
    .where("hash", "=", hash)
    .executeTakeFirst();
  return row && asFile(row);
}

/** Takes the record away: the next clean-up removes the file unless something else refers to it. */
export async function forgetFile(
  store: Pick<Store, "db">,
  workspace: string,
  hash: string,
): Promise<boolean> {
  const {numDeletedRows} = await store.db
    .deleteFrom("files")
    .where("workspace", "=", workspace)
    .where("hash", "=", hash)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

const asFile = (row: Row<"files">): RecordedFile & {createdAt: string} => ({
  hash: row.hash,
  bytes: Number(row.bytes),
  ...(row.media_type !== null && {mediaType: row.media_type}),
  ...(row.name !== null && {name: row.name}),
  ...(row.created_by !== null && {createdBy: row.created_by}),
  createdAt: row.created_at,
});
