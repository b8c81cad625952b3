import {existsSync} from "node:fs";
import {z} from "zod";
import type {Dataset, DatasetVersion, Receipt} from "../data/dataset.ts";
import type {Engine} from "../data/engine.ts";
import {columnSchema} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import {versionByHash} from "../store/datasets.ts";
import type {Store} from "../store/store.ts";
import type {Recipe} from "./recipe.ts";

/** Finds a dataset version by its hash; undefined when it was never stored here. */
export type VersionFinder = (hash: string) => Promise<DatasetVersion | undefined>;

/** Looks versions up in the store of a workspace. */
export function versionsOf(store: Store, workspace: string): VersionFinder {
  return async (hash) => {
    const stored = await versionByHash(store, workspace, hash);
    if (!stored) return undefined;
    return {
      hash: stored.hash,
      path: stored.path,
      rows: stored.rows,
      columns: z.array(columnSchema).parse(stored.columns),
      receipt: stored.receipt as Receipt,
    };
  };
}

/**
 * The very versions that a recipe was made with: from the store, or imported again where the file is still the same.
 * @throws TabletalkError bad_recipe naming the data set that is gone or has changed.
 */
export async function findDatasets(
  recipe: Recipe,
  from: {engine: Engine; findVersion: VersionFinder; signal: AbortSignal},
): Promise<Dataset[]> {
  const found: Dataset[] = [];
  for (const {name, hash, sourcePath} of recipe.datasets) {
    const stored = await from.findVersion(hash);
    const version = stored && existsSync(stored.path) ? stored : await importAgain(sourcePath, hash, from);
    if (!version) {
      const there = existsSync(sourcePath);
      throw new TabletalkError(
        "bad_recipe",
        `The version of "${name}" that this recipe was made with (${hash.slice(0, 12)}) is gone${there ? `, and ${sourcePath} has changed since` : ""}.`,
        there
          ? "Ask the question again on the file as it is now."
          : `Bring back ${sourcePath} as it was, and replay again.`,
      );
    }
    found.push({name, version});
  }
  return found;
}

async function importAgain(
  path: string,
  hash: string,
  from: {engine: Engine; signal: AbortSignal},
): Promise<DatasetVersion | undefined> {
  if (!existsSync(path)) return undefined;
  const imported = await from.engine.importFile(path, {signal: from.signal});
  return imported.find((dataset) => dataset.version.hash === hash)?.version;
}
