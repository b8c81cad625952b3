import {countQuestion} from "../../access/limits.ts";
import {demand} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import {TabletalkError} from "../../errors.ts";
import {datasetColumns} from "../../store/conversation_datasets.ts";
import {knownConversation} from "../../store/conversations.ts";
import {namesOf, workspaceOfInstallation} from "../../store/identities.ts";
import {messageByKey} from "../../store/inbox.ts";
import {isAddressed} from "./addressee.ts";
import type {Deliverer} from "./deliver.ts";
import type {DeskParts} from "./desk_parts.ts";
import type {Incoming, Taken} from "./incoming.ts";
import {keyOf, principalOf} from "./known_visitor.ts";
import {sendQuestion} from "./send_question.ts";
import {noteVoice, voicesIn} from "./voices.ts";

const LONGEST_QUESTION = 20_000;
/** Refusals that are remembered, so that a redelivery is not refused again for all to see. */
const MOST_REFUSED = 2_000;

/** Words of what is done by itself, later. */
const LATER =
  /\b(?:every|each|hourly|daily|nightly|weekly|fortnightly|biweekly|monthly|quarterly|yearly|annually|\w+days|weekends|cron|schedul\w*|alert|tell|warn|notify|ping|let|stop|cancel|pause|resume)\b|\*/i;

/** What this process knows of redeliveries beside what is stored. */
export interface Redelivered {
  refused: Set<string>;
  /** What is being kept now. */
  underway: Map<string, Promise<Taken>>;
}

/** Keeps what came in, once, if it is for Tabletalk and its sender may ask. */
export async function takeIncoming(
  parts: DeskParts,
  deliverer: Deliverer,
  {refused, underway}: Redelivered,
  incoming: Incoming,
): Promise<Taken> {
  const key = keyIn(incoming);
  if (refused.has(key)) return {state: "silent"};
  const first = underway.get(key);
  if (first) {
    const taken = await first;
    return taken.state === "kept" ? {...taken, state: "repeated"} : {state: "silent"};
  }
  const taking = takeOrRefuse(parts, deliverer, refused, incoming, key);
  underway.set(key, taking);
  try {
    return await taking;
  } finally {
    underway.delete(key);
  }
}

async function takeOrRefuse(
  parts: DeskParts,
  deliverer: Deliverer,
  refused: Set<string>,
  incoming: Incoming,
  key: string,
): Promise<Taken> {
  try {
    return await take(parts, deliverer, incoming);
  } catch (error) {
    if (!(error instanceof TabletalkError) || error.code === "store_failed") throw error;
    // Whoever only spoke in a thread did not ask to be told.
    if (incoming.addressed === "thread") return {state: "silent"};
    if (refused.size >= MOST_REFUSED) refused.clear();
    refused.add(key);
    const {code, message, next} = error;
    return {state: "refused", code, message, next};
  }
}

async function take(parts: DeskParts, deliverer: Deliverer, incoming: Incoming): Promise<Taken> {
  const {service, access} = parts;
  const {place, person, messageId, addressed, named, files} = incoming;
  const text = incoming.text.trim();
  const workspace = await workspaceOfInstallation(service.store, place.platform, place.installation);
  if (workspace === undefined) {
    if (addressed === "thread") return {state: "silent"};
    throw new TabletalkError(
      "not_found",
      "Tabletalk is not installed here (any more).",
      "Ask whoever runs this place to install it.",
    );
  }
  const store = service.store.within(workspace);
  const at = keyOf(place);
  const before = await messageByKey(store, workspace, {...at, messageId});
  if (before !== undefined) return {state: "repeated", message: before, workspace};

  const conversation = await knownConversation(store, workspace, at);
  const voice = {by: person.id, named};
  if (addressed === "thread") {
    // Where nobody has asked Tabletalk anything, people are among themselves.
    if (!conversation) return {state: "silent"};
    const voices = voicesIn(conversation.voices);
    const others = voices.flatMap(({by, named: whom = []}) => [by, ...whom]).filter((id) => id !== person.id);
    const asked =
      (text !== "" || files.length > 0) &&
      isAddressed({
        text,
        by: person.id,
        named,
        before: voices,
        names: await namesOf(store, workspace, place, others),
        hasFile: files.length > 0,
        columns: await datasetColumns(store, workspace, conversation.id),
      });
    if (!asked) {
      await noteVoice(store, workspace, conversation.id, {...voice, kind: "overheard"});
      return {state: "silent"};
    }
  }
  const principal = await principalOf(access, {place, person});
  demand(principal, "ask");
  await demandQuestion(parts, incoming, principal, text);
  await countQuestion(access, principal);
  const {options, target} = incoming;
  // A platform is asked for its channels only where something may be told there later.
  const standing = LATER.test(text) ? await incoming.standing?.() : undefined;
  const sent = await sendQuestion(parts, deliverer, principal, {
    place,
    messageId,
    text,
    files,
    target,
    ...(options && {options}),
    ...(standing && {standing}),
  });
  await noteVoice(store, workspace, sent.conversation, {...voice, kind: "asked"});
  return {state: sent.isNew ? "kept" : "repeated", message: sent.id, workspace};
}

/** @throws TabletalkError bad_use for what is no question, or too long for one */
async function demandQuestion(
  parts: DeskParts,
  {place, person, files, options}: Incoming,
  principal: Principal,
  text: string,
): Promise<void> {
  if (text.length > LONGEST_QUESTION)
    throw new TabletalkError(
      "bad_use",
      `That is ${text.length.toLocaleString("en-US")} characters; a question may have ${LONGEST_QUESTION.toLocaleString("en-US")}.`,
      "Say it in fewer words, or send the long part as a file.",
    );
  if (text !== "" || files.length > 0 || options?.choice || options?.reading) return;
  const {promptsFor} = await import("./prompts.ts");
  const prompts = await promptsFor(parts, {place, person, principal}).catch(() => []);
  const such = prompts.slice(0, 3).map((prompt) => `"${prompt}"`);
  throw new TabletalkError(
    "bad_use",
    "Hello! Ask me something about your data.",
    such.length > 0
      ? `For example: ${such.join(", ")}. Or send a file: CSV, Excel, JSON or Parquet.`
      : "Send a file (CSV, Excel, JSON or Parquet), then ask what you would like to know.",
  );
}

function keyIn({place, messageId, person}: Incoming): string {
  const {platform, installation, channel} = place;
  return JSON.stringify([platform, installation, channel, messageId, person.id]);
}
