import {z} from "@hono/zod-openapi";
import {allow} from "../../../access/permissions.ts";
import {conversationResource} from "../../../access/resources.ts";
import {TabletalkError} from "../../../errors.ts";
import {definitionsOf, saveDefinition} from "../../../store/definitions.ts";
import {conversationsOf, type Opinion, opinionsIn} from "../../../store/feedback.ts";
import {pinsSeenBy} from "../../../workspace/memory/pins_seen.ts";
import {suggestionsFor} from "../../../workspace/memory/suggestions.ts";
import {namesFor} from "../../dataset_access.ts";
import {cut, keyIn, pageOf, pageQuery, slice} from "../cursor.ts";
import {route} from "../route.ts";

const TAG = "memory";
const opinionPlace = z.tuple([z.string().max(40), z.string().max(100), z.string().max(400)]);
const byTerm = z.object({term: z.string().trim().min(1).max(100)});

const definitionSchema = z
  .object({
    term: z.string(),
    version: z.int(),
    meaning: z.string(),
    taughtBy: z.string(),
    createdAt: z.string(),
  })
  .openapi("Definition");

export const memoryRoutes = [
  route({
    method: "get",
    path: "/v1/definitions",
    tag: TAG,
    summary: "Business terms that were taught",
    action: "definitions.read",
    query: pageQuery,
    answer: pageOf(definitionSchema),
    async handle({principal, workspace, query}) {
      const all = await definitionsOf(workspace.store, principal.workspace);
      return {
        json: slice(
          all.map(({term, version, meaning = "", taughtBy, createdAt}) => ({
            term,
            version,
            meaning,
            taughtBy,
            createdAt,
          })),
          query,
        ),
      };
    },
  }),
  route({
    method: "put",
    path: "/v1/definitions/{term}",
    tag: TAG,
    summary: "Teach a term; a new meaning is a new version",
    action: "definitions.write",
    params: byTerm,
    body: z.strictObject({meaning: z.string().trim().min(1).max(1000)}),
    answer: z.object({term: z.string(), version: z.int()}),
    async handle({principal, workspace, params, body}) {
      const term = params.term.toLowerCase();
      const version = await saveDefinition(workspace.store, principal.workspace, {
        term,
        meaning: body.meaning,
        taughtBy: principal.actor,
      });
      return {json: {term, version}};
    },
  }),
  route({
    method: "delete",
    path: "/v1/definitions/{term}",
    tag: TAG,
    summary: "Forget a term",
    action: "definitions.write",
    params: byTerm,
    async handle({principal, workspace, params}) {
      const term = params.term.toLowerCase();
      const known = await definitionsOf(workspace.store, principal.workspace);
      if (!known.some((one) => one.term === term))
        throw new TabletalkError("not_found", "There is no such term.", "List the definitions.");
      await saveDefinition(workspace.store, principal.workspace, {term, taughtBy: principal.actor});
      return {};
    },
  }),
  route({
    method: "get",
    path: "/v1/suggestions",
    tag: TAG,
    summary: "Questions to begin with: pinned answers first, then liked ones, then what was asked",
    action: "ask",
    query: z.object({
      dataset: z
        .union([z.string().min(1).max(200), z.array(z.string().min(1).max(200)).max(20)])
        .optional()
        .openapi({description: "Only of these; default: all that you may see"}),
      typed: z.string().max(300).default(""),
      limit: z.coerce.number().int().min(1).max(50).default(8),
    }),
    answer: z.object({
      items: z.array(z.object({question: z.string(), turn: z.string(), isPinned: z.boolean()})),
    }),
    async handle(asked) {
      const {principal, workspace, query} = asked;
      const named = query.dataset === undefined ? undefined : [query.dataset].flat();
      const names = await namesFor(asked, named);
      const {typed, limit} = query;
      return {
        json: {
          items: await suggestionsFor(workspace.store, principal.workspace, principal.actor, names, {
            typed,
            limit,
          }),
        },
      };
    },
  }),
  route({
    method: "get",
    path: "/v1/feedback",
    tag: "feedback",
    summary:
      "What people think of answers, the newest first; their words and the answers are for whoever may read the conversation",
    action: "feedback.read",
    query: pageQuery.extend({verdict: z.enum(["up", "down"]).optional()}),
    answer: pageOf(
      z
        .object({
          turn: z.string(),
          actor: z.string(),
          verdict: z.enum(["up", "down"]),
          comment: z.string().nullable(),
          createdAt: z.string(),
        })
        .openapi("Opinion"),
    ),
    async handle({principal, workspace, query}) {
      const found = await opinionsIn(workspace.store, principal.workspace, {
        verdict: query.verdict,
        before: keyIn(opinionPlace, query.cursor),
        limit: query.limit + 1,
      });
      const keyOf = ({createdAt, turn, actor}: Opinion) => [createdAt, turn, actor];
      const conversations = await conversationsOf(
        workspace.store,
        principal.workspace,
        found.map(({turn}) => turn),
      );
      // What someone says of an answer in a conversation of their own is said in that conversation.
      const mayRead = (turn: string) => {
        const conversation = conversations.get(turn);
        const resource = conversation && conversationResource(principal.workspace, conversation);
        return resource !== undefined && allow(principal, "conversations.read", resource);
      };
      return {
        json: cut(found, query.limit, keyOf, (one) => ({
          ...one,
          comment: mayRead(one.turn) ? one.comment : null,
        })),
      };
    },
  }),
  route({
    method: "get",
    path: "/v1/pins",
    tag: TAG,
    summary: "Answers that an owner vouches for, the newest first: those of data that you may see",
    action: "feedback.read",
    query: pageQuery,
    answer: pageOf(
      z
        .object({
          turn: z.string(),
          conversation: z.string(),
          question: z.string(),
          pinnedBy: z.string(),
          pinnedAt: z.string(),
          note: z.string().optional(),
        })
        .openapi("Pin"),
    ),
    async handle({principal, workspace, query}) {
      const all = await pinsSeenBy(workspace.store, principal);
      return {
        json: slice(
          all.map(({turn, conversation, question, pinnedBy, pinnedAt, note}) => ({
            turn,
            conversation,
            question,
            pinnedBy,
            pinnedAt,
            ...(note !== undefined && {note}),
          })),
          query,
        ),
      };
    },
  }),
];
