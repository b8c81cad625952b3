import type {Row} from "./schema.ts";
import {
  ensureWorkspace,
  type InsideStore,
  inTransaction,
  newId,
  parseStored,
  type Store,
  timestamp,
} from "./store.ts";

/** Questions with what their answers must hold. `content` is JSON that the caller's schema checks. */
export interface StoredSuite {
  id: string;
  name: string;
  content: unknown;
  createdBy: string;
  createdAt: string;
  updatedAt: string;
}

/** What came of asking a suite. `content` is JSON that the caller's schema checks. */
export interface StoredResult {
  id: string;
  suite: string;
  state: string;
  content: unknown;
  startedBy: string;
  createdAt: string;
  finishedAt: string | null;
}

/** Keeps a new suite. Undefined where the name is taken. */
export async function addSuite(
  store: Pick<Store, "db">,
  workspace: string,
  suite: {name: string; content: unknown; createdBy: string},
): Promise<StoredSuite | undefined> {
  await ensureWorkspace(store, workspace);
  const now = timestamp();
  const made: StoredSuite = {id: newId(), ...suite, createdAt: now, updatedAt: now};
  const {numInsertedOrUpdatedRows} = await store.db
    .insertInto("evaluation_suites")
    .values({
      workspace,
      id: made.id,
      name: made.name,
      content: JSON.stringify(made.content),
      created_by: made.createdBy,
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.columns(["workspace", "name"]).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n ? made : undefined;
}

/** The suites of a workspace, newest first. */
export async function suitesOf(store: Pick<Store, "db">, workspace: string): Promise<StoredSuite[]> {
  const rows = await store.db
    .selectFrom("evaluation_suites")
    .selectAll()
    .where("workspace", "=", workspace)
    .orderBy("id", "desc")
    .execute();
  return rows.map(asSuite);
}

/** A suite by its id. */
export async function suiteById(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
): Promise<StoredSuite | undefined> {
  const row = await store.db
    .selectFrom("evaluation_suites")
    .selectAll()
    .where((is) => is.and({workspace, id}))
    .executeTakeFirst();
  return row && asSuite(row);
}

/** Changes a suite's name or questions. False where another one has the name. */
export async function changeSuite(
  store: InsideStore,
  workspace: string,
  id: string,
  change: {name?: string; content?: unknown},
): Promise<boolean> {
  return inTransaction(store, async (inside) => {
    if (change.name !== undefined) {
      const other = await inside.db
        .selectFrom("evaluation_suites")
        .select("id")
        .where((is) => is.and({workspace, name: change.name!}))
        .executeTakeFirst();
      if (other && other.id !== id) return false;
    }
    await setSuite(inside, workspace, id, change);
    return true;
  });
}

async function setSuite(
  {db}: InsideStore,
  workspace: string,
  id: string,
  {name, content}: {name?: string; content?: unknown},
): Promise<void> {
  await db
    .updateTable("evaluation_suites")
    .set({
      ...(name !== undefined && {name}),
      ...(content !== undefined && {content: JSON.stringify(content)}),
      updated_at: timestamp(),
    })
    .where((is) => is.and({workspace, id}))
    .execute();
}

/** Removes a suite with its results. False where there was none. */
export async function removeSuite(store: Pick<Store, "db">, workspace: string, id: string): Promise<boolean> {
  await store.db
    .deleteFrom("evaluation_results")
    .where((is) => is.and({workspace, suite: id}))
    .execute();
  const {numDeletedRows} = await store.db
    .deleteFrom("evaluation_suites")
    .where((is) => is.and({workspace, id}))
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** Keeps what came of a suite under the id of the job that asked it: the same job again writes over it. */
export async function saveResult(
  store: Pick<Store, "db">,
  workspace: string,
  result: {id: string; suite: string; state: string; content: unknown; startedBy: string},
): Promise<void> {
  const now = timestamp();
  const row = {state: result.state, content: JSON.stringify(result.content), finished_at: now};
  await store.db
    .insertInto("evaluation_results")
    .values({
      workspace,
      id: result.id,
      suite: result.suite,
      started_by: result.startedBy,
      created_at: now,
      ...row,
    })
    .onConflict((conflict) => conflict.columns(["workspace", "id"]).doUpdateSet(row))
    .execute();
}

/** The results of a suite, newest first; `before` is the last id that was read. */
export async function resultsOf(
  store: Pick<Store, "db">,
  workspace: string,
  asked: {suite: string; before?: string | undefined; limit: number},
): Promise<StoredResult[]> {
  const rows = await store.db
    .selectFrom("evaluation_results")
    .selectAll()
    .where("workspace", "=", workspace)
    .where("suite", "=", asked.suite)
    .$if(asked.before !== undefined, (query) => query.where("id", "<", asked.before!))
    .orderBy("id", "desc")
    .limit(asked.limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    suite: row.suite,
    state: row.state,
    content: parseStored(row.content, "result"),
    startedBy: row.started_by,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  }));
}

function asSuite(row: Row<"evaluation_suites">): StoredSuite {
  return {
    id: row.id,
    name: row.name,
    content: parseStored(row.content, "suite"),
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
