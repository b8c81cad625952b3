import {sql} from "kysely";
import {conversationFor, type IncomingMessage} from "./conversations.ts";
import {addDelivery, type NewDelivery} from "./deliveries.ts";
import type {MessageState, Row} from "./schema.ts";
import {type InsideStore, inTransaction, newId, parseStored, type Store, timestamp} from "./store.ts";

/** A message that a worker has taken. */
export interface TakenMessage extends IncomingMessage {
  workspace: string;
  id: string;
  /** The conversation's id in the store. */
  conversationId: string;
  /** JSON that the caller's schema checks. */
  options?: unknown;
  /** How often it was taken, this time included. */
  attempts: number;
  receivedAt: string;
  /** Somebody asked to stop it before it was taken. */
  stopAsked: boolean;
}

/** What is kept together with a message. */
export interface PutOptions {
  /** How it is to be handled. JSON. */
  options?: unknown;
  /** The platform whose files are to be fetched first: only a worker that has it takes the message. */
  filesAt?: string;
  /** Its answer is to be delivered. */
  delivery?: NewDelivery;
}

/**
 * Keeps a message under its unique key, to be answered by whichever worker takes it. Of a redelivery the id of the first is
 * given, and nothing changes.
 */
export async function putMessage(
  store: Store,
  workspace: string,
  message: IncomingMessage & PutOptions,
): Promise<{id: string; conversation: string; isNew: boolean}> {
  const kept = await inTransaction(store, async (inside) => {
    const conversation = await conversationFor(inside, workspace, message);
    const id = newId();
    const now = timestamp();
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
        text: message.text.replaceAll("\0", ""),
        files: JSON.stringify(message.files),
        received_at: now,
        id,
        state: "waiting",
        options: message.options === undefined ? null : JSON.stringify(message.options),
        files_at: message.filesAt ?? null,
      })
      .onConflict((conflict) =>
        conflict
          .columns(["workspace", "platform", "installation", "external_conversation", "message_id"])
          .doNothing(),
      )
      .executeTakeFirst();
    if ((result.numInsertedOrUpdatedRows ?? 0n) > 0n) {
      await inside.db
        .updateTable("conversations")
        .set({updated_at: now})
        .where((is) => is.and({workspace, id: conversation}))
        .execute();
      if (message.delivery)
        await addDelivery(inside, {workspace, message: id, ...placeOf(message)}, message.delivery);
      return {id, conversation, isNew: true};
    }
    const first = await inside.db
      .selectFrom("messages")
      .select(["id"])
      .where((is) =>
        is.and({
          workspace,
          platform: message.platform,
          installation: message.installation,
          external_conversation: message.conversation,
          message_id: message.messageId,
        }),
      )
      .executeTakeFirstOrThrow();
    return {id: first.id ?? "", conversation, isNew: false};
  });
  if (kept.isNew) await store.signals.tell("inbox", kept.id);
  if (kept.isNew && message.delivery && !message.delivery.claim)
    await store.signals.tell("deliveries", kept.id);
  return kept;
}

const placeOf = ({platform, installation}: IncomingMessage) => ({platform, installation});

/**
 * Takes the next message that waits, in any workspace, under a lease: of the workspaces with the fewest messages in work, the
 * oldest whose conversation has no earlier one open. However many one workspace sends, the others wait for no more than
 * their turn. One whose lease ran out (its worker is gone) is taken again.
 * @param platforms those whose files this worker can fetch; a message that came with another's is left to others
 */
export async function takeMessage(
  store: Store,
  worker: string,
  leaseMs: number,
  platforms: readonly string[] = [],
): Promise<TakenMessage | undefined> {
  const busy = await store.db
    .selectFrom("messages")
    .select((is) => ["workspace", is.fn.countAll<number>().as("count")])
    .where("state", "=", "taken")
    .where("lease_until", ">=", timestamp())
    .groupBy("workspace")
    .execute();
  for (const most of [...new Set([0, ...busy.map(({count}) => Number(count))])].sort((a, b) => a - b)) {
    const others = busy.flatMap(({workspace, count}) => (Number(count) > most ? [workspace] : []));
    const taken = await takeNext(store, {worker, leaseMs, others, platforms});
    if (taken) return taken;
    if (others.length === 0) return undefined;
  }
  return undefined;
}

