import {sql} from "kysely";
import type {Row} from "./schema.ts";
import {type InsideStore, parseStored, type Store, timestamp} from "./store.ts";

/** The answer to a message of a chat platform, to be brought there. */
export interface NewDelivery {
  /** Where the platform wants it, sealed for the message's id. */
  seal: (message: string) => string;
  /** The process that keeps it delivers it: nobody else takes it while the lease holds. */
  claim?: {worker: string; leaseMs: number};
}

/** A delivery that a process has taken. */
export interface TakenDelivery {
  workspace: string;
  /** The inbox's id of the message. */
  message: string;
  platform: string;
  installation: string;
  /** Sealed. */
  target: string;
  /** JSON: what was done at the platform so far. */
  kept: unknown;
  /** How often it was taken, this time included. */
  attempts: number;
  /**
   * Who took it, this time: another each time, in one process too. A process that stood still for longer than its lease takes
   * again what it has.
   */
  worker: string;
}

type Key = Pick<TakenDelivery, "workspace" | "message">;

/** Notes that a message's answer is to be delivered. Part of keeping the message. */
export async function addDelivery(
  inside: InsideStore,
  of: Key & {platform: string; installation: string},
  delivery: NewDelivery,
): Promise<void> {
  await inside.db.insertInto("deliveries").values(newRow(of, delivery)).execute();
}

