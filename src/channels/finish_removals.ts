import {rm} from "node:fs/promises";
import {resolve} from "node:path";
import {endRemoval, openRemovals} from "../store/delete_workspace.ts";
import type {FileStore} from "../store/files/file_store.ts";
import type {Store} from "../store/store.ts";

export interface RemovalParts {
  store: Store;
  files: () => Promise<FileStore>;
  /** The folders of a workspace on this machine. */
  folders: (workspace: string) => readonly string[];
  /** Those that are never removed, whatever a workspace is called: the home itself. */
  kept: readonly string[];
}

const LOOK_MS = 30_000;
/** Whoever still worked in a workspace when it was taken away has ended by then. */
const SETTLED_MS = 120_000;
/** Other machines have their own copies; they look within a day. */
const OTHERS_MS = 24 * 3_600_000;

/**
 * Removes the files of workspaces whose rows were taken away, and what was written in them since. Safe to run again after a
 * crash and on several workers: what is gone is gone.
 * @param now in milliseconds
 */
export async function finishRemovals(parts: RemovalParts, now = Date.now()): Promise<string[]> {
  const {store, folders, kept} = parts;
  const untilMs = store.dialect === "sqlite" ? SETTLED_MS : OTHERS_MS;
  const done: string[] = [];
  for (const {workspace, begunAt} of await openRemovals(store)) {
    const files = await parts.files();
    const hashes: string[] = [];
    for await (const {hash} of files.list(workspace)) hashes.push(hash);
    for (const hash of hashes) await files.remove(workspace, hash);
    for (const folder of folders(workspace))
      if (!kept.some((one) => resolve(one) === resolve(folder)))
        await rm(folder, {recursive: true, force: true});
    const isLast = now - Date.parse(begunAt) >= untilMs;
    await endRemoval(store, workspace, isLast);
    if (isLast) done.push(workspace);
  }
  return done;
}

/** Does it now and again, on any worker; returns how to stop. */
export function keepRemoving(
  parts: RemovalParts,
  onNote: (text: string) => void = () => {},
): () => Promise<void> {
  let running: Promise<unknown> | undefined;
  const look = () => {
    running ??= finishRemovals(parts)
      .catch((error: unknown) =>
        onNote(
          `Files of a removed workspace are still there: ${error instanceof Error ? error.message : error}`,
        ),
      )
      .finally(() => {
        running = undefined;
      });
  };
  look();
  const timer = setInterval(look, LOOK_MS).unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
