import {join} from "node:path";
import {z} from "@hono/zod-openapi";
import {demand} from "../../../access/permissions.ts";
import {conversationResource} from "../../../access/resources.ts";
import {openCalls} from "../../../store/calls.ts";
import {addConversationDatasets, conversationDatasets} from "../../../store/conversation_datasets.ts";
import {
  beginConversation,
  changeConversation,
  conversationsFor,
  messagesWithTurns,
} from "../../../store/conversation_list.ts";
import {forgetConversations} from "../../../workspace/memory/forget.ts";
import {closeRooms} from "../../calls/start_call.ts";
import {demandDatasets, demandProject, namesFor} from "../../dataset_access.ts";
import {folderOf} from "../../workspaces.ts";
import {conversationFor, ownerOf} from "../conversation_access.ts";
import {
  conversationSchema,
  idSchema,
  messageSchema,
  nameSchema,
  questionOptions,
  toldConversation,
  toldMessage,
} from "../conversation_schemas.ts";
import {cut, keyIn, pageOf, pageQuery} from "../cursor.ts";
import {preferredWait} from "../prefer.ts";
import {route} from "../route.ts";
import {sendMessage, waitForMessage} from "../send_message.ts";

const TAG = "conversations";
const byId = z.object({id: idSchema});
const placeSchema = z.tuple([z.string().max(40), z.string().max(100)]);

const withDatasets = conversationSchema
  .extend({datasets: z.array(z.string()).openapi({description: "None: all that its asker may see"})})
  .openapi("ConversationWithDatasets");

