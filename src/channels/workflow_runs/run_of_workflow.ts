import {allow, demand} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import {TabletalkError} from "../../errors.ts";
import type {Store} from "../../store/store.ts";
import {publicationsOf} from "../../store/workflow_publications.ts";
import {type StoredWorkflow, workflowCalled} from "../../store/workflows.ts";
import {type WorkflowDocument, workflowDocumentSchema} from "../../workflows/document.ts";

/** A version of a workflow with its document. */
export interface LoadedWorkflow extends StoredWorkflow {
  document: WorkflowDocument;
}

/**
 * A workflow that someone may see, by its id or name: the version that is named, else the published one, else the newest.
 * @throws TabletalkError not_found where there is none, or none for them; forbidden
 */
export async function workflowFor(
  store: Pick<Store, "db">,
  principal: Principal,
  called: string,
  asked: {version?: number | undefined; action?: "workflows.read" | "workflows.write"} = {},
): Promise<LoadedWorkflow> {
  const {version, action = "workflows.read"} = asked;
  const {workspace} = principal;
  const newest = await workflowCalled(store, workspace, called);
  if (!newest) throw noWorkflow(called);
  const {owner, project, visibility} = newest;
  const resource = {
    workspace,
    visibility,
    ...(owner !== undefined && {owner}),
    ...(project !== undefined && {project}),
  };
  if (!allow(principal, "workflows.read", resource)) throw noWorkflow(called);
  demand(principal, action, resource);
  const [published] = await publicationsOf(store, workspace, newest.id, 1);
  const wanted = version ?? published?.version;
  const found = wanted === undefined ? newest : await workflowCalled(store, workspace, newest.id, wanted);
  if (!found)
    throw new TabletalkError(
      "not_found",
      `The workflow ${newest.name} has no version ${wanted}.`,
      `Its newest is version ${newest.version}.`,
    );
  return {...found, document: documentOf(found)};
}

/** What a stored version says. @throws TabletalkError bad_plan where it is of another format */
export function documentOf({name, version, content}: StoredWorkflow): WorkflowDocument {
  const parsed = workflowDocumentSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new TabletalkError(
    "bad_plan",
    `Version ${version} of the workflow ${name} cannot be read by this Tabletalk.`,
    "Save it again, or update Tabletalk.",
    {cause: parsed.error},
  );
}

const noWorkflow = (called: string): TabletalkError =>
  new TabletalkError(
    "not_found",
    `There is no workflow ${called}.`,
    "List the workflows to see what there is.",
  );
