import {localPrincipal, type Principal} from "../../access/principal.ts";
import type {Store} from "../../store/store.ts";
import {earlierTurns} from "../../store/turns.ts";
import {searchDatasets} from "./search_datasets.ts";

/** So many tables a question is held against; more only make a planner slow and unsure. */
const MOST = 8;
const TURNS = 3;

/**
 * Of many datasets those that a question is most likely about: those of the last turns of its conversation, then those in
 * whose names, columns, descriptions and frequent values its words are found. All of them where there are few.
 * @param names the datasets that may be used at all; nothing else is returned
 */
export async function relevantDatasets(
  store: Pick<Store, "db">,
  workspace: string,
  names: readonly string[],
  {question, conversation, actor}: {question: string; conversation: string; actor: string},
): Promise<readonly string[]> {
  if (names.length <= MOST) return names;
  const usable = new Set(names);
  // Of a turn that offered choices the plans stand in what it offered.
  const turns = await earlierTurns(store, workspace, conversation, TURNS, [
    "answered",
    "choices",
    "declined",
  ]);
  const plans = turns.map(({plan, answer}) => JSON.stringify([plan ?? null, answer ?? null]));
  const before = names.filter((name) => plans.some((plan) => plan.includes(JSON.stringify(name))));
  const found = await searchDatasets(store, askerOf(workspace, actor), question, {limit: 100});
  const ranked = found.map(({dataset}) => dataset.name).filter((name) => usable.has(name));
  const chosen = new Set([...before, ...ranked].slice(0, MOST));
  // A question without a word of any table ("what data is there?") is still about some.
  for (const name of names)
    if (chosen.size < MOST && (chosen.size === 0 || ranked.length === 0)) chosen.add(name);
  return names.filter((name) => chosen.has(name));
}

/** Finds what is the asker's own too; what they may use at all was decided before. */
function askerOf(workspace: string, actor: string): Principal {
  const person = /^person:(.+)$/.exec(actor)?.[1];
  return {...localPrincipal(workspace), actor, ...(person !== undefined && {person})};
}
