import {parseStored, type Store, timestamp} from "./store.ts";

/** An event of a turn with its place. `event` is JSON that the caller's types describe. */
export interface StoredEvent {
  attempt: number;
  number: number;
  event: unknown;
}

/** Keeps events of a turn, in their order. */
export async function appendEvents(
  store: Pick<Store, "db">,
  workspace: string,
  message: string,
  events: readonly StoredEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const created_at = timestamp();
  await store.db
    .insertInto("turn_events")
    .values(
      events.map(({attempt, number, event}) => ({
        workspace,
        message,
        attempt,
        number,
        event: JSON.stringify(event),
        created_at,
      })),
    )
    .onConflict((conflict) => conflict.columns(["workspace", "message", "attempt", "number"]).doNothing())
    .execute();
}

/** The events after a place, in order: those of the newest attempt where a later one has begun. */
export async function eventsAfter(
  store: Pick<Store, "db">,
  workspace: string,
  message: string,
  place: {attempt: number; number: number},
): Promise<StoredEvent[]> {
  const rows = await store.db
    .selectFrom("turn_events")
    .select(["attempt", "number", "event"])
    .where("workspace", "=", workspace)
    .where("message", "=", message)
    .where((is) =>
      is.or([
        is("attempt", ">", place.attempt),
        is.and([is("attempt", "=", place.attempt), is("number", ">", place.number)]),
      ]),
    )
    .orderBy("attempt")
    .orderBy("number")
    .execute();
  const newest = rows.at(-1)?.attempt;
  return rows
    .filter(({attempt}) => attempt === newest)
    .map(({attempt, number, event}) => ({attempt, number, event: parseStored(event, "event")}));
}

/** Drops the events of turns that ended before a moment; the turns keep their answers. Returns how many. */
export async function dropEvents(store: Pick<Store, "db">, before: Date): Promise<number> {
  const result = await store.db
    .deleteFrom("turn_events")
    .where("created_at", "<", before.toISOString())
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** The event that a message ended with, its answer or its error: of whichever attempt kept it, though a later one had begun. */
export async function lastEvent(
  store: Pick<Store, "db">,
  workspace: string,
  message: string,
): Promise<unknown> {
  const row = await store.db
    .selectFrom("turn_events")
    .select("event")
    .where((is) => is.and({workspace, message}))
    // Events are written with their type first.
    .where((is) => is.or([is("event", "like", '{"type":"answer"%'), is("event", "like", '{"type":"error"%')]))
    .orderBy("attempt", "desc")
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && parseStored(row.event, "event");
}
