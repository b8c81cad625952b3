import {readdir, readFile, rm} from "node:fs/promises";
import {isAbsolute, join, relative, resolve} from "node:path";
import type {Receipt} from "../../data/dataset.ts";
import {isNamedByArtifact} from "../../store/belongings.ts";
import type {Store} from "../../store/store.ts";
import {forgetFile} from "../../store/stored_files.ts";
import {isVersionFile} from "../../store/version_files.ts";

/** Where a workspace's files lie. Nothing outside of them is ever removed. */
export interface FileFolders {
  /** Tables, imported and made. */
  data?: string;
  /** Pictures that nobody named a file for. */
  charts?: string;
}

const HASH = /\b[0-9a-f]{64}\b/g;
const PICTURE = /"((?:[^"\\]|\\.)+\.(?:png|svg|pdf|html))"/g;

/**
 * Removes the files that forgotten texts speak of and nothing else does: pictures in the folder of charts, tables that steps made,
 * records of stored files (the clean-up takes their bytes). Returns how many.
 */
export async function removeFilesIn(
  store: Pick<Store, "db">,
  workspace: string,
  texts: readonly string[],
  folders: FileFolders = {},
): Promise<number> {
  const {data, charts} = folders;
  let removed = 0;
  for (const path of new Set(texts.flatMap(picturesIn))) {
    if (charts === undefined || !isInside(path, charts)) continue;
    removed += await rm(path).then(
      () => 1,
      () => 0,
    );
  }
  for (const hash of new Set(texts.flatMap((text) => text.match(HASH) ?? []))) {
    if (await isNamedByArtifact(store, workspace, hash)) continue;
    if (!(await isVersionFile(store, workspace, hash)) && (await forgetFile(store, workspace, hash)))
      removed += 1;
    if (data !== undefined && (await isMade(data, hash))) removed += await removeTable(data, hash);
  }
  return removed;
}

const picturesIn = (text: string): string[] =>
  [...text.matchAll(PICTURE)].map(([, path = ""]) => String(JSON.parse(`"${path}"`)));

function isInside(path: string, folder: string): boolean {
  if (!isAbsolute(path)) return false;
  const way = relative(resolve(folder), resolve(path));
  return way !== "" && !way.startsWith("..") && !isAbsolute(way);
}

/** Only what a step made can be made again; what was imported belongs to its dataset. */
async function isMade(folder: string, hash: string): Promise<boolean> {
  const text = await readFile(join(folder, `${hash}.json`), "utf8").catch(() => "{}");
  try {
    return (JSON.parse(text) as {receipt?: Receipt}).receipt?.source.format === "made";
  } catch {
    return false;
  }
}

async function removeTable(folder: string, hash: string): Promise<number> {
  // The receipt first: without it nobody takes the table for made.
  await rm(join(folder, `${hash}.json`), {force: true});
  for (const file of await readdir(folder).catch(() => []))
    if (file.startsWith(`${hash}.`)) await rm(join(folder, file), {force: true}).catch(() => undefined);
  return 1;
}
