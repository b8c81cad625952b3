import type {Access} from "../../../src/access/access.ts";
import {keptPrincipalSchema, principalAsKept} from "../../../src/access/kept_principal.ts";
import type {Principal} from "../../../src/access/principal.ts";
import type {Call} from "../../../src/channels/calls/call.ts";
import {linkedDelivery} from "../../../src/channels/calls/linked.ts";
import {callMessageId} from "../../../src/channels/calls/message_key.ts";
import type {Service} from "../../../src/channels/service.ts";
import {openCalls} from "../../../src/store/calls.ts";
import {conversationById} from "../../../src/store/conversation_list.ts";
import {newId} from "../../../src/store/store.ts";

/** The one call that is open. */
export async function theOpenCall({store}: Pick<Service, "store">): Promise<Call> {
  const [call, another] = await openCalls(store);
  if (!call || another) throw new Error(`There is ${another ? "more than one open call" : "no open call"}.`);
  return call;
}

/** Who came to a call first, as the store knows them. */
export async function firstIn({store}: Pick<Service, "store">, call: Call): Promise<Principal> {
  const row = await store.db
    .selectFrom("call_members")
    .select("principal")
    .where("call", "=", call.id)
    .orderBy("created_at")
    .executeTakeFirstOrThrow();
  return principalAsKept(keptPrincipalSchema.parse(JSON.parse(row.principal)));
}

/** Asks a question as somebody in a call does, once they were understood. @returns the inbox's id of it */
export async function askInCall(
  {service, access}: {service: Service; access: Access},
  call: Call,
  text: string,
  id = newId(),
): Promise<string> {
  const {workspace} = call;
  const place = await conversationById(service.store.within(workspace), workspace, call.conversation);
  const {actor} = await firstIn(service, call);
  const delivery = linkedDelivery(access, call);
  const sent = await service.inbox.send(workspace, {
    platform: place!.platform,
    installation: place!.installation,
    conversation: place!.externalId,
    ...(place!.thread !== "" && {thread: place!.thread}),
    messageId: callMessageId(call.id, id),
    actor,
    text,
    options: {audience: call.audience},
    ...(delivery && {delivery}),
  });
  for await (const _ of service.inbox.events(workspace, sent.id));
  return sent.id;
}
