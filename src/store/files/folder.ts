import {randomUUID} from "node:crypto";
import {
  type FileHandle,
  link,
  mkdir,
  open,
  readdir,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from "node:fs/promises";
import {dirname, join, resolve} from "node:path";
import type {Readable} from "node:stream";
import {pipeline} from "node:stream";
import {damaged, folderFailure, notThere} from "./failures.ts";
import type {FileSource, FileStore, PutOptions, StoredFile} from "./file_store.ts";
import {bytesOf, checking, hashFile, writeHashed} from "./hashing.ts";
import {checkHash, fileKey, isHash, workspaceKey, workspaceOfKey} from "./key.ts";

/**
 * Files in a folder: `workspace/ab/abcdef...`. A file is written under another name, synchronized to the disk and then
 * renamed, so what is there is whole; several processes may use one folder.
 */
export function openFolderStore(folder: string): FileStore {
  const root = resolve(folder);
  /** What is being written. No workspace is encoded with a dot. */
  const drafts = join(root, ".drafts");
  const at = (workspace: string, hash: string): string => join(root, fileKey(workspace, hash));
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw folderFailure(error, root);
    }
  };

  const put = async (workspace: string, source: FileSource, options: PutOptions) => {
    if ("path" in source) {
      const known = await hashFile(source.path, options);
      const to = at(workspace, known.hash);
      if ((await sizeOf(to)) === known.bytes && (await touch(to))) return known;
      if (source.link && (await share(source.path, to))) return known;
    }
    await mkdir(drafts, {recursive: true, mode: 0o700});
    const draft = join(drafts, randomUUID());
    try {
      const written = await writeHashed(bytesOf(source), draft, options);
      await settle(draft, at(workspace, written.hash));
      return written;
    } finally {
      await rm(draft, {force: true});
    }
  };

  const remove = async (workspace: string, hash: string, olderThan?: Date): Promise<boolean> => {
    const path = at(workspace, hash);
    const found = await stat(path).catch(absent);
    if (!found || (olderThan && found.mtime >= olderThan)) return false;
    await mkdir(drafts, {recursive: true, mode: 0o700});
    const away = join(drafts, randomUUID());
    const moved = await rename(path, away).then(() => true, absent);
    if (!moved) return false;
    // Whoever put the same bytes since the look above has touched this very file: then it goes back.
    const back = olderThan && (await stat(away)).mtime >= olderThan;
    if (back) await link(away, path).catch(ifThere);
    await rm(away, {force: true});
    return !back;
  };

  return {
    kind: "folder",
    place: root,
    put: (workspace, source, options = {}) => guarded(() => put(workspace, source, options)),
    async has(workspace, hash) {
      return (await this.stat(workspace, hash)) !== undefined;
    },
    touch: (workspace, hash) => guarded(() => touch(at(workspace, hash))),
    stat: (workspace, hash) => guarded(() => look(at(workspace, hash), hash)),
    open: (workspace, hash) => guarded(() => openChecked(at(workspace, hash), hash, root)),
    path: (workspace, hash) =>
      guarded(async () => {
        const path = at(workspace, hash);
        if (!(await stat(path).catch(absent))) throw notThere(hash);
        return path;
      }),
    fetchTo: (workspace, hash, to, options = {}) =>
      guarded(() => bring(at(workspace, hash), to, {...options, hash, place: root})),
    remove: (workspace, hash, options = {}) => guarded(() => remove(workspace, hash, options.olderThan)),
    list: (workspace) => listFolder(join(root, workspaceKey(workspace))),
    async *workspaces() {
      for (const name of (await readdir(root).catch(absent)) ?? []) {
        const workspace = workspaceOfKey(name);
        if (workspace !== undefined) yield workspace;
      }
    },
    removeUnfinished: (before) => guarded(() => removeOld(drafts, before)),
    check: () =>
      guarded(async () => {
        await mkdir(drafts, {recursive: true, mode: 0o700});
        const probe = join(drafts, randomUUID());
        await writeFile(probe, "", {mode: 0o600});
        await rm(probe);
      }),
    async close() {},
    async [Symbol.asyncDispose]() {},
  };
}

