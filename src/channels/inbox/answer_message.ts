import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import {conversationDatasets} from "../../store/conversation_datasets.ts";
import {sharedDatasets} from "../../store/datasets.ts";
import type {TakenMessage} from "../../store/inbox.ts";
import {turnById} from "../../store/turns.ts";
import {relevantDatasets} from "../../workspace/datasets/relevant_datasets.ts";
import type {InboundMessage} from "../channel.ts";
import {createConversations, type HandleOptions} from "../conversation.ts";
import {offeredBy} from "../conversation_memory.ts";
import {traced} from "../traces.ts";
import type {OpenWorkspace} from "../workspaces.ts";
import {seenByAsker} from "./seen_by_asker.ts";
import type {AnswerMessage} from "./worker.ts";

const optionsSchema = z
  .object({
    charts: z.enum(["asked", "always"]).optional(),
    datasets: z.array(z.string()).optional(),
    choice: z.object({turn: z.string(), number: z.number().int().min(0)}).optional(),
  })
  .default({});
type Options = z.infer<typeof optionsSchema>;

/** Answers taken messages with the turn that all channels share, over the datasets that the message is about. */
export function answerIn(
  workspaceOf: (id: string) => OpenWorkspace,
  settings: {asOf?: Date | undefined; timeZone: string; turnMs: number},
): AnswerMessage {
  const answer: AnswerMessage = async (message, {recorder, keep, signal}) => {
    const workspace = workspaceOf(message.workspace);
    const options = optionsSchema.parse(message.options);
    const inbound = asInbound(message);
    const fail = async (error: TabletalkError) => {
      const {code, next} = error;
      await recorder.render(inbound, {type: "error", code, message: error.message, next});
      const base = {
        conversation: message.conversationId,
        messageId: message.messageId,
        question: message.text,
      };
      await keep({...base, state: "failed", summary: error.message}, []);
    };
    try {
      const handling: HandleOptions = {
        signal,
        keep,
        ...(options.charts && {charts: options.charts}),
        ...(await chosen(workspace, message, options)),
      };
      const names = await datasetsFor(workspace, message, options);
      await workspace.withSession(names, async (session) => {
        const conversations = createConversations({
          store: async () => workspace.store,
          workspace: message.workspace,
          // Over HTTP charts have addresses, and are drawn when one is looked at.
          parts: () => workspace.parts(session, {pictures: message.platform !== "http"}),
          ...(settings.asOf && {asOf: settings.asOf}),
          timeZone: settings.timeZone,
          turnMs: settings.turnMs,
          folders: workspace.folders,
        });
        return conversations.handle(inbound, recorder, handling);
      });
    } catch (error) {
      // What broke before the turn began is its answer; a store that does not answer is tried again.
      if (!(error instanceof TabletalkError) || error.code === "store_failed") throw error;
      await fail(error);
    }
  };
  return (message, context) =>
    traced(
      "turn",
      {
        "tabletalk.workspace": message.workspace,
        "tabletalk.message": message.id,
        "tabletalk.attempt": message.attempts,
        "tabletalk.platform": message.platform,
      },
      () => answer(message, context),
    );
}

/**
 * The datasets that the message names, else those of its conversation, else those that everybody of the workspace sees: of
 * these, what its sender may see.
 * @throws TabletalkError no_data where nothing of what it is about is left
 */
async function datasetsFor(
  {store, id}: OpenWorkspace,
  message: TakenMessage,
  options: Options,
): Promise<readonly string[]> {
  const own = options.datasets ?? (await conversationDatasets(store, id, message.conversationId));
  const isShared = own.length === 0 && !options.datasets;
  const names = isShared ? await sharedDatasets(store, id) : await seenByAsker(store, message, own);
  if (own.length > 0 && names.length === 0)
    throw new TabletalkError(
      "no_data",
      `There is no dataset ${own[0]}.`,
      "List the datasets to see what there is.",
    );
  const {text: question, conversationId: conversation, actor} = message;
  return relevantDatasets(store, id, names, {question, conversation, actor});
}

/** The reading and plan of a choice that was made. @throws TabletalkError not_found where the turn offered no such choice */
async function chosen(
  {store, id}: OpenWorkspace,
  message: TakenMessage,
  {choice}: Options,
): Promise<Pick<HandleOptions, "reading" | "plan" | "confirmed">> {
  if (!choice) return {};
  const turn = await turnById(store, id, choice.turn);
  const offered = turn?.conversation === message.conversationId ? offeredBy(turn)[choice.number] : undefined;
  if (!offered)
    throw new TabletalkError(
      "not_found",
      "There is no such choice in this conversation.",
      "Take the turn and the number from the answer that offered choices.",
    );
  return {
    reading: offered.reading,
    ...(offered.plan && {plan: offered.plan}),
    ...(offered.confirms && {confirmed: offered.confirms}),
  };
}

function asInbound(message: TakenMessage): InboundMessage {
  const {platform, installation, conversation, thread, actor, messageId, text, files} = message;
  return {
    platform,
    installation,
    conversation,
    ...(thread !== undefined && {thread}),
    actor,
    messageId,
    text,
    files: [...files],
  };
}
