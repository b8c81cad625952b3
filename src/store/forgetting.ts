import {sql} from "kysely";
import type {Belongings} from "./belongings.ts";
import {inParts} from "./in_parts.ts";
import type {InsideStore, Store} from "./store.ts";

/** What deletions are asked for with. */
export interface Deletion {
  belongings: Belongings;
  /** Turns and recipes that stay, and the conversations of these turns with them. */
  keptTurns: ReadonlySet<string>;
  keptRecipes: ReadonlySet<string>;
  /** Messages that stay: the one that asks for it, and those that are still to be answered. */
  keptMessages: ReadonlySet<string>;
  /** Conversations that stay, empty: somebody is speaking in them. */
  keptConversations: ReadonlySet<string>;
}

/** Deletes what belongs to conversations, in one transaction of the caller's. */
export async function deleteBelongings(
  inside: InsideStore,
  workspace: string,
  {belongings, ...kept}: Deletion,
): Promise<void> {
  const {db} = inside;
  const turns = belongings.turns.flatMap(({id}) => (kept.keptTurns.has(id) ? [] : [id]));
  const messages = belongings.messages.filter(({messageId}) => !kept.keptMessages.has(messageId));
  const recipes = belongings.recipes.filter((recipe) => !kept.keptRecipes.has(recipe));
  const ids = messages.flatMap(({id}) => (id === null ? [] : [id]));
  for (const table of ["artifacts", "feedback", "pins", "question_vectors"] as const)
    await inParts(turns, async (some) => {
      await db.deleteFrom(table).where("workspace", "=", workspace).where("turn", "in", some).execute();
      return [];
    });
  await inParts(turns, async (some) => {
    // What was used and that something left the machine stay on the books, without what it was about.
    await db
      .updateTable("usage")
      .set({turn: null})
      .where("workspace", "=", workspace)
      .where("turn", "in", some)
      .execute();
    await db
      .updateTable("sent_records")
      .set({turn: null, columns: "[]", results: "[]"})
      .where("workspace", "=", workspace)
      .where("turn", "in", some)
      .execute();
    return [];
  });
  await inParts(ids, async (some) => {
    await db
      .deleteFrom("turn_events")
      .where("workspace", "=", workspace)
      .where("message", "in", some)
      .execute();
    await db
      .deleteFrom("deliveries")
      .where("workspace", "=", workspace)
      .where("message", "in", some)
      .where("state", "not in", ["waiting", "taken"])
      .execute();
    return [];
  });
  await deleteMentions(inside, workspace, [...belongings.conversations, ...turns, ...ids]);
  await inParts(belongings.conversations, async (some) => {
    await db
      .deleteFrom("links")
      .where("workspace", "=", workspace)
      .where("kind", "=", "conversation")
      .where("target", "in", some)
      .execute();
    await db
      .deleteFrom("conversation_datasets")
      .where("workspace", "=", workspace)
      .where("conversation", "in", some)
      .execute();
    return [];
  });
  await deleteReports(inside, workspace, belongings.conversations);
  await inParts(turns, async (some) => {
    await db.deleteFrom("turns").where("workspace", "=", workspace).where("id", "in", some).execute();
    return [];
  });
  await deleteMessages(inside, workspace, belongings.conversations, kept.keptMessages);
  await inParts(recipes, async (some) => {
    await db.deleteFrom("replays").where("workspace", "=", workspace).where("recipe", "in", some).execute();
    await db.deleteFrom("recipes").where("workspace", "=", workspace).where("id", "in", some).execute();
    return [];
  });
  const gone = belongings.conversations.filter((one) => !kept.keptConversations.has(one));
  await deleteCalls(inside, workspace, {gone, kept: [...kept.keptConversations]});
  await inParts(gone, async (some) => {
    await db.deleteFrom("conversations").where("workspace", "=", workspace).where("id", "in", some).execute();
    return [];
  });
  await inParts([...kept.keptConversations], async (some) => {
    await db
      .updateTable("conversations")
      .set({title: null})
      .where("workspace", "=", workspace)
      .where("id", "in", some)
      .execute();
    return [];
  });
}

/** What was made of forgotten conversations; links to it are good for nothing. */
async function deleteReports(
  {db}: InsideStore,
  workspace: string,
  conversations: readonly string[],
): Promise<void> {
  await inParts(conversations, async (some) => {
    const theirs = db
      .selectFrom("reports")
      .select("id")
      .where("workspace", "=", workspace)
      .where("conversation", "in", some);
    await db
      .deleteFrom("links")
      .where("workspace", "=", workspace)
      .where("kind", "=", "report")
      .where("target", "in", theirs)
      .execute();
    await db
      .deleteFrom("reports")
      .where("workspace", "=", workspace)
      .where("conversation", "in", some)
      .execute();
    return [];
  });
}

async function deleteMessages(
  {db}: InsideStore,
  workspace: string,
  conversations: readonly string[],
  kept: ReadonlySet<string>,
): Promise<void> {
  await inParts(conversations, async (some) => {
    let query = db
      .deleteFrom("messages")
      .where("workspace", "=", workspace)
      .where("conversation", "in", some);
    if (kept.size > 0) query = query.where("message_id", "not in", [...kept]);
    await query.execute();
    return [];
  });
}

/** The calls of conversations that are gone; of those that stay only calls that have ended. */
async function deleteCalls(
  {db}: InsideStore,
  workspace: string,
  {gone, kept}: {gone: readonly string[]; kept: readonly string[]},
): Promise<void> {
  const deleteIn = (conversations: readonly string[], isEnded: boolean) =>
    inParts(conversations, async (some) => {
      const calls = db
        .selectFrom("calls")
        .select("id")
        .where("workspace", "=", workspace)
        .where("conversation", "in", some)
        .$if(isEnded, (query) => query.where("ended_at", "is not", null));
      await db
        .deleteFrom("call_members")
        .where("workspace", "=", workspace)
        .where("call", "in", calls)
        .execute();
      await db.deleteFrom("calls").where("workspace", "=", workspace).where("id", "in", calls).execute();
      return [];
    });
  await deleteIn(gone, false);
  await deleteIn(kept, true);
}

/** Jobs that are done and kept replies to requests, where they speak of one of these ids. */
async function deleteMentions({db}: InsideStore, workspace: string, ids: readonly string[]): Promise<void> {
  const isOf = (...texts: (string | null)[]): boolean =>
    texts.some((text) => text !== null && ids.some((id) => text.includes(id)));
  const jobs = await db
    .selectFrom("jobs")
    .select(["id", "input", "result", "progress", "error"])
    .where("workspace", "=", workspace)
    .where("state", "not in", ["waiting", "taken"])
    .execute();
  for (const {id, input, result, progress, error} of jobs)
    if (isOf(input, result, progress, error))
      await db
        .deleteFrom("jobs")
        .where((is) => is.and({workspace, id}))
        .execute();
  const replies = await db
    .selectFrom("idempotency_keys")
    .select(["actor", "key", "body", "headers"])
    .where("workspace", "=", workspace)
    .execute();
  for (const {actor, key, body, headers} of replies)
    if (isOf(body, headers))
      await db
        .deleteFrom("idempotency_keys")
        .where((is) => is.and({workspace, actor, key}))
        .execute();
}

/** Does deletions so that SQLite leaves nothing of them in its file: freed pages are overwritten, the log is emptied. */
export async function shredding<T>(store: Store, work: () => Promise<T>): Promise<T> {
  if (store.dialect !== "sqlite") return work();
  await sql`PRAGMA secure_delete = ON`.execute(store.db);
  const done = await work();
  await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(store.db);
  return done;
}
