import {demand} from "../access/permissions.ts";
import {TabletalkError} from "../errors.ts";
import {type ListedDataset, listFor} from "../store/dataset_details.ts";
import {onlookerOf} from "../workspace/datasets/viewer.ts";
import type {McpCaller, McpHost} from "./host.ts";
import {importNamedFiles} from "./named_files.ts";
import {openTools} from "./serve_tools.ts";

/** The most tables that are listed, and offered to complete a name. */
const MOST = 200;

/** The tables that whoever is connected may see, by name. */
export async function visibleTables(
  host: McpHost,
  {principal}: McpCaller,
  signal: AbortSignal,
): Promise<ListedDataset[]> {
  demand(principal, "datasets.read");
  const {workspace} = await openTools(host, principal);
  // The files of whoever started the server are theirs alone; what one of them lacks is told by the tools.
  if (principal.kind === "local") await importNamedFiles(host, workspace, signal).catch(() => {});
  return listFor(workspace.store, workspace.id, onlookerOf(principal), {limit: MOST});
}

/** The columns of a table with their types. */
export function columnsOf({columns}: Pick<ListedDataset, "columns">): {name: string; type: string}[] {
  return JSON.parse(columns) as {name: string; type: string}[];
}

/** Of some names those that a beginning fits, then those that hold it. */
export function completing(value: string, names: readonly string[]): string[] {
  const typed = value.toLowerCase();
  const begin = names.filter((name) => name.toLowerCase().startsWith(typed));
  return [...begin, ...names.filter((name) => !begin.includes(name) && name.toLowerCase().includes(typed))];
}

/** Completes with nothing where nothing may be seen. */
export async function orNone(find: () => Promise<string[]>): Promise<string[]> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof TabletalkError) return [];
    throw error;
  }
}
