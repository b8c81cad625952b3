import type {Principal} from "../../access/principal.ts";
import {datasetsThatCameIn} from "../../store/conversation_datasets.ts";
import {listFor, type Onlooker} from "../../store/dataset_details.ts";
import type {Store} from "../../store/store.ts";
import {onlookerOf} from "../../workspace/datasets/viewer.ts";

/** Whoever is nobody's member and in no project: they see what is everybody's. */
const ANYBODY: Onlooker = {names: [], projects: [], isOwner: false};

/**
 * The datasets that may be asked about in a place. Where several can read the answer: what everybody of the workspace sees,
 * and what came in as a file of that very conversation. Where the asker alone can: what is their own, too.
 */
export function visibleDatasets(
  store: Pick<Store, "db">,
  workspace: string,
  {
    principal,
    conversation,
    audience,
  }: {principal: Principal; conversation?: string | undefined; audience: "one" | "several"},
): Promise<string[]> {
  return datasetsSeenBy(store, workspace, {onlooker: onlookerOf(principal), conversation, audience});
}

/** The same for whoever is known by what they may see. */
export async function datasetsSeenBy(
  store: Pick<Store, "db">,
  workspace: string,
  {
    onlooker,
    conversation,
    audience,
  }: {onlooker: Onlooker; conversation?: string | undefined; audience: "one" | "several"},
): Promise<string[]> {
  const seen = await listFor(store, workspace, audience === "one" ? onlooker : ANYBODY);
  const names = seen.map(({name}) => name);
  if (conversation === undefined) return names;
  const own = await datasetsThatCameIn(store, workspace, conversation);
  return [...new Set([...own, ...names])];
}
