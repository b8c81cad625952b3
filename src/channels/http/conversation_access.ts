import {type Action, demand} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import {conversationResource} from "../../access/resources.ts";
import {TabletalkError} from "../../errors.ts";
import {
  conversationById,
  type FoundConversation,
  type ListedMessage,
  messageById,
} from "../../store/conversation_list.ts";
import {type StoredTurn, turnById} from "../../store/turns.ts";
import type {Asked} from "./route.ts";

type From = Pick<Asked, "principal" | "workspace">;

/** Whose things are when this principal makes them. */
export function ownerOf({person, actor}: Principal): string {
  return person ?? actor;
}

/**
 * A conversation that whoever asks may do something with.
 * @throws TabletalkError not_found, also for one that they may not see; forbidden
 */
export async function conversationFor(
  {principal, workspace}: From,
  id: string,
  action: Action,
): Promise<FoundConversation> {
  const found = await conversationById(workspace.store, principal.workspace, id);
  if (!found) throw missing("conversation");
  demand(principal, action, conversationResource(principal.workspace, found));
  return found;
}

/** A message of a conversation that whoever asks may do something with. @throws TabletalkError not_found, forbidden */
export async function messageFor(from: From, id: string, action: Action): Promise<ListedMessage> {
  const found = await messageById(from.workspace.store, from.principal.workspace, id);
  if (!found) throw missing("message");
  await conversationFor(from, found.conversation, action);
  return found;
}

/** A turn of a conversation that whoever asks may do something with. @throws TabletalkError not_found, forbidden */
export async function turnFor(from: From, id: string, action: Action): Promise<StoredTurn> {
  const found = await turnById(from.workspace.store, from.principal.workspace, id);
  if (!found) throw missing("turn");
  await conversationFor(from, found.conversation, action);
  return found;
}

function missing(what: string): TabletalkError {
  return new TabletalkError("not_found", `There is no such ${what}.`, "Check its id.");
}
