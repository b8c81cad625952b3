import type {Access} from "../../access/access.ts";
import {TabletalkError} from "../../errors.ts";
import {runById, type StoredRun} from "../../store/runs.ts";
import type {Store} from "../../store/store.ts";
import {changeSchedule, type StoredSchedule, scheduleById} from "../../store/workflow_schedules.ts";
import type {RunEnd} from "../../workflows/run/finish_run.ts";
import {alertSchema, seenSchema} from "../../workflows/schedule/alert.ts";
import {groupNames} from "../../workflows/schedule/expected_columns.ts";
import {judgeAlert} from "../../workflows/schedule/judge_alert.ts";
import {observe} from "../../workflows/schedule/observe.ts";
import {wallClock} from "../../workflows/schedule/whole_periods.ts";
import {notForAll, readBeyond} from "../workflow_runs/datasets_of_run.ts";
import {documentOfRun} from "../workflow_runs/run_of_workflow.ts";
import {runResult} from "../workflow_runs/run_result.ts";
import {tellOff, tellSchedule, titleOf} from "./tell_schedule.ts";
import {otherVersion} from "./version_of_schedule.ts";

/** After so many runs in a row that failed a schedule is turned off: nobody has mended it. */
export const MOST_FAILURES = 5;

/**
 * Tells what a run of a schedule came to, where it is told at all: called when a run has ended or waits for a person, as often
 * as it may be (a worker that died may have told it already). Runs that no schedule began are left alone.
 */
export async function afterRun(
  {store, access}: {store: Store; access: Pick<Access, "secrets">},
  workspace: string,
  runId: string,
): Promise<void> {
  const run = await runById(store, workspace, runId);
  const schedule =
    run?.schedule === undefined ? undefined : await scheduleById(store, workspace, run.schedule);
  if (!run || !schedule) return;
  const parts = {store, access};
  if (run.state === "failed") return tellFailure(parts, schedule, run);
  const hidden =
    schedule.audience === "several" ? await readBeyond(store, workspace, run, schedule.conversation) : [];
  if (hidden.length > 0 && (run.state === "done" || run.waitsFor !== undefined)) {
    const {code, message, next} = notForAll(hidden, "where this is told", "Have it told to you alone.");
    return tellFailure(parts, schedule, {...run, error: {code, message, next}});
  }
  if (run.state === "waiting" && run.waitsFor !== undefined)
    return tellSchedule(parts, schedule, {
      key: `${run.id} waits ${run.waitsFor}${attemptOf(run)}`,
      told: {schedule: schedule.id, run: run.id},
    });
  if (run.state !== "done") return;
  const told = await judged(store, schedule, run).catch((error: unknown) => {
    if (error instanceof TabletalkError && error.code !== "store_failed") return {isTold: false, error};
    throw error;
  });
  // What cannot be judged would be silent for ever.
  if ("error" in told) {
    const {code, message, next} = told.error;
    return tellFailure(parts, schedule, {...run, error: {code, message, next}});
  }
  if (!told.isTold) return;
  const other = await otherVersion(store, schedule);
  await tellSchedule(parts, schedule, {
    key: `${run.id} done`,
    told: {
      schedule: schedule.id,
      run: run.id,
      ...(told.reason !== undefined && {reason: told.reason}),
      ...(other && {note: other.words}),
    },
  });
  if (other) await changeSchedule(store, workspace, schedule.id, {toldVersion: other.version});
}

/** Tells what a run has to say after a retry from what it said before; done again by another worker it is the same. */
const attemptOf = ({job}: StoredRun): string => (job === undefined ? "" : ` ${job}`);

/**
 * Whether a finished run is told, and why; what the next one has to know is kept before it is.
 * @throws TabletalkError unknown_column where its alert cannot be judged
 */
async function judged(
  store: Store,
  schedule: StoredSchedule,
  run: StoredRun,
): Promise<{isTold: boolean; reason?: string}> {
  const {workspace, id, failures} = schedule;
  const mended = failures > 0 ? {failures: 0} : {};
  if (schedule.alert === undefined) {
    await changeSchedule(store, workspace, id, mended);
    return {isTold: true};
  }
  const alert = alertSchema.parse(schedule.alert);
  const seen = seenSchema.parse(schedule.seen ?? {});
  const at = new Date(run.dueAt ?? run.createdAt);
  const {artifacts} = await runResult(store, workspace, run);
  const {headline} = run.result as RunEnd;
  const artifact = artifacts[headline];
  // A condition left it out: there is nothing to watch this time.
  if (!artifact) return {isTold: false};
  const document = await documentOfRun(store, workspace, run);
  const observed = observe(headline, artifact, wallClock(at, schedule.timeZone), {
    of: alert.of,
    groups: groupNames(document),
  });
  const {reason, seen: next} = judgeAlert(alert, observed, seen, {id: run.id, at});
  await changeSchedule(store, workspace, id, {...mended, seen: next});
  return reason === null ? {isTold: false} : {isTold: true, reason};
}

/** The first of several failures in a row is told; after too many the schedule is turned off, and that is told. */
async function tellFailure(
  parts: {store: Store; access: Pick<Access, "secrets">},
  schedule: StoredSchedule,
  run: StoredRun,
): Promise<void> {
  const {store} = parts;
  const {workspace, id} = schedule;
  const seen = seenSchema.parse(schedule.seen ?? {});
  const isCounted = seen.failed === run.id;
  // A source that is empty now is in order: told once, and no reason to turn it off.
  const isEmpty = run.error?.code === "no_data" && schedule.failures > 0;
  if (isEmpty && !isCounted) return;
  const failures = schedule.failures + (isCounted ? 0 : 1);
  if (!isCounted) await changeSchedule(store, workspace, id, {failures, seen: {...seen, failed: run.id}});
  const error = run.error ?? {code: "internal", message: "The run failed.", next: "Look at the run."};
  if (failures >= MOST_FAILURES) {
    const why = `${failures} runs in a row failed, the last one so: ${error.message}`;
    await changeSchedule(store, workspace, id, {isEnabled: false, offWhy: why});
    return tellOff(parts, schedule, {why, next: `${error.next} Then turn it on again.`});
  }
  // One that stays broken is told once.
  if (failures > 1) return;
  const message = `${titleOf(schedule)} failed: ${error.message}`;
  await tellSchedule(parts, schedule, {
    key: `${run.id} failed${attemptOf(run)}`,
    told: {schedule: id, run: run.id, error: {...error, message}},
  });
}
