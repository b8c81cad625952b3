import {demand} from "../../access/permissions.ts";
import {ownName, type Principal} from "../../access/principal.ts";
import {conversationResource} from "../../access/resources.ts";
import {seal} from "../../access/seal.ts";
import {TabletalkError} from "../../errors.ts";
import {beginCall, endCall as endStored, forgetCall, openCalls} from "../../store/calls.ts";
import {isReadBySeveral} from "../../store/conversation_audience.ts";
import {beginConversation, conversationById, dropEmptyConversation} from "../../store/conversation_list.ts";
import type {Call} from "./call.ts";
import type {CallParts} from "./call_parts.ts";
import type {LinkedPlace} from "./linked.ts";

/** Each is a room at LiveKit's server, with an agent in it. */
const MOST_OPEN_OF_ONE = 5;
const MOST_PER_HOUR = 30;

/** Where a call speaks, and who can hear and read what is answered there. */
export interface CallPlace {
  conversation: string;
  audience: Call["audience"];
  /** Where on a chat platform its answers are posted too. */
  linked?: LinkedPlace;
}

/**
 * Begins a call: its room is made, and the analyst is sent there.
 * @param conversation the one that it goes on with; default: one of its own begins
 * @throws TabletalkError not_found, forbidden; limit_reached; unavailable where LiveKit cannot be reached: nothing is left
 * of the call then
 */
export async function startCall(
  parts: CallParts,
  principal: Principal,
  {conversation}: {conversation?: string | undefined} = {},
): Promise<Call> {
  const {workspace} = principal;
  const store = parts.service.store.within(workspace);
  if (conversation !== undefined) {
    const found = await conversationById(store, workspace, conversation);
    if (!found) throw new TabletalkError("not_found", "There is no such conversation.", "Check its id.");
    demand(principal, "ask", conversationResource(workspace, found));
    const audience = (await isOfSeveral()) ? "several" : "one";
    return startCallAt(parts, principal, {conversation: found.id, audience});

    async function isOfSeveral(): Promise<boolean> {
      // What is nobody's own is heard by whoever may come.
      if (!found?.owner) return true;
      return found.platform !== "http" && isReadBySeveral(store, workspace, found.id);
    }
  }
  demand(principal, "ask");
  const begun = await beginConversation(store, workspace, {
    platform: "voice",
    installation: "voice",
    owner: ownName(principal),
  });
  try {
    return await startCallAt(parts, principal, {conversation: begun.id, audience: "one"});
  } catch (error) {
    await dropEmptyConversation(store, workspace, begun.id);
    throw error;
  }
}

/** The same at a place where whoever asks may ask: the caller has made sure of that. */
export async function startCallAt(
  {service, access, rooms}: CallParts,
  principal: Principal,
  {conversation, audience, linked}: CallPlace,
): Promise<Call> {
  const {workspace} = principal;
  const store = service.store.within(workspace);
  await demandFew(service, principal);
  await access.calls.count(`${workspace}:${ownName(principal)}`, MOST_PER_HOUR);
  const call = await beginCall(store, workspace, {
    conversation,
    startedBy: ownName(principal),
    audience,
    ...(linked && {
      seal: (id: string) => seal(access.secrets, JSON.stringify(linked), [workspace, "calls", id]),
    }),
  });
  try {
    await rooms.open(call.room, {workspace, call: call.id});
  } catch (error) {
    await forgetCall(store, workspace, call.id);
    throw error;
  }
  return call;
}

/**
 * Makes sure that a call could be begun now, before anybody is told of one.
 * @throws TabletalkError limit_reached; unavailable where LiveKit cannot be reached
 */
export async function demandRoomFor({service, rooms}: CallParts, principal: Principal): Promise<void> {
  await demandFew(service, principal);
  await rooms.names();
}

async function demandFew({store}: CallParts["service"], principal: Principal): Promise<void> {
  const {workspace} = principal;
  const own = ownName(principal);
  const open = await openCalls(store.within(workspace), workspace);
  const count = open.filter(({startedBy}) => startedBy === own).length;
  if (count < MOST_OPEN_OF_ONE) return;
  throw new TabletalkError(
    "limit_reached",
    `You have ${count} calls open.`,
    "End one of them, then start another; a call that nobody is in ends by itself.",
  );
}

/**
 * Ends a call for all that are in it.
 * @throws TabletalkError unavailable where LiveKit cannot be reached: the call has ended, and its room goes when it is empty
 */
export async function endCall(
  {service, rooms}: Pick<CallParts, "service" | "rooms">,
  call: Call,
): Promise<void> {
  await endCallInStore({service}, call);
  await rooms.close(call.room);
}

/** Closes the rooms of calls whose conversation was forgotten: their agents leave by themselves. */
export async function closeRooms(
  {rooms}: Pick<CallParts, "rooms">,
  calls: readonly Pick<Call, "room">[],
): Promise<void> {
  // Whoever looks after rooms closes what is left.
  await Promise.allSettled(calls.map(({room}) => rooms.close(room)));
}

/** The same where there is no room to close. */
export async function endCallInStore(
  {service}: Pick<CallParts, "service">,
  {workspace, id}: Call,
): Promise<void> {
  await endStored(service.store.within(workspace), workspace, id);
}
