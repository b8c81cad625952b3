import {readdir, rm} from "node:fs/promises";
import {join} from "node:path";
import type {StoredRun} from "../../store/runs.ts";

/** Of so many runs of a workflow the files are kept: those of older ones are cleared. */
export const KEPT_EXPORTS = 20;

/**
 * Where a run's files are, in a workspace's folder: a run's own, so that nobody who may see one run is given what another one
 * wrote under the same name.
 */
export function exportFolderOf(folder: string, {workflow, id}: Pick<StoredRun, "workflow" | "id">): string {
  return join(exportsOfWorkflow(folder, workflow), id);
}

/** Clears the files of a workflow's runs but the newest, and never those of the given run. */
export async function clearOldExports(
  folder: string,
  {workflow, id}: Pick<StoredRun, "workflow" | "id">,
): Promise<void> {
  const of = exportsOfWorkflow(folder, workflow);
  // Ids of runs begin with the time.
  const runs = (await readdir(of).catch(() => [])).sort().reverse();
  for (const old of runs.slice(KEPT_EXPORTS))
    if (old !== id) await rm(join(of, old), {recursive: true, force: true});
}

/** Clears what the runs of a workflow wrote that is taken away. */
export async function clearExportsOf(folder: string, workflow: string): Promise<void> {
  await rm(exportsOfWorkflow(folder, workflow), {recursive: true, force: true});
}

function exportsOfWorkflow(folder: string, workflow: string): string {
  return join(folder, "exports", workflow);
}
