import {addRun, type NewRun} from "./runs.ts";
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

/** When a workflow runs by itself, and where that is told. */
export interface StoredSchedule {
  workspace: string;
  id: string;
  /** The workflow's id. */
  workflow: string;
  /** The version that runs: what others make of the workflow later is not run with its maker's rights. */
  version: number;
  /** The newer version by somebody else that was told of. */
  toldVersion?: number;
  parameters: Record<string, string | number>;
  cron: string;
  timeZone: string;
  /** Each so-manieth day or week of these times: JSON that the caller's schema checks. */
  every?: unknown;
  /** Times that came while no worker was there: left out, or made up for by one run. */
  missed: "skip" | "once";
  /** As a person said it. */
  said?: string;
  /** When to tell at all, and what was seen last: JSON that the caller's schemas check. */
  alert?: unknown;
  seen?: unknown;
  /** Where it is told: a conversation's id, and on a chat platform the place (JSON, without secrets). */
  conversation?: string;
  platform?: string;
  installation?: string;
  target?: unknown;
  audience: "one" | "several";
  /** A `KeptPrincipal`: whose rights its runs have. */
  principal: unknown;
  isEnabled: boolean;
  /** Runs that failed or were refused, one after the other. */
  failures: number;
  /** Why it was turned off, where nobody asked for it. */
  offWhy?: string;
  nextAt?: string;
  lastAt?: string;
  createdBy: string;
  createdAt: string;
}

export type NewSchedule = Omit<
  StoredSchedule,
  | "workspace"
  | "id"
  | "isEnabled"
  | "failures"
  | "offWhy"
  | "lastAt"
  | "createdAt"
  | "seen"
  | "nextAt"
  | "toldVersion"
> & {nextAt: Date};

/** Keeps a new schedule; its id. */
export async function addSchedule(
  store: Pick<Store, "db">,
  workspace: string,
  schedule: NewSchedule,
): Promise<string> {
  await ensureWorkspace(store, workspace);
  const id = newId();
  const {nextAt, parameters, every, alert, target, principal} = schedule;
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
  await store.db
    .insertInto("workflow_schedules")
    .values({
      workspace,
      id,
      workflow: schedule.workflow,
      version: schedule.version,
      told_version: null,
      parameters: json(parameters),
      cron: schedule.cron,
      time_zone: schedule.timeZone,
      every: json(every),
      missed: schedule.missed,
      said: schedule.said ?? null,
      alert: json(alert),
      seen: null,
      conversation: schedule.conversation ?? null,
      platform: schedule.platform ?? null,
      installation: schedule.installation ?? null,
      target: json(target),
      audience: schedule.audience,
      principal: JSON.stringify(principal),
      is_enabled: 1,
      next_at: nextAt.toISOString(),
      last_at: null,
      off_why: null,
      created_by: schedule.createdBy,
      created_at: timestamp(),
    })
    .execute();
  return id;
}

export async function scheduleById(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
): Promise<StoredSchedule | undefined> {
  const row = await store.db
    .selectFrom("workflow_schedules")
    .selectAll()
    .where((is) => is.and({workspace, id}))
    .executeTakeFirst();
  return row && asSchedule(row);
}

/** The schedules of a workspace, oldest first. */
export async function schedulesOf(
  store: Pick<Store, "db">,
  workspace: string,
  filter: {workflow?: string; conversation?: string; isEnabled?: boolean} = {},
): Promise<StoredSchedule[]> {
  const {workflow, conversation, isEnabled} = filter;
  const rows = await store.db
    .selectFrom("workflow_schedules")
    .selectAll()
    .where("workspace", "=", workspace)
    .$if(workflow !== undefined, (query) => query.where("workflow", "=", workflow!))
    .$if(conversation !== undefined, (query) => query.where("conversation", "=", conversation!))
    .$if(isEnabled !== undefined, (query) => query.where("is_enabled", "=", isEnabled ? 1 : 0))
    .orderBy("id")
    .execute();
  return rows.map(asSchedule);
}

/** Those whose time has come, in every workspace, longest due first; at most `limit`. */
export async function dueWorkflowSchedules(
  store: Pick<Store, "db">,
  now: Date,
  limit: number,
): Promise<StoredSchedule[]> {
  const rows = await store.db
    .selectFrom("workflow_schedules")
    .selectAll()
    .where("is_enabled", "=", 1)
    .where("next_at", "<=", now.toISOString())
    .orderBy("next_at")
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(asSchedule);
}

/**
 * Moves a schedule on from the time that was due and keeps the run of it, both or neither: of several workers one does. A time
 * that is left out has no run.
 * @returns the run's id; null where the time was left out; undefined where another worker was there first
 */
