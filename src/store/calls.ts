import type {Row} from "./schema.ts";
import {type InsideStore, inTransaction, newId, parseStored, type Store, timestamp} from "./store.ts";

/** A call as it is kept. */
export interface StoredCall {
  id: string;
  workspace: string;
  /** The conversation that its questions are part of: begun for it, or one of a chat platform or the page that it goes on with. */
  conversation: string;
  /** LiveKit's name of the room. It is made of the id, and says nothing else. */
  room: string;
  startedBy: string;
  startedAt: string;
  endedAt: string | null;
  /** Who can hear and read what is answered: its questions are sent with it, so that with several nobody's own data is used. */
  audience: "one" | "several";
  /** JSON, sealed: where on a chat platform its answers are posted too. */
  target: string | null;
}

/** Who is in a room under an identity. */
export interface StoredCallMember {
  call: string;
  identity: string;
  name: string;
  /** JSON that the caller's schema checks. */
  principal: unknown;
}

export interface NewCall {
  conversation: string;
  startedBy: string;
  audience: StoredCall["audience"];
  /** Seals where its answers are posted too, for the call's id. */
  seal?: (call: string) => string;
}

/** Keeps a call that begins, in a conversation that is there. */
export async function beginCall(
  store: InsideStore,
  workspace: string,
  {conversation, startedBy, audience, seal}: NewCall,
): Promise<StoredCall> {
  const id = newId();
  const row = await store.db
    .insertInto("calls")
    .values({
      workspace,
      id,
      conversation,
      room: `call-${id}`,
      started_by: startedBy,
      started_at: timestamp(),
      ended_at: null,
      audience,
      target: seal?.(id) ?? null,
      worker: "sent with it",
      lease_until: timestamp(),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return asCall(row);
}

/** Takes a call away as if it had never begun: its room could not be made. */
export async function forgetCall(store: InsideStore, workspace: string, id: string): Promise<void> {
  await inTransaction(store, async ({db}) => {
    await db
      .deleteFrom("call_members")
      .where((is) => is.and({workspace, call: id}))
      .execute();
    await db
      .deleteFrom("calls")
      .where((is) => is.and({workspace, id}))
      .execute();
  });
}

/** A call by its id; undefined where the workspace has none of it. */
export async function callById(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
): Promise<StoredCall | undefined> {
  const row = await store.db
    .selectFrom("calls")
    .selectAll()
    .where((is) => is.and({workspace, id}))
    .executeTakeFirst();
  return row && asCall(row);
}

/** The call of a room, of whichever workspace: for a store that sees all of them. */
export async function callByRoom(store: Pick<Store, "db">, room: string): Promise<StoredCall | undefined> {
  const row = await store.db.selectFrom("calls").selectAll().where("room", "=", room).executeTakeFirst();
  return row && asCall(row);
}

/** Calls that have not ended, oldest first: of one workspace, or (for a store that sees all of them) of every one. */
export async function openCalls(store: Pick<Store, "db">, workspace?: string): Promise<StoredCall[]> {
  const rows = await store.db
    .selectFrom("calls")
    .selectAll()
    .where("ended_at", "is", null)
    .$if(workspace !== undefined, (query) => query.where("workspace", "=", workspace!))
    .orderBy("started_at")
    .orderBy("id")
    .execute();
  return rows.map(asCall);
}

/** Ends a call; nothing is posted for it any more, and no link leads into it. False where it had ended, or is not there. */
export async function endCall(store: InsideStore, workspace: string, id: string): Promise<boolean> {
  return inTransaction(store, async ({db}) => {
    await db
      .updateTable("call_members")
      .set({entry: null, entry_until: null})
      .where((is) => is.and({workspace, call: id}))
      .execute();
    const result = await db
      .updateTable("calls")
      .set({ended_at: timestamp(), target: null, worker: null, lease_until: null})
      .where((is) => is.and({workspace, id}))
      .where("ended_at", "is", null)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  });
}

/** Notes who somebody in a call's room is. `entry`: the hash of a code that lets them in, and until when. */
export async function addCallMember(
  store: Pick<Store, "db">,
  workspace: string,
  member: StoredCallMember & {entry?: {hash: string; until: string}},
): Promise<void> {
  const {call, identity, name, principal, entry} = member;
  await store.db
    .insertInto("call_members")
    .values({
      workspace,
      call,
      identity,
      name,
      principal: JSON.stringify(principal),
      created_at: timestamp(),
      entry: entry?.hash ?? null,
      entry_until: entry?.until ?? null,
    })
    .execute();
}

/** Who is in a call's room under an identity; undefined where nobody was given it. */
export async function callMember(
  store: Pick<Store, "db">,
  workspace: string,
  call: string,
  identity: string,
): Promise<StoredCallMember | undefined> {
  const row = await store.db
    .selectFrom("call_members")
    .selectAll()
    .where((is) => is.and({workspace, call, identity}))
    .executeTakeFirst();
  return row && asMember(row);
}

/** How somebody is called in a call, by who they are in records; undefined where they were never in it. */
export async function nameInCall(
  store: Pick<Store, "db">,
  workspace: string,
  call: string,
  actor: string,
): Promise<string | undefined> {
  const rows = await store.db
    .selectFrom("call_members")
    .selectAll()
    .where((is) => is.and({workspace, call}))
    .orderBy("created_at", "desc")
    .execute();
  return rows.map(asMember).find(({principal}) => (principal as {actor?: unknown}).actor === actor)?.name;
}

/**
 * Uses a code up that lets somebody into a call, and puts the next in its place: for a store that sees all workspaces.
 * Undefined where the code is unknown, was used or is too old.
 */
export async function useEntry(
  store: Pick<Store, "db">,
  call: string,
  hash: string,
  next: {hash: string; until: string},
): Promise<(StoredCallMember & {workspace: string}) | undefined> {
  const row = await store.db
    .updateTable("call_members")
    .set({entry: next.hash, entry_until: next.until})
    .where((is) => is.and({call, entry: hash}))
    .where("entry_until", ">", timestamp())
    .returningAll()
    .executeTakeFirst();
  return row && {...asMember(row), workspace: row.workspace};
}

/** Whether somebody holds a link into a call that was not opened yet, or a code to come back with. */
export async function isAwaited(
  store: Pick<Store, "db">,
  {workspace, id}: Pick<StoredCall, "workspace" | "id">,
): Promise<boolean> {
  const found = await store.db
    .selectFrom("call_members")
    .select("identity")
    .where((is) => is.and({workspace, call: id}))
    .where("entry_until", ">", timestamp())
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** Conversations that were begun for a call that ended before that time without a question: of every workspace. */
export async function emptyCallConversations(
  store: Pick<Store, "db">,
  endedBefore: string,
): Promise<{workspace: string; conversation: string}[]> {
  return store.db
    .selectFrom("calls")
    .innerJoin("conversations", (join) =>
      join
        .onRef("conversations.workspace", "=", "calls.workspace")
        .onRef("conversations.id", "=", "calls.conversation"),
    )
    .select(["calls.workspace", "calls.conversation"])
    .distinct()
    .where("conversations.platform", "=", "voice")
    .where("calls.ended_at", "<", endedBefore)
    .where(({not, exists, selectFrom}) =>
      not(
        exists(
          selectFrom("messages")
            .select("messages.message_id")
            .whereRef("messages.workspace", "=", "calls.workspace")
            .whereRef("messages.conversation", "=", "calls.conversation"),
        ),
      ),
    )
    .where(({not, exists, selectFrom}) =>
      not(
        exists(
          selectFrom("calls as open")
            .select("open.id")
            .whereRef("open.workspace", "=", "calls.workspace")
            .whereRef("open.conversation", "=", "calls.conversation")
            .where((is) => is.or([is("open.ended_at", "is", null), is("open.ended_at", ">=", endedBefore)])),
        ),
      ),
    )
    .limit(100)
    .execute();
}

/** A row as a call. */
export function asCall(row: Row<"calls">): StoredCall {
  return {
    id: row.id,
    workspace: row.workspace,
    conversation: row.conversation,
    room: row.room,
    startedBy: row.started_by,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    audience: row.audience,
    target: row.target,
  };
}

function asMember({call, identity, name, principal}: Row<"call_members">): StoredCallMember {
  return {call, identity, name, principal: parseStored(principal, "call member")};
}
