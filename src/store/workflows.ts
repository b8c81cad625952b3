import {TabletalkError} from "../errors.ts";
import type {Row} from "./schema.ts";
import {
  ensureWorkspace,
  holdKey,
  type InsideStore,
  inTransaction,
  newId,
  parseStored,
  type Store,
  timestamp,
} from "./store.ts";

/** A version of a workflow. `content` is a document of `workflows/document.ts`. */
export interface StoredWorkflow {
  id: string;
  /** The same in all of its versions. */
  name: string;
  version: number;
  content: unknown;
  owner?: string;
  project?: string;
  visibility: Row<"workflows">["visibility"];
  changedBy: string;
  createdAt: string;
}

export interface NewWorkflowVersion {
  name: string;
  content: unknown;
  by: string;
  /** Of a workflow that is new: whose it is, and who may see it. */
  owner?: string;
  project?: string;
  visibility?: StoredWorkflow["visibility"];
  /** The version that was changed: 0 for a new one. Absent: whichever is there. */
  before?: number;
}

/**
 * Keeps a new version; the same content as the newest version's makes none.
 * @throws TabletalkError conflict where another version than `before` is the newest by now
 */
export async function saveWorkflow(
  store: InsideStore,
  workspace: string,
  {name, content, by, owner, project, visibility, before}: NewWorkflowVersion,
): Promise<{id: string; version: number; isNew: boolean}> {
  return inTransaction(store, async (inside) => {
    await ensureWorkspace(inside, workspace);
    await holdKey(inside, workspace, "workflow", name);
    const last = await newestNamed(inside, workspace, name);
    const version = last?.version ?? 0;
    if (before !== undefined && before !== version)
      throw new TabletalkError(
        "conflict",
        before === 0
          ? `There is a workflow called "${name}" already.`
          : version === 0
            ? `The workflow "${name}" is not there any more.`
            : `The workflow "${name}" is at version ${version} by now, not ${before}.`,
        before === 0 ? "Give another name, or change that one." : "Look at it as it is now, then change it.",
      );
    const text = JSON.stringify(content);
    if (last && sameJson(last.content, text)) return {id: last.id, version, isNew: false};
    const id = last?.id ?? newId();
    await inside.db
      .insertInto("workflows")
      .values({
        workspace,
        id,
        name,
        version: version + 1,
        content: text,
        project: last ? last.project : (project ?? null),
        owner: last ? last.owner : (owner ?? null),
        visibility: last?.visibility ?? visibility ?? "workspace",
        changed_by: by,
        created_at: timestamp(),
      })
      .execute();
    return {id, version: version + 1, isNew: true};
  });
}

/** A workflow by its id or name: a version of it, or its newest. */
export async function workflowCalled(
  store: Pick<Store, "db">,
  workspace: string,
  called: string,
  version?: number,
): Promise<StoredWorkflow | undefined> {
  const row = await store.db
    .selectFrom("workflows")
    .selectAll()
    .where("workspace", "=", workspace)
    .where((is) => is.or([is("id", "=", called), is("name", "=", called)]))
    .$if(version !== undefined, (query) => query.where("version", "=", version!))
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && asWorkflow(row);
}

/** The newest version of every workflow, by name. */
export async function workflowsOf(store: Pick<Store, "db">, workspace: string): Promise<StoredWorkflow[]> {
  const rows = await store.db
    .selectFrom("workflows")
    .selectAll()
    .where("workspace", "=", workspace)
    .where(({eb, selectFrom}) =>
      eb(
        "version",
        "=",
        selectFrom("workflows as other")
          .select((is) => is.fn.max("other.version").as("newest"))
          .whereRef("other.workspace", "=", "workflows.workspace")
          .whereRef("other.id", "=", "workflows.id"),
      ),
    )
    .orderBy("name")
    .execute();
  return rows.map(asWorkflow);
}

/** Every version, newest first, without its content. */
export async function workflowVersions(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
): Promise<Pick<StoredWorkflow, "version" | "changedBy" | "createdAt">[]> {
  const rows = await store.db
    .selectFrom("workflows")
    .select(["version", "changed_by as changedBy", "created_at as createdAt"])
    .where((is) => is.and({workspace, id}))
    .orderBy("version", "desc")
    .execute();
  return rows;
}

/** Says who may see it: in all of its versions. False where there is none. */
export async function shareWorkflow(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
  change: {visibility: StoredWorkflow["visibility"]; owner?: string | null; project?: string | null},
): Promise<boolean> {
  const result = await store.db
    .updateTable("workflows")
    .set(change)
    .where((is) => is.and({workspace, id}))
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/**
 * Takes a workflow away: its versions, publications, schedules and runs. False where there is none.
 * @throws TabletalkError conflict while a run of it goes on
 */
export async function dropWorkflow(store: InsideStore, workspace: string, id: string): Promise<boolean> {
  return inTransaction(store, async ({db}) => {
    const running = await db
      .selectFrom("runs")
      .select("id")
      .where((is) => is.and({workspace, workflow: id, state: "running"}))
      .limit(1)
      .executeTakeFirst();
    if (running)
      throw new TabletalkError(
        "conflict",
        `The run ${running.id} of this workflow goes on.`,
        "Cancel it, or wait for its end, then take the workflow away.",
      );
    const own = {workspace, workflow: id};
    await db
      .deleteFrom("workflow_schedules")
      .where((is) => is.and(own))
      .execute();
    await db
      .deleteFrom("runs")
      .where((is) => is.and(own))
      .execute();
    await db
      .deleteFrom("workflow_publications")
      .where((is) => is.and(own))
      .execute();
    const result = await db
      .deleteFrom("workflows")
      .where((is) => is.and({workspace, id}))
      .executeTakeFirst();
    return result.numDeletedRows > 0n;
  });
}

async function newestNamed(
  {db}: InsideStore,
  workspace: string,
  name: string,
): Promise<Row<"workflows"> | undefined> {
  return db
    .selectFrom("workflows")
    .selectAll()
    .where((is) => is.and({workspace, name}))
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** Whether two JSON texts say the same, in whatever order their fields are. */
function sameJson(stored: string | null, text: string): boolean {
  if (stored === null || stored === text) return stored === text;
  return JSON.stringify(sorted(JSON.parse(stored))) === JSON.stringify(sorted(JSON.parse(text)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return fields.map(([key, one]) => [key, sorted(one)]);
}

function asWorkflow(row: Row<"workflows">): StoredWorkflow {
  return {
    id: row.id,
    name: row.name,
    version: row.version,
    content: row.content === null ? null : parseStored(row.content, "workflow"),
    ...(row.owner !== null && {owner: row.owner}),
    ...(row.project !== null && {project: row.project}),
    visibility: row.visibility,
    changedBy: row.changed_by,
    createdAt: row.created_at,
  };
}
