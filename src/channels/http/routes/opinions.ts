import {z} from "@hono/zod-openapi";
import {TabletalkError} from "../../../errors.ts";
import {pinTurn, unpinTurn} from "../../../store/pins.ts";
import {feedbackOn, saveFeedback} from "../../../store/turns.ts";
import {cleanText} from "../bodies.ts";
import {turnFor} from "../conversation_access.ts";
import {idSchema} from "../conversation_schemas.ts";
import {pageOf, pageQuery, slice} from "../cursor.ts";
import {route} from "../route.ts";

const TAG = "conversations";
const byId = z.object({id: idSchema});

const feedbackSchema = z
  .object({
    actor: z.string(),
    verdict: z.enum(["up", "down"]),
    comment: z.string().nullable(),
    createdAt: z.string(),
  })
  .openapi("Feedback");

/** What people think of an answer, and whether an owner vouches for it. */
export const opinionRoutes = [
  route({
    method: "put",
    path: "/v1/turns/{id}/feedback",
    tag: "feedback",
    summary: "Say what you think of an answer; a second opinion replaces the first",
    action: "feedback.write",
    params: byId,
    body: z.strictObject({
      verdict: z.enum(["up", "down"]),
      comment: z.string().trim().min(1).max(4000).optional(),
    }),
    async handle(asked) {
      const {principal, workspace, params, body} = asked;
      const turn = await turnFor(asked, params.id, "conversations.read");
      await saveFeedback(workspace.store, principal.workspace, {
        turn: turn.id,
        actor: principal.actor,
        verdict: body.verdict,
        ...(body.comment !== undefined && {comment: cleanText(body.comment)}),
      });
      return {};
    },
  }),
  route({
    method: "get",
    path: "/v1/turns/{id}/feedback",
    tag: "feedback",
    summary: "What people think of an answer",
    action: "conversations.read",
    params: byId,
    query: pageQuery,
    answer: pageOf(feedbackSchema),
    async handle(asked) {
      const {principal, workspace, params, query} = asked;
      const turn = await turnFor(asked, params.id, "conversations.read");
      const all = await feedbackOn(workspace.store, principal.workspace, turn.id);
      return {
        json: slice(
          all.map(({actor, verdict, comment, created_at}) => ({
            actor,
            verdict,
            comment,
            createdAt: created_at,
          })),
          query,
        ),
      };
    },
  }),
  route({
    method: "put",
    path: "/v1/turns/{id}/pin",
    tag: TAG,
    summary: "Vouch for an answer: it is preferred from now on",
    action: "answers.pin",
    params: byId,
    body: z.strictObject({note: z.string().trim().min(1).max(1000).optional()}).optional(),
    async handle(asked) {
      const {principal, workspace, params, body} = asked;
      const turn = await turnFor(asked, params.id, "conversations.read");
      await pinTurn(workspace.store, principal.workspace, {
        turn: turn.id,
        by: principal.actor,
        ...(body?.note !== undefined && {note: body.note}),
      });
      return {};
    },
  }),
  route({
    method: "delete",
    path: "/v1/turns/{id}/pin",
    tag: TAG,
    summary: "Take a pin away",
    action: "answers.pin",
    params: byId,
    async handle(asked) {
      const {principal, workspace, params} = asked;
      const turn = await turnFor(asked, params.id, "conversations.read");
      if (!(await unpinTurn(workspace.store, principal.workspace, turn.id)))
        throw new TabletalkError("not_found", "This answer is not pinned.", "List the pins.");
      return {};
    },
  }),
];
