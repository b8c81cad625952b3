import type {Access} from "../../access/access.ts";
import {platformPrincipal} from "../../access/platform.ts";
import type {Principal} from "../../access/principal.ts";
import {type ConversationKey, knownConversation} from "../../store/conversations.ts";
import type {Visitor} from "./desk.ts";
import type {DeskParts, KnownVisitor} from "./desk_parts.ts";
import type {ChatPlace} from "./incoming.ts";

/** Who somebody of a platform is here. @throws TabletalkError not_found, forbidden */
export function principalOf(access: Access, {place, person}: Visitor): Promise<Principal> {
  const {id, name, rank} = person;
  const {platform, installation} = place;
  const identity = {platform, installation, externalId: id, rank, ...(name !== undefined && {name})};
  return platformPrincipal(access, identity);
}

/** The conversation of a place, as the store knows it. */
export function keyOf({platform, installation, channel, thread}: ChatPlace): ConversationKey {
  return {platform, installation, conversation: channel, ...(thread !== undefined && {thread})};
}

/** A visitor with who they are, and the conversation of their place. @throws TabletalkError not_found, forbidden */
export async function knownVisitor(
  {access, service}: Pick<DeskParts, "access" | "service">,
  visitor: Visitor,
): Promise<KnownVisitor> {
  const principal = await principalOf(access, visitor);
  const {workspace} = principal;
  const found = await knownConversation(service.store.within(workspace), workspace, keyOf(visitor.place));
  const {place, person} = visitor;
  return {place, person, principal, ...(found && {conversation: found.id})};
}
