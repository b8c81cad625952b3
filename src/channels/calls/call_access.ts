import {allow} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import {conversationResource} from "../../access/resources.ts";
import {TabletalkError} from "../../errors.ts";
import {callById} from "../../store/calls.ts";
import {conversationById} from "../../store/conversation_list.ts";
import type {Call} from "./call.ts";
import type {CallParts} from "./call_parts.ts";

/**
 * Whether somebody may know of a call, and come to it: they began it, or may ask in the conversation that it speaks in.
 */
export async function maySeeCall(
  {service}: Pick<CallParts, "service">,
  principal: Principal,
  call: Call,
): Promise<boolean> {
  const {workspace, actor, person} = principal;
  if (call.workspace !== workspace || !allow(principal, "ask")) return false;
  if (call.startedBy === actor || call.startedBy === person) return true;
  const found = await conversationById(service.store.within(workspace), workspace, call.conversation);
  return found !== undefined && allow(principal, "ask", conversationResource(workspace, found));
}

/** A call that somebody may come to. @throws TabletalkError not_found, also for one that they may not see */
export async function callFor(
  parts: Pick<CallParts, "service">,
  principal: Principal,
  id: string,
): Promise<Call> {
  const {workspace} = principal;
  const call = await callById(parts.service.store.within(workspace), workspace, id);
  if (call && (await maySeeCall(parts, principal, call))) return call;
  throw noSuchCall();
}

export function noSuchCall(): TabletalkError {
  return new TabletalkError("not_found", "There is no such call.", "Check its id, or start a new call.");
}

/** @throws TabletalkError conflict for a call that is over */
export function demandOpen({endedAt}: Call): void {
  if (endedAt === null) return;
  throw new TabletalkError("conflict", "This call has ended.", "Start a new call.");
}
