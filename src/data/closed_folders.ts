import {lstat, realpath} from "node:fs/promises";
import {dirname, isAbsolute, relative, resolve, sep} from "node:path";

/** A folder, or a file, that nothing is imported from, by whatever way it is reached. */
export interface ClosedFolder {
  folder: string;
  /** A folder in it whose own files are open, but not what lies in folders further down. */
  but?: string;
}

/** Where databases keep their newest rows: files beside them, which are read with them. */
const LOGS = ["-wal", ".wal"];

export const realOrGiven = (path: string): Promise<string> => realpath(path).catch(() => resolve(path));

export function isWithin(path: string, folder: string): boolean {
  const between = relative(folder, path);
  return between !== ".." && !between.startsWith(`..${sep}`) && !isAbsolute(between);
}

/** What tells of a real path whether it lies in one of some closed folders, wherever links made these lie. */
export async function closedBy(folders: readonly ClosedFolder[]): Promise<(path: string) => boolean> {
  const real = await Promise.all(
    folders.map(async ({folder, but}) => ({
      folder: await realOrGiven(folder),
      but: but === undefined ? undefined : await realOrGiven(but),
    })),
  );
  return (path) =>
    real.some(({folder, but}) => isWithin(path, folder) && path !== but && dirname(path) !== but);
}

/** Whether a file, or the log of a database beside it, leads into something closed. */
export async function leadsInto(isClosed: (path: string) => boolean, file: string): Promise<boolean> {
  const found = await realOrGiven(file);
  if (isClosed(found)) return true;
  const logs = [...new Set([file, found])].flatMap((path) => LOGS.map((ending) => `${path}${ending}`));
  const reached = await Promise.all(logs.map(realOrGiven));
  return reached.some(isClosed);
}

/** Whether the log beside a database is a file of its own: a link may lead anywhere. */
export async function isOwnLog(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isFile() === true && found.size > 0;
}
