import {existsSync} from "node:fs";
import {glob, lstat, readdir, realpath, stat} from "node:fs/promises";
import {basename, dirname, join, relative, resolve, sep} from "node:path";
import {TabletalkError} from "../errors.ts";
import {type ClosedFolder, closedBy, leadsInto} from "./closed_folders.ts";
import {type DatabaseUrl, isDatabaseUrl, readDatabaseUrl} from "./database_url.ts";

/** The most files of a folder, and the most bytes of them together. */
const MOST_FILES = 1_000;
const MOST_BYTES = 64 * 2 ** 30;
const DEEPEST = 8;

/** What was named to be imported: one file, or the files of a folder or pattern. */
export type Source =
  | {kind: "file"; path: string}
  | {kind: "database"; path: string; url: DatabaseUrl; called: string}
  | {
      kind: "folder";
      path: string;
      members: {path: string; member: string}[];
      /** What the tables are called after. */
      called: string;
    };

const hasWildcard = (path: string): boolean => /[*?[\]{}]/.test(path);

/**
 * Finds what a path means: a file, every file of a folder, those that a pattern such as `data/*.csv` fits, or a database
 * by its URL. Links that
 * lead out of the folder are not followed, and what leads into a closed folder is not there.
 * @throws TabletalkError no_data where there is nothing, bad_file where there is too much
 */
export async function locateSource(given: string, closed: readonly ClosedFolder[] = []): Promise<Source> {
  if (isDatabaseUrl(given)) {
    const url = readDatabaseUrl(given);
    return {kind: "database", path: url.shown, url, called: url.database};
  }
  const path = resolve(given);
  const isClosed = await closedBy(closed);
  const isOpen = async (file: string): Promise<boolean> =>
    closed.length === 0 || !(await leadsInto(isClosed, file));
  const found = await stat(path).catch(() => undefined);
  if (!found && hasWildcard(given)) return matching(given, isOpen);
  if (!found || (!found.isDirectory() && !(await isOpen(path))))
    throw new TabletalkError(
      "no_data",
      `There is no file ${given}.`,
      "Check the path; it is taken from the folder you are in.",
    );
  if (found.isDirectory()) return inFolder(path, given, isOpen);
  if (!found.isFile())
    throw new TabletalkError(
      "no_data",
      `${given} is not a regular file.`,
      "Copy the data into a file first.",
    );
  if (found.size === 0)
    throw new TabletalkError(
      "bad_file",
      `${given} is empty (0 bytes).`,
      "Export it again, or choose another file.",
    );
  return {kind: "file", path};
}

/** Whether a file may be imported. */
type IsOpen = (file: string) => Promise<boolean>;

async function inFolder(path: string, given: string, isOpen: IsOpen): Promise<Source> {
  const members: {path: string; member: string}[] = [];
  const root = await realpath(path);
  const walk = async (folder: string, depth: number): Promise<void> => {
    for (const entry of await readdir(folder, {withFileTypes: true})) {
      if (entry.name.startsWith(".") || entry.name === "__MACOSX" || entry.name === "node_modules") continue;
      const file = join(folder, entry.name);
      if (entry.isDirectory() && depth < DEEPEST) await walk(file, depth + 1);
      else if ((await isInside(file, root)) && (await isOpen(file))) {
        members.push({path: file, member: relative(path, file).split(sep).join("/")});
        tooMany(members.length, given);
      }
    }
  };
  await walk(path, 0);
  return several(members, path, given, basename(path));
}

async function matching(given: string, isOpen: IsOpen): Promise<Source> {
  const whole = resolve(given);
  let base = whole;
  while (hasWildcard(base)) base = dirname(base);
  const root = await realpath(base).catch(() => base);
  const members: {path: string; member: string}[] = [];
  for await (const found of glob(whole)) {
    if (!((await isInside(found, root)) && (await isOpen(found)))) continue;
    members.push({path: found, member: relative(base, found).split(sep).join("/")});
    tooMany(members.length, given);
  }
  return several(members, whole, given, basename(base));
}

/** A regular file of the folder itself: a link may lead anywhere. */
async function isInside(file: string, root: string): Promise<boolean> {
  const found = await lstat(file).catch(() => undefined);
  if (found?.isFile()) return (await realpath(file)).startsWith(root + sep);
  if (!found?.isSymbolicLink()) return false;
  const target = await realpath(file).catch(() => undefined);
  return target?.startsWith(root + sep) === true && (await stat(target)).isFile();
}

function tooMany(count: number, given: string): void {
  if (count > MOST_FILES)
    throw new TabletalkError(
      "bad_file",
      `${given} holds more than ${MOST_FILES.toLocaleString("en")} files.`,
      "Name fewer of them, with a pattern such as 'folder/sales_*.csv'.",
    );
}

async function several(
  members: {path: string; member: string}[],
  path: string,
  given: string,
  called: string,
): Promise<Source> {
  if (members.length === 0)
    throw new TabletalkError(
      "no_data",
      hasWildcard(given) && !existsSync(path)
        ? `No file fits ${given}.`
        : `${given} is a folder without files.`,
      "Name a file, or a folder that holds CSV, TSV, JSON, Parquet or XLSX files.",
    );
  const sizes = await Promise.all(members.map(async (one) => (await stat(one.path)).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes > MOST_BYTES)
    throw new TabletalkError(
      "bad_file",
      `The files of ${given} have more than ${MOST_BYTES / 2 ** 30} GiB.`,
      "Name fewer of them.",
    );
  members.sort((a, b) => a.member.localeCompare(b.member, "en", {numeric: true}));
  return {kind: "folder", path, members, called};
}
