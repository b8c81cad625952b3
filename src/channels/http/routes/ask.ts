import {z} from "@hono/zod-openapi";
import {addConversationDatasets} from "../../../store/conversation_datasets.ts";
import {beginConversation} from "../../../store/conversation_list.ts";
import {namesFor} from "../../dataset_access.ts";
import {ownerOf} from "../conversation_access.ts";
import {messageSchema, questionOptions, toldMessage} from "../conversation_schemas.ts";
import {LONGEST_WAIT, preferredWait} from "../prefer.ts";
import {route} from "../route.ts";
import {sendMessage, waitForMessage} from "../send_message.ts";

const {datasets, charts} = questionOptions;

export const askRoutes = [
  route({
    method: "post",
    path: "/v1/ask",
    tag: "analysis",
    summary: "Ask one question of datasets",
    description:
      "Waits for the answer (`Prefer: wait=30` for so many seconds at most, `Prefer: respond-async` not at all): 200 with " +
      "it, or 202 with where it will be. It is the first message of a conversation of its own, which goes on with " +
      "/v1/conversations/{id}/messages.",
    action: "ask",
    body: z.strictObject({question: z.string().trim().min(1).max(20_000), datasets, charts}),
    status: 200,
    also: [202],
    answer: messageSchema,
    timeMs: 0,
    async handle(asked) {
      const {principal, workspace, body, signal, c} = asked;
      const names = await namesFor(asked, body.datasets);
      const conversation = await beginConversation(workspace.store, principal.workspace, {
        platform: "http",
        installation: "http",
        owner: ownerOf(principal),
        title: body.question.slice(0, 100),
      });
      if (body.datasets)
        await addConversationDatasets(workspace.store, principal.workspace, conversation.id, names);
      const sent = await sendMessage(asked, conversation, {
        text: body.question,
        options: {datasets: names, ...(body.charts && {charts: body.charts})},
      });
      const wait = preferredWait(c.req.header("prefer"));
      const seconds = wait === "respond-async" ? 0 : (wait ?? LONGEST_WAIT);
      const message = await waitForMessage(asked, sent.id, seconds, signal);
      return {
        json: toldMessage(message),
        status: message.state === "done" ? 200 : 202,
        headers: {Location: `/v1/messages/${sent.id}`},
      };
    },
  }),
];
