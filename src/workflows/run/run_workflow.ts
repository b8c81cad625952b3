import type {TabletalkError} from "../../errors.ts";
import type {Execution} from "../../planning/execute.ts";
import type {StoredNode, StoredRun} from "../../store/runs.ts";
import type {Artifact} from "../../tools/tool.ts";
import type {CompiledNode} from "../node_kind.ts";
import {artifactOfNode} from "./kept_artifact.ts";
import {type RunDatasets, runDatasets} from "./run_datasets.ts";
import type {RunScene} from "./run_scene.ts";
import {runSome} from "./run_some.ts";
import {sourcesAmong, withSourcesByName} from "./sources.ts";

/** A workflow's version, ready to run. */
export interface ReadyWorkflow {
  nodes: readonly CompiledNode[];
  headline: string;
  /** How its nodes are by now. */
  kept: readonly StoredNode[];
  /** The names of the datasets that it may read, before its sources run. */
  names: readonly string[];
}

/** How an attempt at a run came out. */
export interface RunOutcome {
  state: "done" | "failed" | "waiting";
  /** Of every node that was done, in this attempt or before. */
  artifacts: Map<string, Artifact>;
  datasets: RunDatasets;
  /** The first failure that counts. */
  failure?: {node: string; error: TabletalkError};
  /** The node that a person has to decide about. */
  waitsFor?: string;
}

/**
 * Runs the nodes of a run that are not done yet: sources first, then the rest over the versions that there are then. How each
 * node ends is kept at once, so that another worker can go on from there.
 * @throws TabletalkError aborted when the scene's signal fires; no_data, bad_plan where nothing can run
 */
export async function runNodes(
  scene: RunScene,
  run: StoredRun,
  {nodes, headline, kept: known, names}: ReadyWorkflow,
  onDatasets: (pinned: RunDatasets["pinned"]) => Promise<void>,
): Promise<RunOutcome> {
  const kept = new Map(known.map((one) => [one.node, one]));
  const given = await givenOf(scene, nodes, kept);
  const ids = sourcesAmong(nodes);
  const sources = nodes.filter(({id}) => ids.has(id));
  const attempt = {scene, run, kept, headline};
  const first = await runSome(attempt, sources, given);
  const brought = new Map([...first.artifacts].filter(([id]) => ids.has(id)));
  // Sources may have brought more by now.
  const reads = sources.length > 0 ? scene : {...scene, names: async () => [...names]};
  const datasets = await runDatasets(reads, run, nodes, brought);
  await onDatasets(datasets.pinned);
  const early = outcomeOf([first], nodes, new Map([...given, ...brought]), datasets);
  if (early.state !== "done") return early;
  // Who may see the run hangs on all that it read, what came late too.
  const pinned = new Map(datasets.pinned.map((one) => [one.name, one]));
  let pinning = Promise.resolve();
  const rest = await runSome(attempt, withSourcesByName(nodes, brought), new Map([...given, ...brought]), {
    datasets: datasets.all,
    ended: first.steps.filter(({state}) => state !== "done"),
    brought({name, version}) {
      pinned.set(name, {name, hash: version.hash});
      const all = [...pinned.values()];
      pinning = pinning.then(() => onDatasets(all));
      return pinning;
    },
  });
  return outcomeOf([first, rest], nodes, rest.artifacts, datasets);
}

/** What nodes gave in an earlier attempt, as far as it is still there. */
async function givenOf(
  scene: RunScene,
  nodes: readonly CompiledNode[],
  kept: ReadonlyMap<string, StoredNode>,
): Promise<Map<string, Artifact>> {
  const given = new Map<string, Artifact>();
  for (const {id} of nodes) {
    const node = kept.get(id);
    const artifact = node?.state === "done" ? await artifactOfNode(scene, node) : undefined;
    if (artifact) given.set(id, artifact);
  }
  return given;
}

function outcomeOf(
  executions: readonly Execution[],
  nodes: readonly CompiledNode[],
  artifacts: Map<string, Artifact>,
  datasets: RunDatasets,
): RunOutcome {
  const counts = new Set(nodes.flatMap(({id, onError}) => (onError === "fail" ? [id] : [])));
  const failed = executions
    .flatMap(({steps}) => steps)
    .find(({id, state, error}) => state === "failed" && error && counts.has(id));
  if (failed?.error)
    return {state: "failed", artifacts, datasets, failure: {node: failed.id, error: failed.error}};
  const [waits] = executions.flatMap(({waiting}) => waiting);
  if (waits) return {state: "waiting", artifacts, datasets, waitsFor: waits.id};
  return {state: "done", artifacts, datasets};
}