/** The same for a message that was kept before. False where its answer is delivered, or was, already. */
export async function addDeliveryOnce(
  store: Pick<Store, "db">,
  of: Key & {platform: string; installation: string},
  delivery: NewDelivery,
): Promise<boolean> {
  const result = await store.db
    .insertInto("deliveries")
    .values(newRow(of, delivery))
    .onConflict((conflict) => conflict.columns(["workspace", "message"]).doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

function newRow(of: Key & {platform: string; installation: string}, {seal, claim}: NewDelivery) {
  return {
    ...of,
    target: seal(of.message),
    state: claim ? ("taken" as const) : ("waiting" as const),
    kept: null,
    worker: claim?.worker ?? null,
    lease_until: claim ? after(claim.leaseMs) : null,
    attempts: claim ? 1 : 0,
    error: null,
    created_at: timestamp(),
    finished_at: null,
  };
}

/**
 * Takes a delivery for one of some platforms under a lease: of the workspaces with the fewest in work, the oldest. One whose
 * lease ran out (its process is gone) is taken again. Undefined where there is none to take.
 */
export async function takeDelivery(
  store: Store,
  platforms: readonly string[],
  worker: string,
  leaseMs: number,
): Promise<TakenDelivery | undefined> {
  if (platforms.length === 0) return undefined;
  const now = timestamp();
  const next = store.db
    .selectFrom("deliveries as d")
    .select(["d.workspace", "d.message"])
    .where("d.platform", "in", platforms)
    .where((is) =>
      is.or([
        is("d.state", "=", "waiting"),
        is.and([is("d.state", "=", "taken"), is("d.lease_until", "<", now)]),
      ]),
    )
    .orderBy((is) =>
      is
        .selectFrom("deliveries as b")
        .select((of) => of.fn.countAll<number>().as("count"))
        .whereRef("b.workspace", "=", "d.workspace")
        .where("b.state", "=", "taken")
        .where("b.worker", "is not", null)
        .where("b.lease_until", ">=", now),
    )
    .orderBy("d.created_at")
    .orderBy("d.message")
    .limit(1)
    .$if(store.dialect === "postgres", (query) => query.forUpdate("d").skipLocked());
  const row = await store.db
    .updateTable("deliveries")
    .set((is) => ({
      state: "taken" as const,
      worker,
      lease_until: after(leaseMs),
      attempts: is("attempts", "+", 1),
    }))
    .where(sql<boolean>`(workspace, message) = (${next})`)
    .returningAll()
    .executeTakeFirst();
  return row && asTaken(row);
}

/** Holds the deliveries of some workers for longer. @returns the workers that still have theirs */
export async function holdDeliveries(
  store: Pick<Store, "db">,
  workers: readonly string[],
  leaseMs: number,
): Promise<Set<string>> {
  if (workers.length === 0) return new Set();
  const rows = await store.db
    .updateTable("deliveries")
    .set({lease_until: after(leaseMs)})
    .where("state", "=", "taken")
    .where("worker", "in", workers)
    .returning("worker")
    .execute();
  return new Set(rows.map(({worker}) => worker ?? ""));
}

/** Keeps what was done at the platform so far. False where another process has the delivery: then nothing more may be done. */
export async function keepDone(
  store: Pick<Store, "db">,
  {workspace, message}: Key,
  worker: string,
  kept: unknown,
): Promise<boolean> {
  const result = await store.db
    .updateTable("deliveries")
    .set({kept: JSON.stringify(kept)})
    .where((is) => is.and({workspace, message, worker, state: "taken"}))
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Ends a delivery: it arrived, or with an `error` it never will. */
export async function endDelivery(
  store: Pick<Store, "db">,
  {workspace, message}: Key,
  worker: string,
  error?: string,
): Promise<void> {
  await store.db
    .updateTable("deliveries")
    .set({
      state: error === undefined ? "done" : "failed",
      error: error ?? null,
      ...nothingLeft(),
    })
    .where((is) => is.and({workspace, message, worker, state: "taken"}))
    .execute();
}

/** Gives a delivery back untouched, for another process: when this one is going down. */
export async function giveBackDelivery(
  store: Pick<Store, "db" | "signals">,
  {workspace, message}: Key,
  worker: string,
): Promise<void> {
  await store.db
    .updateTable("deliveries")
    .set((is) => ({
      state: "waiting" as const,
      worker: null,
      lease_until: null,
      attempts: is("attempts", "-", 1),
    }))
    .where((is) => is.and({workspace, message, worker, state: "taken"}))
    .execute();
  await store.signals.tell("deliveries", message);
}

/** Lets a delivery that broke rest before it is taken again. Its try counts, unless the store was what broke. */
export async function setAsideDelivery(
  store: Pick<Store, "db">,
  {workspace, message}: Key,
  worker: string,
  {restMs, isCounted, error}: {restMs: number; isCounted: boolean; error: string},
): Promise<void> {
  await store.db
    .updateTable("deliveries")
    .set((is) => ({
      worker: null,
      lease_until: after(restMs),
      error,
      ...(!isCounted && {attempts: is("attempts", "-", 1)}),
    }))
    .where((is) => is.and({workspace, message, worker, state: "taken"}))
    .execute();
}

/** Ends a delivery of which nothing was shown yet, whoever has it. @returns false where something was, or it has ended */
export async function dropDelivery(
  store: Pick<Store, "db">,
  {workspace, message}: Key,
  why: string,
): Promise<boolean> {
  const result = await store.db
    .updateTable("deliveries")
    .set({state: "failed", error: why, ...nothingLeft()})
    .where((is) => is.and({workspace, message}))
    .where("state", "in", ["waiting", "taken"])
    .where("kept", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Whether an earlier message of the same conversation is still to be delivered. */
export async function hasEarlierDelivery(
  store: Pick<Store, "db">,
  {workspace, message}: Key,
): Promise<boolean> {
  const found = await store.db
    .selectFrom("deliveries as d")
    .innerJoin("messages as m", (join) =>
      join.onRef("m.workspace", "=", "d.workspace").onRef("m.id", "=", "d.message"),
    )
    .innerJoin("messages as own", (join) =>
      join.onRef("own.workspace", "=", "m.workspace").onRef("own.conversation", "=", "m.conversation"),
    )
    .select("d.message")
    .where("own.workspace", "=", workspace)
    .where("own.id", "=", message)
    .where("d.state", "in", ["waiting", "taken"])
    .where((is) =>
      is.or([
        is("m.received_at", "<", is.ref("own.received_at")),
        is.and([is("m.received_at", "=", is.ref("own.received_at")), is("m.id", "<", is.ref("own.id"))]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** Where a delivery stands; undefined where there is none of that message. */
export async function deliveryOf(
  store: Pick<Store, "db">,
  {workspace, message}: Key,
): Promise<{state: Row<"deliveries">["state"]; attempts: number; error: string | null} | undefined> {
  return store.db
    .selectFrom("deliveries")
    .select(["state", "attempts", "error"])
    .where((is) => is.and({workspace, message}))
    .executeTakeFirst();
}

/** Where it went is of no use any more: it may hold what lets others write there. */
const nothingLeft = () => ({
  target: "",
  kept: null,
  worker: null,
  lease_until: null,
  finished_at: timestamp(),
});

/** Forgets deliveries that ended before a time; their messages stay. */
export async function forgetDeliveries(store: Pick<Store, "db">, before: Date): Promise<number> {
  const result = await store.db
    .deleteFrom("deliveries")
    .where("state", "in", ["done", "failed"])
    .where("finished_at", "<", before.toISOString())
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

function after(ms: number): string {
  return new Date(Date.now() + ms).toISOString();
}

function asTaken(row: Row<"deliveries">): TakenDelivery {
  const {workspace, message, platform, installation, target, attempts} = row;
  const kept = row.kept === null ? undefined : parseStored(row.kept, "delivery");
  return {workspace, message, platform, installation, target, kept, attempts, worker: row.worker ?? ""};
}
