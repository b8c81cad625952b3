import {TabletalkError} from "../../errors.ts";
import type {FileStore, StoredFile} from "./file_store.ts";

const DAY = 24 * 3_600_000;

/** The hashes that something in a workspace refers to. Throwing keeps every file of the workspace. */
export type ReferenceCollector = (workspace: string) => AsyncIterable<string> | Promise<Iterable<string>>;

export interface CleanUpOptions {
  /** All of them: a file that none names is removed. */
  references: readonly ReferenceCollector[];
  /** Whether a workspace is one of ours; files of others are left alone. Default: all are. */
  isOurs?: (workspace: string) => Promise<boolean>;
  /** What was put within this time stays: whoever put it may not have said yet what it is for. Default a day. */
  graceMs?: number;
  /** What counts as now. */
  now?: Date;
  /** Only tells what would be removed. */
  dryRun?: boolean;
  signal?: AbortSignal;
}

export interface CleanUp {
  /** Files looked at. */
  files: number;
  /** Removed, or to be removed in a dry run: how many, and their bytes. */
  removed: number;
  bytes: number;
  /** Uploads that were begun and never finished. */
  unfinished: number;
  /** Workspaces that are not ours: a place of files belongs to one state, so this one may be named by mistake. */
  foreign: string[];
}

/**
 * Removes the files that nothing refers to. References are collected after the files were listed, and a file is looked at
 * again when its turn comes: so one that is put or touched meanwhile stays. (Object storage cannot look and remove in one:
 * there, bytes that are put again in the very milliseconds of their removal, a grace time after they were last put and
 * used by nothing, may be gone.)
 * @throws TabletalkError bad_use without collectors; what a collector or the store throws, with that workspace left whole
 */
export async function cleanUp(store: FileStore, options: CleanUpOptions): Promise<CleanUp> {
  const {references, graceMs = DAY, dryRun = false} = options;
  if (references.length === 0)
    throw new TabletalkError(
      "bad_use",
      "A clean-up that knows of no references would remove every file.",
      "Say what refers to files.",
    );
  const before = new Date((options.now ?? new Date()).getTime() - graceMs);
  const done: CleanUp = {files: 0, removed: 0, bytes: 0, unfinished: 0, foreign: []};
  for await (const workspace of store.workspaces()) {
    if (options.isOurs && !(await options.isOurs(workspace))) {
      done.foreign.push(workspace);
      continue;
    }
    const old: StoredFile[] = [];
    for await (const file of store.list(workspace)) {
      done.files += 1;
      if (file.storedAt < before) old.push(file);
    }
    if (old.length === 0) continue;
    const named = new Set<string>();
    for (const collect of references) for await (const hash of await collect(workspace)) named.add(hash);
    for (const {hash, bytes} of old) {
      options.signal?.throwIfAborted();
      if (named.has(hash)) continue;
      if (!dryRun && !(await store.remove(workspace, hash, {olderThan: before}))) continue;
      done.removed += 1;
      done.bytes += bytes;
    }
  }
  if (!dryRun) done.unfinished = await store.removeUnfinished(before);
  return done;
}
