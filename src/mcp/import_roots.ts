import {realpath} from "node:fs/promises";
import {basename, dirname, isAbsolute, join, relative, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {type InputRequiredResult, inputRequired, inputResponse} from "@modelcontextprotocol/server";
import type {Principal} from "../access/principal.ts";
import type {Config} from "../config.ts";
import {type ClosedFolder, closedBy, isWithin, realOrGiven} from "../data/closed_folders.ts";
import {TabletalkError} from "../errors.ts";
import {exportsOf} from "./export_files.ts";
import type {McpSettings} from "./host.ts";
import type {McpCalling} from "./mcp_tool.ts";

const KEY = "roots";
const WILDCARD = /[*?[\]{}]/;

/** The folders that a call may import from, or what its client has to be asked for them. */
export type Roots = readonly string[] | {ask: InputRequiredResult};

/** What asks a client for its folders. */
export const ROOTS_REQUEST = {[KEY]: inputRequired.listRoots()};

/** The folders of the server, narrowed to those that the client names, where it names any: never more. */
export async function rootsFor({
  settings,
  canTellRoots,
  inputResponses,
}: Pick<McpCalling, "settings" | "canTellRoots" | "inputResponses">): Promise<Roots> {
  const own = await Promise.all(settings.roots.map(realOrGiven));
  if (!canTellRoots) return own;
  const answer = inputResponse(inputResponses, KEY);
  if (answer.kind === "missing" && !(inputResponses && Object.hasOwn(inputResponses, KEY)))
    return {ask: inputRequired({inputRequests: ROOTS_REQUEST})};
  if (answer.kind !== "roots" || answer.roots.length === 0) return own;
  const theirs = await Promise.all(answer.roots.flatMap(({uri}) => pathOf(uri)).map(realOrGiven));
  // Of two folders, one in the other, the inner one; where neither is, none.
  return theirs.flatMap((root) =>
    own.some((one) => isWithin(root, one)) ? [root] : own.filter((one) => isWithin(one, root)),
  );
}

/** Where Tabletalk keeps its own state, data and secrets: nothing of it is imported but what someone exported. */
export function closedFor(
  principal: Principal,
  settings: Pick<McpSettings, "exportFolder">,
  {home, files, store}: Pick<Config, "home" | "files" | "store">,
): ClosedFolder[] {
  const elsewhere = [files, ...(store === undefined ? [] : [store, `${store}-wal`, `${store}-shm`])];
  return [
    {folder: home, but: exportsOf(principal, settings)},
    ...elsewhere.flatMap((path) => (path === undefined || path.includes("://") ? [] : [{folder: path}])),
  ];
}

export interface Allowed {
  /** As `rootsFor` gives them. */
  roots: readonly string[];
  /** What nothing is imported from, inside of them too. */
  closed: readonly ClosedFolder[];
  /** Whoever asks sits at this machine: they may be told where folders are. */
  isLocal: boolean;
}

/**
 * The real path of what may be imported: a file, a folder, or a pattern of files.
 * @throws TabletalkError refused for what lies outside of the folders, with their names; no_data where there is nothing
 */
export async function allowedPath(given: string, allowed: Allowed): Promise<string> {
  const {roots} = allowed;
  const named = roots.map((root) => (allowed.isLocal ? root : basename(root))).join(", ");
  const where =
    roots.length > 0
      ? `Files may come from: ${named}.`
      : "No folder is allowed: start the server with --root FOLDER, and open that folder in the host.";
  const refused = (why: string) => new TabletalkError("refused", why, where);
  const isDrive = process.platform === "win32" && /^[a-z]:[\\/]/i.test(given);
  if (/^[a-z][a-z0-9+.-]*:/i.test(given) && !isDrive)
    throw refused("That is an address, and nothing is fetched: download the file first, and give its path.");
  if (given.trim() === "" || given.includes("\0") || /^[\\/]{2}/.test(given))
    throw refused("That is no path of a file or folder.");

  const isClosed = await closedBy(allowed.closed);
  const isOpen = (path: string, root: string) => isWithin(path, root) && !isClosed(path);
  const tried = roots.map((root) => ({
    root,
    path: isAbsolute(given) ? resolve(given) : resolve(root, given),
  }));
  let isInside = false;
  for (const {root, path} of tried) {
    const found = await foundAt(path);
    if (found !== undefined && isOpen(found, root)) return found;
    if (found === undefined && isWithin(path, root)) isInside = true;
  }
  // Of what is outside it is not told whether it is there.
  if (!isInside) throw refused(`${quoted(given)} is outside of the folders that files may come from.`);
  throw new TabletalkError("no_data", `There is no file ${quoted(given)}.`, `Check the path. ${where}`);
}

/** Where a path really leads: of a pattern the folder before its first sign; undefined where nothing is. */
async function foundAt(path: string): Promise<string | undefined> {
  const found = await realpath(path).catch(() => undefined);
  if (found !== undefined || !WILDCARD.test(path)) return found;
  let base = path;
  while (WILDCARD.test(base)) base = dirname(base);
  const folder = await realpath(base).catch(() => undefined);
  return folder === undefined ? undefined : join(folder, relative(base, path));
}

const quoted = (path: string): string => JSON.stringify(path.slice(0, 300));

function pathOf(uri: string): string[] {
  try {
    return uri.startsWith("file:///") ? [fileURLToPath(uri)] : [];
  } catch {
    return [];
  }
}
