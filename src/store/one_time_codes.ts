import {ensureWorkspace, type Store, timestamp} from "./store.ts";

/** What a code is good for. */
export type CodePurpose = "first owner" | "set password" | "link identity";

/** Keeps a code by its hash. Codes of the same purpose and subject that were made before are no longer good. */
export async function addCode(
  store: Pick<Store, "db">,
  workspace: string,
  code: {hash: string; purpose: CodePurpose; subject: string; expiresAt: string},
): Promise<void> {
  await ensureWorkspace(store, workspace);
  const {hash, purpose, subject, expiresAt} = code;
  await store.db
    .deleteFrom("one_time_codes")
    .where((is) => is.and({workspace, purpose, subject}))
    .execute();
  await store.db
    .insertInto("one_time_codes")
    .values({
      workspace,
      hash,
      purpose,
      subject,
      created_at: timestamp(),
      expires_at: expiresAt,
      used_at: null,
    })
    .execute();
}

/** Uses a code up. @returns what it was made for; undefined where it is unknown, used or too old */
export async function useCode(
  store: Pick<Store, "db">,
  hash: string,
  purpose: CodePurpose,
  workspace?: string,
): Promise<{workspace: string; subject: string} | undefined> {
  const now = timestamp();
  return store.db
    .updateTable("one_time_codes")
    .set({used_at: now})
    .where((is) => is.and({hash, purpose, ...(workspace !== undefined && {workspace})}))
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .returning(["workspace", "subject"])
    .executeTakeFirst();
}
