import {ownName, type Principal} from "../../access/principal.ts";
import type {EarlierTurn} from "../../agents/contracts.ts";
import {TabletalkError} from "../../errors.ts";
import {listFor} from "../../store/dataset_details.ts";
import type {InsideStore, Store} from "../../store/store.ts";
import {shareWorkflow, workflowCalled} from "../../store/workflows.ts";
import type {WorkflowDocument} from "../../workflows/document.ts";
import {nameFrom, workflowFromAnswer} from "../../workflows/from_answer.ts";
import {keepWorkflow} from "../../workflows/versions.ts";
import {onlookerOf} from "../../workspace/datasets/viewer.ts";
import {datasetsSeenBy} from "../chat/visible_datasets.ts";

/** A workflow that was saved, or that is there already with the same steps. */
export interface SavedWorkflow {
  id: string;
  document: WorkflowDocument;
  version: number;
  isNew: boolean;
  /** Nobody but its owner sees it. */
  isPrivate: boolean;
}

const MOST_ALIKE = 50;

/**
 * Saves an answer as a workflow of whoever asks. It is theirs alone, but where several read the answer or they say so; what reads
 * somebody's own stays theirs all the same.
 * @param called what it is called; default: made from the question, with a number where that name is another's
 * @throws TabletalkError forbidden; conflict where a workflow of that name is there and does something else
 */
export async function saveAnswer(
  store: InsideStore,
  principal: Principal,
  {question, plan}: Pick<EarlierTurn, "question" | "plan">,
  {
    called,
    asOf,
    timeZone,
    isShared,
  }: {called?: string | undefined; asOf: Date; timeZone: string; isShared: boolean},
): Promise<SavedWorkflow> {
  const wanted = nameFrom(called ?? question);
  const title =
    called === undefined ? undefined : called.trim().replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
  const {workspace} = principal;
  const isPrivate = !isShared || (await readsPrivate(store, principal, JSON.stringify(plan.steps)));
  const visibility = isPrivate ? "private" : "workspace";
  for (let number = 1; number <= MOST_ALIKE; number++) {
    const name = number === 1 ? wanted : `${wanted.slice(0, 58)}-${number}`;
    const document = workflowFromAnswer({question, plan, asOf, timeZone}, name, title);
    const found = await workflowCalled(store, workspace, name);
    if (found) {
      const {title: _, ...steps} = found.content as WorkflowDocument;
      const {title: __, ...own} = document;
      const isSame = JSON.stringify(steps) === JSON.stringify(own);
      const isOwn = found.owner === ownName(principal);
      const isKnown = isOwn || found.visibility === "workspace";
      const isOpen = found.visibility !== "private";
      if (isSame && isKnown) {
        const opens = isOwn && !isOpen && !isPrivate;
        if (opens) await shareWorkflow(store, workspace, found.id, {visibility});
        const {id, version} = found;
        return {id, document, version, isNew: false, isPrivate: !isOpen && !opens};
      }
      // What somebody named is not given another name behind their back: their own gets a new version. One that others see
      // gets none of what only they may.
      if (called === undefined || !isOwn || (isOpen && isPrivate)) continue;
    }
    const kept = await keepWorkflow(store, principal, document, found ? {} : {visibility});
    return {...kept, document, isPrivate: (found?.visibility ?? visibility) === "private"};
  }
  throw new TabletalkError(
    "conflict",
    `There are many workflows called "${wanted}".`,
    "Give it another name.",
  );
}

/** Whether some text of a plan or a workflow names a dataset that not everybody of the workspace sees. */
export async function readsPrivate(
  store: Pick<Store, "db">,
  principal: Principal,
  text: string,
): Promise<boolean> {
  return (await hiddenFrom(store, principal, text)).length > 0;
}

/** The datasets that a text names and that not everybody who reads in a conversation may see. */
export async function hiddenFrom(
  store: Pick<Store, "db">,
  principal: Principal,
  text: string,
  conversation?: string,
): Promise<string[]> {
  const {workspace} = principal;
  const onlooker = onlookerOf(principal);
  const [own, all] = await Promise.all([
    listFor(store, workspace, onlooker),
    datasetsSeenBy(store, workspace, {onlooker, conversation, audience: "several"}),
  ]);
  const shared = new Set(all);
  return own
    .map(({name}) => name)
    .filter(
      (name) =>
        !shared.has(name) &&
        new RegExp(`(?<![\\p{L}\\p{N}_])${escaped(name)}(?![\\p{L}\\p{N}_])`, "iu").test(text),
    );
}

const escaped = (name: string) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
