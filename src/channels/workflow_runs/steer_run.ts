import {ownName, type Principal} from "../../access/principal.ts";
import {TabletalkError} from "../../errors.ts";
import {changeRun, dropNodes, nodesOf, runById, type StoredRun, saveNode} from "../../store/runs.ts";
import {inTransaction, type Store, timestamp} from "../../store/store.ts";
import type {ParameterValue} from "../../workflows/document.ts";
import type {Decision} from "../../workflows/node_kind.ts";
import {changedBy, checkChanges} from "../../workflows/run/changed_document.ts";
import {isFor} from "./datasets_of_run.ts";
import {documentOfRun} from "./run_of_workflow.ts";
import type {RunService} from "./start_run.ts";
import {checkedFor, submitRun} from "./start_run.ts";

/**
 * Stops a run, wherever it is: what is done stays, what runs is stopped, nothing more begins.
 * @returns false where it has ended
 */
export async function cancelRun(
  {workspace, jobs}: Pick<RunService, "workspace" | "jobs">,
  id: string,
  run: StoredRun,
): Promise<boolean> {
  const {store} = workspace(id);
  const stopped = await changeRun(
    store,
    id,
    run.id,
    {state: "aborted", waitsFor: null, finishedAt: timestamp()},
    ["waiting", "running"],
  );
  if (!stopped) return false;
  if (run.job !== undefined) await jobs.stop(id, run.job);
  const isTaken = run.job !== undefined && (await jobs.job(id, run.job))?.state === "taken";
  // Whoever runs it cleans up; where nobody does, it is done here.
  if (!isTaken) await dropNodes(store, id, run.id, ["running", "waiting"]);
  return true;
}

/**
 * Lets a run that failed or was cancelled go on from where it was: what is done stays done, on the same versions of the data.
 * @throws TabletalkError conflict where it has not ended so
 */
export async function retryRun(service: RunService, id: string, run: StoredRun): Promise<StoredRun> {
  const {store} = service.workspace(id);
  if (run.job !== undefined && (await service.jobs.job(id, run.job))?.state === "taken")
    throw new TabletalkError("conflict", "The run is still being stopped.", "Try again in a moment.");
  const begun = await inTransaction(store, async (inside) => {
    const changed = await changeRun(
      inside,
      id,
      run.id,
      {state: "waiting", error: null, finishedAt: null, waitsFor: null},
      ["failed", "aborted"],
    );
    // The tries that were are forgotten: a person asked for new ones.
    if (changed) await dropNodes(inside, id, run.id, ["failed", "skipped", "running", "waiting"]);
    return changed;
  });
  if (!begun) throw notEnded(run);
  return submitRun(service, id, {...run, state: "waiting"});
}

function notEnded({state, waitsFor}: StoredRun): TabletalkError {
  if (state === "done") return new TabletalkError("conflict", "The run is done.", "Run the workflow anew.");
  return waitsFor === undefined
    ? new TabletalkError("conflict", "The run goes on.", "Wait for its end, or cancel it first.")
    : new TabletalkError(
        "conflict",
        `The run waits for a person at "${waitsFor}".`,
        "Approve or reject it there, or cancel it.",
      );
}

/** What a person decided about the node that a run waits for. */
export interface Decided {
  approved: boolean;
  note?: string | undefined;
  /** Fields that change in the inputs of nodes that come later. */
  changes?: Record<string, Record<string, unknown>> | undefined;
  parameters?: Record<string, ParameterValue> | undefined;
}

/**
 * Decides about the node that a run waits for; approved it goes on, rejected it fails there.
 * @throws TabletalkError conflict where it waits for nobody, or somebody decided already; forbidden for changes of somebody else's
 * run; bad_use, bad_plan for changes that do not fit
 */
export async function decideRun(
  service: RunService,
  principal: Principal,
  run: StoredRun,
  {approved, note, changes, parameters}: Decided,
): Promise<StoredRun> {
  const {workspace: id} = principal;
  const {store} = service.workspace(id);
  const node = run.state === "waiting" ? run.waitsFor : undefined;
  if (node === undefined) throw decidedAlready();
  const decision: Decision = {
    approved,
    by: ownName(principal),
    at: timestamp(),
    ...(note !== undefined && {note}),
    ...(changes && {changes}),
    ...(parameters && {parameters}),
  };
  if ((changes || parameters) && !isFor(run, principal))
    throw new TabletalkError(
      "forbidden",
      "The run has the rights of somebody else, who alone may change what it does.",
      "Approve or reject it as it is, or run the workflow yourself.",
    );
  if (changes || parameters) await checkDecision(service, principal, run, node, decision);
  const decided = await inTransaction(store, async (inside) => {
    const now = await runById(inside, id, run.id);
    if (now?.state !== "waiting" || now.waitsFor !== node) return false;
    await saveNode(inside, id, run.id, node, {state: "waiting", decision});
    return changeRun(inside, id, run.id, {waitsFor: null}, ["waiting"]);
  });
  if (!decided) throw decidedAlready();
  return submitRun(service, id, {...run, state: "waiting"});
}

async function checkDecision(
  service: RunService,
  principal: Principal,
  run: StoredRun,
  node: string,
  decision: Decision,
): Promise<void> {
  const {workspace: id} = principal;
  const {store} = service.workspace(id);
  const document = await documentOfRun(store, id, run);
  const nodes = await nodesOf(store, id, run.id);
  const done = new Set(nodes.flatMap((one) => (one.state === "done" ? [one.node] : [])));
  checkChanges(document, decision.changes ?? {}, new Set([...done, node]));
  const earlier = nodes.flatMap((one) => (one.decision ? [one.decision as Decision] : []));
  const changed = changedBy(document, run.parameters, [...earlier, decision], done);
  await checkedFor(service, principal, changed, changed.parameters, new Date(run.dueAt ?? run.createdAt));
}

/** How a run is now: one whose job gave up has failed, whatever its row says; one that was never handed on is. */
export async function settledRun(
  service: Pick<RunService, "workspace" | "jobs">,
  id: string,
  run: StoredRun,
): Promise<StoredRun> {
  const {workspace, jobs} = service;
  if (run.waitsFor !== undefined || (run.state !== "running" && run.state !== "waiting")) return run;
  const job = run.job === undefined ? undefined : await jobs.job(id, run.job);
  if (run.state === "waiting" && (!job || job.state === "done")) return submitRun(service, id, run);
  if (job?.state !== "failed" && job?.state !== "aborted") return run;
  const {store}: {store: Store} = workspace(id);
  const error = job.error ?? {code: "aborted", message: "Stopped.", next: "Resume it, or run it anew."};
  const state = job.state === "failed" ? ("failed" as const) : ("aborted" as const);
  await changeRun(store, id, run.id, {state, error, finishedAt: timestamp()}, ["waiting", "running"]);
  return (await runById(store, id, run.id)) ?? run;
}

const decidedAlready = (): TabletalkError =>
  new TabletalkError("conflict", "The run waits for nobody's decision.", "Look at it as it is now.");
