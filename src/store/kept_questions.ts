import {parseStored, type Store, timestamp} from "./store.ts";

/** A question whose answer was kept. */
export interface KeptQuestion {
  turn: string;
  question: string;
  /** JSON that the caller's schema checks. */
  plan: unknown;
  /** What was kept of the answer: JSON that the caller's schema checks. */
  answer: unknown;
  /** An owner vouches for it. */
  isPinned: boolean;
}

/** Of so many answers, the newest, those that are like a question are looked for. */
const NEWEST = 1000;

/** Notes that a recipe was run again and gave the same; one that the store does not hold is passed over. */
export async function noteReplay(store: Pick<Store, "db">, workspace: string, recipe: string): Promise<void> {
  const known = await store.db
    .selectFrom("recipes")
    .select("id")
    .where((is) => is.and({workspace, id: recipe}))
    .executeTakeFirst();
  if (!known) return;
  await store.db
    .insertInto("replays")
    .values({workspace, recipe, replayed_at: timestamp()})
    .onConflict((conflict) =>
      conflict.columns(["workspace", "recipe"]).doUpdateSet({replayed_at: timestamp()}),
    )
    .execute();
}

/**
 * Questions of a workspace that were answered and kept, newest first: someone liked the answer, or replayed it, or an owner
 * pinned it; one that anybody disliked is none.
 */
export async function keptQuestions(
  store: Pick<Store, "db">,
  workspace: string,
  limit = NEWEST,
): Promise<KeptQuestion[]> {
  const verdict = (kind: "up" | "down") =>
    store.db
      .selectFrom("feedback")
      .select("feedback.turn")
      .where("feedback.workspace", "=", workspace)
      .where("feedback.verdict", "=", kind);
  const replayed = store.db
    .selectFrom("replays")
    .select("replays.recipe")
    .where("replays.workspace", "=", workspace);
  const pinned = store.db.selectFrom("pins").select("pins.turn").where("pins.workspace", "=", workspace);
  const rows = await store.db
    .selectFrom("turns")
    .select(["id", "question", "plan", "answer"])
    .select((is) => is("id", "in", pinned).as("is_pinned"))
    .where("workspace", "=", workspace)
    .where("state", "=", "answered")
    .where("plan", "is not", null)
    .where((is) =>
      is.or([is("id", "in", verdict("up")), is("recipe", "in", replayed), is("id", "in", pinned)]),
    )
    .where("id", "not in", verdict("down"))
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(({id, question, plan, answer, is_pinned}) => ({
    turn: id,
    question,
    plan: parseStored(plan ?? "null", "turn"),
    answer: answer === null ? undefined : parseStored(answer, "turn"),
    isPinned: Boolean(is_pinned),
  }));
}
