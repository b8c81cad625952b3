import {TabletalkError} from "../../errors.ts";
import type {Reading} from "../../planning/reading.ts";
import {conversationDatasets} from "../../store/conversation_datasets.ts";
import {listFor} from "../../store/dataset_details.ts";
import {datasetsOf, sharedDatasets} from "../../store/datasets.ts";
import type {TakenMessage} from "../../store/inbox.ts";
import type {Store} from "../../store/store.ts";
import {relevantDatasets} from "../../workspace/datasets/relevant_datasets.ts";
import {datasetsSeenBy} from "../chat/visible_datasets.ts";
import type {OpenWorkspace} from "../workspaces.ts";
import type {MessageOptions} from "./message_options.ts";
import {onlookerOfAsker, seenByAsker} from "./seen_by_asker.ts";

/**
 * The datasets that the message names, else those of its conversation, else those that may be asked about there: of these,
 * what its sender may see, and where several read the answer, what all of them may.
 * @param fresh those that came with the message
 * @throws TabletalkError no_data where nothing of what it is about is left; forbidden for what others must not see
 */
export async function datasetsFor(
  workspace: Pick<OpenWorkspace, "store" | "id">,
  message: TakenMessage,
  options: MessageOptions,
  fresh: readonly string[] = [],
): Promise<readonly string[]> {
  const {text: question, conversationId: conversation, actor} = message;
  const named = options.reading ? tablesOf(options.reading) : options.datasets;
  const names =
    options.audience === undefined
      ? await ownDatasets(workspace, message, named)
      : await chatDatasets(workspace, message, {audience: options.audience, named, fresh});
  if (options.reading) return names;
  return relevantDatasets(workspace.store, workspace.id, names, {question, conversation, actor});
}

/** What is one person's alone to read. */
async function ownDatasets(
  {store, id}: Pick<OpenWorkspace, "store" | "id">,
  message: TakenMessage,
  named: readonly string[] | undefined,
): Promise<readonly string[]> {
  const own = named ?? (await conversationDatasets(store, id, message.conversationId));
  const isShared = own.length === 0 && !named;
  const names = isShared ? await sharedDatasets(store, id) : await seenByAsker(store, message, own);
  if (own.length > 0 && names.length === 0) throw noDataset(own[0]!);
  return names;
}

/** What is asked about at a place of a chat platform. */
async function chatDatasets(
  {store, id}: Pick<OpenWorkspace, "store" | "id">,
  message: TakenMessage,
  {
    audience,
    named,
    fresh,
  }: {audience: "one" | "several"; named: readonly string[] | undefined; fresh: readonly string[]},
): Promise<readonly string[]> {
  const {conversationId: conversation, text} = message;
  const onlooker = await onlookerOfAsker(store, message);
  const visible = await datasetsSeenBy(store, id, {onlooker, conversation, audience});
  const seen = new Set(visible);
  const hidden = async () =>
    audience === "one" ? [] : (await listFor(store, id, onlooker)).filter(({name}) => !seen.has(name));
  if (named) {
    const missing = named.find((name) => !seen.has(name));
    if (missing === undefined) return [...new Set(named)];
    throw (await hidden()).some(({name}) => name === missing) ? notHere(missing) : noDataset(missing);
  }
  // What was spoken of last is what is asked about.
  const spoken =
    fresh.length > 0 ? fresh : (await conversationDatasets(store, id, conversation)).toReversed();
  const own = spoken.filter((name) => seen.has(name));
  const mentioned = visible.filter((name) => isNamed(text, name));
  if (mentioned.length === 0 && fresh.length === 0) {
    const meant = (await hidden()).filter(({name}) => isNamed(text, name));
    const known = meant.length === 0 ? [] : await wordsOf(store, id, own.length > 0 ? own : visible);
    // A name that is an everyday word may be meant as one, where the data that all see has it.
    const found = meant.find(({name}) => !isPlainWord(name) || !known.includes(name));
    if (found) throw notHere(found.name);
  }
  return own.length > 0 ? [...new Set([...own, ...mentioned])] : visible;
}

/** The words in the names of datasets and of their columns. */
async function wordsOf(
  store: Pick<Store, "db">,
  workspace: string,
  names: readonly string[],
): Promise<string[]> {
  const seen = new Set(names);
  const datasets = (await datasetsOf(store, workspace)).filter(({name}) => seen.has(name));
  const columns = datasets.flatMap(({version}) => version.columns as {name: string}[]);
  return [...datasets, ...columns].flatMap(({name}) => name.toLowerCase().split(/[^\p{L}\p{N}]+/u));
}

/** Whether a text names a dataset: its words, however they are joined. */
function isNamed(text: string, name: string): boolean {
  const words = name
    .split("_")
    .filter(Boolean)
    .map((word) => word.replaceAll(/[^\p{L}\p{N}]/gu, ""));
  if (words.length === 0) return false;
  return new RegExp(`(?<![\\p{L}\\p{N}])${words.join("[\\s_.-]*")}(?![\\p{L}\\p{N}])`, "iu").test(text);
}

function isPlainWord(name: string): boolean {
  return /^\p{L}+$/u.test(name);
}

/** The datasets that a reading is over. */
function tablesOf({table, joins}: Reading): string[] {
  return [...new Set([table, ...joins.map((join) => join.table)])];
}

function noDataset(name: string): TabletalkError {
  return new TabletalkError(
    "no_data",
    `There is no dataset ${name}.`,
    "List the datasets to see what there is.",
  );
}

function notHere(name: string): TabletalkError {
  return new TabletalkError(
    "forbidden",
    `${name} is not for everybody who can read this.`,
    "Ask me in a direct message.",
  );
}
