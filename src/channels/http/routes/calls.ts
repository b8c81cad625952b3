import {z} from "@hono/zod-openapi";
import {openCalls} from "../../../store/calls.ts";
import type {Call} from "../../calls/call.ts";
import {callFor, maySeeCall} from "../../calls/call_access.ts";
import {enterCall} from "../../calls/call_entry.ts";
import type {CallParts} from "../../calls/call_parts.ts";
import {tokenFor} from "../../calls/call_token.ts";
import {endCall, endCallInStore, startCall} from "../../calls/start_call.ts";
import {idSchema} from "../conversation_schemas.ts";
import {pageOf, pageQuery, slice} from "../cursor.ts";
import type {HttpParts} from "../parts.ts";
import {HttpRefusal} from "../problem.ts";
import {openRoute, route} from "../route.ts";

const TAG = "calls";
const byId = z.object({id: idSchema});

const callSchema = z
  .object({
    id: z.string(),
    conversation: z.string(),
    startedBy: z.string(),
    startedAt: z.string(),
    endedAt: z.string().nullable(),
    url: z.string().openapi({description: "The page of the call, for whoever may see it"}),
  })
  .openapi("Call");

const tokenSchema = z
  .object({
    url: z.string().openapi({description: "Of LiveKit's server"}),
    token: z.string().openapi({description: "Good for ten minutes to join, for this room alone"}),
    room: z.string(),
    identity: z.string(),
    name: z.string(),
  })
  .openapi("CallToken");

export const callRoutes = [
  route({
    method: "post",
    path: "/v1/calls",
    tag: TAG,
    summary: "Start a call with the analyst",
    description:
      "Goes on with a conversation, or begins one. 503 where calls are not set up, or LiveKit is away.",
    action: "ask",
    body: z.strictObject({conversation: idSchema.optional()}),
    status: 201,
    answer: callSchema,
    async handle({parts, principal, body}) {
      const call = await startCall(callsOf(parts), principal, {conversation: body.conversation});
      return {json: told(parts, call), headers: {Location: `/v1/calls/${call.id}`}};
    },
  }),
  route({
    method: "get",
    path: "/v1/calls",
    tag: TAG,
    summary: "The open calls that you may come to, the newest last",
    action: "ask",
    query: pageQuery,
    answer: pageOf(callSchema),
    async handle({parts, principal, workspace, query}) {
      const open = await openCalls(workspace.store, principal.workspace);
      const seen = await Promise.all(open.map((call) => maySeeCall(parts, principal, call)));
      const calls = open.filter((_, at) => seen[at]).map((call) => told(parts, call));
      return {json: slice(calls, query)};
    },
  }),
  route({
    method: "get",
    path: "/v1/calls/{id}",
    tag: TAG,
    summary: "One call",
    action: "ask",
    params: byId,
    answer: callSchema,
    async handle({parts, principal, params}) {
      return {json: told(parts, await callFor(parts, principal, params.id))};
    },
  }),
  route({
    method: "post",
    path: "/v1/calls/{id}/token",
    tag: TAG,
    summary: "What you join a call's room with",
    action: "ask",
    isSecret: true,
    params: byId,
    answer: tokenSchema,
    async handle({parts, principal, params}) {
      const call = await callFor(parts, principal, params.id);
      return {json: await tokenFor(callsOf(parts), principal, call)};
    },
  }),
  route({
    method: "post",
    path: "/v1/calls/{id}/end",
    tag: TAG,
    summary: "End a call for everybody in it",
    action: "ask",
    params: byId,
    answer: callSchema,
    async handle({parts, principal, params}) {
      const call = await callFor(parts, principal, params.id);
      if (parts.calls) await endCall(parts.calls, call);
      else await endCallInStore(parts, call);
      return {json: told(parts, await callFor(parts, principal, params.id))};
    },
  }),
  openRoute({
    method: "post",
    path: "/v1/calls/{id}/join",
    tag: TAG,
    summary: "What you join a call's room with, by the link that a chat platform showed you",
    description: "The code of the link is used up; `code` is the next, for coming back.",
    params: byId,
    body: z.strictObject({code: z.string().min(1).max(200)}),
    answer: tokenSchema.extend({code: z.string()}).openapi("CallEntry"),
    async handle({parts, params, body}) {
      return {
        json: await enterCall(callsOf(parts), params.id, body.code),
        headers: {"Cache-Control": "no-store"},
      };
    },
  }),
];

/** @throws HttpRefusal 503 where calls are not set up */
function callsOf({calls}: Pick<HttpParts, "calls">): CallParts {
  if (calls) return calls;
  throw new HttpRefusal(
    503,
    "Calls are not set up here.",
    "Whoever runs Tabletalk sets LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET; docs/voice.md says how.",
    {code: "unavailable", headers: {"Retry-After": "3600"}},
  );
}

function told({settings}: Pick<HttpParts, "settings">, call: Call): z.infer<typeof callSchema> {
  const {id, conversation, startedBy, startedAt, endedAt} = call;
  return {id, conversation, startedBy, startedAt, endedAt, url: `${settings.publicUrl ?? ""}/calls/${id}`};
}
