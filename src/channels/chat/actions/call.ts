import {demand} from "../../../access/permissions.ts";
import {ownName} from "../../../access/principal.ts";
import {TabletalkError} from "../../../errors.ts";
import {openCalls} from "../../../store/calls.ts";
import {dropEmptyConversation} from "../../../store/conversation_list.ts";
import {conversationFor, knownConversation} from "../../../store/conversations.ts";
import type {Call} from "../../calls/call.ts";
import {entryLink} from "../../calls/call_entry.ts";
import {linkedPlace} from "../../calls/linked.ts";
import {demandRoomFor, startCallAt} from "../../calls/start_call.ts";
import type {Announced, StartedCall, Visitor} from "../desk.ts";
import type {DeskParts} from "../desk_parts.ts";
import {keyOf, principalOf} from "../known_visitor.ts";

/**
 * Begins a call that goes on with the conversation of a place; where there is one already, it leads there.
 * @throws TabletalkError not_found where calls are not set up, or the service has no address; forbidden, limit_reached;
 * unavailable: then what was announced is taken back
 */
export async function startCallFrom(
  {service, access, settings, calls}: DeskParts,
  visitor: Visitor,
  announce: () => Promise<Announced>,
): Promise<StartedCall> {
  const {publicUrl} = settings;
  if (!calls || publicUrl === undefined)
    throw new TabletalkError(
      "not_found",
      "Calls are not set up here.",
      "Ask whoever runs Tabletalk to set them up: docs/voice.md says how.",
    );
  const principal = await principalOf(access, visitor);
  demand(principal, "ask");
  const {workspace} = principal;
  const store = service.store.within(workspace);
  const enter = (call: Call) => entryLink(calls, principal, call, {publicUrl, name: visitor.person.name});
  const here = await knownConversation(store, workspace, keyOf(visitor.place));
  const open = here && (await openCalls(store, workspace)).find(({conversation}) => conversation === here.id);
  if (open) {
    const postedTo = linkedPlace(access, open)?.said;
    return {url: await enter(open), isNew: false, ...(postedTo !== undefined && {postedTo})};
  }
  await demandRoomFor(calls, principal);
  const {place, linked, withdraw} = await announce();
  const key = keyOf(place);
  const before = await knownConversation(store, workspace, key);
  const conversation =
    before?.id ?? (await conversationFor(store, workspace, {...key, owner: ownName(principal)}));
  try {
    const call = await startCallAt(calls, principal, {
      conversation,
      audience: place.audience,
      ...(linked && {linked}),
    });
    return {url: await enter(call), isNew: true, ...(linked && {postedTo: linked.said})};
  } catch (error) {
    if (!before) await dropEmptyConversation(store, workspace, conversation).catch(() => {});
    await withdraw().catch(() => {});
    throw error;
  }
}
