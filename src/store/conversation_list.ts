import type {MessageState, Row, TurnState} from "./schema.ts";
import {ensureWorkspace, newId, parseStored, type Store, timestamp} from "./store.ts";

/** A conversation as it is listed. */
export interface ListedConversation {
  id: string;
  title: string | null;
  owner: string | null;
  project: string | null;
  platform: string;
  createdAt: string;
  updatedAt: string;
}

/** A conversation with where it is on its platform. */
export interface FoundConversation extends ListedConversation {
  installation: string;
  externalId: string;
  thread: string;
}

/** Begins a conversation of a channel that has no ids of its own: its id is the platform's too. */
export async function beginConversation(
  store: Pick<Store, "db">,
  workspace: string,
  given: {platform: string; installation: string; owner: string; title?: string; project?: string},
): Promise<FoundConversation> {
  await ensureWorkspace(store, workspace);
  const id = newId();
  const now = timestamp();
  const row: Row<"conversations"> = {
    workspace,
    id,
    platform: given.platform,
    installation: given.installation,
    external_id: id,
    thread: "",
    created_at: now,
    title: given.title ?? null,
    owner: given.owner,
    project: given.project ?? null,
    updated_at: now,
    voices: null,
  };
  await store.db.insertInto("conversations").values(row).execute();
  return asFound(row);
}

/** A conversation by its id; undefined where the workspace has none of it. */
export async function conversationById(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
): Promise<FoundConversation | undefined> {
  const row = await store.db
    .selectFrom("conversations")
    .selectAll()
    .where((is) => is.and({workspace, id}))
    .executeTakeFirst();
  return row && asFound(row);
}

/**
 * Conversations of some owners, and with `shared` those of channels that are nobody's own, the one changed last first.
 * `before`: the change and id of the last that was read.
 */
