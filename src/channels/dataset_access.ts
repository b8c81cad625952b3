import {demand} from "../access/permissions.ts";
import type {Principal} from "../access/principal.ts";
import {TabletalkError} from "../errors.ts";
import {conversationDatasets} from "../store/conversation_datasets.ts";
import {listFor} from "../store/dataset_details.ts";
import {keptRead} from "../store/kept_reads.ts";
import {projectById} from "../store/projects.ts";
import {datasetFor, onlookerOf} from "../workspace/datasets/viewer.ts";
import type {WorkspaceService} from "./service.ts";

/** Who asks, and in which workspace. */
export interface Asking {
  principal: Principal;
  workspace: WorkspaceService;
}

/** The most datasets that a question is about where nobody names any. */
const MOST = 200;

/** @throws TabletalkError not_found where one is not there, or not for whoever asks */
export async function demandDatasets(from: Asking, names: readonly string[]): Promise<void> {
  for (const name of new Set(names)) await datasetFor(from.workspace.store, from.principal, name);
}

/**
 * The datasets that a question is about: those that it names, else those of its conversation that whoever asks may see,
 * else all that they may see.
 */
export async function namesFor(
  from: Asking,
  named: readonly string[] | undefined,
  conversation?: string,
): Promise<string[]> {
  if (named) {
    await demandDatasets(from, named);
    return [...new Set(named)];
  }
  const {principal, workspace} = from;
  const names = [...(await visibleNames(from))];
  if (conversation === undefined) return names;
  const own = await conversationDatasets(workspace.store, principal.workspace, conversation);
  const seen = new Set(names);
  const rest = await Promise.all(
    own.map(async (name) => (seen.has(name) ? name : await mayRead(from, name))),
  );
  const known = rest.flatMap((name) => name ?? []);
  return own.length > 0 ? known : names;
}

/** All that whoever asks may see. */
function visibleNames({principal, workspace: {store}}: Asking): Promise<readonly string[]> {
  const onlooker = onlookerOf(principal);
  return keptRead(store, ["visible datasets", principal.workspace, onlooker], async () =>
    (await listFor(store, principal.workspace, onlooker, {limit: MOST})).map(({name}) => name),
  );
}

async function mayRead(from: Asking, name: string): Promise<string | undefined> {
  try {
    return (await datasetFor(from.workspace.store, from.principal, name)).name;
  } catch {
    return undefined;
  }
}

/** @throws TabletalkError not_found, forbidden */
export async function demandProject({principal, workspace}: Asking, id: string): Promise<void> {
  if (!(await projectById(workspace.store, principal.workspace, id)))
    throw new TabletalkError("not_found", "There is no such project.", "List the projects.");
  demand(principal, "ask", {workspace: principal.workspace, project: id, visibility: "project"});
}
