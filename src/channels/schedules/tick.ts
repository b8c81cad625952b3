import type {Access} from "../../access/access.ts";
import {currentPrincipal} from "../../access/current_principal.ts";
import {keptPrincipal, keptPrincipalSchema} from "../../access/kept_principal.ts";
import {TabletalkError} from "../../errors.ts";
import {runById, type StoredRun} from "../../store/runs.ts";
import {
  changeSchedule,
  dueWorkflowSchedules,
  runsWithoutJob,
  type StoredSchedule,
  takeTick,
} from "../../store/workflow_schedules.ts";
import {nextTime, type Times} from "../../workflows/schedule/times.ts";
import type {Service} from "../service.ts";
import {workflowFor} from "../workflow_runs/run_of_workflow.ts";
import {submitRun} from "../workflow_runs/start_run.ts";
import {timesOf} from "./stored_times.ts";
import {tellOff} from "./tell_schedule.ts";
import {offeredOf, versionToRun} from "./version_of_schedule.ts";

/** What a tick needs. */
export interface TickParts {
  service: Pick<Service, "store" | "workspace" | "jobs" | "config">;
  access: Pick<Access, "store" | "secrets">;
  /** Told what went wrong with one schedule; the others go on. */
  onTrouble?: (text: string) => void;
}

/** What became of the schedules that were due. */
export interface Ticked {
  /** Runs that this worker began. */
  begun: number;
  /** Times left out: nobody was there when they came. */
  leftOut: number;
  /** Schedules that were turned off. */
  off: number;
  /** Those that another worker had taken. */
  taken: number;
}

/** So many are taken up at once; what is due beside them comes with the next look. */
const MOST_AT_ONCE = 200;
/** Later than this a time was missed: no worker was there. */
export const MISSED_MS = 5 * 60_000;
/** A run that nobody submitted for so long has lost its worker. */
const LOST_MS = 10_000;

/**
 * Begins the runs of the schedules whose time has come. Any number of workers may do it at once, their clocks a little apart:
 * the schedule is moved on and its run kept together, by one of them. After a pause what was missed is one run, or none.
 */
export async function tickDue(parts: TickParts, now: Date = new Date()): Promise<Ticked> {
  const {store} = parts.service;
  const ticked: Ticked = {begun: 0, leftOut: 0, off: 0, taken: 0};
  const due = await dueWorkflowSchedules(store, now, MOST_AT_ONCE);
  // Several workers look at the same ones: each begins elsewhere.
  const from = Math.floor(Math.random() * due.length);
  const known = new Map<string, Promise<unknown>>();
  for (const schedule of [...due.slice(from), ...due.slice(0, from)]) {
    try {
      const became = await tickOne(parts, schedule, now, known);
      ticked[became] += 1;
      // Another worker goes through the same ones just here, and is ahead: what is left is looked up anew.
      if (became === "taken") break;
    } catch (error) {
      if (error instanceof TabletalkError && error.code !== "store_failed") {
        await turnOff(parts, schedule, error.message, error.next);
        ticked.off += 1;
      } else parts.onTrouble?.(`Schedule ${schedule.id}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return ticked;
}

async function tickOne(
  {service, access}: TickParts,
  schedule: StoredSchedule,
  now: Date,
  known: Map<string, Promise<unknown>>,
): Promise<keyof Ticked> {
  const {workspace} = schedule;
  const own = service.store.within(workspace);
  const times = timesOf(schedule);
  const next = nextTime(times, now);
  if (schedule.missed === "skip" && !isOnTime(times, now)) {
    const moved = await takeTick(own, schedule, next, undefined);
    return moved === undefined ? "taken" : "leftOut";
  }
  const kept = keptPrincipalSchema.parse(schedule.principal);
  // Many may be of one person and one workflow: each is looked up once.
  const once = <T>(of: unknown[], ask: () => Promise<T>): Promise<T> => {
    const key = JSON.stringify([workspace, ...of]);
    const asked = (known.get(key) as Promise<T> | undefined) ?? ask();
    known.set(key, asked);
    return asked;
  };
  const principal = await once(["principal", kept], () => currentPrincipal(access, kept));
  if (!principal) throw removed();
  const offered = await once(["offered", schedule.workflow], () => offeredOf(own, schedule));
  const version = await versionToRun(own, schedule, offered);
  const workflow = await once(["workflow", kept, schedule.workflow, version], () =>
    workflowFor(own, principal, schedule.workflow, {version}),
  );
  const run = await takeTick(own, schedule, next, {
    workflow: workflow.id,
    version: workflow.version,
    parameters: schedule.parameters,
    startedBy: principal.actor,
    principal: keptPrincipal(principal),
  });
  if (!run) return "taken";
  await submitRun(service, workspace, {id: run, startedBy: principal.actor} as StoredRun);
  return "begun";
}

/** Submits runs that were kept by a worker which is gone. */
export async function submitLost({service}: TickParts, now: Date = new Date()): Promise<number> {
  const lost = await runsWithoutJob(service.store, new Date(now.getTime() - LOST_MS));
  for (const {workspace, id} of lost) {
    const run = await runById(service.store.within(workspace), workspace, id);
    if (run) await submitRun(service, workspace, run);
  }
  return lost.length;
}

/** Whether a time came a moment ago, and no later. */
function isOnTime(times: Times, now: Date): boolean {
  const latest = nextTime(times, new Date(now.getTime() - MISSED_MS));
  return latest !== undefined && latest <= now;
}

/** Turns a schedule off, and says so where it is told. */
async function turnOff(
  {service, access}: TickParts,
  schedule: StoredSchedule,
  why: string,
  next: string,
): Promise<void> {
  const own = service.store.within(schedule.workspace);
  await changeSchedule(own, schedule.workspace, schedule.id, {isEnabled: false, offWhy: why});
  await tellOff({store: own, access}, schedule, {why, next});
}

function removed(): TabletalkError {
  return new TabletalkError(
    "forbidden",
    "Whoever made this schedule is not a member here any more, so it was stopped.",
    "A member can save the workflow and schedule it again.",
  );
}
