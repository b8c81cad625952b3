import {existsSync} from "node:fs";
import {setTimeout as sleep} from "node:timers/promises";
import {openAccess} from "../access/access.ts";
import {localPrincipal, type Principal} from "../access/principal.ts";
import {openSecrets} from "../access/secret.ts";
import {checkWorkspaceId} from "../access/set_up.ts";
import {type OpenService, openService} from "../channels/open_service.ts";
import {runWorkflows} from "../channels/workflow_runs/run_job.ts";
import {compared, type RunResult, runResult} from "../channels/workflow_runs/run_result.ts";
import {RUN_JOB, startRun} from "../channels/workflow_runs/start_run.ts";
import {cancelRun, decideRun, retryRun, settledRun} from "../channels/workflow_runs/steer_run.ts";
import {loadConfig} from "../config.ts";
import {TabletalkError} from "../errors.ts";
import {lastDoneRun, nodesOf, runById, runsOf, type StoredRun} from "../store/runs.ts";
import {workflowCalled} from "../store/workflows.ts";
import {diffRuns} from "../workflows/run/diff_runs.ts";
import {EXIT} from "./failure.ts";
import {WORKSPACE} from "./runtime.ts";
import {printTable} from "./table_output.ts";
import {givenParameters, print, printJson, type WorkflowFlags} from "./workflow_scene.ts";

const LOOK_MS = 100;

/** What the commands of runs work on: a service that runs workflows here, and answers nothing else. */
interface RunPlace {
  service: OpenService;
  principal: Principal;
  asOf: Date | undefined;
}

/** `tabletalk workflows run NAME -p month=2026-03`: runs it here, and tells what it came to. */
export async function runKept(
  name: string,
  flags: WorkflowFlags & {param?: string[]; version?: string},
): Promise<void> {
  await withRuns(flags, true, async (place) => {
    const {service, principal, asOf} = place;
    const {run, warnings} = await startRun(service, {
      workflow: name,
      parameters: givenParameters(flags.param),
      principal,
      ...(flags.version !== undefined && {version: wholeNumber(flags.version)}),
      ...(asOf && {dueAt: asOf}),
    });
    if (!flags.json) for (const warning of warnings) process.stderr.write(`${warning}\n`);
    await tellRun(place, await ended(place, run), flags);
  });
}

/** `tabletalk workflows runs [NAME]`: newest first. */
export async function listRuns(name: string | undefined, flags: WorkflowFlags): Promise<void> {
  await withRuns(flags, false, async ({service, principal: {workspace: id}}) => {
    const {store} = service.workspace(id);
    const workflow = name === undefined ? undefined : await workflowCalled(store, id, name);
    if (name !== undefined && !workflow)
      throw new TabletalkError(
        "not_found",
        `There is no workflow called "${name}".`,
        "tabletalk workflows list",
      );
    const all = await runsOf(store, id, {limit: 50, ...(workflow && {workflow: workflow.id})});
    if (flags.json) return printJson(all.map(told));
    if (all.length === 0) return print("Nothing ran yet.");
    await printTable(
      [
        {name: "run"},
        {name: "state"},
        {name: "version", type: "integer"},
        {name: "parameters"},
        {name: "begun"},
      ],
      all.map(({id: run, state, waitsFor, version, parameters, createdAt}) => [
        run,
        waitsFor === undefined ? state : `waits for ${waitsFor}`,
        version,
        sayParameters(parameters),
        createdAt,
      ]),
    );
  });
}

/** `tabletalk workflows result RUN`: what it came to; with --diff what is other than in the run before. */
export async function showRun(id: string, flags: WorkflowFlags & {diff?: boolean}): Promise<void> {
  await withRuns(flags, false, async (place) => {
    const run = await runCalled(place, id);
    if (!flags.diff) return tellRun(place, run, flags);
    const {service, principal} = place;
    const {store} = service.workspace(principal.workspace);
    const before = await lastDoneRun(store, principal.workspace, run.workflow, run.id);
    if (!before)
      throw new TabletalkError("not_found", "There is no earlier run that was done.", "Run it again first.");
    const [was, is] = await Promise.all(
      [before, run].map((one) => compared(store, principal.workspace, one)),
    );
    const diff = diffRuns(was!, is!);
    if (flags.json) return printJson(diff);
    for (const line of diff.same ? ["Both runs gave the same."] : diff.said) print(line);
  });
}

/** `tabletalk workflows resume RUN`: what is done stays done. */
export async function resumeRun(id: string, flags: WorkflowFlags): Promise<void> {
  await withRuns(flags, true, async (place) => {
    const run = await runCalled(place, id);
    const begun = await retryRun(place.service, place.principal.workspace, run);
    await tellRun(place, await ended(place, begun), flags);
  });
}

/** `tabletalk workflows cancel RUN`. */
export async function stopRun(id: string, flags: WorkflowFlags): Promise<void> {
  await withRuns(flags, false, async (place) => {
    const stopped = await cancelRun(place.service, place.principal.workspace, await runCalled(place, id));
    if (flags.json) printJson({stopped});
    else print(stopped ? "The run is cancelled." : "The run had ended.");
  });
}

