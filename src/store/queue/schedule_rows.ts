import {Cron} from "croner";
import {TabletalkError} from "../../errors.ts";
import {ensureWorkspace, parseStored, type Store, timestamp} from "../store.ts";

export interface NewSchedule {
  id: string;
  kind: string;
  input: unknown;
  cron: string;
  timeZone: string;
}

export interface DueSchedule extends NewSchedule {
  workspace: string;
  nextAt: string;
}

/** @throws TabletalkError bad_use for a pattern or a time zone that cannot be read */
export function checkSchedule({cron, timeZone}: Pick<NewSchedule, "cron" | "timeZone">): void {
  try {
    if (!new Cron(cron, {timezone: timeZone}).nextRun()) throw new Error("it never comes");
  } catch (error) {
    throw new TabletalkError(
      "bad_use",
      `The schedule ${JSON.stringify(cron)} in ${timeZone} cannot be used: ${error instanceof Error ? error.message : error}.`,
      'Write five fields, such as "0 9 * * 1-5" (weekdays at nine), and a time zone such as Europe/Berlin.',
      {cause: error},
    );
  }
}

/** Keeps a schedule, or changes the one of that id. */
export async function keepSchedule(
  store: Store,
  workspace: string,
  {id, kind, input, cron, timeZone}: NewSchedule,
  next: Date | null,
): Promise<void> {
  await ensureWorkspace(store, workspace);
  const row = {
    kind,
    target: id,
    cron,
    time_zone: timeZone,
    content: JSON.stringify(input ?? null),
    next_at: next?.toISOString() ?? null,
    is_enabled: 1 as const,
  };
  await store.db
    .insertInto("schedules")
    .values({workspace, id, ...row, created_by: "service", created_at: timestamp()})
    .onConflict((conflict) => conflict.columns(["workspace", "id"]).doUpdateSet(row))
    .execute();
}

export async function dropSchedule(store: Pick<Store, "db">, workspace: string, id: string): Promise<void> {
  await store.db
    .deleteFrom("schedules")
    .where((is) => is.and({workspace, id}))
    .execute();
}

export async function hasSchedule(store: Pick<Store, "db">, workspace: string, id: string): Promise<boolean> {
  const found = await store.db
    .selectFrom("schedules")
    .select("id")
    .where((is) => is.and({workspace, id}))
    .executeTakeFirst();
  return found !== undefined;
}

/** Those whose time has come. */
export async function dueSchedules(store: Pick<Store, "db">): Promise<DueSchedule[]> {
  const rows = await store.db
    .selectFrom("schedules")
    .selectAll()
    .where("is_enabled", "=", 1)
    .where("next_at", "<=", timestamp())
    .execute();
  return rows.map((row) => ({
    workspace: row.workspace,
    id: row.id,
    kind: row.kind,
    input: row.content === null ? null : parseStored(row.content, "schedule"),
    cron: row.cron,
    timeZone: row.time_zone,
    nextAt: row.next_at ?? "",
  }));
}

/** Moves a schedule on to its next time. False where another process did. */
export async function scheduleRan(
  store: Pick<Store, "db">,
  {workspace, id, nextAt}: DueSchedule,
  next: Date | undefined,
): Promise<boolean> {
  const result = await store.db
    .updateTable("schedules")
    .set({last_at: timestamp(), next_at: next?.toISOString() ?? null})
    .where((is) => is.and({workspace, id, next_at: nextAt}))
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Every schedule that is on, as it was given: to be set up anew when a service starts. */
export async function enabledSchedules(
  store: Pick<Store, "db">,
): Promise<(NewSchedule & {workspace: string; nextAt: string | null})[]> {
  const rows = await store.db.selectFrom("schedules").selectAll().where("is_enabled", "=", 1).execute();
  return rows.map((row) => ({
    workspace: row.workspace,
    id: row.id,
    kind: row.kind,
    input: row.content === null ? null : parseStored(row.content, "schedule"),
    cron: row.cron,
    timeZone: row.time_zone,
    nextAt: row.next_at,
  }));
}
