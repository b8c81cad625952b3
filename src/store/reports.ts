import type {Row} from "./schema.ts";
import {ensureWorkspace, type InsideStore, newId, parseStored, type Store, timestamp} from "./store.ts";

/** A report, a dashboard or an analysis. `content` is a document of `reports/document.ts`. */
export interface StoredReport {
  id: string;
  kind: Row<"reports">["kind"];
  title: string;
  content: unknown;
  /** Counts its changes, from 1. */
  version: number;
  conversation?: string;
  turn?: string;
  run?: string;
  owner?: string;
  project?: string;
  visibility: Row<"reports">["visibility"];
  createdBy: string;
  createdAt: string;
  changedAt: string;
}

export type NewReport = Pick<StoredReport, "kind" | "title" | "content" | "createdBy"> &
  Partial<Pick<StoredReport, "conversation" | "turn" | "run" | "owner" | "project" | "visibility">>;

/** Keeps a new page; its id. */
export async function addReport(store: InsideStore, workspace: string, report: NewReport): Promise<string> {
  await ensureWorkspace(store, workspace);
  const id = newId();
  const now = timestamp();
  await store.db
    .insertInto("reports")
    .values({
      workspace,
      id,
      kind: report.kind,
      title: report.title,
      content: JSON.stringify(report.content),
      conversation: report.conversation ?? null,
      turn: report.turn ?? null,
      run: report.run ?? null,
      owner: report.owner ?? null,
      project: report.project ?? null,
      visibility: report.visibility ?? (report.owner === undefined ? "workspace" : "private"),
      created_by: report.createdBy,
      created_at: now,
      changed_at: now,
    })
    .execute();
  return id;
}

/** Puts other content in its place. False where there is none, or another version than `before` is there by now. */
export async function changeReport(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
  before: number,
  change: Partial<Pick<StoredReport, "title" | "content" | "visibility">>,
): Promise<boolean> {
  const result = await store.db
    .updateTable("reports")
    .set({
      ...(change.title !== undefined && {title: change.title}),
      ...(change.content !== undefined && {content: JSON.stringify(change.content)}),
      ...(change.visibility && {visibility: change.visibility}),
      version: before + 1,
      changed_at: timestamp(),
    })
    .where((is) => is.and({workspace, id, version: before}))
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function reportById(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
): Promise<StoredReport | undefined> {
  const row = await store.db
    .selectFrom("reports")
    .selectAll()
    .where((is) => is.and({workspace, id}))
    .executeTakeFirst();
  return row && asReport(row);
}

/** A report as it is listed. */
export type ListedReport = Omit<StoredReport, "content">;

const LISTED = [
  "id",
  "kind",
  "title",
  "version",
  "conversation",
  "turn",
  "run",
  "owner",
  "project",
  "visibility",
  "created_by",
  "created_at",
  "changed_at",
] as const satisfies (keyof Row<"reports">)[];

/** Newest change first, without their content. `before`: the change and id of the last one of the page before. */
export async function reportsOf(
  store: Pick<Store, "db">,
  workspace: string,
  filter: {
    kind?: StoredReport["kind"];
    conversation?: string;
    run?: string;
    before?: readonly [changedAt: string, id: string];
    limit?: number;
  } = {},
): Promise<ListedReport[]> {
  const {kind, conversation, run, before, limit = 200} = filter;
  const rows = await store.db
    .selectFrom("reports")
    .select(LISTED)
    .where("workspace", "=", workspace)
    .$if(kind !== undefined, (query) => query.where("kind", "=", kind!))
    .$if(conversation !== undefined, (query) => query.where("conversation", "=", conversation!))
    .$if(run !== undefined, (query) => query.where("run", "=", run!))
    .$if(before !== undefined, (query) =>
      query.where((is) =>
        is.or([
          is("changed_at", "<", before![0]),
          is.and([is("changed_at", "=", before![0]), is("id", "<", before![1])]),
        ]),
      ),
    )
    .orderBy("changed_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(asListed);
}

/** False where there is none. */
export async function dropReport(store: Pick<Store, "db">, workspace: string, id: string): Promise<boolean> {
  const result = await store.db
    .deleteFrom("reports")
    .where((is) => is.and({workspace, id}))
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

function asReport(row: Row<"reports">): StoredReport {
  return {...asListed(row), content: parseStored(row.content, "report")};
}

function asListed(row: Pick<Row<"reports">, (typeof LISTED)[number]>): ListedReport {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    version: row.version,
    ...(row.conversation !== null && {conversation: row.conversation}),
    ...(row.turn !== null && {turn: row.turn}),
    ...(row.run !== null && {run: row.run}),
    ...(row.owner !== null && {owner: row.owner}),
    ...(row.project !== null && {project: row.project}),
    visibility: row.visibility,
    createdBy: row.created_by,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}
