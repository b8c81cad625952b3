import type {WorkspaceRole} from "./schema_people.ts";
import {type InsideStore, inTransaction, newId, type Store, timestamp} from "./store.ts";

/** One sign-in of a person on one device. */
export interface SignIn {
  id: string;
  workspace: string;
  device: string | null;
  createdAt: string;
  expiresAt: string;
}

/** Who asks, as one query finds it: their role now, and their own roles in projects. */
export interface FoundMember {
  workspace: string;
  person: string;
  role: WorkspaceRole;
  projects: Map<string, WorkspaceRole>;
}

/** What came of showing a refresh token. */
export type Rotation =
  | {state: "rotated"; signIn: string; workspace: string; person: string}
  /** It is unknown, too old, or its sign-in has ended. */
  | {state: "refused"}
  /** It was used already, a moment ago: two windows of one browser asked at once. */
  | {state: "used just now"}
  /** It was used already: somebody else has a copy. The sign-in has been ended. */
  | {state: "used before"; signIn: string};

/** Within this time a second use is two windows of one browser, not a thief. Neither gets anything by it. */
const JUST_NOW_MS = 10_000;

/** Begins a sign-in with its first refresh token. @returns its id */
export async function addSignIn(
  store: InsideStore,
  given: {
    workspace: string;
    person: string;
    device?: string;
    expiresAt: string;
    refresh: {hash: string; expiresAt: string};
  },
): Promise<string> {
  const id = newId();
  const {workspace, person, device, expiresAt, refresh} = given;
  await inTransaction(store, async ({db}) => {
    const now = timestamp();
    const row = {id, person, workspace, created_at: now, expires_at: expiresAt, revoked_at: null};
    await db
      .insertInto("sign_ins")
      .values({...row, device: device ?? null})
      .execute();
    await db
      .insertInto("refresh_tokens")
      .values({
        hash: refresh.hash,
        sign_in: id,
        created_at: now,
        expires_at: refresh.expiresAt,
        used_at: null,
      })
      .execute();
  });
  return id;
}

/** Takes a refresh token for the next one of its family. A second use of one ends the sign-in. */
export async function rotateToken(
  store: InsideStore,
  hash: string,
  next: {hash: string; expiresAt: string},
): Promise<Rotation> {
  return inTransaction(store, async ({db}) => {
    const now = timestamp();
    const {numUpdatedRows} = await db
      .updateTable("refresh_tokens")
      .set({used_at: now})
      .where("hash", "=", hash)
      .where("used_at", "is", null)
      .executeTakeFirstOrThrow();
    const found = await db
      .selectFrom("refresh_tokens")
      .innerJoin("sign_ins", "sign_ins.id", "refresh_tokens.sign_in")
      .select([
        "refresh_tokens.expires_at as until",
        "refresh_tokens.used_at",
        "sign_ins.id",
        "sign_ins.workspace",
        "sign_ins.person",
        "sign_ins.expires_at",
        "sign_ins.revoked_at",
      ])
      .where("refresh_tokens.hash", "=", hash)
      .executeTakeFirst();
    if (!found || found.revoked_at !== null || found.expires_at <= now) return {state: "refused"};
    if (numUpdatedRows === 0n) {
      if (Date.parse(now) - Date.parse(found.used_at ?? now) < JUST_NOW_MS) return {state: "used just now"};
      await db.updateTable("sign_ins").set({revoked_at: now}).where("id", "=", found.id).execute();
      return {state: "used before", signIn: found.id};
    }
    if (found.until <= now) return {state: "refused"};
    const expires = earlier(next.expiresAt, found.expires_at);
    await db
      .insertInto("refresh_tokens")
      .values({hash: next.hash, sign_in: found.id, created_at: now, expires_at: expires, used_at: null})
      .execute();
    return {state: "rotated", signIn: found.id, workspace: found.workspace, person: found.person};
  });
}

