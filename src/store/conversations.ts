import {ensureWorkspace, inTransaction, newId, parseStored, type Store, timestamp} from "./store.ts";

/** Where a conversation is on its platform. */
export interface ConversationKey {
  platform: string;
  installation: string;
  /** The platform's own id of the channel. */
  conversation: string;
  thread?: string;
}

/** A message as it came in. */
export interface IncomingMessage extends ConversationKey {
  /** Whose the conversation is, if this begins it. */
  owner?: string;
  messageId: string;
  actor: string;
  text: string;
  files: readonly {path: string; name: string}[];
}

/** The conversation's id in the store; it is made at first use, and is its `owner`'s then. */
export async function conversationFor(
  store: Pick<Store, "db">,
  workspace: string,
  key: ConversationKey & {owner?: string},
): Promise<string> {
  await ensureWorkspace(store, workspace);
  const where = placeOf(workspace, key);
  await store.db
    .insertInto("conversations")
    .values({...where, id: newId(), created_at: timestamp(), owner: key.owner ?? null})
    .onConflict((conflict) =>
      conflict.columns(["workspace", "platform", "installation", "external_id", "thread"]).doNothing(),
    )
    .execute();
  const row = await store.db
    .selectFrom("conversations")
    .select("id")
    .where((is) => is.and(where))
    .executeTakeFirstOrThrow();
  return row.id;
}

/** A conversation that something was said in, with who spoke last in it (JSON); undefined where nothing was yet. */
export async function knownConversation(
  store: Pick<Store, "db">,
  workspace: string,
  key: ConversationKey,
): Promise<{id: string; voices: unknown} | undefined> {
  const row = await store.db
    .selectFrom("conversations")
    .select(["id", "voices"])
    .where((is) => is.and(placeOf(workspace, key)))
    .executeTakeFirst();
  return row && {id: row.id, voices: row.voices === null ? [] : parseStored(row.voices, "conversation")};
}

/** Notes who spoke last in a conversation. */
export async function saveVoices(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
  voices: readonly unknown[],
): Promise<void> {
  await store.db
    .updateTable("conversations")
    .set({voices: JSON.stringify(voices)})
    .where((is) => is.and({workspace, id}))
    .execute();
}

/**
 * Moves the conversation of a message, which began nowhere, to the thread that its answer opened: what is said there goes on
 * with it. Where somebody spoke there already it stays.
 */
export async function moveConversation(
  store: Store,
  workspace: string,
  message: string,
  thread: string,
): Promise<void> {
  await inTransaction(store, async ({db}) => {
    const own = await db
      .selectFrom("conversations as c")
      .innerJoin("messages as m", (join) =>
        join.onRef("m.workspace", "=", "c.workspace").onRef("m.conversation", "=", "c.id"),
      )
      .select(["c.id", "c.platform", "c.installation", "c.external_id", "c.thread"])
      .where("m.workspace", "=", workspace)
      .where("m.id", "=", message)
      .executeTakeFirst();
    if (!own || own.thread === thread) return;
    const {id, platform, installation, external_id} = own;
    const there = await db
      .selectFrom("conversations")
      .select("id")
      .where((is) => is.and({workspace, platform, installation, external_id, thread}))
      .executeTakeFirst();
    if (there) return;
    await db
      .updateTable("conversations")
      .set({thread})
      .where((is) => is.and({workspace, id}))
      .execute();
  });
}

function placeOf(workspace: string, key: ConversationKey) {
  return {
    workspace,
    platform: key.platform,
    installation: key.installation,
    external_id: key.conversation,
    thread: key.thread ?? "",
  };
}

/**
 * Stores a message under its unique key. True when it is new; false for a redelivery, which changes nothing: the caller
 * starts a turn only on true.
 */
export async function acceptMessage(
  store: Store,
  workspace: string,
  message: IncomingMessage,
): Promise<boolean> {
  return inTransaction(store, async (inside) => {
    const conversation = await conversationFor(inside, workspace, message);
    const result = await inside.db
      .insertInto("messages")
      .values({
        workspace,
        platform: message.platform,
        installation: message.installation,
        external_conversation: message.conversation,
        message_id: message.messageId,
        conversation,
        actor: message.actor,
        text: message.text,
        files: JSON.stringify(message.files),
        received_at: timestamp(),
      })
      .onConflict((conflict) =>
        conflict
          .columns(["workspace", "platform", "installation", "external_conversation", "message_id"])
          .doNothing(),
      )
      .executeTakeFirst();
    return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
  });
}

/** What was said in a conversation, oldest first. */
export async function messagesOf(
  store: Pick<Store, "db">,
  workspace: string,
  conversation: string,
): Promise<{actor: string; text: string; receivedAt: string}[]> {
  const rows = await store.db
    .selectFrom("messages")
    .select(["actor", "text", "received_at"])
    .where("workspace", "=", workspace)
    .where("conversation", "=", conversation)
    .orderBy("received_at")
    .orderBy("message_id")
    .execute();
  return rows.map((row) => ({actor: row.actor, text: row.text, receivedAt: row.received_at}));
}
