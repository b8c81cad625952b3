import {readdir, stat} from "node:fs/promises";
import {join} from "node:path";
import {TabletalkError} from "../errors.ts";
import type {FileStore} from "../store/files/file_store.ts";
import type {Store} from "../store/store.ts";
import {saveVersionFiles, type VersionFile, versionFiles} from "../store/version_files.ts";
import type {DatasetVersion} from "./dataset.ts";

/** Where versions are shared: the workspace's file store and records, and the engine's folder on this machine. */
export interface VersionPlace {
  files: FileStore;
  store: Pick<Store, "db" | "dialect">;
  workspace: string;
  /** As the engine has it. */
  folder: string;
}

const HASH = /^[0-9a-f]{64}$/;
/** What lies beside a version's table in the folder, after its hash. */
const BESIDE = /^\.(duckdb|json|[a-z]+\.profile\d+\.json|sketch\d+\.json)$/;

/**
 * Keeps a version in the file store: its table, receipt and profiles, as far as they are on this machine, so that every
 * worker can open it. Call it before the version is saved as a dataset's: then whoever finds it can open it. Doing it again
 * adds what is new (a profile that was made since). Where files are in a folder of this machine nothing is copied.
 * @throws TabletalkError no_data where its table is not here; what the file store throws
 */
export async function shareVersion(
  place: VersionPlace,
  version: Pick<DatasetVersion, "hash" | "path">,
  options: {signal?: AbortSignal} = {},
): Promise<VersionFile[]> {
  const {files, store, workspace, folder} = place;
  const known = await versionFiles(store, workspace, checked(version.hash));
  const table = `${version.hash}.duckdb`;
  const beside = (await readdir(folder).catch(() => [])).filter((name) => belongs(version.hash, name));
  const shared: VersionFile[] = [];
  for (const name of new Set([...known.map((file) => file.name), ...beside, table])) {
    const before = known.find((file) => file.name === name);
    if (before && (await files.touch(workspace, before.hash))) shared.push(before);
    else if (beside.includes(name))
      shared.push({name, ...(await files.put(workspace, {path: join(folder, name), link: true}, options))});
    else if (name === table) throw gone(version.hash, version.path);
  }
  await saveVersionFiles(store, workspace, version.hash, shared);
  return shared;
}

const coming = new Map<string, Promise<void>>();

/**
 * The version with its table on this machine: fetched from the file store, checked, where it is not here yet. `path` is
 * that of this machine.
 * @throws TabletalkError no_data where it is neither here nor was ever shared; what the file store throws
 */
export async function localVersion<Version extends Pick<DatasetVersion, "hash" | "path">>(
  place: VersionPlace,
  version: Version,
): Promise<Version> {
  const path = join(place.folder, `${checked(version.hash)}.duckdb`);
  if (await isThere(path)) return {...version, path};
  if (version.path.endsWith(`${version.hash}.duckdb`) && (await isThere(version.path))) return version;
  const key = JSON.stringify([place.workspace, path]);
  const fetching = coming.get(key) ?? fetchVersion(place, version).finally(() => coming.delete(key));
  coming.set(key, fetching);
  await fetching;
  return {...version, path};
}

/** The versions that a finder finds, each with its table on this machine where it can be brought here. */
export function findingLocal<Version extends Pick<DatasetVersion, "hash" | "path">>(
  place: VersionPlace,
  find: (hash: string) => Promise<Version | undefined>,
): (hash: string) => Promise<Version | undefined> {
  return async (hash) => {
    const found = await find(hash);
    if (!found) return undefined;
    return localVersion(place, found).catch((error: unknown) => {
      if (error instanceof TabletalkError && error.code === "no_data") return found;
      throw error;
    });
  };
}

/** The table comes last: where it is, the rest is. */
async function fetchVersion(
  place: VersionPlace,
  version: Pick<DatasetVersion, "hash" | "path">,
): Promise<void> {
  const {files, store, workspace, folder} = place;
  const shared = (await versionFiles(store, workspace, version.hash)).filter(({name}) =>
    belongs(version.hash, name),
  );
  const table = shared.find(({name}) => name === `${version.hash}.duckdb`);
  if (!table) throw gone(version.hash, version.path);
  for (const {name, hash} of [...shared.filter((file) => file !== table), table]) {
    const to = join(folder, name);
    if (!(await isThere(to))) await files.fetchTo(workspace, hash, to);
  }
}

const isThere = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isFile() ?? false;

const belongs = (hash: string, name: string): boolean =>
  name.startsWith(hash) && BESIDE.test(name.slice(hash.length));

function checked(hash: string): string {
  if (HASH.test(hash)) return hash;
  throw new TabletalkError(
    "bad_use",
    "That is no version of a dataset.",
    "`tabletalk datasets` lists the known ones.",
  );
}

function gone(hash: string, path: string): TabletalkError {
  return new TabletalkError(
    "no_data",
    `The data of the version ${hash.slice(0, 12)} is gone: not in ${path}, and not among the stored files.`,
    "Import its file again.",
  );
}
