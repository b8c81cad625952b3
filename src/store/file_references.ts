import type {ReferenceCollector} from "./files/clean_up.ts";
import type {Store} from "./store.ts";

const PAGE = 5_000;

/**
 * Everything in the state that refers to stored files: the records of files, the files of dataset versions, and documents.
 * What else keeps files for long must record them (`stored_files.ts`).
 */
export function fileReferences(store: Store): ReferenceCollector[] {
  return [
    (workspace) =>
      paged((after) =>
        store
          .within(workspace)
          .db.selectFrom("files")
          .select("hash")
          .where("workspace", "=", workspace)
          .where("hash", ">", after)
          .orderBy("hash")
          .limit(PAGE)
          .execute(),
      ),
    (workspace) =>
      paged((after) =>
        store
          .within(workspace)
          .db.selectFrom("version_files")
          .select("file_hash as hash")
          .distinct()
          .where("workspace", "=", workspace)
          .where("file_hash", ">", after)
          .orderBy("file_hash")
          .limit(PAGE)
          .execute(),
      ),
    (workspace) =>
      paged((after) =>
        store
          .within(workspace)
          .db.selectFrom("documents")
          .select("hash")
          .distinct()
          .where("workspace", "=", workspace)
          .where("hash", ">", after)
          .orderBy("hash")
          .limit(PAGE)
          .execute(),
      ),
  ];
}

async function* paged(read: (after: string) => Promise<{hash: string}[]>): AsyncIterable<string> {
  for (let after = ""; ; ) {
    const rows = await read(after);
    for (const {hash} of rows) yield hash;
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.hash;
  }
}

/** Whether the state knows a workspace. */
export async function hasWorkspace(store: Store, workspace: string): Promise<boolean> {
  const found = await store
    .within(workspace)
    .db.selectFrom("workspaces")
    .select("id")
    .where("id", "=", workspace)
    .executeTakeFirst();
  return found !== undefined;
}
