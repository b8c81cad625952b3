import {holdKey, type InsideStore, parseStored, type Store, timestamp} from "./store.ts";

/** A Slack team or a Discord guild (or user) where Tabletalk is installed. Its secret stays sealed here. */
export interface StoredInstallation {
  platform: string;
  installation: string;
  workspace: string;
  name?: string;
  sealed?: string;
  /** JSON that is no secret. */
  details?: unknown;
  installedBy?: string;
  createdAt: string;
  /** Its workspace was made for it, and goes with it. */
  isOwn: boolean;
  isRemoved: boolean;
}

/** One installation, removed or not; undefined where there never was one. */
export async function storedInstallation(
  store: Pick<Store, "db">,
  platform: string,
  installation: string,
): Promise<StoredInstallation | undefined> {
  const row = await store.db
    .selectFrom("installations")
    .selectAll()
    .where((is) => is.and({platform, installation}))
    .executeTakeFirst();
  return row && asInstallation(row);
}

/** The installations that are there, of one platform or of all, by platform and id. */
export async function storedInstallations(
  store: Pick<Store, "db">,
  platform?: string,
): Promise<StoredInstallation[]> {
  const rows = await store.db
    .selectFrom("installations")
    .selectAll()
    .where("removed_at", "is", null)
    .$if(platform !== undefined, (query) => query.where("platform", "=", platform!))
    .orderBy("platform")
    .orderBy("installation")
    .execute();
  return rows.map(asInstallation);
}

/** Keeps an installation in the place of what was known of it. */
export async function putInstallation(
  {db}: InsideStore,
  one: Omit<StoredInstallation, "createdAt" | "isRemoved" | "details"> & {details?: unknown},
): Promise<void> {
  const {platform, installation} = one;
  const row = {
    workspace: one.workspace,
    name: one.name ?? null,
    sealed: one.sealed ?? null,
    details: one.details === undefined ? null : JSON.stringify(one.details),
    installed_by: one.installedBy ?? null,
    is_own: one.isOwn ? (1 as const) : (0 as const),
    removed_at: null,
  };
  await db
    .insertInto("installations")
    .values({platform, installation, created_at: timestamp(), ...row})
    .onConflict((conflict) => conflict.columns(["platform", "installation"]).doUpdateSet(row))
    .execute();
}

/** Keeps the secret of an installation sealed anew, unless it was removed or renewed meanwhile. */
export async function putSealed({db}: InsideStore, of: StoredInstallation, sealed: string): Promise<void> {
  const {platform, installation, sealed: before} = of;
  if (before === undefined) return;
  await db
    .updateTable("installations")
    .set({sealed})
    .where((is) => is.and({platform, installation, sealed: before}))
    .where("removed_at", "is", null)
    .execute();
}

/** Marks an installation removed; its secret is gone with that. */
export async function markRemoved({db}: InsideStore, platform: string, installation: string): Promise<void> {
  await db
    .updateTable("installations")
    .set({removed_at: timestamp(), sealed: null, details: null})
    .where((is) => is.and({platform, installation}))
    .execute();
}

/** Nobody else changes this installation until the end of the transaction. */
export async function holdInstallation(
  inside: InsideStore,
  platform: string,
  installation: string,
): Promise<void> {
  await holdKey(inside, "installation", platform, installation);
}

/**
 * An id for the workspace of a new installation: `slack-T012`; `slack-T012-2` where that is taken, by a workspace or by
 * the files of one that was.
 */
export async function freeWorkspaceId(
  inside: InsideStore,
  platform: string,
  installation: string,
): Promise<string> {
  // Two installations that read the same (user:1, user-1) are told apart by the number.
  await holdKey(inside, "workspace for an installation");
  const plain = `${platform}-${installation}`.replace(/[^A-Za-z0-9_-]+/g, "-").slice(0, 56);
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? plain : `${plain}-${number}`;
    const taken = await inside.db
      .selectFrom("workspaces")
      .select("id")
      .where("id", "=", id)
      .union(inside.db.selectFrom("removals").select("workspace as id").where("workspace", "=", id))
      .executeTakeFirst();
    if (!taken) return id;
  }
}

/** Names a workspace that has no name. */
export async function nameWorkspace({db}: InsideStore, workspace: string, name: string): Promise<void> {
  await db.updateTable("workspaces").set({name}).where("id", "=", workspace).execute();
}

/** Messages of a workspace (or of one installation in it) that are still to be answered. */
export async function openMessages(
  {db}: Pick<Store, "db">,
  workspace: string,
  of?: {platform: string; installation: string},
): Promise<string[]> {
  const rows = await db
    .selectFrom("messages")
    .select("id")
    .where("workspace", "=", workspace)
    .where("state", "<>", "done")
    .$if(of !== undefined, (query) =>
      query.where("platform", "=", of!.platform).where("installation", "=", of!.installation),
    )
    .execute();
  return rows.flatMap(({id}) => (id === null ? [] : [id]));
}

/** The conversations of a workspace that were held over one installation. */
export async function conversationsOf(
  {db}: Pick<Store, "db">,
  workspace: string,
  of: {platform: string; installation: string},
): Promise<string[]> {
  const rows = await db
    .selectFrom("conversations")
    .select("id")
    .where((is) => is.and({workspace, ...of}))
    .execute();
  return rows.map(({id}) => id);
}

/** Takes away whom an installation's platform told of, and what was on its way there. */
export async function deleteDealings(
  {db}: InsideStore,
  workspace: string,
  of: {platform: string; installation: string},
): Promise<void> {
  for (const table of ["identities", "deliveries"] as const)
    await db
      .deleteFrom(table)
      .where((is) => is.and({workspace, ...of}))
      .execute();
}

function asInstallation(row: {
  platform: string;
  installation: string;
  workspace: string;
  name: string | null;
  sealed: string | null;
  details: string | null;
  installed_by: string | null;
  created_at: string;
  removed_at: string | null;
  is_own: 0 | 1;
}): StoredInstallation {
  return {
    platform: row.platform,
    installation: row.installation,
    workspace: row.workspace,
    ...(row.name !== null && {name: row.name}),
    ...(row.sealed !== null && {sealed: row.sealed}),
    ...(row.details !== null && {details: parseStored(row.details, "installation")}),
    ...(row.installed_by !== null && {installedBy: row.installed_by}),
    createdAt: row.created_at,
    isOwn: row.is_own === 1,
    isRemoved: row.removed_at !== null,
  };
}
