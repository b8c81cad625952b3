import {mkdir} from "node:fs/promises";
import {isAbsolute, join, resolve} from "node:path";
import type {Principal} from "../../access/principal.ts";
import type {Config} from "../../config.ts";
import {closedBy, isWithin, realOrGiven} from "../../data/closed_folders.ts";
import {TabletalkError} from "../../errors.ts";

/** Folders that workflows of every workspace may read, named by the operator: separated by ":", on Windows by ";". */
const SETTING = "TABLETALK_WORKFLOW_FOLDERS";

/**
 * Where a file that a workflow names is on this machine. In a service: in the workspace's own folder `files-in`, or a folder
 * that the operator named. At the terminal: anywhere but in Tabletalk's own home.
 * @throws TabletalkError refused outside of these; no_data where there is none
 */
export async function fileForRun(
  path: string,
  {kind}: Pick<Principal, "kind">,
  {home}: Pick<Config, "home">,
  folder: string,
): Promise<string> {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path) || path.includes("\0") || /[*?]/.test(path))
    throw new TabletalkError(
      "refused",
      `${JSON.stringify(path.slice(0, 200))} is no path of one file.`,
      "For an address use a node of the kind source.http.",
    );
  const own = join(folder, "files-in");
  if (kind !== "local") await mkdir(own, {recursive: true, mode: 0o700});
  const given = (process.env[SETTING] ?? "").split(process.platform === "win32" ? ";" : ":").filter(Boolean);
  const roots = kind === "local" ? [process.cwd(), resolve("/")] : [own, ...given];
  const isClosed = await closedBy([{folder: home, but: own}]);
  for (const root of await Promise.all(roots.map(realOrGiven))) {
    const found = await realOrGiven(isAbsolute(path) ? path : join(root, path));
    if (!isWithin(found, root) || isClosed(found)) continue;
    const {stat} = await import("node:fs/promises");
    if (await stat(found).catch(() => undefined)) return found;
    if (kind !== "local") break;
  }
  throw new TabletalkError(
    "refused",
    `There is no file ${JSON.stringify(path.slice(0, 200))} that workflows may read.`,
    kind === "local"
      ? "Check the path; what Tabletalk keeps itself is not read."
      : `Put it into the workspace's folder "files-in", or have the operator name its folder (${SETTING}).`,
  );
}
