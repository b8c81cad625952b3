import {expect, test} from "vitest";
import {runsOf} from "../../src/store/runs.ts";
import {
  addSchedule,
  changeSchedule,
  dropWorkflowSchedule,
  dueWorkflowSchedules,
  type NewSchedule,
  runsWithoutJob,
  scheduleById,
  schedulesOf,
  takeTick,
} from "../../src/store/workflow_schedules.ts";
import {saveWorkflow} from "../../src/store/workflows.ts";
import {describeStores} from "./dialects.ts";

const NINE = new Date("2026-11-23T09:00:00Z");
const NEXT = new Date("2026-11-30T09:00:00Z");

const weekly: NewSchedule = {
  workflow: "sales",
  version: 2,
  parameters: {month: "2026-10"},
  cron: "0 9 * * 1",
  timeZone: "UTC",
  every: {count: 2, unit: "weeks", since: "2026-11-23"},
  missed: "once",
  said: "every Monday at 9",
  alert: {when: {kind: "differs"}},
  target: {channel: "C1"},
  audience: "several",
  principal: {kind: "local"},
  createdBy: "ann",
  nextAt: NINE,
};
const run = {workflow: "sales", version: 1, parameters: {}, startedBy: "ann", principal: {}};

describeStores("schedules", (store) => {
  test("a schedule is kept with all that it says", async () => {
    const id = await addSchedule(store(), "kept", weekly);
    const {nextAt, ...said} = weekly;
    expect(await scheduleById(store(), "kept", id)).toMatchObject({
      ...said,
      id,
      nextAt: nextAt.toISOString(),
      isEnabled: true,
      failures: 0,
    });
    expect(await scheduleById(store(), "other", id)).toBeUndefined();
    await changeSchedule(store(), "kept", id, {
      isEnabled: false,
      offWhy: "gone",
      seen: {holds: true},
      every: null,
      version: 3,
      toldVersion: 4,
    });
    const changed = await scheduleById(store(), "kept", id);
    expect(changed).toMatchObject({isEnabled: false, offWhy: "gone", seen: {holds: true}});
    expect(changed).toMatchObject({version: 3, toldVersion: 4});
    expect(changed).not.toHaveProperty("every");
    expect(await schedulesOf(store(), "kept", {isEnabled: true})).toEqual([]);
    expect(await dropWorkflowSchedule(store(), "kept", id)).toBe(true);
    expect(await dropWorkflowSchedule(store(), "kept", id)).toBe(false);
  });

  test("of many workers that see the same time one begins its run, and the schedule is moved on with it", async () => {
    const {id: workflow} = await saveWorkflow(store(), "many", {name: "sales", content: {}, by: "ann"});
    const run = {workflow, version: 1, parameters: {}, startedBy: "ann", principal: {}};
    const id = await addSchedule(store(), "many", weekly);
    const [due] = (await dueWorkflowSchedules(store(), NINE, 1_000)).filter((one) => one.id === id);
    const taken = await Promise.all(
      Array.from({length: 8}, () => takeTick(store().within("many"), due!, NEXT, run)),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await runsOf(store(), "many")).toMatchObject([
      {schedule: id, dueAt: NINE.toISOString(), state: "waiting"},
    ]);
    expect(await scheduleById(store(), "many", id)).toMatchObject({
      nextAt: NEXT.toISOString(),
      lastAt: NINE.toISOString(),
    });
    expect((await dueWorkflowSchedules(store(), NINE, 1_000)).some((one) => one.id === id)).toBe(false);
    // Nobody submitted it: whoever looks for lost runs finds it.
    const lost = await runsWithoutJob(store(), new Date(Date.now() + 1_000));
    expect(lost.filter(({workspace}) => workspace === "many")).toHaveLength(1);
  });

  test("a time that is left out has no run, and one that is off or gone is not taken", async () => {
    const id = await addSchedule(store(), "left", weekly);
    const due = (await scheduleById(store(), "left", id))!;
    expect(await takeTick(store().within("left"), due, NEXT, undefined)).toBeNull();
    await changeSchedule(store(), "left", id, {isEnabled: false});
    expect(
      await takeTick(store().within("left"), {...due, nextAt: NEXT.toISOString()}, undefined, run),
    ).toBeUndefined();
    expect(await runsOf(store(), "left")).toEqual([]);
  });
});
