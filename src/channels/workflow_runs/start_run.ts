import {keptPrincipal} from "../../access/kept_principal.ts";
import type {Principal} from "../../access/principal.ts";
import {addRun, changeRun, type StoredRun} from "../../store/runs.ts";
import {compileWorkflow} from "../../workflows/compile.ts";
import type {ParameterValue} from "../../workflows/document.ts";
import type {SeenWorkflow} from "../../workflows/versions.ts";
import type {Service} from "../service.ts";
import {tablesSeen} from "./datasets_of_run.ts";
import {workflowFor} from "./run_of_workflow.ts";

/** The kind of the jobs that run workflows. */
export const RUN_JOB = "workflow_run";

export type RunService = Pick<Service, "workspace" | "jobs" | "config">;

export interface RunAsked {
  /** A workflow's id or name. */
  workflow: string;
  /** Default: the published one, else the newest. */
  version?: number;
  parameters: Readonly<Record<string, ParameterValue>>;
  /** Whose rights it has, looked up again when it runs. */
  principal: Principal;
  /** The schedule that begins it, and the time that was due: of several for both there is one run. */
  schedule?: string;
  dueAt?: Date;
}

/**
 * Begins a run: it is kept, and a worker takes it.
 * @returns the run; `isNew` is false where it was begun before for the same time of its schedule
 * @throws TabletalkError bad_plan with everything that is wrong with workflow or parameters; not_found, forbidden
 */
export async function startRun(
  service: RunService,
  {workflow, version, parameters, principal, schedule, dueAt}: RunAsked,
): Promise<{run: StoredRun; isNew: boolean; warnings: string[]}> {
  const {store} = service.workspace(principal.workspace);
  const found = await workflowFor(store, principal, workflow, version === undefined ? {} : {version});
  const {warnings} = await checkedFor(service, principal, found, parameters, dueAt);
  const {run, isNew} = await addRun(store, principal.workspace, {
    workflow: found.id,
    version: found.version,
    parameters: {...parameters},
    startedBy: principal.actor,
    principal: keptPrincipal(principal),
    ...(schedule !== undefined && {schedule}),
    ...(dueAt && {dueAt: dueAt.toISOString()}),
  });
  const needsJob = isNew || (run.state === "waiting" && run.job === undefined);
  return {run: needsJob ? await submitRun(service, principal.workspace, run) : run, isNew, warnings};
}

/** Hands a run to the workers, for the first time or to go on. Doing it twice makes one job. */
export async function submitRun(
  {workspace, jobs}: Pick<RunService, "workspace" | "jobs">,
  id: string,
  run: StoredRun,
): Promise<StoredRun> {
  const job = await jobs.submit(id, {
    kind: RUN_JOB,
    input: {run: run.id},
    key: `run ${run.id}${run.job === undefined ? "" : ` after ${run.job}`}`,
    by: run.startedBy,
  });
  await changeRun(workspace(id).store, id, run.id, {job: job.id});
  return {...run, job: job.id};
}

/** A workflow with its parameters put in, as whoever asks would run it now. @throws TabletalkError bad_plan */
export async function checkedFor(
  {workspace, config}: RunService,
  principal: Principal,
  {document}: Pick<SeenWorkflow, "document">,
  parameters: Readonly<Record<string, unknown>>,
  asOf: Date = new Date(),
) {
  const own = workspace(principal.workspace);
  const seen = await tablesSeen(own.store, principal);
  // A dataset that came to be called like a node since it was saved is not meant by it.
  const ids = new Set(document.nodes.map(({id}) => id));
  return compileWorkflow(document, parameters, {
    registry: await own.registry(),
    tables: new Map([...seen].filter(([name]) => !ids.has(name.toLowerCase()))),
    asOf,
    timeZone: config.timeZone,
  });
}
