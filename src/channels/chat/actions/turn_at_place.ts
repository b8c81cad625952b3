import {demand} from "../../../access/permissions.ts";
import {ownName} from "../../../access/principal.ts";
import {TabletalkError} from "../../../errors.ts";
import {conversationById, messageById} from "../../../store/conversation_list.ts";
import {datasetsOf} from "../../../store/datasets.ts";
import type {Answer} from "../../channel.ts";
import type {DeskParts, KnownVisitor} from "../desk_parts.ts";
import {type StoredAnswer, storedAnswer} from "../stored_answer.ts";
import {visibleDatasets} from "../visible_datasets.ts";

/** An answer that somebody may do something with. */
export type AnswerAtPlace = StoredAnswer & {answer: Answer};

/**
 * A turn that a visitor may see where they are: of the conversation of their place or, where they alone can read, of what they
 * asked themselves. Any other is not there for them.
 * @throws TabletalkError not_found, forbidden
 */
export async function turnAtPlace(
  {service}: Pick<DeskParts, "service">,
  {place, principal, conversation}: KnownVisitor,
  turn: string,
): Promise<StoredAnswer> {
  demand(principal, "conversations.read");
  const {workspace} = principal;
  const store = service.store.within(workspace);
  const stored = await storedAnswer(store, workspace, turn);
  if (!stored) throw notHere();
  const of = stored.turn.conversation;
  const isHere = conversation !== undefined && of === conversation;
  if (!isHere && !(place.audience === "one" && (await isOwn()))) throw notHere();
  return stored;

  async function isOwn(): Promise<boolean> {
    if (!(await conversationById(store, workspace, of))) return false;
    const {message} = stored?.turn ?? {};
    const asked = message === undefined ? undefined : await messageById(store, workspace, message);
    return asked !== undefined && (asked.actor === principal.actor || asked.actor === ownName(principal));
  }
}

/**
 * The same with its answer, whose data the visitor may still see there.
 * @throws TabletalkError not_found, forbidden, bad_use where the turn gave no answer
 */
export async function answerAtPlace(
  parts: Pick<DeskParts, "service">,
  visitor: KnownVisitor,
  turn: string,
): Promise<AnswerAtPlace> {
  const stored = await turnAtPlace(parts, visitor, turn);
  const {answer} = stored;
  if (!answer) throw new TabletalkError("bad_use", "That question got no answer.", "Ask it again.");
  await demandData(parts, visitor, stored.turn.conversation, datasetsUnder(answer));
  return {...stored, answer};
}

/** Names of the datasets that an answer was computed from. */
export function datasetsUnder({artifacts}: Pick<Answer, "artifacts">): string[] {
  const all = Object.values(artifacts).flatMap(({provenance}) => provenance.datasets.map(({name}) => name));
  return [...new Set(all)];
}

/** @throws TabletalkError forbidden where one of the datasets may not be seen at the place (any more) */
export async function demandData(
  {service}: Pick<DeskParts, "service">,
  {place, principal}: KnownVisitor,
  conversation: string,
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return;
  const {workspace} = principal;
  const store = service.store.within(workspace);
  const [all, seen] = await Promise.all([
    datasetsOf(store, workspace),
    visibleDatasets(store, workspace, {principal, conversation, audience: place.audience}),
  ]);
  const known = new Set(all.map(({name}) => name));
  const visible = new Set(seen);
  if (names.every((name) => !known.has(name) || visible.has(name))) return;
  throw new TabletalkError(
    "forbidden",
    "You may not see the data behind this answer (any more).",
    "Ask whoever asked the question.",
  );
}

function notHere(): TabletalkError {
  return new TabletalkError(
    "not_found",
    "There is no such answer in this conversation.",
    "Use the buttons under an answer of this conversation.",
  );
}
