import {allow, demand, maySee, type Resource} from "../access/permissions.ts";
import {ownName, type Principal} from "../access/principal.ts";
import {TabletalkError} from "../errors.ts";
import type {InsideStore, Store} from "../store/store.ts";
import {
  type Publication,
  publicationsOf,
  publishedVersions,
  publishWorkflow,
  rollBackWorkflow,
} from "../store/workflow_publications.ts";
import {
  dropWorkflow,
  type StoredWorkflow,
  saveWorkflow,
  shareWorkflow,
  workflowCalled,
  workflowsOf,
  workflowVersions,
} from "../store/workflows.ts";
import {type WorkflowDocument, workflowDocumentSchema} from "./document.ts";
import {nearestTo} from "./problem.ts";

/** A version of a workflow as its reader sees it. */
export interface SeenWorkflow extends Omit<StoredWorkflow, "content"> {
  document: WorkflowDocument;
  /** The version that runs where none is named; absent: the newest. */
  published?: number;
}

/** A workflow as rights see it. */
export function workflowResource(
  workspace: string,
  {owner, project, visibility}: Pick<StoredWorkflow, "owner" | "project" | "visibility">,
): Resource {
  return {workspace, owner: owner ?? null, project: project ?? null, visibility};
}

/** The workflows that someone may see, by name, each in its newest version. */
export async function listWorkflows(store: Store, principal: Principal): Promise<SeenWorkflow[]> {
  demand(principal, "workflows.read");
  const {workspace} = principal;
  const [all, published] = await Promise.all([
    workflowsOf(store, workspace),
    publishedVersions(store, workspace),
  ]);
  return all
    .filter((one) => maySee(principal, workflowResource(workspace, one)))
    .map((one) => seen(one, published.get(one.id)));
}

/**
 * A workflow by its name or id, in the version that is named: a number, the one that is `published` (else the newest), or the
 * newest.
 * @throws TabletalkError not_found, with the nearest names; forbidden
 */
export async function openWorkflow(
  store: Store,
  principal: Principal,
  called: string,
  version: number | "published" | "newest" = "newest",
): Promise<SeenWorkflow> {
  const {workspace} = principal;
  const newest = await workflowCalled(store, workspace, called);
  const resource = newest && workflowResource(workspace, newest);
  if (!newest || !resource || !maySee(principal, resource)) throw await notThere(store, principal, called);
  demand(principal, "workflows.read", resource);
  const [now] = await publicationsOf(store, workspace, newest.id, 1);
  const number = version === "published" ? (now?.version ?? newest.version) : version;
  if (number === "newest" || number === newest.version) return seen(newest, now?.version);
  const older = await workflowCalled(store, workspace, newest.id, number);
  if (older) return seen(older, now?.version);
  throw new TabletalkError(
    "not_found",
    `"${newest.name}" has no version ${number}.`,
    `Its versions are 1 to ${newest.version}.`,
  );
}

/**
 * Keeps a document as a new version of the workflow of its name, or as a new workflow, whose owner is whoever keeps it. The same
 * content makes no new version.
 * @param before the version that was changed, 0 where it is to be new; absent: whichever is there
 * @throws TabletalkError conflict where another version is the newest by now, or the name is another's; forbidden
 */
export async function keepWorkflow(
  store: InsideStore,
  principal: Principal,
  document: WorkflowDocument,
  {
    before,
    visibility: asked,
    project,
  }: {before?: number; visibility?: StoredWorkflow["visibility"]; project?: string} = {},
): Promise<{id: string; version: number; isNew: boolean}> {
  const {workspace} = principal;
  const visibility = asked ?? "workspace";
  const known = await workflowCalled(store, workspace, document.name);
  const resource = known
    ? workflowResource(workspace, known)
    : workflowResource(workspace, {
        owner: ownName(principal),
        visibility,
        ...(project !== undefined && {project}),
      });
  if (known && !maySee(principal, resource))
    throw new TabletalkError("conflict", `The name "${document.name}" is taken.`, "Give another name.");
  if (known && asked === "private" && known.visibility !== "private")
    throw new TabletalkError(
      "conflict",
      `Others see the workflow "${document.name}", and would see this version of it.`,
      "Give another name, or say that it may be seen.",
    );
  demand(principal, "workflows.write", resource);
  return saveWorkflow(store, workspace, {
    name: document.name,
    content: document,
    by: principal.actor,
    owner: ownName(principal),
    visibility,
    ...(project !== undefined && {project}),
    ...(before !== undefined && {before}),
  });
}

/** Makes a version the one that runs where none is named; absent: the newest. @throws TabletalkError not_found, forbidden */
export async function publishVersion(
  store: Store,
  principal: Principal,
  called: string,
  version?: number,
): Promise<Publication> {
  const found = await toChange(store, principal, called, version);
  return publishWorkflow(store, principal.workspace, found.id, found.version, principal.actor);
}

/** Publishes again what was published before. @throws TabletalkError bad_use where nothing was; not_found, forbidden */
export async function rollBack(store: Store, principal: Principal, called: string): Promise<Publication> {
  const found = await toChange(store, principal, called);
  return rollBackWorkflow(store, principal.workspace, found.id, principal.actor);
}

/** Says who may see it. @throws TabletalkError not_found, forbidden */
export async function shareWith(
  store: Store,
  principal: Principal,
  called: string,
  visibility: StoredWorkflow["visibility"],
  project?: string,
): Promise<void> {
  const found = await toChange(store, principal, called);
  await shareWorkflow(store, principal.workspace, found.id, {
    visibility,
    owner: found.owner ?? ownName(principal),
    ...(project !== undefined && {project}),
  });
}

/** Takes it away with its runs and schedules; its id. @throws TabletalkError conflict while it runs; not_found, forbidden */
export async function removeWorkflow(store: Store, principal: Principal, called: string): Promise<string> {
  const found = await toChange(store, principal, called);
  await dropWorkflow(store, principal.workspace, found.id);
  return found.id;
}

/** Its versions and what was published, newest first. */
export async function historyOf(
  store: Store,
  principal: Principal,
  called: string,
): Promise<{versions: Awaited<ReturnType<typeof workflowVersions>>; publications: Publication[]}> {
  const {id} = await openWorkflow(store, principal, called);
  const [versions, publications] = await Promise.all([
    workflowVersions(store, principal.workspace, id),
    publicationsOf(store, principal.workspace, id),
  ]);
  return {versions, publications};
}

/** Whether someone may change it. */
export function mayChange(principal: Principal, workflow: SeenWorkflow): boolean {
  return allow(principal, "workflows.write", workflowResource(principal.workspace, workflow));
}

async function toChange(
  store: Store,
  principal: Principal,
  called: string,
  version?: number,
): Promise<SeenWorkflow> {
  const found = await openWorkflow(store, principal, called, version ?? "newest");
  demand(principal, "workflows.write", workflowResource(principal.workspace, found));
  return found;
}

async function notThere(store: Store, principal: Principal, called: string): Promise<TabletalkError> {
  const names = (await listWorkflows(store, principal)).map(({name}) => name);
  return new TabletalkError(
    "not_found",
    `There is no workflow called "${called}".`,
    nearestTo(called, names, "workflows"),
  );
}

function seen({content, ...rest}: StoredWorkflow, published: number | undefined): SeenWorkflow {
  const document = workflowDocumentSchema.safeParse(content);
  if (!document.success)
    throw new TabletalkError(
      "store_failed",
      `The stored workflow "${rest.name}" cannot be read.`,
      "Save it again.",
      {
        cause: document.error,
      },
    );
  return {...rest, document: document.data, ...(published !== undefined && {published})};
}
