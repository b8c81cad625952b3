import {basename} from "node:path";
import {localPrincipal, ownName} from "../access/principal.ts";
import type {OpenWorkspace} from "../channels/workspaces.ts";
import {TabletalkError} from "../errors.ts";
import type {McpHost} from "./host.ts";
import {closedFor} from "./import_roots.ts";

/** What became of the files of a host: each is tried once, and what is wrong with one is told once. */
interface Named {
  imported: Promise<void>;
  untold: unknown[];
}

const named = new WeakMap<McpHost, Named>();

/**
 * Imports the files that the server was started with, once: the first tool call waits for them. One that cannot be imported
 * keeps nobody from the others.
 * @throws TabletalkError what is wrong with a file, to the first call after it
 */
export async function importNamedFiles(
  host: McpHost,
  workspace: OpenWorkspace,
  signal: AbortSignal,
): Promise<void> {
  const known = named.get(host) ?? begin(host, workspace, signal);
  named.set(host, known);
  await known.imported.catch((error: unknown) => {
    // Whoever waited went away: the next call goes on with it.
    named.delete(host);
    throw error;
  });
  const [fault] = known.untold.splice(0);
  if (fault !== undefined) throw fault;
}

function begin({settings, config}: McpHost, workspace: OpenWorkspace, signal: AbortSignal): Named {
  const untold: unknown[] = [];
  const principal = localPrincipal(workspace.id);
  const by = ownName(principal);
  const closed = closedFor(principal, settings, config);
  const all = async (): Promise<void> => {
    for (const file of settings.files) {
      try {
        await workspace.importFile(file, {by, closed, signal});
      } catch (error) {
        if (signal.aborted) throw error;
        untold.push(explained(file, error));
      }
    }
  };
  return {imported: all(), untold};
}

function explained(file: string, error: unknown): unknown {
  if (!(error instanceof TabletalkError)) return error;
  return new TabletalkError(
    error.code,
    `${basename(file)} was not imported: ${error.message}`,
    `${error.next} Other tables are there: call again to go on without it.`,
    {cause: error},
  );
}
