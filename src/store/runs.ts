import type {Row, StoreSchema} from "./schema.ts";
import {type InsideStore, inTransaction, newId, parseStored, type Store, timestamp} from "./store.ts";

/** Why something ended, as it is kept. */
export interface KeptError {
  code: string;
  message: string;
  next: string;
}

/** One execution of a workflow. */
export interface StoredRun {
  id: string;
  workflow: string;
  version: number;
  /** `waiting`: for a worker, or with `waitsFor` for a person. */
  state: StoreSchema["runs"]["state"];
  /** As they were given. */
  parameters: Record<string, string | number>;
  recipe?: string;
  result?: unknown;
  error?: KeptError;
  startedBy: string;
  createdAt: string;
  finishedAt?: string;
  schedule?: string;
  dueAt?: string;
  job?: string;
  /** The node that a person has to approve. */
  waitsFor?: string;
  /** The versions that it reads: the same ones when it goes on. */
  datasets?: {name: string; hash: string}[];
  /** A `KeptPrincipal`: whose rights it has. */
  principal?: unknown;
}

export interface NewRun {
  workflow: string;
  version: number;
  parameters: Record<string, string | number>;
  startedBy: string;
  principal: unknown;
  schedule?: string;
  dueAt?: string;
}

/** What became of a node in a run. */
export interface StoredNode {
  node: string;
  state: StoreSchema["run_nodes"]["state"];
  attempts: number;
  startedAt?: string;
  elapsedMs?: number;
  error?: KeptError;
  artifact?: unknown;
  decision?: unknown;
}