/** Takes the oldest message that may be taken, of all workspaces but some. */
async function takeNext(
  store: Store,
  {
    worker,
    leaseMs,
    others,
    platforms,
  }: {
    worker: string;
    leaseMs: number;
    others: readonly string[];
    platforms: readonly string[];
  },
): Promise<TakenMessage | undefined> {
  const now = timestamp();
  const next = store.db
    .selectFrom("messages as m")
    .select(["m.workspace", "m.id"])
    .where((is) =>
      is.or([
        is("m.state", "=", "waiting"),
        is.and([is("m.state", "=", "taken"), is("m.lease_until", "<", now)]),
      ]),
    )
    .where((is) =>
      is.or([
        is("m.files_at", "is", null),
        ...(platforms.length > 0 ? [is("m.files_at", "in", platforms)] : []),
      ]),
    )
    .$if(others.length > 0, (query) => query.where("m.workspace", "not in", others))
    .where(({not, exists, selectFrom}) =>
      not(
        exists(
          selectFrom("messages as o")
            .select("o.id")
            .whereRef("o.workspace", "=", "m.workspace")
            .whereRef("o.conversation", "=", "m.conversation")
            .where("o.state", "<>", "done")
            .where((is) =>
              is.or([
                is("o.received_at", "<", is.ref("m.received_at")),
                is.and([is("o.received_at", "=", is.ref("m.received_at")), is("o.id", "<", is.ref("m.id"))]),
              ]),
            ),
        ),
      ),
    )
    .orderBy("m.received_at")
    .orderBy("m.id")
    .limit(1)
    .$if(store.dialect === "postgres", (query) => query.forUpdate().skipLocked());
  const taken = await store.db
    .updateTable("messages")
    .set((is) => ({
      state: "taken" as const,
      worker,
      lease_until: after(leaseMs),
      attempts: is("attempts", "+", 1),
    }))
    .where(sql<boolean>`(workspace, id) = (${next})`)
    .returningAll()
    .executeTakeFirst();
  if (!taken) return undefined;
  // Threads of one channel are conversations of their own.
  const place = await store
    .within(taken.workspace)
    .db.selectFrom("conversations")
    .select("thread")
    .where((is) => is.and({workspace: taken.workspace, id: taken.conversation}))
    .executeTakeFirst();
  return asTaken(taken, place?.thread ?? "");
}

/** Holds a message for longer. `lost`: another worker has it, or it is done; `stop`: somebody asked to stop it. */
export async function holdMessage(
  store: Store,
  message: {workspace: string; id: string},
  worker: string,
  leaseMs: number,
): Promise<{lost: boolean; stop: boolean}> {
  const held = await store.db
    .updateTable("messages")
    .set({lease_until: after(leaseMs)})
    .where((is) => is.and({workspace: message.workspace, id: message.id, worker, state: "taken"}))
    .returning("stop_asked_at")
    .executeTakeFirst();
  return {lost: held === undefined, stop: (held?.stop_asked_at ?? null) !== null};
}

/** Gives a message back untouched, for another worker: when this one is going down. */
export async function giveBackMessage(
  store: Store,
  message: {workspace: string; id: string},
  worker: string,
): Promise<void> {
  await store.db
    .updateTable("messages")
    .set((is) => ({
      state: "waiting" as const,
      worker: null,
      lease_until: null,
      attempts: is("attempts", "-", 1),
    }))
    .where((is) => is.and({workspace: message.workspace, id: message.id, worker, state: "taken"}))
    .execute();
  await store.signals.tell("inbox", message.id);
}

/**
 * Lets a message that broke rest before it is taken again. Its try counts, unless what broke was nothing of the message:
 * then `isCounted` is false.
 */
