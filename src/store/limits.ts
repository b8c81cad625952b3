import {sql} from "kysely";
import {ensureWorkspace, type InsideStore, inTransaction, type Store} from "./store.ts";

/** What is counted a day. An empty person is the workspace as a whole. */
export type Counted = "requests" | "questions" | "tokens" | "cost_micros" | "rows_imported" | "bytes_stored";

export type DayCounts = Record<Counted, number>;

const NOTHING: DayCounts = {
  requests: 0,
  questions: 0,
  tokens: 0,
  cost_micros: 0,
  rows_imported: 0,
  bytes_stored: 0,
};

/** A day of UTC, as counters name it. */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/** What is counted so far on a day, of a person or (empty) of the workspace. */
export async function countsOf(
  store: Pick<Store, "db">,
  workspace: string,
  person: string,
  day: string,
): Promise<DayCounts> {
  const row = await store.db
    .selectFrom("usage_days")
    .select(["requests", "questions", "tokens", "cost_micros", "rows_imported", "bytes_stored"])
    .where((is) => is.and({workspace, person, day}))
    .executeTakeFirst();
  return row ?? NOTHING;
}

/** The days between two (both with them) on which something was counted, oldest first. */
export async function countedDays(
  store: Pick<Store, "db">,
  workspace: string,
  person: string,
  from: string,
  to: string,
): Promise<(DayCounts & {day: string})[]> {
  return store.db
    .selectFrom("usage_days")
    .select(["day", "requests", "questions", "tokens", "cost_micros", "rows_imported", "bytes_stored"])
    .where((is) => is.and({workspace, person}))
    .where("day", ">=", from)
    .where("day", "<=", to)
    .orderBy("day")
    .execute();
}

/**
 * Adds to a counter of each of some people, if none of them passes its limit by it: all or nothing, and of any number of
 * processes at once no more than the limit allows get through. Not inside another transaction: it rolls back.
 * @returns undefined where it was added; else who is at their limit
 */
export async function takeWithin(
  store: InsideStore,
  workspace: string,
  day: string,
  counted: Counted,
  amount: number,
  takers: readonly {person: string; limit: number | undefined}[],
): Promise<string | undefined> {
  await ensureWorkspace(store, workspace);
  // Always in one order, so that two transactions do not wait for each other.
  const ordered = [...takers].sort((one, other) => (one.person < other.person ? -1 : 1));
  let refused: string | undefined;
  await inTransaction(store, async ({db}) => {
    for (const {person, limit} of ordered) {
      const most = limit ?? Number.MAX_SAFE_INTEGER;
      const column = sql.ref<number>(`usage_days.${counted}`);
      const row =
        amount > most
          ? undefined
          : await db
              .insertInto("usage_days")
              .values({workspace, person, day, [counted]: amount})
              .onConflict((conflict) =>
                conflict
                  .columns(["workspace", "person", "day"])
                  .doUpdateSet({[counted]: sql`${column} + ${amount}`})
                  .where(sql<boolean>`${column} + ${amount} <= ${most}`),
              )
              .returning("day")
              .executeTakeFirst();
      if (row) continue;
      refused = person;
      throw new Refused();
    }
  }).catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error;
  });
  return refused;
}

/** Adds to a counter whatever it comes to: what is only known afterwards. Less than nothing gives back. */
export async function addCount(
  store: Pick<Store, "db">,
  workspace: string,
  day: string,
  counted: Counted,
  amount: number,
  people: readonly string[],
): Promise<void> {
  await ensureWorkspace(store, workspace);
  const column = sql.ref<number>(`usage_days.${counted}`);
  for (const person of people)
    await store.db
      .insertInto("usage_days")
      .values({workspace, person, day, [counted]: Math.max(0, amount)})
      .onConflict((conflict) =>
        conflict.columns(["workspace", "person", "day"]).doUpdateSet({
          [counted]: sql`CASE WHEN ${column} + ${amount} > 0 THEN ${column} + ${amount} ELSE 0 END`,
        }),
      )
      .execute();
}

/**
 * The bytes of the files that a workspace keeps or is about to (uploads that were announced), and of them those that a person
 * (or actor) brought.
 */
export async function bytesKept(
  store: Pick<Store, "db">,
  workspace: string,
  person: string,
): Promise<{workspace: number; person: number}> {
  const sums = [
    sql<number>`coalesce(sum(bytes), 0)`.as("all"),
    sql<number>`coalesce(sum(CASE WHEN created_by = ${person} THEN bytes ELSE 0 END), 0)`.as("own"),
  ] as const;
  const kept = await store.db
    .selectFrom("files")
    .select(sums)
    .where("workspace", "=", workspace)
    .executeTakeFirstOrThrow();
  const coming = await store.db
    .selectFrom("uploads")
    .select(sums)
    .where("workspace", "=", workspace)
    .where("state", "in", ["open", "complete"])
    .executeTakeFirstOrThrow();
  return {
    workspace: Number(kept.all) + Number(coming.all),
    person: Number(kept.own) + Number(coming.own),
  };
}

/** Rolls the counters back that were added before one was full. */
class Refused extends Error {}