/** `tabletalk workflows approve RUN`; with --reject it ends there. the run goes on here. */
export async function decideKept(
  id: string,
  flags: WorkflowFlags & {reject?: boolean; note?: string; param?: string[]},
): Promise<void> {
  await withRuns(flags, true, async (place) => {
    const run = await decideRun(place.service, place.principal, await runCalled(place, id), {
      approved: flags.reject !== true,
      ...(flags.note !== undefined && {note: flags.note}),
      ...(flags.param && {parameters: givenParameters(flags.param)}),
    });
    await tellRun(place, await ended(place, run), flags);
  });
}

async function withRuns(
  flags: WorkflowFlags,
  works: boolean,
  work: (place: RunPlace) => Promise<void>,
): Promise<void> {
  const config = loadConfig(flags);
  const principal = localPrincipal(checkWorkspaceId(flags.workspace ?? WORKSPACE));
  const service = await openService(config);
  try {
    if (works) {
      const access = await openAccess(service.store, await openSecrets(config.home));
      service.jobs.handle(RUN_JOB, runWorkflows(service, access));
      await service.jobs.start();
    }
    await work({service, principal, asOf: config.asOf});
  } finally {
    await service.close();
  }
}

/** Waits until a run has ended, or waits for a person; Ctrl-C cancels it. */
async function ended({service, principal}: RunPlace, begun: StoredRun): Promise<StoredRun> {
  const {workspace: id} = principal;
  const {store} = service.workspace(id);
  const stop = new AbortController();
  const onStop = () => stop.abort();
  process.once("SIGINT", onStop);
  try {
    for (;;) {
      const now = await runById(store, id, begun.id);
      const run = now && (await settledRun(service, id, now));
      if (!run) throw new TabletalkError("not_found", "The run is gone.", "Run the workflow anew.");
      if (run.waitsFor !== undefined || !["waiting", "running"].includes(run.state)) return run;
      if (stop.signal.aborted) await cancelRun(service, id, run);
      else await sleep(LOOK_MS, undefined, {signal: stop.signal}).catch(() => {});
    }
  } finally {
    process.off("SIGINT", onStop);
  }
}

async function tellRun({service, principal}: RunPlace, run: StoredRun, flags: WorkflowFlags): Promise<void> {
  const {workspace: id} = principal;
  const {store} = service.workspace(id);
  const result = await runResult(store, id, run);
  const nodes = await nodesOf(store, id, run.id);
  if (run.state === "failed" || run.state === "aborted") process.exitCode = EXIT.failed;
  if (flags.json) {
    printJson({...told(run), ...result, nodes: nodes.map(({artifact: _artifact, ...node}) => node)});
    return;
  }
  if (result.text !== "") print(result.text);
  if (result.table && result.table.rows.length > 0) await printTable(result.table.columns, result.table.rows);
  for (const line of await madeOf(service, id, result)) print(line);
  if (result.error) print(result.error.next);
  for (const {node, state, elapsedMs, error} of nodes) {
    const time = elapsedMs === undefined ? "" : `  ${Math.round(elapsedMs)} ms`;
    process.stderr.write(`${node}: ${state}${time}${error ? `  ${error.message}` : ""}\n`);
  }
  if (result.waitsFor) {
    print(`It waits for you at ${result.waitsFor.node}: ${result.waitsFor.question}`);
    print(`tabletalk workflows approve ${run.id}; with --reject it ends there.`);
  }
  process.stderr.write(`run ${run.id}${result.recipe === undefined ? "" : `, recipe ${result.recipe}`}\n`);
}

/** Where what a run wrote lies on this machine: its files, and its reports and dashboards, written now. */
async function madeOf(
  service: OpenService,
  workspace: string,
  {artifacts}: Pick<RunResult, "artifacts">,
): Promise<string[]> {
  const lines: string[] = [];
  for (const {file, text, provenance} of Object.values(artifacts)) {
    // Of older runs the files are cleared.
    if (file && existsSync(file.path)) lines.push(`File: ${file.path}`);
    const kind = provenance.tool === "dashboard" ? "dashboard" : "report";
    if (text === undefined || !["dashboard", "export.report"].includes(provenance.tool)) continue;
    const {writeMadeReport} = await import("./write_report.ts");
    const {store} = service.workspace(workspace);
    const at = {store, home: service.config.home, renderer: service.charts};
    const path = await writeMadeReport(at, workspace, {id: text, kind}).catch((error: unknown) => {
      // It may have been deleted since.
      if (error instanceof TabletalkError) return undefined;
      throw error;
    });
    if (path !== undefined) lines.push(`${kind === "dashboard" ? "Dashboard" : "Report"}: ${path}`);
  }
  return lines;
}

async function runCalled({service, principal}: RunPlace, id: string): Promise<StoredRun> {
  const run = await runById(service.workspace(principal.workspace).store, principal.workspace, id);
  if (run) return run;
  throw new TabletalkError("not_found", `There is no run ${id}.`, "tabletalk workflows runs lists them.");
}

/** A run without what its worker alone needs. */
function told({job: _job, principal: _principal, result: _result, ...run}: StoredRun) {
  return run;
}

function sayParameters(parameters: StoredRun["parameters"]): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new TabletalkError("bad_use", `"${text}" is no version.`, "Give its number.");
}
