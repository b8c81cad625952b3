import {type ChildProcess, fork} from "node:child_process";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {parseArgs} from "node:util";
import {startPostgres} from "../scripts/postgres.ts";
import {createStoreDatabase} from "../scripts/store_database.ts";
import {openAccess} from "../src/access/access.ts";
import {keptPrincipal} from "../src/access/kept_principal.ts";
import {localPrincipal} from "../src/access/principal.ts";
import {openSecrets} from "../src/access/secret.ts";
import {handleHttpJobs} from "../src/channels/http/jobs.ts";
import {openService} from "../src/channels/open_service.ts";
import {runSchedules} from "../src/channels/schedules/clock.ts";
import {loadConfig} from "../src/config.ts";
import {runsOf} from "../src/store/runs.ts";
import type {Store} from "../src/store/store.ts";
import {addSchedule, dueWorkflowSchedules} from "../src/store/workflow_schedules.ts";
import {workflowDocumentSchema} from "../src/workflows/document.ts";
import {keepWorkflow} from "../src/workflows/versions.ts";

/**
 * Schedules that are due at once: each begins one run, whichever worker is first. Told: how long until every run is kept (its
 * tick), how long until every run is done, and how many came twice or never. With `--kill` one worker is killed in the middle.
 * `node bench/schedules.ts [--postgres] [--workers 1] [--schedules 1000] [--kill]`
 */
const {values} = parseArgs({
  options: {
    postgres: {type: "boolean", default: false},
    workers: {type: "string", default: "1"},
    schedules: {type: "string", default: "1000"},
    kill: {type: "boolean", default: false},
    /** Of a child: it works on this home. */
    home: {type: "string"},
  },
});
if (values.home !== undefined) await work(values.home);
else await measure();

async function opened(home: string) {
  const environment = {...process.env, TABLETALK_MODEL: "offline", TABLETALK_TIME_ZONE: "UTC"};
  const service = await openService(loadConfig({home}, environment), {onNote: (text) => console.error(text)});
  const access = await openAccess(service.store, await openSecrets(home, {}));
  handleHttpJobs(service, access, {uploadFolder: home});
  return {service, access};
}

/** A worker that waits for its sign, then ticks and runs. */
async function work(home: string): Promise<void> {
  const {service, access} = await opened(home);
  process.once("message", async () => {
    await service.startWorking();
    runSchedules({service, access, onTrouble: (text) => console.error(text)});
  });
  process.send?.("ready");
}

async function measure(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), "tabletalk-due-"));
  const database = values.postgres ? await startPostgres() : undefined;
  if (database) process.env.TABLETALK_STORE = (await createStoreDatabase(database.url)).url;
  // What a killed worker had is taken up by another within seconds; the workers get it with their environment.
  if (values.kill) process.env.TABLETALK_LEASE_MS ??= "5000";
  const count = Number(values.schedules);
  const workers: ChildProcess[] = [];
  try {
    const {service} = await opened(home);
    const {store} = service;
    const workspace = "due";
    const principal = localPrincipal(workspace);
    const file = join(home, "orders.csv");
    writeFileSync(file, "region,revenue\nNorth,200\nSouth,300\nNorth,50\n");
    await service.workspace(workspace).importFile(file, {by: "person"});
    const {id: workflow} = await keepWorkflow(store, principal, document());
    const due = new Date(Date.now() - 1_000);
    for (let number = 0; number < count; number++)
      await addSchedule(store, workspace, {
        ...{
          workflow,
          version: 1,
          parameters: {},
          cron: "0 9 * * 1",
          timeZone: "UTC",
          missed: "once",
          audience: "one",
        },
        ...{principal: keptPrincipal(principal), createdBy: "person", nextAt: due},
      });
    for (let number = 0; number < Number(values.workers); number++) {
      const child = fork(import.meta.filename, ["--home", home]);
      workers.push(child);
      await new Promise((resolve) => child.once("message", resolve));
    }
    const begun = performance.now();
    for (const child of workers) child.send("go");
    const passed = () => ((performance.now() - begun) / 1_000).toFixed(1);
    let kept: string | undefined;
    let killed = false;
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      if (values.kill && workers.length > 1 && !killed && (await isQuarterDone(store, workspace, count))) {
        killed = workers[0]?.kill("SIGKILL") ?? false;
        console.log(`a worker was killed after ${passed()} s`);
      }
      const left = await dueWorkflowSchedules(store, new Date(), 1);
      if (kept === undefined && left.length === 0) {
        kept = passed();
        console.log(`${count} runs kept after ${kept} s, ${Math.round(count / Number(kept))} a second`);
      }
      const [open] = [
        ...(await runsOf(store, workspace, {state: "waiting", limit: 1})),
        ...(await runsOf(store, workspace, {state: "running", limit: 1})),
      ];
      if (kept !== undefined && !open) break;
    }
    const done = passed();
    const runs = await runsOf(store, workspace, {limit: 10 * count});
    const each = new Set(runs.map(({schedule}) => schedule));
    const failed = runs.filter(({state}) => state !== "done");
    if (failed[0]) console.error(failed[0].error);
    console.log(
      `${values.postgres ? "Postgres" : "SQLite"}, ${values.workers} worker(s)${killed ? ", one killed" : ""}: ${runs.length} runs of ${each.size} schedules done after ${done} s, ${Math.round(count / Number(done))} a second; ${runs.length - each.size} twice, ${count - each.size} never, ${failed.length} not done`,
    );
    if (runs.length !== count || each.size !== count || failed.length > 0) process.exitCode = 1;
    await service.close();
  } finally {
    for (const child of workers) child.kill("SIGKILL");
    rmSync(home, {recursive: true, force: true});
    await database?.stop();
  }
}

/** Whether a quarter of the runs is done: the others are kept, run, or are still to come. */
async function isQuarterDone(store: Store, workspace: string, count: number): Promise<boolean> {
  const limit = Math.ceil(count / 4);
  return (await runsOf(store, workspace, {state: "done", limit})).length === limit;
}

function document() {
  return workflowDocumentSchema.parse({
    ...{format: 1, name: "sales", title: "Sales", headline: "total"},
    nodes: [
      {
        id: "total",
        kind: "aggregate",
        input: {table: "orders", measures: [{name: "revenue", fn: "sum", of: {column: "revenue"}}]},
      },
    ],
  });
}
