import type {Row} from "./schema.ts";
import {ensureWorkspace, newId, type Store, timestamp} from "./store.ts";

export type Invitation = Omit<Row<"invitations">, "hash">;

const SHOWN = [
  "workspace",
  "id",
  "email",
  "role",
  "invited_by",
  "created_at",
  "expires_at",
  "accepted_at",
  "revoked_at",
] as const;

/** Keeps an invitation; one to the same e-mail that is still open is taken back. @returns its id */
export async function addInvitation(
  store: Pick<Store, "db">,
  workspace: string,
  given: Pick<Row<"invitations">, "email" | "role" | "hash" | "invited_by" | "expires_at">,
): Promise<string> {
  await ensureWorkspace(store, workspace);
  const now = timestamp();
  await store.db
    .updateTable("invitations")
    .set({revoked_at: now})
    .where((is) => is.and({workspace, email: given.email}))
    .where("accepted_at", "is", null)
    .where("revoked_at", "is", null)
    .execute();
  const id = newId();
  await store.db
    .insertInto("invitations")
    .values({...given, workspace, id, created_at: now, accepted_at: null, revoked_at: null})
    .execute();
  return id;
}

/** Invitations that can still be accepted, newest first. */
export async function openInvitations(store: Pick<Store, "db">, workspace: string): Promise<Invitation[]> {
  return open(store).where("workspace", "=", workspace).orderBy("id", "desc").execute();
}

/** The open invitation that a token was made for; found before anybody knows of which workspace it is. */
export async function invitationByHash(
  store: Pick<Store, "db">,
  hash: string,
): Promise<Invitation | undefined> {
  return open(store).where("hash", "=", hash).executeTakeFirst();
}

/** Uses an invitation up. @returns false where it was used, taken back or too old by then */
export async function acceptInvitation(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
): Promise<boolean> {
  const now = timestamp();
  const {numUpdatedRows} = await store.db
    .updateTable("invitations")
    .set({accepted_at: now})
    .where((is) => is.and({workspace, id}))
    .where("accepted_at", "is", null)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", now)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Takes an invitation back. @returns false where there is none that is open */
export async function revokeInvitation(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
): Promise<boolean> {
  const {numUpdatedRows} = await store.db
    .updateTable("invitations")
    .set({revoked_at: timestamp()})
    .where((is) => is.and({workspace, id}))
    .where("accepted_at", "is", null)
    .where("revoked_at", "is", null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

function open(store: Pick<Store, "db">) {
  return store.db
    .selectFrom("invitations")
    .select(SHOWN)
    .where("accepted_at", "is", null)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", timestamp());
}
