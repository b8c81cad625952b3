import {z} from "@hono/zod-openapi";
import {messageFor, ownerOf} from "../conversation_access.ts";
import {idSchema, messageSchema, toldMessage} from "../conversation_schemas.ts";
import {eventStream, placeIn, toldEvents} from "../event_stream.ts";
import {holdsAtOnce} from "../held_at_once.ts";
import {preferredWait} from "../prefer.ts";
import {route} from "../route.ts";
import {waitForMessage} from "../send_message.ts";

const TAG = "conversations";
/** Streams of one person at a time. */
const MOST_STREAMS = 50;
const streams = holdsAtOnce("streams");
const byId = z.object({id: idSchema});

export const messageRoutes = [
  route({
    method: "get",
    path: "/v1/messages/{id}",
    tag: TAG,
    summary: "A message, and its answer once it is there",
    description: "With `Prefer: wait` (seconds) it waits for the answer.",
    action: "conversations.read",
    params: byId,
    answer: messageSchema,
    timeMs: 0,
    async handle(asked) {
      const found = await messageFor(asked, asked.params.id, "conversations.read");
      const wait = preferredWait(asked.c.req.header("prefer"));
      if (typeof wait !== "number" || found.state === "done") return {json: toldMessage(found)};
      return {json: toldMessage(await waitForMessage(asked, found.id, wait, asked.signal))};
    },
  }),
  route({
    method: "get",
    path: "/v1/messages/{id}/events",
    tag: TAG,
    summary: "What happens to a message, as server-sent events",
    description:
      "From the beginning, or after Last-Event-ID; `event: end` is the last. An `attempt` (the id's first part) that " +
      "grows means that another worker began anew.",
    action: "conversations.read",
    params: byId,
    query: z.object({
      after: z
        .string()
        .regex(/^\d{1,9}\.\d{1,9}$/)
        .optional()
        .openapi({description: "As Last-Event-ID"}),
    }),
    gives: ["text/event-stream"],
    timeMs: 0,
    async handle(asked) {
      const {parts, principal, params, query, signal, c} = asked;
      const {id} = await messageFor(asked, params.id, "conversations.read");
      const after = placeIn(c.req.header("last-event-id") ?? query.after);
      const at = {workspace: principal.workspace, message: id};
      const letGo = streams.hold(`${principal.workspace} ${ownerOf(principal)}`, MOST_STREAMS);
      const closed = parts.metrics.opened("stream");
      const begun = performance.now();
      return eventStream((watching) => toldEvents(parts.service, at, {after, signal: watching}), {
        signal,
        onEnd: () => {
          letGo();
          closed();
        },
        onTrouble: (error) =>
          parts.log?.({
            level: "error",
            request: c.var.request,
            method: c.req.method,
            route: c.var.route,
            status: 200,
            elapsedMs: Math.round(performance.now() - begun),
            workspace: principal.workspace,
            actor: principal.actor,
            error,
          }),
      });
    },
  }),
  route({
    method: "post",
    path: "/v1/messages/{id}/stop",
    tag: TAG,
    summary: "Stop the answer to a message",
    action: "ask",
    params: byId,
    answer: z.object({stopped: z.boolean().openapi({description: "False: it is done already"})}),
    async handle(asked) {
      const {parts, principal, params} = asked;
      const {id} = await messageFor(asked, params.id, "ask");
      return {json: {stopped: await parts.service.inbox.stop(principal.workspace, id)}};
    },
  }),
];
