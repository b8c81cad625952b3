import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, beforeEach, expect, test} from "vitest";
import {keptPrincipal} from "../../../src/access/kept_principal.ts";
import {localPrincipal} from "../../../src/access/principal.ts";
import {openSecrets, type Secrets} from "../../../src/access/secret.ts";
import {afterRun} from "../../../src/channels/schedules/after_run.ts";
import {changeRun, type RunChange, saveNode} from "../../../src/store/runs.ts";
import {openSqliteStore} from "../../../src/store/sqlite/open.ts";
import type {Store} from "../../../src/store/store.ts";
import {addSchedule, changeSchedule, scheduleById, takeTick} from "../../../src/store/workflow_schedules.ts";
import {saveWorkflow} from "../../../src/store/workflows.ts";

const home = mkdtempSync(join(tmpdir(), "tabletalk-after-run-"));
const ann = localPrincipal("w");
let store: Store;
let secrets: Secrets;
let workflow: string;
let schedule: string;

beforeAll(async () => {
  store = await openSqliteStore(join(home, "state.db"));
  secrets = await openSecrets(home);
  const content = {
    ...{format: 1, name: "sales", title: "Sales", headline: "sum"},
    nodes: [
      {id: "sum", kind: "aggregate", input: {table: "orders", measures: [{name: "revenue", fn: "sum"}]}},
    ],
  };
  workflow = (await saveWorkflow(store, "w", {name: "sales", content, by: "ann"})).id;
});
afterAll(async () => {
  await store.close();
  rmSync(home, {recursive: true, force: true});
});
beforeEach(async () => {
  await store.db.deleteFrom("messages").execute();
});

const day = (at: number) => new Date(Date.UTC(2026, 10, at, 9));

async function scheduled(alert?: object): Promise<void> {
  schedule = await addSchedule(store, "w", {
    ...{workflow, version: 1, parameters: {}, cron: "0 9 * * *", timeZone: "UTC", missed: "once"},
    ...{platform: "slack", installation: "T1", target: {channel: "C1"}, audience: "several"},
    ...{principal: keptPrincipal(ann), createdBy: ann.actor, nextAt: day(1), said: "Sales"},
    ...(alert && {alert}),
  });
}

/** A run of a day, as its worker leaves it. */
async function run(at: number): Promise<string> {
  const stored = (await scheduleById(store, "w", schedule))!;
  const run = {workflow, version: 1, parameters: {}, startedBy: "ann", principal: keptPrincipal(ann)};
  return (await takeTick(store, stored, day(at + 1), run))!;
}

/** What it comes to, in an attempt of its own; told twice, as after a crash. */
async function ends(id: string, job: string, change: RunChange): Promise<void> {
  await changeRun(store, "w", id, {...change, job});
  for (let at = 0; at < 2; at++) await afterRun({store, access: {secrets}}, "w", id);
}

async function done(id: string, job: string, column = "revenue"): Promise<void> {
  const provenance = {tool: "aggregate", datasets: [], sql: [], notes: [], elapsedMs: 1};
  const table = {
    columns: [
      {name: column, type: "number"},
      {name: "costs", type: "number"},
    ],
    rows: [[5, 1]],
  };
  const artifact = {kind: "table", title: "Sales", table, units: {}, truncated: false, provenance};
  await saveNode(store, "w", id, "sum", {state: "done", artifact: JSON.stringify(artifact)});
  await ends(id, job, {
    state: "done",
    error: null,
    result: {headline: "sum", text: "5", values: [], evidence: []},
  });
}

const failed = (id: string, job: string, code = "bad_file"): Promise<void> =>
  ends(id, job, {state: "failed", error: {code, message: "It is broken.", next: "Mend it."}});

async function told(): Promise<string[]> {
  const rows = await store.db.selectFrom("messages").select("options").orderBy("id").execute();
  return rows.map(({options}) => {
    const {error} = (JSON.parse(options ?? "{}") as {told: {error?: {message: string}}}).told;
    return error?.message ?? "result";
  });
}

test("a run that failed, failed again and then came through is told each time, once", async () => {
  await scheduled();
  const id = await run(1);
  await failed(id, "job1");
  await failed(id, "job2");
  await done(id, "job3");
  expect(await told()).toEqual(["Sales failed: It is broken.", "Sales failed: It is broken.", "result"]);
  expect(await scheduleById(store, "w", schedule)).toMatchObject({failures: 0, isEnabled: true});
});

test("a run that waits for a person again is told again", async () => {
  await scheduled();
  const id = await run(1);
  await ends(id, "job1", {state: "waiting", waitsFor: "approve"});
  await ends(id, "job2", {state: "waiting", waitsFor: "approve"});
  expect(await told()).toHaveLength(2);
});

test("an alert on a number that the result lost is told, counted, and turned off in the end", async () => {
  await scheduled({of: "revenue", when: {kind: "anomaly"}});
  for (let at = 1; at <= 5; at++) await done(await run(at), `job${at}`, "turnover");
  const messages = await told();
  expect(messages[0]).toBe("Sales failed: The result has no number called revenue.");
  expect(messages).toHaveLength(2);
  expect(await scheduleById(store, "w", schedule)).toMatchObject({failures: 5, isEnabled: false});
  await changeSchedule(store, "w", schedule, {isEnabled: false});
});

test("a source without rows is told once and turns nothing off", async () => {
  await scheduled();
  for (let at = 1; at <= 7; at++) await failed(await run(at), `job${at}`, "no_data");
  expect(await told()).toHaveLength(1);
  expect(await scheduleById(store, "w", schedule)).toMatchObject({failures: 1, isEnabled: true});
});
