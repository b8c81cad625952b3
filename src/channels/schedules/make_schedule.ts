import {z} from "zod";
import {keptPrincipal} from "../../access/kept_principal.ts";
import {demand} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import {columnSchema, type Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {datasetsOf} from "../../store/datasets.ts";
import {lastDoneRun} from "../../store/runs.ts";
import type {Store} from "../../store/store.ts";
import {addSchedule, type StoredSchedule, scheduleById, schedulesOf} from "../../store/workflow_schedules.ts";
import {workflowCalled} from "../../store/workflows.ts";
import {workflowDocumentSchema} from "../../workflows/document.ts";
import type {Alert} from "../../workflows/schedule/alert.ts";
import {alertOn, expectedColumns, groupNames} from "../../workflows/schedule/expected_columns.ts";
import {sayAlert} from "../../workflows/schedule/read_alert.ts";
import {sayNext, sayTimes} from "../../workflows/schedule/say_times.ts";
import {checkTimes, nextTime, type Times} from "../../workflows/schedule/times.ts";
import {runResult} from "../workflow_runs/run_result.ts";
import {timesOf} from "./stored_times.ts";

/** So many schedules of a workspace are on at once: what they cost grows with them. */
export const MOST_SCHEDULES = 1_000;

export interface ScheduleAsked {
  /** The workflow's id. */
  workflow: string;
  /** The version that whoever asks has seen. */
  version: number;
  parameters?: Readonly<Record<string, string | number>>;
  times: Times;
  missed?: "skip" | "once";
  /** What it is called where it tells something. */
  title: string;
  alert?: Alert;
  /** What the workflow answers now, where that is known: what the alert names has to be in it. */
  result?: Table;
  /** Where it is told; without one its runs are looked up. */
  told?: {
    conversation?: string;
    platform?: string;
    installation?: string;
    target?: unknown;
    audience: "one" | "several";
  };
}

/**
 * Schedules a workflow that its caller has found for whoever asks: its runs have their rights.
 * @throws TabletalkError bad_use for times that never come or too often; forbidden; limit_reached; unknown_column for an alert
 * on a number that the workflow does not give
 */
export async function makeSchedule(
  store: Pick<Store, "db">,
  principal: Principal,
  {
    workflow,
    version,
    parameters = {},
    times,
    missed = "once",
    title,
    alert: asked,
    result,
    told,
  }: ScheduleAsked,
  now: Date,
): Promise<StoredSchedule> {
  const {workspace} = principal;
  demand(principal, "workflows.write");
  checkTimes(times, now);
  if ((await schedulesOf(store, workspace, {isEnabled: true})).length >= MOST_SCHEDULES)
    throw new TabletalkError(
      "limit_reached",
      `There are ${MOST_SCHEDULES.toLocaleString("en-US")} schedules already.`,
      "Stop one that nobody needs.",
    );
  const alert = asked && (await checkedAlert(store, workspace, {workflow, version, alert: asked, result}));
  const {audience = "one", conversation, platform, installation, target} = told ?? {};
  const id = await addSchedule(store, workspace, {
    workflow,
    version,
    parameters: {...parameters},
    cron: times.cron,
    timeZone: times.timeZone,
    ...(times.every && {every: times.every}),
    missed,
    said: title,
    ...(alert && {alert}),
    ...(conversation !== undefined && {conversation}),
    ...(platform !== undefined && {platform}),
    ...(installation !== undefined && {installation}),
    ...(target !== undefined && {target}),
    audience,
    principal: keptPrincipal(principal),
    createdBy: principal.actor,
    nextAt: nextTime(times, now)!,
  });
  return (await scheduleById(store, workspace, id))!;
}

/**
 * An alert that says what it watches, as far as the workflow or its last run tell.
 * @throws TabletalkError unknown_column where the workflow does not give the number that it names
 */
export async function checkedAlert(
  store: Pick<Store, "db">,
  workspace: string,
  {
    workflow,
    version,
    alert,
    result,
  }: {workflow: string; version: number; alert: Alert; result?: Table | undefined},
): Promise<Alert> {
  const stored = await workflowCalled(store, workspace, workflow, version);
  const document = workflowDocumentSchema.safeParse(stored?.content).data;
  if (!stored || !document) return alert;
  const read = (await datasetsOf(store, workspace)).flatMap(({name, version}) => {
    const columns = z.array(columnSchema).safeParse(version.columns).data;
    return columns ? [[name, columns] as const] : [];
  });
  const columns = expectedColumns(document, new Map(read));
  const known = result ?? (columns ? {columns} : await lastTable(store, workspace, stored));
  return known ? alertOn(alert, known, groupNames(document)) : alert;
}

/** What the last run of the same version came to. */
async function lastTable(
  store: Pick<Store, "db">,
  workspace: string,
  {id, version}: {id: string; version: number},
): Promise<Table | undefined> {
  const run = await lastDoneRun(store, workspace, id);
  if (run?.version !== version) return undefined;
  return (await runResult(store, workspace, run)).table;
}

/** A schedule in words: when, and when it is told. */
export function saySchedule(schedule: StoredSchedule, alert?: Alert): string {
  const when = sayTimes(timesOf(schedule));
  return alert ? `${when}, ${sayAlert(alert)}` : when;
}

/** Its next three times in words; empty where it is off. */
export function sayNextTimes(schedule: StoredSchedule, now: Date): string {
  if (!schedule.isEnabled) return "";
  return `Next: ${sayNext(timesOf(schedule), now).join("; ")}.`;
}