/** Undefined for what is not there; everything else is thrown again. */
function absent(error: unknown): undefined {
  const {code} = error as NodeJS.ErrnoException;
  if (code !== "ENOENT" && code !== "ENOTDIR") throw error;
  return undefined;
}

function ifThere(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
}

async function look(path: string, hash: string): Promise<StoredFile | undefined> {
  const found = await stat(path).catch(absent);
  return found && {hash, bytes: found.size, storedAt: found.mtime};
}

const sizeOf = async (path: string): Promise<number | undefined> => (await stat(path).catch(absent))?.size;

/** Counts as put now; false where it is gone. */
async function touch(path: string): Promise<boolean> {
  const now = new Date();
  return utimes(path, now, now)
    .then(() => true, absent)
    .then((done) => done ?? false);
}

/** Gives a finished draft its name; both survive a power cut. */
async function settle(draft: string, to: string): Promise<void> {
  await mkdir(dirname(to), {recursive: true, mode: 0o700});
  await rename(draft, to);
  await syncFolder(dirname(to));
}

/** Makes `to` the same file as `from`; false where the two cannot be one. */
async function share(from: string, to: string): Promise<boolean> {
  await mkdir(dirname(to), {recursive: true, mode: 0o700});
  try {
    await synchronize(from);
    await link(from, to).catch(ifThere);
  } catch {
    return false;
  }
  await syncFolder(dirname(to));
  return touch(to);
}

async function synchronize(path: string): Promise<void> {
  const file = await open(path, "r");
  await file.sync().finally(() => file.close());
}

/** Not every system can synchronize a folder; there the name is as safe as that system makes it. */
async function syncFolder(path: string): Promise<void> {
  await synchronize(path).catch(() => undefined);
}

async function openChecked(path: string, hash: string, place: string): Promise<Readable> {
  const file: FileHandle | undefined = await open(path, "r").catch(absent);
  if (!file) throw notThere(hash);
  const stream = file.createReadStream({highWaterMark: 1 << 20});
  return pipeline(stream, checking(hash, place), () => undefined);
}

/** Puts a stored file at another path: the same file where that can be, else a copy. */
async function bring(
  from: string,
  to: string,
  {hash, place, signal}: {hash: string; place: string; signal?: AbortSignal},
): Promise<void> {
  if (!(await stat(from).catch(absent))) throw notThere(hash);
  const draft = `${to}.${randomUUID()}`;
  await mkdir(dirname(to), {recursive: true});
  try {
    const linked = await link(from, draft).then(
      () => true,
      () => false,
    );
    const written = linked
      ? await hashFile(draft, {signal})
      : await writeHashed(bytesOf({path: from}), draft, {signal});
    if (written.hash !== checkHash(hash)) throw damaged(hash, place);
    await rename(draft, to);
  } finally {
    // A rename between two names of one file leaves both.
    await rm(draft, {force: true});
  }
}

async function* listFolder(folder: string): AsyncIterable<StoredFile> {
  for (const two of (await readdir(folder).catch(absent)) ?? [])
    for (const hash of (await readdir(join(folder, two)).catch(absent)) ?? []) {
      const found = isHash(hash) ? await look(join(folder, two, hash), hash) : undefined;
      if (found) yield found;
    }
}

async function removeOld(folder: string, before: Date): Promise<number> {
  let removed = 0;
  for (const name of (await readdir(folder).catch(absent)) ?? []) {
    const found = await stat(join(folder, name)).catch(absent);
    if (!found || found.mtime >= before) continue;
    await rm(join(folder, name), {force: true});
    removed += 1;
  }
  return removed;
}
