import {keptPrincipal} from "../../access/kept_principal.ts";
import {countQuestion} from "../../access/limits.ts";
import {allow} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import {TabletalkError} from "../../errors.ts";
import {isReadBySeveral} from "../../store/conversation_audience.ts";
import {type FoundConversation, type ListedMessage, messageById} from "../../store/conversation_list.ts";
import {newId} from "../../store/store.ts";
import type {MessageOptions} from "../service.ts";
import type {Asked} from "./route.ts";

type From = Pick<Asked, "parts" | "principal" | "workspace">;

/** What is asked, wherever it came in: a message, a one-off question, the socket. */
export interface Sending {
  text: string;
  /** The sender's own id of it: the same again is the same message. */
  id?: string | undefined;
  options?: MessageOptions;
}

/** Keeps a message of whoever asks in a conversation, to be answered by a worker. */
export async function sendMessage(
  {parts, principal}: Pick<From, "parts" | "principal">,
  conversation: FoundConversation,
  {text, id, options}: Sending,
): Promise<{id: string; isNew: boolean}> {
  await countQuestion(parts.access, principal);
  const {workspace} = principal;
  // What is answered here is gone on from in the thread: nothing of one person's own may come into it.
  const isOfSeveral =
    conversation.platform !== "http" &&
    (await isReadBySeveral(parts.service.store.within(workspace), workspace, conversation.id));
  const sent = await parts.service.inbox.send(workspace, {
    platform: conversation.platform,
    installation: conversation.installation,
    conversation: conversation.externalId,
    ...(conversation.thread !== "" && {thread: conversation.thread}),
    messageId: id === undefined ? newId() : messageIdOf(principal, id),
    actor: principal.actor,
    text,
    options: {
      ...options,
      ...(isOfSeveral && {audience: "several" as const}),
      mayTeach: allow(principal, "definitions.write"),
      sender: keptPrincipal(principal),
    },
  });
  return {id: sent.id, isNew: sent.isNew};
}

/** Two people who give the same id do not mean the same message. */
function messageIdOf({actor}: Principal, id: string): string {
  return `${actor} ${id}`;
}

/** Waits until a message is done, for some seconds at most. @returns it as it is then */
export async function waitForMessage(
  {parts, principal, workspace}: From,
  id: string,
  seconds: number,
  signal: AbortSignal,
): Promise<ListedMessage> {
  if (seconds > 0) {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]);
    for await (const _ of parts.service.inbox.events(principal.workspace, id, {signal: limit}))
      if (limit.aborted) break;
  }
  const message = await messageById(workspace.store, principal.workspace, id);
  if (message) return message;
  throw new TabletalkError("not_found", "The message is gone: its conversation was forgotten.", "Ask again.");
}
