import {artifactDigest} from "../../planning/recipe.ts";
import {lastDoneRun, nodesOf, type StoredRun} from "../../store/runs.ts";
import type {Artifact} from "../../tools/tool.ts";
import type {RunScene} from "./run_scene.ts";
import {rowsOf} from "./when_holds.ts";
import {sameRows} from "./whole_digest.ts";

/**
 * Whether a node gave the same as in the last finished run of its workflow; false where there was none, and where a part of its
 * rows alone was kept, so that nobody can know.
 */
export async function isAsBefore(
  {store, workspace}: Pick<RunScene, "store" | "workspace">,
  run: Pick<StoredRun, "id" | "workflow">,
  node: string,
  artifact: Artifact | undefined,
): Promise<boolean> {
  const last = artifact && (await lastDoneRun(store, workspace, run.workflow, run.id));
  if (!artifact || !last) return false;
  const kept = (await nodesOf(store, workspace, last.id)).find((one) => one.node === node)?.artifact;
  if (!kept) return false;
  const before = kept as Artifact;
  if (before.truncated || artifact.truncated) return sameRows(before, artifact) ?? false;
  return rowsOf(before) === rowsOf(artifact) && artifactDigest(before) === artifactDigest(plain(artifact));
}

/** As it is kept: through JSON. */
const plain = (artifact: Artifact): Artifact => JSON.parse(JSON.stringify(artifact)) as Artifact;
