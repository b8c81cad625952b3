import {allow, type Resource} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import type {Column} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {listFor} from "../../store/dataset_details.ts";
import {datasetsOf} from "../../store/datasets.ts";
import type {StoredRun} from "../../store/runs.ts";
import type {Store} from "../../store/store.ts";
import {scheduleById} from "../../store/workflow_schedules.ts";
import {onlookerOf} from "../../workspace/datasets/viewer.ts";
import {datasetsSeenBy} from "../chat/visible_datasets.ts";

/** The names of the datasets that someone may see. */
export async function namesSeen(store: Pick<Store, "db">, principal: Principal): Promise<string[]> {
  const seen = await listFor(store, principal.workspace, onlookerOf(principal));
  return seen.map(({name}) => name);
}

/** The columns of the datasets that someone may see, by name. */
export async function tablesSeen(
  store: Pick<Store, "db">,
  principal: Principal,
): Promise<Map<string, readonly Column[]>> {
  return columnsOf(store, principal.workspace, await namesSeen(store, principal));
}

/** The columns of some datasets, by name. */
export async function columnsOf(
  store: Pick<Store, "db">,
  workspace: string,
  names: readonly string[],
): Promise<Map<string, readonly Column[]>> {
  const wanted = new Set(names);
  const all = await datasetsOf(store, workspace);
  return new Map(
    all.flatMap(({name, version}) =>
      wanted.has(name) ? [[name, version.columns as readonly Column[]]] : [],
    ),
  );
}

/**
 * What a run may read: what whoever it is for may see; where it is told to several, of that what everybody may see.
 */
export async function namesOfRun(
  store: Pick<Store, "db">,
  principal: Principal,
  run: Pick<StoredRun, "schedule">,
): Promise<string[]> {
  const seen = await namesSeen(store, principal);
  if (run.schedule === undefined) return seen;
  const schedule = await scheduleById(store, principal.workspace, run.schedule);
  if (schedule?.audience !== "several") return seen;
  const {conversation} = schedule;
  const shown = {onlooker: onlookerOf(principal), conversation, audience: "several"} as const;
  const shared = new Set(await datasetsSeenBy(store, principal.workspace, shown));
  return seen.filter((name) => shared.has(name));
}

/** Of what a run read the datasets that not everybody may see who reads in a conversation. */
export async function readBeyond(
  store: Pick<Store, "db">,
  workspace: string,
  {datasets = []}: Pick<StoredRun, "datasets">,
  conversation?: string,
): Promise<string[]> {
  const onlooker = {names: [], projects: [], isOwner: false};
  const seen = await datasetsSeenBy(store, workspace, {onlooker, conversation, audience: "several"});
  const shared = new Set(seen);
  return datasets.flatMap(({name}) => (shared.has(name) ? [] : [name]));
}

/** That what a run read is not for everybody at the place where it would be told. */
export function notForAll(names: readonly string[], place: string, next: string): TabletalkError {
  return new TabletalkError(
    "forbidden",
    `${names.join(", ")} is not for everybody who can read ${place}.`,
    next,
  );
}

/**
 * Whether someone may look at a run: whoever it is for, and whoever may see the workflow and all that the run read.
 */
export async function mayReadRun(
  store: Pick<Store, "db">,
  principal: Principal,
  run: Pick<StoredRun, "startedBy" | "datasets" | "principal">,
  workflow: Resource,
): Promise<boolean> {
  if (!allow(principal, "workflows.read", workflow)) return false;
  if (isFor(run, principal)) return true;
  // One that has read nothing yet may still read what is somebody's own.
  if (!run.datasets) return false;
  const seen = new Set(await namesSeen(store, principal));
  return run.datasets.every(({name}) => seen.has(name));
}

/** Whether somebody is whoever a run is for: it has their rights. */
export function isFor(run: Pick<StoredRun, "startedBy" | "principal">, principal: Principal): boolean {
  const {person} = (run.principal ?? {}) as {person?: string};
  return run.startedBy === principal.actor || (person !== undefined && person === principal.person);
}
