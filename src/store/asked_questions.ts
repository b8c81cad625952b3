import {parseStored, type Store} from "./store.ts";

/** A question of a workspace that was answered. What is `unknown` is JSON that the caller's schema checks. */
export interface AskedQuestion {
  turn: string;
  question: string;
  /** The conversation's id in the store. */
  conversation: string;
  plan: unknown;
  /** What was kept of the answer. */
  answer: unknown;
  /** Who asked; undefined where it is not known. */
  actor?: string;
  /** Somebody liked the answer, or ran it again and got the same. */
  isKept: boolean;
  /** An owner vouches for the answer. */
  isPinned: boolean;
  /** ISO 8601. */
  askedAt: string;
}

/** Of so many answers, the newest, those that are like a question are looked for. */
const NEWEST = 1000;

/** The questions of a workspace that were answered by a plan, newest first; one whose answer anybody disliked is left out. */
export async function askedQuestions(
  store: Pick<Store, "db">,
  workspace: string,
  options: {limit?: number; turns?: readonly string[]} = {},
): Promise<AskedQuestion[]> {
  const {limit = NEWEST, turns} = options;
  if (turns?.length === 0) return [];
  const verdict = (kind: "up" | "down") =>
    store.db
      .selectFrom("feedback")
      .select("feedback.turn")
      .where("feedback.workspace", "=", workspace)
      .where("feedback.verdict", "=", kind);
  let query = store.db
    .selectFrom("turns")
    .leftJoin("pins", (join) =>
      join.onRef("pins.turn", "=", "turns.id").onRef("pins.workspace", "=", "turns.workspace"),
    )
    .leftJoin("replays", (join) =>
      join.onRef("replays.recipe", "=", "turns.recipe").onRef("replays.workspace", "=", "turns.workspace"),
    )
    .select([
      "turns.id",
      "turns.question",
      "turns.conversation",
      "turns.plan",
      "turns.answer",
      "turns.created_at",
    ])
    .select(["pins.created_at as pinned_at", "replays.replayed_at"])
    .select((is) => [
      is("turns.id", "in", verdict("up")).as("is_liked"),
      is
        .selectFrom("messages")
        .select("messages.actor")
        .whereRef("messages.workspace", "=", "turns.workspace")
        .whereRef("messages.conversation", "=", "turns.conversation")
        .whereRef("messages.message_id", "=", "turns.message_id")
        .limit(1)
        .as("actor"),
    ])
    .where("turns.workspace", "=", workspace)
    .where("turns.state", "=", "answered")
    .where("turns.plan", "is not", null)
    .where("turns.id", "not in", verdict("down"));
  if (turns) query = query.where("turns.id", "in", turns);
  const rows = await query
    .orderBy("turns.created_at", "desc")
    .orderBy("turns.id", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    turn: row.id,
    question: row.question,
    conversation: row.conversation,
    plan: parseStored(row.plan ?? "null", "turn"),
    answer: row.answer === null ? undefined : parseStored(row.answer, "turn"),
    ...(row.actor !== null && {actor: row.actor}),
    isKept: Boolean(row.is_liked) || row.replayed_at !== null,
    isPinned: row.pinned_at !== null,
    askedAt: row.created_at,
  }));
}

/** Every name that a dataset of the workspace has or had. */
export async function namesOfDatasets(store: Pick<Store, "db">, workspace: string): Promise<string[]> {
  const named = (table: "datasets" | "dataset_history" | "dataset_deletions") =>
    store.db
      .selectFrom(table)
      .select(`${table}.name` as "name")
      .where("workspace", "=", workspace)
      .distinct();
  const rows = await Promise.all([
    named("datasets").execute(),
    named("dataset_history").execute(),
    named("dataset_deletions").execute(),
  ]);
  return [...new Set(rows.flat().map(({name}) => name))];
}
