import {createHash} from "node:crypto";
import {createReadStream} from "node:fs";
import {mkdir, open, readdir, rename, rm, stat} from "node:fs/promises";
import {dirname, join} from "node:path";
import {TabletalkError} from "../../errors.ts";
import {safePath} from "./format.ts";

/** A file under the home folder. */
export interface HomeFile {
  /** From the home folder, with forward slashes. */
  path: string;
  bytes: number;
}

const MODEL = /^[0-9a-f]{16}\.json$/;
const PATH =
  /^(?:workspaces\/[A-Za-z0-9_-]{1,64}\/)?data\/(?:models\/[0-9a-f]{16}\.json|[0-9a-f]{64}\.[A-Za-z0-9._-]{1,60})$/;

/**
 * The files under the home folder that a state needs: those of its dataset versions, by hash, and kept models. What steps made can be
 * made again.
 */
export async function homeFiles(home: string, versions: ReadonlySet<string>): Promise<HomeFile[]> {
  const folders = ["data"];
  for (const workspace of await readdir(join(home, "workspaces")).catch(() => []))
    folders.push(`workspaces/${workspace}/data`);
  const found: HomeFile[] = [];
  for (const folder of folders) {
    for (const file of await readdir(join(home, folder)).catch(() => []))
      if (versions.has(file.slice(0, 64)) && file[64] === ".")
        found.push(...(await fileAt(home, `${folder}/${file}`)));
    for (const file of await readdir(join(home, folder, "models")).catch(() => []))
      if (MODEL.test(file)) found.push(...(await fileAt(home, `${folder}/models/${file}`)));
  }
  return found;
}

async function fileAt(home: string, path: string): Promise<HomeFile[]> {
  const found = await stat(join(home, path)).catch(() => undefined);
  return found?.isFile() && PATH.test(path) ? [{path, bytes: found.size}] : [];
}

/** The bytes of such a file. */
export const readHomeFile = (home: string, path: string): AsyncIterable<Uint8Array> =>
  createReadStream(join(home, path), {highWaterMark: 1 << 20});

/** @throws TabletalkError bad_file for a path that is none of a dataset's or a model's file */
export function checkHomePath(path: string): void {
  safePath(path);
  if (!PATH.test(path))
    throw new TabletalkError(
      "bad_file",
      "The backup names a file that is no dataset's. Nothing was restored.",
      "Take a backup that `tabletalk backup` made.",
    );
}

/** Puts a file under the home folder: whole, or not at all. One of the same bytes that is there stays. */
export async function putHomeFile(
  home: string,
  {path, sha256}: {path: string; sha256: string},
  bytes: AsyncIterable<Uint8Array>,
): Promise<void> {
  checkHomePath(path);
  const to = join(home, safePath(path));
  if ((await hashAt(to)) === sha256) return;
  if (await stat(to).catch(() => undefined))
    throw new TabletalkError(
      "conflict",
      `${to} is there already, with other bytes. The state was not changed.`,
      "Restore into an empty folder: give another one with --home.",
    );
  await mkdir(dirname(to), {recursive: true, mode: 0o700});
  const draft = `${to}.restoring-${process.pid}`;
  const file = await open(draft, "w", 0o600);
  try {
    for await (const chunk of bytes) await file.writeFile(chunk);
    await file.sync();
    await file.close();
    await rename(draft, to);
  } catch (error) {
    await file.close().catch(() => {});
    await rm(draft, {force: true});
    throw error;
  }
}

async function hashAt(path: string): Promise<string | undefined> {
  if (!(await stat(path).catch(() => undefined))) return undefined;
  const sha256 = createHash("sha256");
  for await (const chunk of createReadStream(path, {highWaterMark: 1 << 20})) sha256.update(chunk as Buffer);
  return sha256.digest("hex");
}
