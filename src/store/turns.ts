import type {Row, TurnState} from "./schema.ts";
import {type InsideStore, inTransaction, newId, parseStored, type Store, timestamp} from "./store.ts";
import {type ModelUse, type Sent, saveUsage} from "./usage.ts";

/** One question and the work done to answer it. What is `unknown` is JSON that the caller's schema checks. */
export interface StoredTurn {
  id: string;
  conversation: string;
  messageId?: string;
  question: string;
  state: TurnState;
  plan?: unknown;
  reading?: unknown;
  answer?: unknown;
  /** The headline's first rows, for follow-ups. */
  summary?: string;
  /** The recipe's id. */
  recipe?: string;
  /** How sure the answer is, and why. */
  confidence?: unknown;
  /** Milliseconds by phase. */
  timings?: Record<string, number>;
  /** Tokens and cost of models, by role. */
  tokens?: unknown;
  /** What left the machine. */
  sent?: unknown;
  /** The inbox's id of the message that it answers. */
  message?: string;
  /** Who asked, as usage names them. Kept with `used` alone. */
  person?: string;
  /** The same as rows of `usage` and `sent_records`. Written, and read there. */
  used?: {uses: readonly ModelUse[]; sent: readonly Sent[]};
  createdAt: string;
}

export interface StoredArtifact {
  step: string;
  kind: string;
  title: string;
  digest: string;
  content: unknown;
}

/** Stores a finished turn with its artifacts, all or nothing. Returns the turn's id. */
export async function saveTurn(
  store: InsideStore,
  workspace: string,
  turn: Omit<StoredTurn, "id" | "createdAt">,
  artifacts: readonly StoredArtifact[] = [],
): Promise<string> {
  const id = newId();
  await inTransaction(store, async (inside) => {
    const {db} = inside;
    await db
      .insertInto("turns")
      .values({
        workspace,
        id,
        conversation: turn.conversation,
        message_id: turn.messageId ?? null,
        question: turn.question,
        state: turn.state,
        plan: asJson(turn.plan),
        reading: asJson(turn.reading),
        answer: asJson(turn.answer),
        summary: turn.summary ?? null,
        recipe: turn.recipe ?? null,
        confidence: asJson(turn.confidence),
        timings: asJson(turn.timings),
        tokens: asJson(turn.tokens),
        sent: asJson(turn.sent),
        message: turn.message ?? null,
        created_at: timestamp(),
      })
      .execute();
    for (const {content, ...rest} of artifacts) {
      await db
        .insertInto("artifacts")
        .values({workspace, turn: id, ...rest, content: JSON.stringify(content)})
        .execute();
    }
    const {person, used} = turn;
    if (used) await saveUsage(inside, workspace, {turn: id, ...(person !== undefined && {person})}, used);
  });
  return id;
}

/** The last turns of a conversation in some states (default: answered), newest last: what a follow-up may refer to. */
export async function earlierTurns(
  store: Pick<Store, "db">,
  workspace: string,
  conversation: string,
  limit: number,
  states: readonly TurnState[] = ["answered"],
): Promise<StoredTurn[]> {
  const rows = await store.db
    .selectFrom("turns")
    .selectAll()
    .where("workspace", "=", workspace)
    .where("conversation", "=", conversation)
    .where("state", "in", states)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.reverse().map(asTurn);
}

/** A turn by its id; undefined where the workspace has none. */
export async function turnById(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
): Promise<StoredTurn | undefined> {
  const row = await store.db
    .selectFrom("turns")
    .selectAll()
    .where((is) => is.and({workspace, id}))
    .executeTakeFirst();
  return row && asTurn(row);
}

/** The artifacts of a turn, by step. */
export async function artifactsOf(
  store: Pick<Store, "db">,
  workspace: string,
  turn: string,
): Promise<StoredArtifact[]> {
  const rows = await store.db
    .selectFrom("artifacts")
    .select(["step", "kind", "title", "digest", "content"])
    .where("workspace", "=", workspace)
    .where("turn", "=", turn)
    .orderBy("step")
    .execute();
  return rows.map((row) => ({...row, content: parseStored(row.content, "artifact")}));
}

/** The artifacts of one kind that a conversation's turns made, oldest first; at most `limit`, the latest. */
export async function artifactsOfKind(
  store: Pick<Store, "db">,
  workspace: string,
  conversation: string,
  kind: string,
  limit = 500,
): Promise<StoredArtifact[]> {
  const rows = await store.db
    .selectFrom("artifacts")
    .innerJoin("turns", (join) =>
      join.onRef("turns.id", "=", "artifacts.turn").onRef("turns.workspace", "=", "artifacts.workspace"),
    )
    .select(["artifacts.step", "artifacts.kind", "artifacts.title", "artifacts.digest", "artifacts.content"])
    .where("artifacts.workspace", "=", workspace)
    .where("turns.conversation", "=", conversation)
    .where("artifacts.kind", "=", kind)
    .orderBy("turns.created_at", "desc")
    .orderBy("turns.id", "desc")
    .orderBy("artifacts.step", "desc")
    .limit(limit)
    .execute();
  return rows.reverse().map((row) => ({...row, content: parseStored(row.content, "artifact")}));
}

/** What someone thought of an answer; a second opinion of the same person replaces the first. */
export async function saveFeedback(
  store: Pick<Store, "db">,
  workspace: string,
  feedback: {turn: string; actor: string; verdict: "up" | "down"; comment?: string},
): Promise<void> {
  const row = {...feedback, workspace, comment: feedback.comment ?? null, created_at: timestamp()};
  await store.db
    .insertInto("feedback")
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(["workspace", "turn", "actor"])
        .doUpdateSet({verdict: row.verdict, comment: row.comment, created_at: row.created_at}),
    )
    .execute();
}

/** What people thought of a turn. */
export async function feedbackOn(
  store: Pick<Store, "db">,
  workspace: string,
  turn: string,
): Promise<Row<"feedback">[]> {
  return store.db
    .selectFrom("feedback")
    .selectAll()
    .where("workspace", "=", workspace)
    .where("turn", "=", turn)
    .orderBy("created_at")
    .execute();
}

function asTurn(row: Row<"turns">): StoredTurn {
  return {
    id: row.id,
    conversation: row.conversation,
    messageId: row.message_id ?? undefined,
    question: row.question,
    state: row.state,
    plan: fromJson(row.plan),
    reading: fromJson(row.reading),
    answer: fromJson(row.answer),
    summary: row.summary ?? undefined,
    recipe: row.recipe ?? undefined,
    confidence: fromJson(row.confidence),
    timings: fromJson(row.timings) as Record<string, number> | undefined,
    tokens: fromJson(row.tokens),
    sent: fromJson(row.sent),
    message: row.message ?? undefined,
    createdAt: row.created_at,
  };
}

function asJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

function fromJson(text: string | null): unknown {
  return text === null ? undefined : parseStored(text, "turn");
}
