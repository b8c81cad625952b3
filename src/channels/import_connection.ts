import {z} from "zod";
import type {Access} from "../access/access.ts";
import {openConnection} from "../access/connections.ts";
import {keptPrincipal, keptPrincipalSchema, principalAsKept} from "../access/kept_principal.ts";
import {countImport} from "../access/limits.ts";
import {ownName, type Principal} from "../access/principal.ts";
import type {ImportProgress} from "../data/engine.ts";
import {TabletalkError} from "../errors.ts";
import {pluginSettings} from "../plugins/present.ts";
import {detailsOf, saveDetails} from "../store/dataset_details.ts";
import type {JobHandler} from "../store/jobs.ts";
import {nameForImport} from "../workspace/datasets/rename_dataset.ts";
import {reachableDatabase} from "./database_reach.ts";
import type {Service, WorkspaceService} from "./service.ts";

/** The kind of the jobs that import over a connection. */
export const CONNECTION_JOB = "import_connection";

const inputSchema = z.object({
  connection: z.string(),
  tables: z.array(z.string()).optional(),
  /** Who asked for it, as they were when they did. */
  by: keptPrincipalSchema,
});

/** What such a job is given. */
export function connectionImport(
  principal: Principal,
  asked: {connection: string; tables?: readonly string[] | undefined},
): z.infer<typeof inputSchema> {
  return {
    connection: asked.connection,
    ...(asked.tables && {tables: [...asked.tables]}),
    by: keptPrincipal(principal),
  };
}

/** Runs such a job. Run again after a crash it comes to the same. */
export function importConnection(service: Pick<Service, "workspace">, access: Access): JobHandler {
  return async (job, {signal, progress}) => {
    const {by, ...asked} = inputSchema.parse(job.input);
    const principal = principalAsKept(by);
    progress("Connecting", 0);
    const datasets = await importOverConnection(access, service.workspace(job.workspace), principal, {
      ...asked,
      signal,
      onProgress: ({item}) => progress(item ? `Reading ${item.split("/").at(-1)}` : "Reading"),
    });
    return {datasets};
  };
}

/**
 * Imports tables over a connection. What comes over one's own credentials is private before it is there at all, and replaces
 * only what is one's own and private.
 * @returns the datasets, with their names here and their rows
 * @throws TabletalkError not_found for others' own connections; refused for an address that may not be called; bad_file where
 * the database cannot be read
 */
export async function importOverConnection(
  access: Access,
  workspace: WorkspaceService,
  principal: Principal,
  asked: {
    connection: string;
    tables?: readonly string[] | undefined;
    signal?: AbortSignal;
    onProgress?: (told: ImportProgress) => void;
  },
): Promise<{name: string; rows: number; columns: number}[]> {
  if (workspace.id !== principal.workspace)
    throw new TabletalkError("not_found", "There is no such connection.", "List the connections.");
  const {connection, url, visibility} = await openConnection(access, principal, asked.connection);
  if (url.startsWith("{"))
    throw new TabletalkError(
      "bad_use",
      `The connection ${connection.name} is to a web service.`,
      "Read it in a workflow, by a node of the kind source.http.",
    );
  demandOwnPassword(url);
  const reachable = await reachableDatabase(url, pluginSettings().reach);
  const {store} = workspace;
  const owner = ownName(principal);
  const nameOf = async (given: string): Promise<string> => {
    const isOwn = visibility.visibility === "private";
    const name = isOwn
      ? await privateName(workspace, owner, given)
      : await nameForImport(store, principal, given);
    const known = await detailsOf(store, workspace.id, name);
    const change = known
      ? {connection: connection.id}
      : {connection: connection.id, owner, visibility: visibility.visibility};
    await saveDetails(store, workspace.id, name, change);
    return name;
  };
  const made = await workspace.importFile(onlyTables(reachable, asked.tables), {
    by: owner,
    nameOf,
    ...(asked.signal && {signal: asked.signal}),
    ...(asked.onProgress && {onProgress: asked.onProgress}),
    demand: (all) =>
      countImport(
        access,
        principal,
        all.reduce((sum, {version}) => sum + version.rows, 0),
      ),
  });
  return made.map(({name, version}) => ({name, rows: version.rows, columns: version.columns.length}));
}

/** The machine's own password for databases is not for whatever host a workspace names. @throws TabletalkError bad_use */
function demandOwnPassword(url: string, {PGPASSWORD, MYSQL_PWD}: NodeJS.ProcessEnv = process.env): void {
  if (new URL(url).password !== "" || !(PGPASSWORD || MYSQL_PWD)) return;
  throw new TabletalkError(
    "bad_use",
    "The connection has no password of its own.",
    "Put one into its address; this machine's own is not used.",
  );
}

/** The name that is given, or numbered where that is anything but one's own private dataset. */
export async function privateName(
  workspace: Pick<WorkspaceService, "id" | "store">,
  owner: string,
  given: string,
): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? given : `${given}_${number}`;
    const there = await detailsOf(workspace.store, workspace.id, name);
    if (!there || (there.visibility === "private" && there.owner === owner)) return name;
  }
}

function onlyTables(url: string, tables: readonly string[] | undefined): string {
  if (!tables || tables.length === 0) return url;
  const narrowed = new URL(url);
  narrowed.searchParams.delete("table");
  narrowed.searchParams.set("tables", tables.join(","));
  return narrowed.href;
}
