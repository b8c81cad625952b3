import {countQuestion} from "../access/limits.ts";
import {allow} from "../access/permissions.ts";
import type {Channel, TurnEvent} from "../channels/channel.ts";
import {createConversations, type TurnResult} from "../channels/conversation.ts";
import {forgettingOf} from "../channels/conversation_forget.ts";
import {namesFor} from "../channels/dataset_access.ts";
import {directCall} from "../channels/direct_call.ts";
import {conversationFor, ownerOf} from "../channels/http/conversation_access.ts";
import type {OpenService} from "../channels/open_service.ts";
import {TabletalkError} from "../errors.ts";
import {addConversationDatasets} from "../store/conversation_datasets.ts";
import {beginConversation, type FoundConversation} from "../store/conversation_list.ts";
import {newId} from "../store/store.ts";
import {knownAs, unknownTable} from "../tools/nearest.ts";
import {relevantDatasets} from "../workspace/datasets/relevant_datasets.ts";
import type {McpCalling} from "./mcp_tool.ts";
import {stopped, type TurnsAtOnce, turnsAtOnce} from "./turns_at_once.ts";

/** What a host asks. */
export interface McpQuestion {
  question: string;
  tables?: readonly string[] | undefined;
  /** The conversation that it goes on with. */
  conversation?: string | undefined;
}

const PLATFORM = "mcp";
/** Conversations of one person alone, which an assistant of theirs may go on with. */
const OF_ONE: ReadonlySet<string> = new Set([PLATFORM, "http"]);
const rooms = new WeakMap<OpenService, TurnsAtOnce>();

/**
 * Answers a question with the turn that all channels share, at once and in this process: whoever asked waits for it, so that a
 * host that is gone leaves nothing behind that another process would answer for nobody.
 * @throws TabletalkError no_data, unknown_table, not_found for a conversation, limit_reached, refused, aborted; the turn's own
 */
export async function askTurn(
  calling: McpCalling,
  asked: McpQuestion,
): Promise<{conversation: string; result: Extract<TurnResult, {answer: unknown}>}> {
  const {principal, workspace, service, access} = calling;
  if (forgettingOf(asked.question) === "mine")
    throw new TabletalkError(
      "refused",
      "An assistant does not forget for a person.",
      "They can say it themselves, in `tabletalk chat` or on the page.",
    );
  if (directCall(asked.question, await workspace.registry()))
    throw new TabletalkError("refused", "ask takes a question in words.", "Call the tool itself.");
  const tables = asked.tables && (await tablesNamed(calling, asked.tables));
  const known = asked.conversation === undefined ? undefined : await goneOnWith(calling, asked.conversation);
  const names = await namesFor(calling, tables, known?.id);
  if (names.length === 0)
    throw new TabletalkError(
      "no_data",
      "There are no tables yet.",
      calling.settings.roots.length > 0
        ? "Bring a file in with import_data."
        : "Files come in on the page of the service, or with `tabletalk import`.",
    );
  await countQuestion(access, principal);
  const conversation =
    known ??
    (await beginConversation(workspace.store, workspace.id, {
      platform: PLATFORM,
      installation: PLATFORM,
      owner: ownerOf(principal),
      title: [...asked.question.slice(0, 100)].join(""),
    }));
  if (tables) await addConversationDatasets(workspace.store, workspace.id, conversation.id, tables);
  const stop = new AbortController();
  const stopIt = () => stop.abort(stopped());
  calling.signal.addEventListener("abort", stopIt, {once: true});
  if (calling.signal.aborted) stopIt();
  const room = rooms.get(service) ?? turnsAtOnce(service.config.turnsAtOnce);
  rooms.set(service, room);
  try {
    const place = {workspace: workspace.id, conversation: conversation.id};
    const result = await room.run(place, stop.signal, () =>
      handle(calling, {question: asked.question, conversation, names, signal: stop.signal}),
    );
    if ("answer" in result) return {conversation: conversation.id, result};
    throw result.state === "repeated" ? stopped() : result.error;
  } finally {
    calling.signal.removeEventListener("abort", stopIt);
  }
}

async function handle(
  calling: McpCalling,
  {
    question,
    conversation,
    names,
    signal,
  }: {question: string; conversation: FoundConversation; names: readonly string[]; signal: AbortSignal},
): Promise<TurnResult> {
  const {principal, workspace, service} = calling;
  const {actor} = principal;
  const {asOf, timeZone, turnMs} = service.config;
  const about = {question, conversation: conversation.id, actor};
  const chosen = await relevantDatasets(workspace.store, workspace.id, names, about);
  return workspace.withSession(chosen, async (session) => {
    const conversations = createConversations({
      store: async () => workspace.store,
      workspace: workspace.id,
      // The picture goes to the host, and is kept nowhere.
      parts: () => workspace.parts(session, {pictures: false, by: principal}),
      ...(asOf && {asOf}),
      timeZone,
      turnMs,
      folders: workspace.folders,
    });
    return conversations.handle(
      {
        platform: conversation.platform,
        installation: conversation.installation,
        conversation: conversation.externalId,
        ...(conversation.thread !== "" && {thread: conversation.thread}),
        actor,
        messageId: newId(),
        text: question,
        files: [],
      },
      progressChannel(calling),
      {signal, audience: "one", mayTeach: allow(principal, "definitions.write")},
    );
  });
}

/** The conversation to go on with: one of this person alone. */
async function goneOnWith(calling: McpCalling, id: string): Promise<FoundConversation> {
  const found = await conversationFor(calling, id.slice(0, 100), "ask").catch((error: unknown) => {
    if (error instanceof TabletalkError && error.code === "not_found") return undefined;
    throw error;
  });
  if (found && OF_ONE.has(found.platform)) return found;
  throw new TabletalkError(
    "not_found",
    "There is no such conversation.",
    "Give the id that an earlier answer of ask ends with, or leave it out to begin anew.",
  );
}

/** Tables as they are called, whatever the case that they were written in. */
async function tablesNamed(calling: McpCalling, tables: readonly string[]): Promise<string[]> {
  const known = await namesFor(calling, undefined);
  return tables.map((table) => {
    const name = knownAs(table.trim(), known);
    if (name === undefined) throw unknownTable(table.slice(0, 100), known);
    return name;
  });
}

/** A channel that shows only how far a turn is. */
function progressChannel({progress}: McpCalling): Channel {
  return {
    platform: PLATFORM,
    capabilities: {
      nativeTable: false,
      nativeChart: false,
      image: true,
      buttons: false,
      files: false,
      maxTextLength: Number.POSITIVE_INFINITY,
    },
    async render(_message, event: TurnEvent) {
      if (event.type === "status") progress(undefined, event.text);
      if (event.type !== "step") return;
      if (event.state === "started") progress(undefined, event.purpose ?? event.tool);
      if (event.state === "running") progress(event.share, event.doing ?? event.tool);
    },
  };
}
