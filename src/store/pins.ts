import {TabletalkError} from "../errors.ts";
import {parseStored, type Store, timestamp} from "./store.ts";

/** An answer that an owner vouches for. What is `unknown` is JSON that the caller's schema checks. */
export interface StoredPin {
  turn: string;
  conversation: string;
  question: string;
  plan: unknown;
  /** What was kept of the answer. */
  answer: unknown;
  /** Who pinned it, as records name them. */
  pinnedBy: string;
  note?: string;
  /** ISO 8601. */
  pinnedAt: string;
  /** Nothing was answered before it in its conversation. */
  isFirst: boolean;
}

/**
 * Pins an answered turn. Pinning it again changes the note and who did it.
 * @throws TabletalkError not_found where there is no such turn; bad_use where it answered nothing
 */
export async function pinTurn(
  store: Pick<Store, "db">,
  workspace: string,
  pin: {turn: string; by: string; note?: string},
): Promise<void> {
  const turn = await store.db
    .selectFrom("turns")
    .select(["state", "plan"])
    .where((is) => is.and({workspace, id: pin.turn}))
    .executeTakeFirst();
  if (!turn) throw new TabletalkError("not_found", "There is no such answer here.", "Check its id.");
  if (turn.state !== "answered" || turn.plan === null)
    throw new TabletalkError(
      "bad_use",
      "Only an answer that was computed can be pinned.",
      "Pin the turn that answered the question.",
    );
  const row = {pinned_by: pin.by, note: pin.note ?? null, created_at: timestamp()};
  await store.db
    .insertInto("pins")
    .values({workspace, turn: pin.turn, ...row})
    .onConflict((conflict) => conflict.columns(["workspace", "turn"]).doUpdateSet(row))
    .execute();
}

/** Takes a pin away; false where there was none. */
export async function unpinTurn(store: Pick<Store, "db">, workspace: string, turn: string): Promise<boolean> {
  const result = await store.db
    .deleteFrom("pins")
    .where((is) => is.and({workspace, turn}))
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Whether a workspace has pinned answers. */
export async function hasPins(store: Pick<Store, "db">, workspace: string): Promise<boolean> {
  const row = await store.db
    .selectFrom("pins")
    .select("turn")
    .where("workspace", "=", workspace)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The pinned answers of a workspace, the one pinned last first. One that anybody disliked is left out. */
export async function pinsOf(
  store: Pick<Store, "db">,
  workspace: string,
  limit = 1000,
): Promise<StoredPin[]> {
  const rows = await store.db
    .selectFrom("pins")
    .innerJoin("turns", (join) =>
      join.onRef("turns.id", "=", "pins.turn").onRef("turns.workspace", "=", "pins.workspace"),
    )
    .select(["turns.id", "turns.conversation", "turns.question", "turns.plan", "turns.answer"])
    .select(["pins.pinned_by", "pins.note", "pins.created_at"])
    .select((is) =>
      is
        .exists(
          is
            .selectFrom("turns as earlier")
            .select("earlier.id")
            .whereRef("earlier.workspace", "=", "turns.workspace")
            .whereRef("earlier.conversation", "=", "turns.conversation")
            .where("earlier.state", "=", "answered")
            .where("earlier.plan", "is not", null)
            .whereRef("earlier.id", "<", "turns.id"),
        )
        .as("is_later"),
    )
    .where("pins.workspace", "=", workspace)
    .where("turns.state", "=", "answered")
    .where("turns.plan", "is not", null)
    .where("pins.turn", "not in", (is) =>
      is
        .selectFrom("feedback")
        .select("feedback.turn")
        .where("feedback.workspace", "=", workspace)
        .where("feedback.verdict", "=", "down"),
    )
    .orderBy("pins.created_at", "desc")
    .orderBy("pins.turn", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    turn: row.id,
    conversation: row.conversation,
    question: row.question,
    plan: parseStored(row.plan ?? "null", "turn"),
    answer: row.answer === null ? undefined : parseStored(row.answer, "turn"),
    pinnedBy: row.pinned_by,
    ...(row.note !== null && {note: row.note}),
    pinnedAt: row.created_at,
    isFirst: !row.is_later,
  }));
}
