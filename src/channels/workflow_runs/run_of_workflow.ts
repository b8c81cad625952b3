import {demand} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import {TabletalkError} from "../../errors.ts";
import type {StoredRun} from "../../store/runs.ts";
import type {Store} from "../../store/store.ts";
import {workflowCalled} from "../../store/workflows.ts";
import {type WorkflowDocument, workflowDocumentSchema} from "../../workflows/document.ts";
import {openWorkflow, type SeenWorkflow, workflowResource} from "../../workflows/versions.ts";

/**
 * The version of a workflow that someone would run: the one that is named, else the published one, else the newest.
 * @throws TabletalkError not_found; forbidden
 */
export async function workflowFor(
  store: Store,
  principal: Principal,
  called: string,
  {
    version,
    action = "workflows.write",
  }: {version?: number; action?: "workflows.read" | "workflows.write"} = {},
): Promise<SeenWorkflow> {
  const found = await openWorkflow(store, principal, called, version ?? "published");
  demand(principal, action, workflowResource(principal.workspace, found));
  return found;
}

/** What a run runs. @throws TabletalkError not_found where it is gone; bad_plan where it is of another format */
export async function documentOfRun(
  store: Pick<Store, "db">,
  workspace: string,
  {workflow, version}: Pick<StoredRun, "workflow" | "version">,
): Promise<WorkflowDocument> {
  const stored = await workflowCalled(store, workspace, workflow, version);
  if (!stored) throw new TabletalkError("not_found", "The workflow is gone.", "Save it again, and run it.");
  const parsed = workflowDocumentSchema.safeParse(stored.content);
  if (parsed.success) return parsed.data;
  throw new TabletalkError(
    "bad_plan",
    `Version ${version} of the workflow ${stored.name} cannot be read by this Tabletalk.`,
    "Save it again, or update Tabletalk.",
    {cause: parsed.error},
  );
}
