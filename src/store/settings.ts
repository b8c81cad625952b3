import {
  ensureWorkspace,
  holdKey,
  type InsideStore,
  inTransaction,
  parseStored,
  type Store,
  timestamp,
} from "./store.ts";

/** A setting of a workspace: JSON that the caller's schema checks, and who changed it last. */
export interface StoredSetting {
  content: unknown;
  /** From 1; each change adds one. */
  version: number;
  changedBy: string;
  changedAt: string;
}

/** A setting by its name; undefined where nobody has set it. @throws TabletalkError store_failed when it is not JSON */
export async function settingOf(store: Pick<Store, "db">, workspace: string, name: string): Promise<unknown> {
  return (await storedSetting(store, workspace, name))?.content;
}

/** A setting with its version and who changed it. @throws TabletalkError store_failed when it is not JSON */
export async function storedSetting(
  store: Pick<Store, "db">,
  workspace: string,
  name: string,
): Promise<StoredSetting | undefined> {
  const row = await store.db
    .selectFrom("settings")
    .selectAll()
    .where((is) => is.and({workspace, name}))
    .executeTakeFirst();
  return (
    row && {
      content: parseStored(row.content, `setting ${name}`),
      version: row.version,
      changedBy: row.changed_by,
      changedAt: row.changed_at,
    }
  );
}

/**
 * Changes a setting: what `change` makes of its content before (undefined where nobody has set it), with nobody else changing it
 * in between. `change` may throw, and then nothing is changed; `version` is 0 where there is none.
 * @returns the new version; the old one where nothing changed
 */
export async function changeSetting(
  store: InsideStore,
  workspace: string,
  name: string,
  change: (before: unknown, version: number) => unknown,
  changedBy: string,
): Promise<number> {
  return inTransaction(store, async (inside) => {
    await ensureWorkspace(inside, workspace);
    await holdKey(inside, workspace, "setting", name);
    const last = await inside.db
      .selectFrom("settings")
      .select(["version", "content"])
      .where((is) => is.and({workspace, name}))
      .executeTakeFirst();
    const version = last?.version ?? 0;
    const content = JSON.stringify(change(last && parseStored(last.content, `setting ${name}`), version));
    if (last?.content === content) return version;
    const row = {content, version: version + 1, changed_by: changedBy, changed_at: timestamp()};
    await inside.db
      .insertInto("settings")
      .values({workspace, name, ...row})
      .onConflict((conflict) => conflict.columns(["workspace", "name"]).doUpdateSet(row))
      .execute();
    return version + 1;
  });
}
