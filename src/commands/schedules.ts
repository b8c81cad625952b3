import {makeSchedule, sayNextTimes, saySchedule} from "../channels/schedules/make_schedule.ts";
import {schedulesFor} from "../channels/schedules/schedule_rights.ts";
import {timesIn, timesOf} from "../channels/schedules/stored_times.ts";
import {titleOf} from "../channels/schedules/tell_schedule.ts";
import {TabletalkError} from "../errors.ts";
import {
  changeSchedule,
  dropWorkflowSchedule,
  type StoredSchedule,
  scheduleById,
} from "../store/workflow_schedules.ts";
import {alertSchema} from "../workflows/schedule/alert.ts";
import {readAlert} from "../workflows/schedule/read_alert.ts";
import {sayNext, sayTimes} from "../workflows/schedule/say_times.ts";
import {checkTimes, nextTime} from "../workflows/schedule/times.ts";
import {openWorkflow} from "../workflows/versions.ts";
import {
  checked,
  givenParameters,
  print,
  printJson,
  type WorkflowFlags,
  type WorkflowPlace,
  withWorkflows,
} from "./workflow_scene.ts";

/** `tabletalk schedules list`. */
export async function listSchedules(flags: WorkflowFlags): Promise<void> {
  await withWorkflows(flags, async ({store, principal}) => {
    const all = await schedulesFor(store, principal);
    if (flags.json) return printJson(all.map(told));
    if (all.length === 0) print("Nothing is scheduled. tabletalk schedules add WORKFLOW WHEN schedules one.");
    for (const one of all) {
      const alert = alertSchema.safeParse(one.alert).data;
      const [next] = sayNext(timesOf(one), new Date(), 1);
      print(`${one.id}  ${titleOf(one)}: ${saySchedule(one, alert)}`);
      print(`    ${one.isEnabled ? `next ${next}` : `off${one.offWhy ? `: ${one.offWhy}` : ""}`}`);
    }
  });
}

/** `tabletalk schedules add WORKFLOW WHEN`. Its runs are looked up; nothing is told anywhere. */
export async function addOne(
  called: string,
  when: readonly string[],
  flags: WorkflowFlags & {
    param?: string[];
    title?: string;
    missed?: string;
    alert?: string;
    dryRun?: boolean;
  },
): Promise<void> {
  await withWorkflows(flags, async (place) => {
    const {store, principal} = place;
    const {timeZone} = await place.scene();
    const now = new Date();
    const times = timesIn(when.join(" "), timeZone, now);
    checkTimes(times, now);
    const {missed = "once"} = flags;
    if (missed !== "once" && missed !== "skip")
      throw new TabletalkError(
        "bad_use",
        `--missed ${missed} is neither once nor skip.`,
        "Leave it out, or take one.",
      );
    const alert = flags.alert === undefined ? undefined : alertIn(flags.alert);
    const {id, version, document} = await openWorkflow(store, principal, called, "published");
    const parameters = givenParameters(flags.param);
    const {problems} = await checked(place, document, parameters);
    if (problems.length > 0) {
      const {problemsError} = await import("../workflows/problem.ts");
      throw problemsError(problems);
    }
    if (flags.dryRun) {
      print(`${document.title} would run ${sayTimes(times)}.`);
      return print(`Next: ${sayNext(times, now).join("; ")}.`);
    }
    const title = flags.title ?? document.title;
    const asked = {workflow: id, version, times, title, missed, parameters, ...(alert && {alert})} as const;
    const schedule = await makeSchedule(store, principal, asked, now);
    if (flags.json) return printJson(told(schedule));
    const watched = alert && alertSchema.parse(schedule.alert);
    print(`${schedule.id}  “${title}” runs ${saySchedule(schedule, watched)}, while tabletalk serve runs.`);
    print(sayNextTimes(schedule, now));
  });
}

function alertIn(words: string) {
  const found = readAlert(`tell me ${words.replace(/^tell (?:me|us) /i, "")}`);
  if (found) return {...found.alert, ...(found.what !== "" && {of: found.what})};
  throw new TabletalkError(
    "bad_use",
    `It is not clear when ${JSON.stringify(words)} is.`,
    'Say "when revenue falls below 10k", "when orders drop by 20%", "when it is unusual" or "when it differs".',
  );
}

/** `tabletalk schedules stop ID`, `resume ID`. */
export async function turnOne(id: string, isEnabled: boolean, flags: WorkflowFlags): Promise<void> {
  await withWorkflows(flags, async (place) => {
    const {store, principal} = place;
    const schedule = await found(place, id);
    const next = nextTime(timesOf(schedule), new Date()) ?? null;
    await changeSchedule(
      store,
      principal.workspace,
      id,
      isEnabled ? {isEnabled, failures: 0, offWhy: null, nextAt: next} : {isEnabled},
    );
    if (flags.json) return printJson(told(await found(place, id)));
    print(`“${titleOf(schedule)}” is ${isEnabled ? "on" : "off"}.`);
    if (isEnabled) print(sayNextTimes({...schedule, isEnabled}, new Date()));
  });
}

/** `tabletalk schedules remove ID`. */
export async function removeOne(id: string, flags: WorkflowFlags): Promise<void> {
  await withWorkflows(flags, async (place) => {
    const schedule = await found(place, id);
    await dropWorkflowSchedule(place.store, place.principal.workspace, id);
    if (flags.json) return printJson({removed: id});
    print(`“${titleOf(schedule)}” is gone; its runs stay.`);
  });
}

async function found({store, principal}: WorkflowPlace, id: string): Promise<StoredSchedule> {
  const schedule = await scheduleById(store, principal.workspace, id);
  if (schedule) return schedule;
  throw new TabletalkError(
    "not_found",
    `There is no schedule ${id}.`,
    "tabletalk schedules list names them.",
  );
}

/** Without whose rights it has and where on a platform it is told. */
function told({principal: _, target: __, seen: ___, ...schedule}: StoredSchedule) {
  return {...schedule, when: sayTimes(timesOf(schedule)), next: sayNext(timesOf(schedule), new Date())};
}