export async function conversationsFor(
  store: Pick<Store, "db">,
  workspace: string,
  asked: {
    owners: readonly string[];
    /** Those of nobody too, in no project or in one of these. */
    shared?: {projects: readonly string[] | "all"} | undefined;
    project?: string | undefined;
    before?: readonly [updatedAt: string, id: string] | undefined;
    limit: number;
  },
): Promise<ListedConversation[]> {
  const {owners, shared, project, before, limit} = asked;
  const rows = await store.db
    .selectFrom("conversations")
    .selectAll()
    .where("workspace", "=", workspace)
    .where("updated_at", "is not", null)
    .where((is) =>
      is.or([
        is("owner", "in", [...owners]),
        ...(shared
          ? [
              is.and([
                is("owner", "is", null),
                ...(shared.projects === "all"
                  ? []
                  : [
                      is.or([
                        is("project", "is", null),
                        ...(shared.projects.length > 0 ? [is("project", "in", [...shared.projects])] : []),
                      ]),
                    ]),
              ]),
            ]
          : []),
      ]),
    )
    .$if(project !== undefined, (query) => query.where("project", "=", project!))
    .$if(before !== undefined, (query) =>
      query.where((is) =>
        is.or([
          is("updated_at", "<", before![0]),
          is.and([is("updated_at", "=", before![0]), is("id", "<", before![1])]),
        ]),
      ),
    )
    .orderBy("updated_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(asListed);
}

/** Takes away a conversation that was begun for something that did not come about: nothing was said in it. */
export async function dropEmptyConversation(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
): Promise<void> {
  await store.db
    .deleteFrom("conversations")
    .where((is) => is.and({workspace, id}))
    .where(({not, exists, selectFrom}) =>
      not(
        exists(
          selectFrom("messages")
            .select("messages.message_id")
            .whereRef("messages.workspace", "=", "conversations.workspace")
            .whereRef("messages.conversation", "=", "conversations.id"),
        ),
      ),
    )
    .execute();
}

/** Changes what people call a conversation, or the project that it lies in. */
export async function changeConversation(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
  change: {title?: string | null; project?: string | null},
): Promise<void> {
  await store.db
    .updateTable("conversations")
    .set({...change, updated_at: timestamp()})
    .where((is) => is.and({workspace, id}))
    .execute();
}

/** A message with what became of it. What is `unknown` is JSON that the caller's schema checks. */
export interface ListedMessage {
  id: string;
  conversation: string;
  actor: string;
  text: string;
  files: unknown;
  state: MessageState;
  attempts: number;
  receivedAt: string;
  turn?: ListedTurn;
}

/** A turn without its artifacts. */
export interface ListedTurn {
  id: string;
  question: string;
  state: TurnState;
  answer: unknown;
  summary: string | null;
  recipe: string | null;
  confidence: unknown;
  createdAt: string;
}

/** The messages of a conversation with their turns, newest first; `before` as the last that was read has it. */
export async function messagesWithTurns(
  store: Pick<Store, "db">,
  workspace: string,
  asked: {
    conversation: string;
    before?: readonly [receivedAt: string, id: string] | undefined;
    limit: number;
  },
): Promise<ListedMessage[]> {
  const {conversation, before, limit} = asked;
  const rows = await selectMessages(store, workspace)
    .where("messages.conversation", "=", conversation)
    .$if(before !== undefined, (query) =>
      query.where((is) =>
        is.or([
          is("messages.received_at", "<", before![0]),
          is.and([is("messages.received_at", "=", before![0]), is("messages.id", "<", before![1])]),
        ]),
      ),
    )
    .orderBy("messages.received_at", "desc")
    .orderBy("messages.id", "desc")
    .limit(limit)
    .execute();
  return rows.map(asMessage);
}

/** A message with its turn, by its id. */
export async function messageById(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
): Promise<ListedMessage | undefined> {
  const row = await selectMessages(store, workspace).where("messages.id", "=", id).executeTakeFirst();
  return row && asMessage(row);
}

/** What somebody asked that was answered, in whichever conversation that is still there, newest first. */
export async function recentTurnsOf(
  store: Pick<Store, "db">,
  workspace: string,
  actor: string,
  limit: number,
): Promise<ListedTurn[]> {
  const rows = await selectMessages(store, workspace)
    .where("messages.actor", "=", actor)
    .where("turns.state", "=", "answered")
    .orderBy("messages.received_at", "desc")
    .orderBy("messages.id", "desc")
    .limit(limit)
    .execute();
  return rows.flatMap((row) => asMessage(row).turn ?? []);
}

function selectMessages(store: Pick<Store, "db">, workspace: string) {
  return store.db
    .selectFrom("messages")
    .leftJoin("turns", (join) =>
      join.onRef("turns.workspace", "=", "messages.workspace").onRef("turns.id", "=", "messages.turn"),
    )
    .select([
      "messages.id",
      "messages.conversation",
      "messages.actor",
      "messages.text",
      "messages.files",
      "messages.state",
      "messages.attempts",
      "messages.received_at",
      "turns.id as turn",
      "turns.question",
      "turns.state as turn_state",
      "turns.answer",
      "turns.summary",
      "turns.recipe",
      "turns.confidence",
      "turns.created_at",
    ])
    .where("messages.workspace", "=", workspace)
    .where("messages.id", "is not", null);
}

type MessageRow = Awaited<ReturnType<ReturnType<typeof selectMessages>["execute"]>>[number];

function asMessage(row: MessageRow): ListedMessage {
  return {
    id: row.id ?? "",
    conversation: row.conversation,
    actor: row.actor,
    text: row.text,
    files: parseStored(row.files, "message"),
    state: row.state,
    attempts: row.attempts,
    receivedAt: row.received_at,
    ...(row.turn !== null && {
      turn: {
        id: row.turn,
        question: row.question ?? row.text,
        state: row.turn_state ?? "failed",
        answer: row.answer === null ? null : parseStored(row.answer, "turn"),
        summary: row.summary,
        recipe: row.recipe,
        confidence: row.confidence === null ? null : parseStored(row.confidence, "turn"),
        createdAt: row.created_at ?? row.received_at,
      },
    }),
  };
}

function asListed(row: Row<"conversations">): ListedConversation {
  return {
    id: row.id,
    title: row.title,
    owner: row.owner,
    project: row.project,
    platform: row.platform,
    createdAt: row.created_at,
    updatedAt: row.updated_at ?? row.created_at,
  };
}

function asFound(row: Row<"conversations">): FoundConversation {
  return {
    ...asListed(row),
    installation: row.installation,
    externalId: row.external_id,
    thread: row.thread,
  };
}
