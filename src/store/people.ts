import {sql} from "kysely";
import type {Row} from "./schema.ts";
import type {WorkspaceRole} from "./schema_people.ts";
import {
  ensureWorkspace,
  holdKey,
  type InsideStore,
  inTransaction,
  newId,
  type Store,
  timestamp,
} from "./store.ts";

/** Someone who can sign in. They may be a member of several workspaces. */
export type Person = Row<"people">;

/** Someone in a workspace. */
export interface Member {
  person: string;
  email: string;
  name: string | null;
  role: WorkspaceRole;
  since: string;
  /** They can no longer sign in. */
  disabled: boolean;
}

/** What came of a change to who owns a workspace. */
export type MemberChange = "changed" | "no member" | "last owner";

/** E-mails are compared as they are kept: trimmed, in small letters. */
export function normalEmail(email: string): string {
  return email.trim().normalize("NFKC").toLowerCase();
}

export async function personByEmail(store: Pick<Store, "db">, email: string): Promise<Person | undefined> {
  return store.db.selectFrom("people").selectAll().where("email", "=", normalEmail(email)).executeTakeFirst();
}

export async function personById(store: Pick<Store, "db">, id: string): Promise<Person | undefined> {
  return store.db.selectFrom("people").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function personBySubject(
  store: Pick<Store, "db">,
  issuer: string,
  subject: string,
): Promise<Person | undefined> {
  return store.db
    .selectFrom("people")
    .selectAll()
    .where((is) => is.and({oidc_issuer: issuer, oidc_subject: subject}))
    .executeTakeFirst();
}

/** Keeps a new person. @returns their id; undefined where the e-mail is taken */
export async function addPerson(
  store: Pick<Store, "db">,
  person: {email: string; name?: string; passwordHash?: string; oidc?: {issuer: string; subject: string}},
): Promise<string | undefined> {
  const id = newId();
  const {numInsertedOrUpdatedRows} = await store.db
    .insertInto("people")
    .values({
      id,
      email: normalEmail(person.email),
      name: person.name ?? null,
      password_hash: person.passwordHash ?? null,
      oidc_issuer: person.oidc?.issuer ?? null,
      oidc_subject: person.oidc?.subject ?? null,
      created_at: timestamp(),
      disabled_at: null,
    })
    .onConflict((conflict) => conflict.column("email").doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n ? id : undefined;
}

/** Changes what is given of a person. */
export async function changePerson(
  store: Pick<Store, "db">,
  id: string,
  change: Partial<Pick<Person, "name" | "password_hash" | "oidc_issuer" | "oidc_subject" | "disabled_at">>,
): Promise<void> {
  await store.db.updateTable("people").set(change).where("id", "=", id).execute();
}

/** The workspaces of a person, with their role in each, in the order in which they joined. */
export async function workspacesOf(
  store: Pick<Store, "db">,
  person: string,
): Promise<{workspace: string; name: string | null; role: WorkspaceRole}[]> {
  return store.db
    .selectFrom("members")
    .innerJoin("workspaces", "workspaces.id", "members.workspace")
    .select(["members.workspace", "workspaces.name", "members.role"])
    .where("members.person", "=", person)
    .orderBy("members.created_at")
    .orderBy("members.workspace")
    .execute();
}

/** The members of a workspace, by e-mail. */
export async function membersOf(store: Pick<Store, "db">, workspace: string): Promise<Member[]> {
  const rows = await selectMembers(store, workspace).orderBy("people.email").execute();
  return rows.map(asMember);
}

/** One member; undefined for whoever is none. */
export async function memberOf(
  store: Pick<Store, "db">,
  workspace: string,
  person: string,
): Promise<Member | undefined> {
  const row = await selectMembers(store, workspace).where("members.person", "=", person).executeTakeFirst();
  return row && asMember(row);
}

/** Makes someone a member. @returns false where they are one already; their role stays */
export async function addMember(
  store: Pick<Store, "db">,
  workspace: string,
  person: string,
  role: WorkspaceRole,
): Promise<boolean> {
  await ensureWorkspace(store, workspace);
  const {numInsertedOrUpdatedRows} = await store.db
    .insertInto("members")
    .values({workspace, person, role, created_at: timestamp()})
    .onConflict((conflict) => conflict.columns(["workspace", "person"]).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Whether a workspace has an owner who can sign in. */
export async function hasOwner(store: Pick<Store, "db">, workspace: string): Promise<boolean> {
  return (await otherOwners(store, workspace, "")) > 0;
}

/** Changes a role; not that of the last owner. */
export async function changeRole(
  store: InsideStore,
  workspace: string,
  person: string,
  role: WorkspaceRole,
): Promise<MemberChange> {
  return changeMember(store, workspace, person, role !== "owner", async (inside) => {
    await inside.db
      .updateTable("members")
      .set({role})
      .where((is) => is.and({workspace, person}))
      .execute();
  });
}

/**
 * Takes someone out of a workspace, with what was theirs alone there: their sign-ins and keys are revoked, their project
 * roles, platform identities' links and own database connections are taken away. Not the last owner.
 */
export async function removeMember(
  store: InsideStore,
  workspace: string,
  person: string,
): Promise<MemberChange> {
  return changeMember(store, workspace, person, true, async ({db}) => {
    const theirs = {workspace, person};
    const now = timestamp();
    await db
      .deleteFrom("project_members")
      .where((is) => is.and(theirs))
      .execute();
    await db
      .deleteFrom("connections")
      .where((is) => is.and(theirs))
      .execute();
    await db
      .updateTable("identities")
      .set({person: null})
      .where((is) => is.and(theirs))
      .execute();
    for (const table of ["sign_ins", "api_keys"] as const)
      await db
        .updateTable(table)
        .set({revoked_at: now})
        .where((is) => is.and(theirs))
        .where("revoked_at", "is", null)
        .execute();
    await db
      .deleteFrom("members")
      .where((is) => is.and(theirs))
      .execute();
  });
}

async function changeMember(
  store: InsideStore,
  workspace: string,
  person: string,
  losesOwner: boolean,
  change: (inside: InsideStore) => Promise<void>,
): Promise<MemberChange> {
  return inTransaction(store, async (inside) => {
    // Two owners who remove each other at once would leave none.
    await holdKey(inside, workspace, "members");
    const member = await memberOf(inside, workspace, person);
    if (!member) return "no member";
    if (losesOwner && member.role === "owner" && (await otherOwners(inside, workspace, person)) === 0)
      return "last owner";
    await change(inside);
    return "changed";
  });
}

async function otherOwners(store: Pick<Store, "db">, workspace: string, person: string): Promise<number> {
  const {count} = await store.db
    .selectFrom("members")
    .innerJoin("people", "people.id", "members.person")
    .select(sql<number>`count(*)`.as("count"))
    .where("members.workspace", "=", workspace)
    .where("members.role", "=", "owner")
    .where("members.person", "<>", person)
    .where("people.disabled_at", "is", null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

function selectMembers(store: Pick<Store, "db">, workspace: string) {
  return store.db
    .selectFrom("members")
    .innerJoin("people", "people.id", "members.person")
    .select([
      "members.person",
      "people.email",
      "people.name",
      "members.role",
      "members.created_at as since",
      "people.disabled_at",
    ])
    .where("members.workspace", "=", workspace);
}

function asMember({disabled_at, ...row}: Omit<Member, "disabled"> & {disabled_at: string | null}): Member {
  return {...row, disabled: disabled_at !== null};
}
