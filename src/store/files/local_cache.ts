import {randomUUID} from "node:crypto";
import {mkdir, readdir, rename, rm, stat, utimes} from "node:fs/promises";
import {dirname, join} from "node:path";

/** What was used within this time is never removed: somebody may be about to open it. */
const REST_MS = 60 * 60_000;

/** Copies of remote files in a folder, whole or not there; the longest unused go when there are too many bytes. */
export interface LocalCache {
  readonly folder: string;
  /** The copy of a key, made by `fill` (which writes the file whose path it is given) where there is none. */
  get(key: string, fill: (draft: string) => Promise<void>): Promise<string>;
  /** The copy, where there is one. */
  find(key: string): Promise<string | undefined>;
  drop(key: string): Promise<void>;
  /** A new path in the folder, for what is on its way through. */
  draft(): Promise<string>;
  removeUnfinished(before: Date): Promise<number>;
}

/** Opens a cache of about `bytes`: more only while so much was used within the last hour. Safe for several processes. */
export function openLocalCache(folder: string, bytes: number, restMs: number = REST_MS): LocalCache {
  const drafts = join(folder, ".drafts");
  const coming = new Map<string, Promise<string>>();

  const find = async (key: string): Promise<string | undefined> => {
    const path = join(folder, key);
    const now = new Date();
    return utimes(path, now, now).then(
      () => path,
      () => undefined,
    );
  };
  const draft = async (): Promise<string> => {
    await mkdir(drafts, {recursive: true, mode: 0o700});
    return join(drafts, randomUUID());
  };
  const make = async (key: string, fill: (draft: string) => Promise<void>): Promise<string> => {
    const there = await find(key);
    if (there !== undefined) return there;
    const path = join(folder, key);
    const made = await draft();
    try {
      await fill(made);
      await mkdir(dirname(path), {recursive: true, mode: 0o700});
      await rename(made, path);
    } finally {
      await rm(made, {force: true});
    }
    await shrink(folder, bytes, restMs);
    return path;
  };

  return {
    folder,
    find,
    draft,
    get(key, fill) {
      const known = coming.get(key);
      if (known) return known;
      const going = make(key, fill).finally(() => coming.delete(key));
      coming.set(key, going);
      return going;
    },
    drop: (key) => rm(join(folder, key), {force: true}),
    async removeUnfinished(before) {
      let removed = 0;
      for (const name of await readdir(drafts).catch(() => [])) {
        const found = await stat(join(drafts, name)).catch(() => undefined);
        if (!found || found.mtime >= before) continue;
        await rm(join(drafts, name), {force: true});
        removed += 1;
      }
      return removed;
    },
  };
}

async function shrink(folder: string, bytes: number, restMs: number): Promise<void> {
  const names = await readdir(folder, {recursive: true}).catch(() => []);
  const copies: {path: string; size: number; usedMs: number}[] = [];
  for (const name of names) {
    if (name.startsWith(".")) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) copies.push({path, size: found.size, usedMs: found.mtimeMs});
  }
  let left = copies.reduce((sum, {size}) => sum + size, 0);
  for (const {path, size, usedMs} of copies.sort((a, b) => a.usedMs - b.usedMs)) {
    if (left <= bytes || Date.now() - usedMs < restMs) return;
    await rm(path, {force: true});
    left -= size;
  }
}
