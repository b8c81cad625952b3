import {sql} from "kysely";
import type {Job, NewJob} from "../jobs.ts";
import type {Row} from "../schema.ts";
import {ensureWorkspace, newId, parseStored, type Store, timestamp} from "../store.ts";

/** A job whose key is taken each time, and free again when it is looked at, is given up. */
const MOST_TRIES = 5;

/** Keeps a job; of one whose key waits or runs already, that one is given and nothing changes. */
export async function putJob(
  store: Store,
  workspace: string,
  job: NewJob,
): Promise<{job: Job; isNew: boolean}> {
  await ensureWorkspace(store, workspace);
  const values = {
    workspace,
    id: newId(),
    kind: job.kind,
    key: job.key ?? null,
    state: "waiting" as const,
    input: JSON.stringify(job.input ?? null),
    run_at: (job.runAt ?? new Date()).toISOString(),
    created_by: job.by,
    created_at: timestamp(),
  };
  for (let tries = 1; ; tries++) {
    const added = await store.db
      .insertInto("jobs")
      .values(values)
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst();
    if (added) return {job: asJob(added), isNew: true};
    const there = await store.db
      .selectFrom("jobs")
      .selectAll()
      .where((is) => is.and({workspace, kind: job.kind, key: job.key ?? ""}))
      .where("state", "in", ["waiting", "taken"])
      .executeTakeFirst();
    if (there) return {job: asJob(there), isNew: false};
    // It ended in between: this one is kept now.
    if (tries >= MOST_TRIES) throw new Error("A job was neither kept nor there.");
  }
}

/**
 * Takes a job under a lease: of the workspaces with the fewest jobs in work, the one that is due longest. However many jobs
 * one workspace submits, the others wait for no more than their turn. One whose lease ran out is taken again. Undefined where
 * there is none to take.
 */
export async function takeJob(
  store: Store,
  kinds: readonly string[],
  worker: string,
  leaseMs: number,
): Promise<(Job & {stopAsked: boolean}) | undefined> {
  if (kinds.length === 0) return undefined;
  const busy = await store.db
    .selectFrom("jobs")
    .select((is) => ["workspace", is.fn.countAll<number>().as("count")])
    .where("state", "=", "taken")
    .where("lease_until", ">=", timestamp())
    .groupBy("workspace")
    .execute();
  for (const most of [...new Set([0, ...busy.map(({count}) => Number(count))])].sort((a, b) => a - b)) {
    const others = busy.flatMap(({workspace, count}) => (Number(count) > most ? [workspace] : []));
    const taken = await takeNext(store, kinds, {worker, leaseMs, others});
    if (taken || others.length === 0) return taken;
  }
  return undefined;
}

/** Takes the job that is due longest, of all workspaces but some. */
async function takeNext(
  store: Store,
  kinds: readonly string[],
  {worker, leaseMs, others}: {worker: string; leaseMs: number; others: readonly string[]},
): Promise<(Job & {stopAsked: boolean}) | undefined> {
  const now = timestamp();
  const next = store.db
    .selectFrom("jobs")
    .select(["workspace", "id"])
    .where("kind", "in", kinds)
    .where("run_at", "<=", now)
    .where((is) =>
      is.or([is("state", "=", "waiting"), is.and([is("state", "=", "taken"), is("lease_until", "<", now)])]),
    )
    .$if(others.length > 0, (query) => query.where("workspace", "not in", others))
    .orderBy("run_at")
    .orderBy("id")
    .limit(1)
    .$if(store.dialect === "postgres", (query) => query.forUpdate().skipLocked());
  const row = await store.db
    .updateTable("jobs")
    .set((is) => ({
      state: "taken" as const,
      worker,
      lease_until: new Date(Date.now() + leaseMs).toISOString(),
      attempts: is("attempts", "+", 1),
    }))
    .where(sql<boolean>`(workspace, id) = (${next})`)
    .returningAll()
    .executeTakeFirst();
  return row && {...asJob(row), stopAsked: row.stop_asked_at !== null};
}

/** Holds a job for longer, and tells how far it is. */
export async function holdJob(
  store: Store,
  job: {workspace: string; id: string},
  worker: string,
  leaseMs: number,
  progress?: Job["progress"],
): Promise<{lost: boolean; stop: boolean}> {
  const row = await store.db
    .updateTable("jobs")
    .set({
      lease_until: new Date(Date.now() + leaseMs).toISOString(),
      ...(progress && {progress: JSON.stringify(progress)}),
    })
    .where((is) => is.and({workspace: job.workspace, id: job.id, worker, state: "taken"}))
    .returning("stop_asked_at")
    .executeTakeFirst();
  return {lost: row === undefined, stop: (row?.stop_asked_at ?? null) !== null};
}

