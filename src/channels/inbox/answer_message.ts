import {principalAsKept} from "../../access/kept_principal.ts";
import {TabletalkError} from "../../errors.ts";
import type {TakenMessage} from "../../store/inbox.ts";
import {turnById} from "../../store/turns.ts";
import type {ImportedFile, InboundMessage} from "../channel.ts";
import {type FileFetcher, takeInFiles} from "../chat/take_in_files.ts";
import {createConversations, type HandleOptions} from "../conversation.ts";
import {offeredBy} from "../conversation_memory.ts";
import {harmless} from "../harmless.ts";
import {traced} from "../traces.ts";
import type {OpenWorkspace} from "../workspaces.ts";
import {datasetsFor} from "./message_datasets.ts";
import {withFiles} from "./message_files.ts";
import {type MessageOptions, messageOptionsSchema} from "./message_options.ts";
import type {AnswerMessage} from "./worker.ts";

/**
 * Answers taken messages with the turn that all channels share, over the datasets that the message is about.
 * @param fetchers how files of chat platforms reach this machine, by platform
 * @param runs what begins runs of workflows that a message asks for
 */
export function answerIn(
  workspaceOf: (id: string) => OpenWorkspace,
  settings: {asOf?: Date | undefined; timeZone: string; turnMs: number},
  fetchers: ReadonlyMap<string, FileFetcher> = new Map(),
  runs?: HandleOptions["runs"],
): AnswerMessage {
  const answer: AnswerMessage = async (message, {recorder, keep, signal}) => {
    const workspace = workspaceOf(message.workspace);
    const options = messageOptionsSchema.parse(message.options);
    const inbound = asInbound(message);
    const by = options.sender && principalAsKept(options.sender);
    let imported: ImportedFile[] = [];
    try {
      if (options.told) {
        const {tellRun} = await import("../schedules/tell_run.ts");
        return await tellRun(workspace.store, message, options.told, {inbound, recorder, keep});
      }
      const fetcher = fetchers.get(message.platform);
      if (fetcher && options.remoteFiles && options.sender) {
        const {conversationId: conversation, installation} = message;
        const {remoteFiles: files, sender} = options;
        const of = {message: message.id, conversation, installation, files, sender: principalAsKept(sender)};
        imported = await takeInFiles(workspace, fetcher, of, {
          signal,
          tell: (doing) => void recorder.render(inbound, {type: "status", text: harmless(doing)}),
        });
      }
      const asked = withFiles(message, options, imported);
      if ("error" in asked) throw asked.error;
      const handling: HandleOptions = {
        signal,
        keep,
        ...(options.charts && {charts: options.charts}),
        ...(options.audience && {audience: options.audience}),
        ...(options.mayTeach !== undefined && {mayTeach: options.mayTeach}),
        ...(options.sender && {sender: principalAsKept(options.sender)}),
        ...(options.standing && {standing: options.standing}),
        ...(runs && {runs}),
        ...(options.reading && {reading: options.reading}),
        ...(await chosen(workspace, message, options)),
        ...(asked.reading && {reading: asked.reading}),
        ...(imported.length > 0 && {imported}),
      };
      const names = await datasetsFor(workspace, message, options, asked.fresh);
      await workspace.withSession(names, async (session) => {
        const conversations = createConversations({
          store: async () => workspace.store,
          workspace: message.workspace,
          // Whoever shows an answer draws its charts from what is stored.
          parts: () => workspace.parts(session, {pictures: false, by}),
          ...(settings.asOf && {asOf: settings.asOf}),
          timeZone: settings.timeZone,
          turnMs: settings.turnMs,
          folders: workspace.folders,
        });
        return conversations.handle({...inbound, text: asked.question}, recorder, handling);
      });
    } catch (thrown) {
      const error = signal.aborted ? signal.reason : thrown;
      // What broke before the turn began is its answer; a store that does not answer is tried again.
      if (!(error instanceof TabletalkError) || error.code === "store_failed") throw error;
      const {code, next} = error;
      await recorder.render(inbound, {type: "error", code, message: error.message, next});
      await keep(
        {
          conversation: message.conversationId,
          messageId: message.messageId,
          question: message.text,
          state: code === "aborted" ? "aborted" : "failed",
          summary: error.message,
          answer: {text: error.message, error: {code, next}, ...(imported.length > 0 && {imported})},
        },
        [],
      );
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

/** The reading and plan of a choice that was made. @throws TabletalkError not_found where the turn offered no such choice */
async function chosen(
  {store, id}: OpenWorkspace,
  message: TakenMessage,
  {choice}: MessageOptions,
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