/** Who is signed in, if the sign-in still holds and they are still a member. One indexed query. */
export async function signedIn(
  store: Pick<Store, "db">,
  claims: {session: string; workspace: string; person: string},
): Promise<FoundMember | undefined> {
  const rows = await store.db
    .selectFrom("sign_ins")
    .innerJoin("people", "people.id", "sign_ins.person")
    .innerJoin("members", (join) =>
      join
        .onRef("members.workspace", "=", "sign_ins.workspace")
        .onRef("members.person", "=", "sign_ins.person"),
    )
    .leftJoin("project_members", (join) =>
      join
        .onRef("project_members.workspace", "=", "members.workspace")
        .onRef("project_members.person", "=", "members.person"),
    )
    .select(["members.role", "project_members.project", "project_members.role as project_role"])
    .where("sign_ins.id", "=", claims.session)
    .where("sign_ins.workspace", "=", claims.workspace)
    .where("sign_ins.person", "=", claims.person)
    .where("sign_ins.revoked_at", "is", null)
    .where("sign_ins.expires_at", ">", timestamp())
    .where("people.disabled_at", "is", null)
    .execute();
  return foundIn(claims.workspace, claims.person, rows);
}

/** A member with their own roles in projects, unless they were disabled. One indexed query. */
export async function memberWithProjects(
  store: Pick<Store, "db">,
  workspace: string,
  person: string,
): Promise<FoundMember | undefined> {
  const rows = await store.db
    .selectFrom("members")
    .innerJoin("people", "people.id", "members.person")
    .leftJoin("project_members", (join) =>
      join
        .onRef("project_members.workspace", "=", "members.workspace")
        .onRef("project_members.person", "=", "members.person"),
    )
    .select(["members.role", "project_members.project", "project_members.role as project_role"])
    .where("members.workspace", "=", workspace)
    .where("members.person", "=", person)
    .where("people.disabled_at", "is", null)
    .execute();
  return foundIn(workspace, person, rows);
}

/** The open sign-ins of a person in a workspace, newest first. */
export async function signInsOf(
  store: Pick<Store, "db">,
  workspace: string,
  person: string,
): Promise<SignIn[]> {
  return store.db
    .selectFrom("sign_ins")
    .select(["id", "workspace", "device", "created_at as createdAt", "expires_at as expiresAt"])
    .where((is) => is.and({workspace, person}))
    .where("revoked_at", "is", null)
    .where("expires_at", ">", timestamp())
    .orderBy("id", "desc")
    .execute();
}

/** Ends one sign-in of a person. @returns false where it had ended, or is someone else's */
export async function revokeSignIn(store: Pick<Store, "db">, person: string, id: string): Promise<boolean> {
  const {numUpdatedRows} = await store.db
    .updateTable("sign_ins")
    .set({revoked_at: timestamp()})
    .where((is) => is.and({person, id}))
    .where("revoked_at", "is", null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Ends every sign-in of a person, in all workspaces, but one. @returns how many */
export async function revokeSignIns(store: Pick<Store, "db">, person: string, but?: string): Promise<number> {
  const {numUpdatedRows} = await store.db
    .updateTable("sign_ins")
    .set({revoked_at: timestamp()})
    .where("person", "=", person)
    .where("revoked_at", "is", null)
    .$if(but !== undefined, (query) => query.where("id", "<>", but!))
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/** Takes away sign-ins that ended before a time, with their tokens, and codes that are too old. */
export async function clearEndedSignIns(store: InsideStore, before: string): Promise<void> {
  await inTransaction(store, async ({db}) => {
    const ended = db
      .selectFrom("sign_ins")
      .select("id")
      .where((is) => is.or([is("expires_at", "<", before), is("revoked_at", "<", before)]));
    await db.deleteFrom("refresh_tokens").where("sign_in", "in", ended).execute();
    await db
      .deleteFrom("sign_ins")
      .where((is) => is.or([is("expires_at", "<", before), is("revoked_at", "<", before)]))
      .execute();
    await db.deleteFrom("one_time_codes").where("expires_at", "<", before).execute();
  });
}

/** A member from rows of one each project. */
export function foundIn(
  workspace: string,
  person: string,
  rows: readonly {role: WorkspaceRole; project: string | null; project_role: WorkspaceRole | null}[],
): FoundMember | undefined {
  const [first] = rows;
  if (!first) return undefined;
  const projects = new Map<string, WorkspaceRole>();
  for (const {project, project_role: role} of rows) if (project && role) projects.set(project, role);
  return {workspace, person, role: first.role, projects};
}

function earlier(one: string, other: string): string {
  return new Date(Math.min(Date.parse(one), Date.parse(other))).toISOString();
}
