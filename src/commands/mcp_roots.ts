import {dirname, resolve} from "node:path";

/** The folders that files may be imported from: those of --root, else the working directory, absolute. */
export function rootsFrom(named: readonly string[] | undefined, cwd = process.cwd()): string[] {
  const folders = (named ?? ["."]).map((folder) => resolve(cwd, folder));
  // Some hosts start servers at the top of the disk: that is no folder which anybody chose.
  return named ? folders : folders.filter((folder) => dirname(folder) !== folder);
}
