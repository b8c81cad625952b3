import type {WorkspaceRole} from "./schema_people.ts";
import {type FoundMember, foundIn} from "./sign_ins.ts";
import {ensureWorkspace, type Store, timestamp} from "./store.ts";

/** Somebody of a platform: a Slack or Discord user in one installation. */
export interface IdentityKey {
  platform: string;
  installation: string;
  externalId: string;
}

export interface Identity extends IdentityKey {
  name: string | null;
  /** Whom an owner made of them while they are not linked to a person. */
  role: WorkspaceRole | null;
  /** Whom they are linked to, while that person is a member and not disabled. */
  member?: FoundMember;
}

/** The workspace of an installation, and whether it was made for it; undefined where it is unknown or was removed. */
export async function installedAt(
  store: Pick<Store, "db">,
  platform: string,
  installation: string,
): Promise<{workspace: string; isOwn: boolean} | undefined> {
  const row = await store.db
    .selectFrom("installations")
    .select(["workspace", "is_own"])
    .where((is) => is.and({platform, installation}))
    .where("removed_at", "is", null)
    .executeTakeFirst();
  return row && {workspace: row.workspace, isOwn: row.is_own === 1};
}

/** The workspace of an installation; undefined where it is unknown or was removed. */
export async function workspaceOfInstallation(
  store: Pick<Store, "db">,
  platform: string,
  installation: string,
): Promise<string | undefined> {
  return (await installedAt(store, platform, installation))?.workspace;
}

/** What some people of a platform are called, as far as that is known. */
export async function namesOf(
  store: Pick<Store, "db">,
  workspace: string,
  at: Pick<IdentityKey, "platform" | "installation">,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await store.db
    .selectFrom("identities")
    .select("name")
    .where("workspace", "=", workspace)
    .where("platform", "=", at.platform)
    .where("installation", "=", at.installation)
    .where("external_id", "in", [...new Set(ids)])
    .execute();
  return rows.flatMap(({name}) => name ?? []);
}

/** An identity with who they are now; undefined where they were never met. One query. */
export async function identityOf(
  store: Pick<Store, "db">,
  workspace: string,
  {platform, installation, externalId}: IdentityKey,
): Promise<Identity | undefined> {
  const rows = await store.db
    .selectFrom("identities")
    .leftJoin("members", (join) =>
      join
        .onRef("members.workspace", "=", "identities.workspace")
        .onRef("members.person", "=", "identities.person"),
    )
    .leftJoin("people", "people.id", "members.person")
    .leftJoin("project_members", (join) =>
      join
        .onRef("project_members.workspace", "=", "members.workspace")
        .onRef("project_members.person", "=", "members.person"),
    )
    .select([
      "identities.name",
      "identities.role",
      "identities.person",
      "members.role as member_role",
      "people.disabled_at",
      "project_members.project",
      "project_members.role as project_role",
    ])
    .where("identities.workspace", "=", workspace)
    .where("identities.platform", "=", platform)
    .where("identities.installation", "=", installation)
    .where("identities.external_id", "=", externalId)
    .execute();
  const [first] = rows;
  if (!first) return undefined;
  const roles = rows.flatMap(({member_role: role, disabled_at, project, project_role}) =>
    role !== null && disabled_at === null ? [{role, project, project_role}] : [],
  );
  const member = first.person === null ? undefined : foundIn(workspace, first.person, roles);
  const {name, role} = first;
  return {platform, installation, externalId, name, role, ...(member && {member})};
}

/** Notes that somebody of a platform was met; their name is kept up to date. */
export async function meetIdentity(
  store: Pick<Store, "db">,
  workspace: string,
  {platform, installation, externalId}: IdentityKey,
  name?: string,
): Promise<void> {
  await ensureWorkspace(store, workspace);
  await store.db
    .insertInto("identities")
    .values({
      workspace,
      platform,
      installation,
      external_id: externalId,
      person: null,
      name: name ?? null,
      role: null,
      created_at: timestamp(),
    })
    .onConflict((conflict) => {
      const known = conflict.columns(["workspace", "platform", "installation", "external_id"]);
      return name === undefined ? known.doNothing() : known.doUpdateSet({name});
    })
    .execute();
}

/** Says whom an identity is (null: nobody any more), or what role they have by themselves. @returns false where unknown */
export async function changeIdentity(
  store: Pick<Store, "db">,
  workspace: string,
  {platform, installation, externalId}: IdentityKey,
  change: {person?: string | null; role?: WorkspaceRole | null},
): Promise<boolean> {
  const {numUpdatedRows} = await store.db
    .updateTable("identities")
    .set(change)
    .where((is) => is.and({workspace, platform, installation, external_id: externalId}))
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** The identities of a workspace (or those of one person), by platform and name. */
export async function identitiesOf(
  store: Pick<Store, "db">,
  workspace: string,
  person?: string,
): Promise<(IdentityKey & {name: string | null; role: WorkspaceRole | null; person: string | null})[]> {
  return store.db
    .selectFrom("identities")
    .select(["platform", "installation", "external_id as externalId", "name", "role", "person"])
    .where("workspace", "=", workspace)
    .$if(person !== undefined, (query) => query.where("person", "=", person!))
    .orderBy("platform")
    .orderBy("name")
    .orderBy("external_id")
    .execute();
}
