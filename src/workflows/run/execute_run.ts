import {TabletalkError} from "../../errors.ts";
import {changeRun, dropNodes, nodesOf, type StoredNode, type StoredRun} from "../../store/runs.ts";
import {timestamp} from "../../store/store.ts";
import {type CompiledWorkflow, compileWorkflow} from "../compile.ts";
import type {WorkflowDocument} from "../document.ts";
import type {Decision} from "../node_kind.ts";
import {changedBy} from "./changed_document.ts";
import {finishRun} from "./finish_run.ts";
import {keptError} from "./kept_artifact.ts";
import type {RunScene} from "./run_scene.ts";
import {type RunOutcome, runNodes} from "./run_workflow.ts";

/** The longest that one attempt at a run may take. */
const LONGEST_RUN_MS = 4 * 3_600_000;

/**
 * Runs a run from where it is to its end, its failure, or a person's decision, and keeps that. One that another worker left
 * in the middle goes on with what is done.
 * @throws TabletalkError aborted when the scene's signal fires: the run stays as it is, to be taken up by whoever may
 */
export async function executeRun(
  scene: RunScene,
  run: StoredRun,
  document: WorkflowDocument,
): Promise<StoredRun["state"]> {
  const {store, workspace} = scene;
  const keep = (change: Parameters<typeof changeRun>[3]) =>
    changeRun(store, workspace, run.id, change, ["running"]);
  const begun = await changeRun(store, workspace, run.id, {state: "running", waitsFor: null, error: null}, [
    "waiting",
    "running",
  ]);
  if (!begun) throw ended();
  const late = AbortSignal.timeout(LONGEST_RUN_MS);
  const timed = {...scene, signal: AbortSignal.any([scene.signal, late])};
  let outcome: RunOutcome;
  let workflow: CompiledWorkflow;
  try {
    const kept = await keptNodes(scene, run);
    const names = await scene.names();
    workflow = await compiled(timed, run, document, {kept, names});
    const ready = {nodes: workflow.nodes, headline: document.headline, kept, names};
    outcome = await runNodes(timed, run, ready, (datasets) => keep({datasets}).then(() => {}));
  } catch (thrown) {
    if (scene.signal.aborted) throw thrown;
    const error = late.aborted ? tooLong() : thrown;
    await keep({state: "failed", error: keptError(error), finishedAt: timestamp()});
    return "failed";
  }
  if (outcome.state === "waiting") {
    await keep({state: "waiting", waitsFor: outcome.waitsFor!});
    return "waiting";
  }
  if (outcome.failure) {
    const {node, error} = outcome.failure;
    const kept = keptError(error);
    const message = kept.message.includes(`"${node}"`) ? kept.message : `Node "${node}": ${kept.message}`;
    await keep({state: "failed", error: {...kept, message}, finishedAt: timestamp()});
    return "failed";
  }
  const end = await finishRun(timed, run, workflow, outcome);
  await keep({
    state: "done",
    result: end,
    ...(end.recipe !== undefined && {recipe: end.recipe}),
    finishedAt: timestamp(),
  });
  return "done";
}

/** How the nodes are by now. What had no time to end runs again. */
async function keptNodes({store, workspace}: RunScene, {id}: StoredRun): Promise<StoredNode[]> {
  const kept = await nodesOf(store, workspace, id);
  const left = kept.filter(({state}) => state !== "skipped");
  if (left.length < kept.length) await dropNodes(store, workspace, id, ["skipped"]);
  return left;
}

/** The workflow as it is to run: with what people changed who were asked. */
async function compiled(
  scene: RunScene,
  run: StoredRun,
  document: WorkflowDocument,
  {kept, names: seen}: {kept: readonly StoredNode[]; names: readonly string[]},
): Promise<CompiledWorkflow> {
  const decisions = kept.flatMap(({decision}) => (decision ? [decision as Decision] : []));
  const done = new Set(kept.flatMap(({node, state}) => (state === "done" ? [node] : [])));
  const changed = changedBy(document, run.parameters, decisions, done);
  // A dataset that came to be called like a node since it was saved is not meant by it.
  const ids = new Set(document.nodes.map(({id}) => id));
  const names = seen.filter((name) => !ids.has(name.toLowerCase()));
  return compileWorkflow(changed.document, changed.parameters, {
    registry: scene.registry,
    kinds: scene.kinds,
    tables: await scene.columns(names),
    asOf: new Date(run.dueAt ?? run.createdAt),
    timeZone: scene.timeZone,
  });
}

function ended(): TabletalkError {
  return new TabletalkError("conflict", "The run has ended.", "Run the workflow anew.");
}

function tooLong(): TabletalkError {
  return new TabletalkError(
    "time_limit",
    `The run took longer than ${LONGEST_RUN_MS / 3_600_000} hours.`,
    "Retry it: what is done stays done. Or make smaller workflows of it.",
  );
}