/** Ends a job, if it is still this worker's. */
export async function endJob(
  store: Store,
  job: {workspace: string; id: string},
  worker: string,
  end: {state: "done" | "failed" | "aborted"; result?: unknown; error?: Job["error"]},
): Promise<boolean> {
  const result = await store.db
    .updateTable("jobs")
    .set({
      state: end.state,
      result: end.result === undefined ? null : JSON.stringify(end.result),
      error: end.error ? JSON.stringify(end.error) : null,
      finished_at: timestamp(),
      worker: null,
      lease_until: null,
    })
    .where((is) => is.and({workspace: job.workspace, id: job.id, worker, state: "taken"}))
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Puts a job back, to be run at another time. */
export async function putBackJob(
  store: Store,
  job: {workspace: string; id: string},
  worker: string,
  runAt: Date,
): Promise<void> {
  await store.db
    .updateTable("jobs")
    .set({state: "waiting", worker: null, lease_until: null, run_at: runAt.toISOString()})
    .where((is) => is.and({workspace: job.workspace, id: job.id, worker, state: "taken"}))
    .execute();
}

/** Asks a job to stop; one that waits is aborted at once. False where it has ended. */
export async function stopJob(store: Store, workspace: string, id: string): Promise<boolean> {
  const waiting = await store.db
    .updateTable("jobs")
    .set({state: "aborted", finished_at: timestamp(), stop_asked_at: timestamp()})
    .where((is) => is.and({workspace, id, state: "waiting"}))
    .executeTakeFirst();
  if (waiting.numUpdatedRows > 0n) return true;
  const taken = await store.db
    .updateTable("jobs")
    .set({stop_asked_at: timestamp()})
    .where((is) => is.and({workspace, id, state: "taken"}))
    .executeTakeFirst();
  return taken.numUpdatedRows > 0n;
}

export async function jobById(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
): Promise<Job | undefined> {
  const row = await store.db
    .selectFrom("jobs")
    .selectAll()
    .where((is) => is.and({workspace, id}))
    .executeTakeFirst();
  return row && asJob(row);
}

/** The jobs of a workspace, newest first; `before` is the id of the last one of the page before. */
export async function listJobs(
  store: Pick<Store, "db">,
  workspace: string,
  filter: {kind?: string; state?: Job["state"]; limit?: number; before?: string} = {},
): Promise<Job[]> {
  const rows = await store.db
    .selectFrom("jobs")
    .selectAll()
    .where("workspace", "=", workspace)
    .$if(filter.kind !== undefined, (query) => query.where("kind", "=", filter.kind!))
    .$if(filter.state !== undefined, (query) => query.where("state", "=", filter.state!))
    .$if(filter.before !== undefined, (query) => query.where("id", "<", filter.before!))
    .orderBy("id", "desc")
    .limit(filter.limit ?? 100)
    .execute();
  return rows.map(asJob);
}

/** Jobs that are due and that nobody has: their worker is gone, or their signal was lost. */
export async function dueJobs(
  store: Pick<Store, "db">,
  before: Date,
): Promise<{workspace: string; id: string}[]> {
  const now = timestamp();
  return store.db
    .selectFrom("jobs")
    .select(["workspace", "id"])
    .where((is) =>
      is.or([
        is.and([is("state", "=", "waiting"), is("run_at", "<", before.toISOString())]),
        is.and([is("state", "=", "taken"), is("lease_until", "<", now)]),
      ]),
    )
    .orderBy("run_at")
    .limit(100)
    .execute();
}

function asJob(row: Row<"jobs">): Job {
  const read = (text: string | null) => (text === null ? undefined : parseStored(text, "job"));
  return {
    id: row.id,
    workspace: row.workspace,
    kind: row.kind,
    state: row.state,
    input: parseStored(row.input, "job"),
    ...(row.progress !== null && {progress: read(row.progress) as NonNullable<Job["progress"]>}),
    ...(row.result !== null && {result: read(row.result)}),
    ...(row.error !== null && {error: read(row.error) as NonNullable<Job["error"]>}),
    attempts: row.attempts,
    createdBy: row.created_by,
    createdAt: row.created_at,
    ...(row.finished_at !== null && {finishedAt: row.finished_at}),
  };
}