/** Keeps a new run. Of several for the same time of a schedule there is one: of it `isNew` is false. */
export async function addRun(
  store: InsideStore,
  workspace: string,
  run: NewRun,
): Promise<{run: StoredRun; isNew: boolean}> {
  return inTransaction(store, async ({db, dialect}) => {
    // Its workflow is there, and so is its workspace.
    const added = await db
      .insertInto("runs")
      .values({
        workspace,
        id: newId(),
        workflow: run.workflow,
        workflow_version: run.version,
        state: "waiting",
        parameters: JSON.stringify(run.parameters),
        started_by: run.startedBy,
        principal: JSON.stringify(run.principal),
        schedule: run.schedule ?? null,
        due_at: run.dueAt ?? null,
        created_at: timestamp(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst();
    if (added) return {run: asRun(added), isNew: true};
    const kept = await runOfTick({db}, workspace, run.schedule ?? "", run.dueAt ?? "");
    if (!kept) throw new Error(`A run was neither kept nor there (${dialect}).`);
    return {run: kept, isNew: false};
  });
}

async function runOfTick(
  {db}: Pick<Store, "db">,
  workspace: string,
  schedule: string,
  dueAt: string,
): Promise<StoredRun | undefined> {
  const row = await db
    .selectFrom("runs")
    .selectAll()
    .where((is) => is.and({workspace, schedule, due_at: dueAt}))
    .executeTakeFirst();
  return row && asRun(row);
}

export async function runById(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
): Promise<StoredRun | undefined> {
  const row = await store.db
    .selectFrom("runs")
    .selectAll()
    .where((is) => is.and({workspace, id}))
    .executeTakeFirst();
  return row && asRun(row);
}

/** Newest first; `before` is the id of the last one of the page before. */
export async function runsOf(
  store: Pick<Store, "db">,
  workspace: string,
  filter: {
    workflow?: string;
    schedule?: string;
    state?: StoredRun["state"];
    before?: string;
    limit?: number;
  } = {},
): Promise<StoredRun[]> {
  const rows = await store.db
    .selectFrom("runs")
    .selectAll()
    .where("workspace", "=", workspace)
    .$if(filter.workflow !== undefined, (query) => query.where("workflow", "=", filter.workflow!))
    .$if(filter.schedule !== undefined, (query) => query.where("schedule", "=", filter.schedule!))
    .$if(filter.state !== undefined, (query) => query.where("state", "=", filter.state!))
    .$if(filter.before !== undefined, (query) => query.where("id", "<", filter.before!))
    .orderBy("id", "desc")
    .limit(filter.limit ?? 100)
    .execute();
  return rows.map(asRun);
}

/** The finished run of a workflow before another, or the newest. */
export async function lastDoneRun(
  store: Pick<Store, "db">,
  workspace: string,
  workflow: string,
  before?: string,
): Promise<StoredRun | undefined> {
  const [found] = await runsOf(store, workspace, {
    workflow,
    state: "done",
    limit: 1,
    ...(before !== undefined && {before}),
  });
  return found;
}

/** What changes about a run; null takes a value away. */
export interface RunChange {
  state?: StoredRun["state"];
  parameters?: Record<string, string | number>;
  recipe?: string;
  result?: unknown;
  error?: KeptError | null;
  finishedAt?: string | null;
  job?: string;
  waitsFor?: string | null;
  datasets?: {name: string; hash: string}[];
}

/** Changes a run. With `from`, only where it is in one of these states: false where it is not. */
export async function changeRun(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
  change: RunChange,
  from?: readonly StoredRun["state"][],
): Promise<boolean> {
  const {parameters, result, error, finishedAt, waitsFor, datasets, ...plain} = change;
  const row = {
    ...plain,
    ...(parameters && {parameters: JSON.stringify(parameters)}),
    ...(result !== undefined && {result: JSON.stringify(result)}),
    ...(error !== undefined && {error: error && JSON.stringify(error)}),
    ...(finishedAt !== undefined && {finished_at: finishedAt}),
    ...(waitsFor !== undefined && {waits_for: waitsFor}),
    ...(datasets && {datasets: JSON.stringify(datasets)}),
  };
  const changed = await store.db
    .updateTable("runs")
    .set(row)
    .where((is) => is.and({workspace, id}))
    .$if(from !== undefined, (query) => query.where("state", "in", [...from!]))
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

/** What became of the nodes of a run, without those that nobody began. */
export async function nodesOf(
  store: Pick<Store, "db">,
  workspace: string,
  run: string,
): Promise<StoredNode[]> {
  const rows = await store.db
    .selectFrom("run_nodes")
    .selectAll()
    .where((is) => is.and({workspace, run}))
    .orderBy("started_at")
    .orderBy("node")
    .execute();
  return rows.map(asNode);
}

/** How a node is by now. What is left out stays as it was. */
export interface NodeChange {
  state: StoredNode["state"];
  attempts?: number;
  startedAt?: string;
  elapsedMs?: number;
  error?: KeptError | null;
  /** JSON already: it may be large. */
  artifact?: string | null;
  decision?: unknown;
}

/** Keeps how a node is. */
export async function saveNode(
  store: Pick<Store, "db">,
  workspace: string,
  run: string,
  node: string,
  change: NodeChange,
): Promise<void> {
  const row = {
    state: change.state,
    ...(change.attempts !== undefined && {attempts: change.attempts}),
    ...(change.startedAt !== undefined && {started_at: change.startedAt}),
    ...(change.elapsedMs !== undefined && {elapsed_ms: change.elapsedMs}),
    ...(change.error !== undefined && {error: change.error && JSON.stringify(change.error)}),
    ...(change.artifact !== undefined && {artifact: change.artifact}),
    ...(change.decision !== undefined && {decision: JSON.stringify(change.decision)}),
  };
  await store.db
    .insertInto("run_nodes")
    .values({workspace, run, node, ...row})
    .onConflict((conflict) => conflict.columns(["workspace", "run", "node"]).doUpdateSet(row))
    .execute();
}

/** Takes away what nodes of some states left, so that they run anew. */
export async function dropNodes(
  store: Pick<Store, "db">,
  workspace: string,
  run: string,
  states: readonly StoredNode["state"][],
): Promise<void> {
  await store.db
    .deleteFrom("run_nodes")
    .where((is) => is.and({workspace, run}))
    .where("state", "in", [...states])
    .execute();
}

function asRun(row: Row<"runs">): StoredRun {
  const read = (text: string) => parseStored(text, "run");
  return {
    id: row.id,
    workflow: row.workflow,
    version: row.workflow_version,
    state: row.state,
    parameters: (row.parameters === null ? {} : read(row.parameters)) as StoredRun["parameters"],
    ...(row.recipe !== null && {recipe: row.recipe}),
    ...(row.result !== null && {result: read(row.result)}),
    ...(row.error !== null && {error: read(row.error) as KeptError}),
    startedBy: row.started_by,
    createdAt: row.created_at,
    ...(row.finished_at !== null && {finishedAt: row.finished_at}),
    ...(row.schedule !== null && {schedule: row.schedule}),
    ...(row.due_at !== null && {dueAt: row.due_at}),
    ...(row.job !== null && {job: row.job}),
    ...(row.waits_for !== null && {waitsFor: row.waits_for}),
    ...(row.datasets !== null && {datasets: read(row.datasets) as {name: string; hash: string}[]}),
    ...(row.principal !== null && {principal: read(row.principal)}),
  };
}

function asNode(row: Row<"run_nodes">): StoredNode {
  const read = (text: string) => parseStored(text, "run");
  return {
    node: row.node,
    state: row.state,
    attempts: row.attempts,
    ...(row.started_at !== null && {startedAt: row.started_at}),
    ...(row.elapsed_ms !== null && {elapsedMs: row.elapsed_ms}),
    ...(row.error !== null && {error: read(row.error) as KeptError}),
    ...(row.artifact !== null && {artifact: read(row.artifact)}),
    ...(row.decision !== null && {decision: read(row.decision)}),
  };
}