export async function setAsideMessage(
  store: Pick<Store, "db">,
  message: {workspace: string; id: string},
  worker: string,
  {restMs, isCounted}: {restMs: number; isCounted: boolean},
): Promise<void> {
  await store.db
    .updateTable("messages")
    .set((is) => ({
      worker: null,
      lease_until: after(restMs),
      ...(!isCounted && {attempts: is("attempts", "-", 1)}),
    }))
    .where((is) => is.and({workspace: message.workspace, id: message.id, worker, state: "taken"}))
    .execute();
}

/** Notes the turn that answered a message. False when another worker's turn did already: then this one must not be kept. */
export async function finishMessage(
  inside: InsideStore,
  workspace: string,
  id: string,
  turn: string,
): Promise<boolean> {
  const result = await inside.db
    .updateTable("messages")
    .set({state: "done", turn, worker: null, lease_until: null})
    .where((is) => is.and({workspace, id}))
    .where("state", "<>", "done")
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Asks whichever worker has a message to stop it. False where it is done, or not there. */
export async function askToStop(store: Store, workspace: string, id: string): Promise<boolean> {
  const result = await store.db
    .updateTable("messages")
    .set({stop_asked_at: timestamp()})
    .where((is) => is.and({workspace, id}))
    .where("state", "<>", "done")
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) return false;
  await store.signals.tell("stop", id);
  return true;
}

/** The inbox's id of a message by its key on its platform; undefined where it never came in. */
export async function messageByKey(
  store: Pick<Store, "db">,
  workspace: string,
  key: Pick<IncomingMessage, "platform" | "installation" | "conversation" | "messageId">,
): Promise<string | undefined> {
  const {platform, installation, conversation: external_conversation, messageId: message_id} = key;
  const row = await store.db
    .selectFrom("messages")
    .select("id")
    .where((is) => is.and({workspace, platform, installation, external_conversation, message_id}))
    .executeTakeFirst();
  return row?.id ?? undefined;
}

/** Where a message came in, and how it was to be handled (JSON); undefined where the workspace has none of that id. */
export async function keptMessage(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
): Promise<
  | {
      platform: string;
      installation: string;
      messageId: string;
      actor: string;
      text: string;
      options: unknown;
    }
  | undefined
> {
  const row = await store.db
    .selectFrom("messages")
    .select(["platform", "installation", "message_id as messageId", "actor", "text", "options"])
    .where((is) => is.and({workspace, id}))
    .executeTakeFirst();
  return row && {...row, options: row.options === null ? {} : parseStored(row.options, "message")};
}

/** The messages of a conversation that are not done, oldest first. */
export async function openMessagesIn(
  store: Pick<Store, "db">,
  workspace: string,
  conversation: string,
): Promise<{id: string; actor: string}[]> {
  const rows = await store.db
    .selectFrom("messages")
    .select(["id", "actor"])
    .where("workspace", "=", workspace)
    .where("conversation", "=", conversation)
    .where("state", "<>", "done")
    .orderBy("received_at")
    .execute();
  return rows.map(({id, actor}) => ({id: id ?? "", actor}));
}

/** Where a message stands; undefined where the workspace has none of that id. */
export async function stateOfMessage(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
): Promise<
  {id: string; conversation: string; state: MessageState; attempts: number; turn?: string} | undefined
> {
  const row = await store.db
    .selectFrom("messages")
    .select(["conversation", "state", "attempts", "turn"])
    .where((is) => is.and({workspace, id}))
    .executeTakeFirst();
  if (!row) return undefined;
  const {turn, ...rest} = row;
  return {id, ...rest, ...(turn !== null && {turn})};
}

function after(ms: number): string {
  return new Date(Date.now() + ms).toISOString();
}

function asTaken(row: Row<"messages">, thread: string): TakenMessage {
  return {
    workspace: row.workspace,
    id: row.id ?? "",
    conversationId: row.conversation,
    platform: row.platform,
    installation: row.installation,
    conversation: row.external_conversation,
    ...(thread !== "" && {thread}),
    messageId: row.message_id,
    actor: row.actor,
    text: row.text,
    files: parseStored(row.files, "message") as TakenMessage["files"],
    attempts: row.attempts,
    receivedAt: row.received_at,
    stopAsked: row.stop_asked_at !== null,
    ...(row.options !== null && {options: parseStored(row.options, "message")}),
  };
}