export const conversationRoutes = [
  route({
    method: "post",
    path: "/v1/conversations",
    tag: TAG,
    summary: "Begin a conversation",
    action: "ask",
    body: z.strictObject({
      title: nameSchema.optional(),
      project: idSchema.optional(),
      datasets: z.array(z.string().min(1).max(200)).max(20).default([]),
    }),
    status: 201,
    answer: withDatasets,
    async handle(asked) {
      const {principal, workspace, body} = asked;
      const {title, project, datasets} = body;
      if (project !== undefined) await demandProject(asked, project);
      await demandDatasets(asked, datasets);
      const made = await beginConversation(workspace.store, principal.workspace, {
        platform: "http",
        installation: "http",
        owner: ownerOf(principal),
        ...(title !== undefined && {title}),
        ...(project !== undefined && {project}),
      });
      await addConversationDatasets(workspace.store, principal.workspace, made.id, datasets);
      return {
        json: {...toldConversation(made), datasets},
        headers: {Location: `/v1/conversations/${made.id}`},
      };
    },
  }),
  route({
    method: "get",
    path: "/v1/conversations",
    tag: TAG,
    summary: "Your conversations, the one changed last first",
    action: "conversations.read",
    query: pageQuery.extend({
      project: idSchema.optional(),
      all: z
        .enum(["true", "false"])
        .default("false")
        .openapi({description: "Those of shared channels too, which are nobody's own"}),
    }),
    answer: pageOf(conversationSchema),
    async handle({principal, workspace, query}) {
      const owners = [principal.actor, ...(principal.person ? [principal.person] : [])];
      const found = await conversationsFor(workspace.store, principal.workspace, {
        owners,
        shared:
          query.all === "false"
            ? undefined
            : {projects: principal.role === "owner" ? "all" : [...principal.projects.keys()]},
        project: query.project,
        before: keyIn(placeSchema, query.cursor),
        limit: query.limit + 1,
      });
      return {json: cut(found, query.limit, ({updatedAt, id}) => [updatedAt, id], toldConversation)};
    },
  }),
  route({
    method: "get",
    path: "/v1/conversations/{id}",
    tag: TAG,
    summary: "One conversation",
    action: "conversations.read",
    params: byId,
    answer: withDatasets,
    async handle(asked) {
      const {principal, workspace, params} = asked;
      const found = await conversationFor(asked, params.id, "conversations.read");
      const datasets = await conversationDatasets(workspace.store, principal.workspace, found.id);
      return {json: {...toldConversation(found), datasets}};
    },
  }),
  route({
    method: "patch",
    path: "/v1/conversations/{id}",
    tag: TAG,
    summary: "Rename a conversation, or say which datasets it speaks of too",
    action: "ask",
    params: byId,
    body: z.strictObject({
      title: nameSchema.nullable().optional(),
      addDatasets: z.array(z.string().min(1).max(200)).max(20).optional(),
    }),
    answer: withDatasets,
    async handle(asked) {
      const {principal, workspace, params, body} = asked;
      const found = await conversationFor(asked, params.id, "ask");
      demand(principal, "conversations.share", conversationResource(principal.workspace, found));
      const {store} = workspace;
      if (body.title !== undefined)
        await changeConversation(store, principal.workspace, found.id, {title: body.title});
      if (body.addDatasets) {
        await demandDatasets(asked, body.addDatasets);
        await addConversationDatasets(store, principal.workspace, found.id, body.addDatasets);
      }
      const changed = await conversationFor(asked, params.id, "conversations.read");
      const datasets = await conversationDatasets(store, principal.workspace, found.id);
      return {json: {...toldConversation(changed), datasets}};
    },
  }),
  route({
    method: "delete",
    path: "/v1/conversations/{id}",
    tag: TAG,
    summary: "Forget a conversation for good: messages, answers, recipes, pictures",
    description:
      "Refused (409) where an answer of it is needed by a pin, a link or a workflow; with `needed=keep` these stay, and all " +
      "else goes.",
    action: "conversations.delete",
    params: byId,
    query: z.object({needed: z.enum(["refuse", "keep"]).default("refuse")}),
    answer: z.object({
      conversations: z.int(),
      messages: z.int(),
      answers: z.int(),
      needed: z.array(z.string()),
      files: z.int(),
    }),
    async handle(asked) {
      const {principal, workspace, params, query} = asked;
      const found = await conversationFor(asked, params.id, "conversations.delete");
      const folder = folderOf(asked.parts.service.config.home, principal.workspace);
      const open = await openCalls(workspace.store, principal.workspace);
      const json = await forgetConversations(workspace.store, principal.workspace, {
        conversations: [found.id],
        needed: query.needed,
        folders: {data: join(folder, "data"), charts: join(folder, "charts")},
      });
      const {calls} = asked.parts;
      if (calls)
        await closeRooms(
          calls,
          open.filter(({conversation}) => conversation === found.id),
        );
      return {json};
    },
  }),
  route({
    method: "get",
    path: "/v1/conversations/{id}/messages",
    tag: TAG,
    summary: "The messages of a conversation with their answers, newest first",
    action: "conversations.read",
    params: byId,
    query: pageQuery,
    answer: pageOf(messageSchema),
    async handle(asked) {
      const {principal, workspace, params, query} = asked;
      const {id} = await conversationFor(asked, params.id, "conversations.read");
      const found = await messagesWithTurns(workspace.store, principal.workspace, {
        conversation: id,
        before: keyIn(placeSchema, query.cursor),
        limit: query.limit + 1,
      });
      return {json: cut(found, query.limit, (one) => [one.receivedAt, one.id], toldMessage)};
    },
  }),
  route({
    method: "post",
    path: "/v1/conversations/{id}/messages",
    tag: TAG,
    summary: "Say something",
    description:
      "202 with where its events are; with `Prefer: wait` (seconds) it waits for the answer. The same `id` again is the " +
      "same message, and is answered once.",
    action: "ask",
    params: byId,
    body: z.strictObject({
      text: z.string().trim().min(1).max(20_000),
      id: z
        .string()
        .regex(/^[\x21-\x7e]{1,200}$/)
        .optional()
        .openapi({description: "Your own id of the message"}),
      ...questionOptions,
    }),
    status: 202,
    also: [200],
    answer: messageSchema,
    timeMs: 0,
    async handle(asked) {
      const {params, body, signal, c} = asked;
      const {text, id, datasets, charts, choice} = body;
      const conversation = await conversationFor(asked, params.id, "ask");
      const sent = await sendMessage(asked, conversation, {
        text,
        id,
        options: {
          datasets: await namesFor(asked, datasets, conversation.id),
          ...(charts && {charts}),
          ...(choice && {choice}),
        },
      });
      const wait = preferredWait(c.req.header("prefer"));
      const seconds = typeof wait === "number" ? wait : 0;
      const message = await waitForMessage(asked, sent.id, seconds, signal);
      return {
        json: toldMessage(message),
        status: message.state === "done" ? 200 : 202,
        headers: {
          Location: `/v1/messages/${sent.id}`,
          ...(typeof wait === "number" && {"Preference-Applied": `wait=${wait}`}),
        },
      };
    },
  }),
];
