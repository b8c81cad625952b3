import {readdir, readFile, rm} from "node:fs/promises";
import {basename, dirname, join} from "node:path";
import type {Principal} from "../../access/principal.ts";
import type {Receipt} from "../../data/dataset.ts";
import type {DeletedData} from "../../store/clear_derived.ts";
import {datasetsOf} from "../../store/datasets.ts";
import {type DeletedRows, deleteDatasetRows} from "../../store/delete_dataset.ts";
import type {FileStore} from "../../store/files/file_store.ts";
import type {Store} from "../../store/store.ts";
import {datasetFor, noDataset} from "./viewer.ts";

/** What was deleted, for a person. */
export interface Deleted {
  name: string;
  /** Versions whose tables are gone; one that another dataset has too stays. */
  versions: number;
  /** Tables that steps had made of them. */
  madeTables: number;
  /** Answers that were taken away, recipes that were blanked, models that were removed. */
  answers: number;
  recipes: number;
  models: number;
  /** For `clearDerived`, after the longest that a turn may take: one that was running may have told of the data since. */
  left: DeletedData;
}

/**
 * Deletes a dataset with all that came of it: its versions, the tables and models that steps made of them, answers,
 * recipes. Questions stay, with a note. What was derived and kept under a name of its own stays.
 * `files`: where versions and uploads are shared, so that they go at once and not with the next clean-up.
 * @throws TabletalkError not_found, forbidden
 */
export async function deleteDataset(
  store: Store,
  principal: Principal,
  name: string,
  options: {files?: FileStore} = {},
): Promise<Deleted> {
  const {workspace} = principal;
  await datasetFor(store, principal, name, "datasets.delete");
  const gone = await deleteDatasetRows(store, workspace, name);
  if (!gone) throw noDataset(name);
  const kept = new Set((await datasetsOf(store, workspace)).map(({version}) => version.hash));
  const madeTables = await removeFiles(gone, kept);
  const {files} = options;
  if (files) for (const hash of [...gone.files, ...gone.sources]) await files.remove(workspace, hash);
  return {
    name,
    versions: gone.versions.length,
    madeTables,
    answers: gone.turns.length,
    recipes: gone.recipes.length,
    models: gone.models.length,
    left: gone.left,
  };
}

/** Removes what lies in the folders of the versions; returns how many made tables. */
async function removeFiles({versions, models}: DeletedRows, kept: ReadonlySet<string>): Promise<number> {
  const hashes = new Set(versions.map(({hash}) => hash));
  const folders = new Set(versions.map(({path}) => dirname(path)));
  let made = 0;
  for (const folder of folders) {
    const files = await readdir(folder).catch(() => []);
    const derived = (await madeOf(folder, files, hashes)).filter((hash) => !kept.has(hash));
    made += derived.length;
    const all = new Set([...hashes, ...derived]);
    for (const file of files)
      if (all.has(/^([0-9a-f]{64})\./.exec(file)?.[1] ?? "")) await remove(join(folder, file));
    for (const model of models) await remove(join(folder, "models", `${model}.json`));
  }
  // A version that lies elsewhere than under its hash was put there by hand.
  for (const {hash, path} of versions) if (basename(path).startsWith(hash)) await remove(path);
  return made;
}

const remove = (path: string): Promise<void> => rm(path, {force: true, maxRetries: 5});

/** Tables that steps made of any of some versions. */
async function madeOf(
  folder: string,
  files: readonly string[],
  hashes: ReadonlySet<string>,
): Promise<string[]> {
  const found: string[] = [];
  for (const file of files) {
    const hash = /^([0-9a-f]{64})\.json$/.exec(file)?.[1];
    if (!hash || hashes.has(hash)) continue;
    const text = await readFile(join(folder, file), "utf8").catch(() => "");
    if (!text.includes('"madeFrom"')) continue;
    const {receipt} = JSON.parse(text) as {receipt?: Receipt};
    if (receipt?.madeFrom?.some((origin) => hashes.has(origin.hash))) found.push(hash);
  }
  return found;
}
