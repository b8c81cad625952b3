import type {Dataset} from "../../data/dataset.ts";
import {TabletalkError} from "../../errors.ts";
import type {StoredRun} from "../../store/runs.ts";
import type {Artifact} from "../../tools/tool.ts";
import type {CompiledNode} from "../node_kind.ts";
import type {RunScene} from "./run_scene.ts";

/** The tables that a run is executed over. */
export interface RunDatasets {
  /** By the names that nodes call them; those that a source brought also by its node's id. */
  all: Dataset[];
  /** What the run reads, to be kept with it. */
  pinned: {name: string; hash: string}[];
}

/**
 * The versions that a run reads: those that it read before, when it goes on; else those that its nodes name, as they are now,
 * and what its sources brought.
 * @throws TabletalkError no_data where a version is gone
 */
export async function runDatasets(
  scene: RunScene,
  run: Pick<StoredRun, "datasets">,
  nodes: readonly CompiledNode[],
  sources: ReadonlyMap<string, Artifact>,
): Promise<RunDatasets> {
  const brought = [...sources].flatMap(([id, {made}]) => (made ? [{id, made}] : []));
  const named = run.datasets ? await pinnedBefore(scene, run.datasets) : await namedNow(scene, nodes);
  // Of a dataset and a source that are called alike, the source is meant: mostly it brought that dataset.
  const all = new Map(named.map((one) => [one.name, one]));
  for (const {id, made} of brought) all.set(id, {name: id, version: made.version});
  const pinned = new Map(named.map(({name, version}) => [name, {name, hash: version.hash}]));
  for (const {made} of brought) pinned.set(made.name, {name: made.name, hash: made.version.hash});
  return {all: [...all.values()], pinned: [...pinned.values()]};
}

async function pinnedBefore(
  scene: RunScene,
  pinned: readonly {name: string; hash: string}[],
): Promise<Dataset[]> {
  return Promise.all(
    pinned.map(async ({name, hash}) => {
      const version = await scene.version(hash);
      if (version) return {name, version};
      throw new TabletalkError(
        "no_data",
        `The version of ${name} that this run began with is gone.`,
        "Run the workflow anew on what is there now.",
      );
    }),
  );
}

async function namedNow(scene: RunScene, nodes: readonly CompiledNode[]): Promise<Dataset[]> {
  const texts = nodes
    .flatMap((node) => textsIn(node.step?.input ?? node.input))
    .map((one) => one.toLowerCase());
  const names = (await scene.names()).filter((name) => isNamedIn(name.toLowerCase(), texts));
  return scene.datasets(names);
}

/** As a word of its own, in SQL too. */
function isNamedIn(name: string, texts: readonly string[]): boolean {
  const isPart = (letter: string | undefined) => letter !== undefined && /[\p{L}\p{M}\p{N}_]/u.test(letter);
  return texts.some((text) => {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
      if (!isPart(text[at - 1]) && !isPart(text[at + name.length])) return true;
    return false;
  });
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, one]) => (name === "$step" ? [] : textsIn(one)));
}
