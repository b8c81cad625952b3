import {asCall, type StoredCall} from "./calls.ts";
import {type Store, timestamp} from "./store.ts";

type Key = Pick<StoredCall, "workspace" | "id">;

/** Who holds a call: an agent in it, nobody, or somebody sent one that has not taken it yet. */
export type Holder = "agent" | "nobody" | "sent";

/** An open call with its mark. */
export interface KeptRow {
  call: StoredCall;
  holder: Holder;
  /** The agent that holds it. */
  agent?: string;
  /**
   * Another one with each beat of whoever holds the call, and with each that is sent. Only whether it stands still tells
   * anything: the clocks of machines differ.
   */
  mark: string;
}

/**
 * Notes which agent holds a call from now on, whoever held it before: of several there is one that speaks. False where the
 * call has ended.
 */
export async function takeCall(
  store: Pick<Store, "db">,
  {workspace, id}: Key,
  agent: string,
): Promise<boolean> {
  const result = await store.db
    .updateTable("calls")
    .set({worker: named(agent), lease_until: timestamp()})
    .where((is) => is.and({workspace, id}))
    .where("ended_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Holds a call on: a beat. False where another agent has it, or it has ended. */
export async function holdCall(
  store: Pick<Store, "db">,
  {workspace, id}: Key,
  agent: string,
): Promise<boolean> {
  const result = await store.db
    .updateTable("calls")
    .set({lease_until: timestamp()})
    .where((is) => is.and({workspace, id, worker: named(agent)}))
    .where("ended_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Lets a call go: another agent may be sent at once. */
export async function letCallGo(
  store: Pick<Store, "db">,
  {workspace, id}: Key,
  agent: string,
): Promise<void> {
  await store.db
    .updateTable("calls")
    .set({worker: null, lease_until: null})
    .where((is) => is.and({workspace, id, worker: named(agent)}))
    .execute();
}

/** The open calls of every workspace with who holds them, oldest first. */
export async function keptCalls(store: Pick<Store, "db">): Promise<KeptRow[]> {
  const rows = await store.db
    .selectFrom("calls")
    .selectAll()
    .where("ended_at", "is", null)
    .orderBy("started_at")
    .orderBy("id")
    .execute();
  return rows.map((row) => ({
    call: asCall(row),
    holder: row.worker === null ? "nobody" : row.worker.startsWith(AGENT) ? "agent" : "sent",
    ...(row.worker?.startsWith(AGENT) && {agent: row.worker.slice(AGENT.length)}),
    mark: markOf(row.worker, row.lease_until),
  }));
}

/**
 * Takes on sending an agent to a call whose mark stood still. Whoever holds it still does, until the next one takes it. False
 * where the mark has moved: another process sends, an agent came or lives, or it has ended.
 */
export async function tendCall(
  store: Pick<Store, "db">,
  {workspace, id}: Key,
  sender: string,
  mark: string,
): Promise<boolean> {
  const [worker, beat] = JSON.parse(mark) as [string | null, string | null];
  const isHeld = worker?.startsWith(AGENT) ?? false;
  const result = await store.db
    .updateTable("calls")
    .set({
      worker: isHeld ? worker : `sent by ${sender} at ${timestamp()}`,
      lease_until: timestamp(),
    })
    .where((is) => is.and({workspace, id}))
    .where("ended_at", "is", null)
    .where("worker", worker === null ? "is" : "=", worker)
    .where("lease_until", beat === null ? "is" : "=", beat)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Writes, and changes nothing: what cannot be written now, no agent can write either. */
export async function tryWriting(store: Pick<Store, "db">, {workspace, id}: Key): Promise<void> {
  await store.db
    .updateTable("calls")
    .set(({ref}) => ({room: ref("room")}))
    .where((is) => is.and({workspace, id}))
    .execute();
}

const AGENT = "agent ";
const named = (agent: string): string => AGENT + agent;
const markOf = (worker: string | null, beat: string | null): string => JSON.stringify([worker, beat]);