export async function takeTick(
  store: InsideStore,
  schedule: Pick<StoredSchedule, "workspace" | "id" | "nextAt">,
  next: Date | undefined,
  run: Omit<NewRun, "schedule" | "dueAt"> | undefined,
): Promise<string | null | undefined> {
  const {workspace, id, nextAt} = schedule;
  return inTransaction(store, async (inside) => {
    const moved = await inside.db
      .updateTable("workflow_schedules")
      .set({next_at: next?.toISOString() ?? null, ...(run && {last_at: nextAt ?? null})})
      .where((is) => is.and({workspace, id, next_at: nextAt ?? "", is_enabled: 1}))
      .executeTakeFirst();
    if (moved.numUpdatedRows === 0n) return undefined;
    if (!run) return null;
    const {run: kept, isNew} = await addRun(inside, workspace, {...run, schedule: id, dueAt: nextAt ?? ""});
    return isNew ? kept.id : undefined;
  });
}

/** What changes about a schedule; null takes a value away. */
export interface ScheduleChange {
  version?: number;
  toldVersion?: number | null;
  cron?: string;
  timeZone?: string;
  every?: unknown;
  said?: string | null;
  alert?: unknown;
  seen?: unknown;
  parameters?: Record<string, string | number>;
  missed?: "skip" | "once";
  isEnabled?: boolean;
  failures?: number;
  offWhy?: string | null;
  nextAt?: Date | null;
}

/** Changes a schedule. False where there is none. */
export async function changeSchedule(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
  change: ScheduleChange,
): Promise<boolean> {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  const row = {
    ...(change.version !== undefined && {version: change.version}),
    ...(change.toldVersion !== undefined && {told_version: change.toldVersion}),
    ...(change.cron !== undefined && {cron: change.cron}),
    ...(change.timeZone !== undefined && {time_zone: change.timeZone}),
    ...("every" in change && {every: json(change.every ?? null)}),
    ...(change.said !== undefined && {said: change.said}),
    ...(change.alert !== undefined && {alert: json(change.alert)}),
    ...(change.seen !== undefined && {seen: json(change.seen)}),
    ...(change.parameters && {parameters: json(change.parameters)}),
    ...(change.missed && {missed: change.missed}),
    ...(change.isEnabled !== undefined && {is_enabled: change.isEnabled ? (1 as const) : (0 as const)}),
    ...(change.failures !== undefined && {failures: change.failures}),
    ...(change.offWhy !== undefined && {off_why: change.offWhy}),
    ...(change.nextAt !== undefined && {next_at: change.nextAt?.toISOString() ?? null}),
  };
  if (Object.keys(row).length === 0) return (await scheduleById(store, workspace, id)) !== undefined;
  const changed = await store.db
    .updateTable("workflow_schedules")
    .set(row)
    .where((is) => is.and({workspace, id}))
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

/** Takes a schedule away; its runs stay. False where there is none. */
export async function dropWorkflowSchedule(
  store: Pick<Store, "db">,
  workspace: string,
  id: string,
): Promise<boolean> {
  const result = await store.db
    .deleteFrom("workflow_schedules")
    .where((is) => is.and({workspace, id}))
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Runs of schedules that no job was submitted for: the worker that kept them is gone. */
export async function runsWithoutJob(
  store: Pick<Store, "db">,
  before: Date,
): Promise<{workspace: string; id: string; startedBy: string}[]> {
  const rows = await store.db
    .selectFrom("runs as r")
    .select(["r.workspace", "r.id", "r.started_by"])
    .where("r.schedule", "is not", null)
    .where("r.state", "=", "waiting")
    .where("r.waits_for", "is", null)
    .where("r.job", "is", null)
    .where("r.created_at", "<", before.toISOString())
    .orderBy("r.created_at")
    .limit(500)
    .execute();
  return rows.map(({workspace, id, started_by}) => ({workspace, id, startedBy: started_by}));
}

function asSchedule(row: Row<"workflow_schedules">): StoredSchedule {
  const read = (text: string) => parseStored(text, "schedule");
  return {
    workspace: row.workspace,
    id: row.id,
    workflow: row.workflow,
    version: row.version,
    ...(row.told_version !== null && {toldVersion: row.told_version}),
    parameters: (row.parameters === null ? {} : read(row.parameters)) as StoredSchedule["parameters"],
    cron: row.cron,
    timeZone: row.time_zone,
    ...(row.every !== null && {every: read(row.every)}),
    missed: row.missed,
    ...(row.said !== null && {said: row.said}),
    ...(row.alert !== null && {alert: read(row.alert)}),
    ...(row.seen !== null && {seen: read(row.seen)}),
    ...(row.conversation !== null && {conversation: row.conversation}),
    ...(row.platform !== null && {platform: row.platform}),
    ...(row.installation !== null && {installation: row.installation}),
    ...(row.target !== null && {target: read(row.target)}),
    audience: row.audience,
    principal: read(row.principal),
    isEnabled: row.is_enabled === 1,
    failures: row.failures,
    ...(row.off_why !== null && {offWhy: row.off_why}),
    ...(row.next_at !== null && {nextAt: row.next_at}),
    ...(row.last_at !== null && {lastAt: row.last_at}),
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}
