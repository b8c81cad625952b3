import type {Call} from "../../channels/calls/call.ts";
import type {Channel} from "../../channels/channel.ts";
import {createConversations} from "../../channels/conversation.ts";
import type {OpenService} from "../../channels/open_service.ts";
import {isOffline} from "../../config.ts";
import {conversationById} from "../../store/conversation_list.ts";
import {verbalize} from "../words/verbalize.ts";

/** So much is done of it at most. */
const LONGEST_MS = 10_000;

const NOBODY: Channel = {
  platform: "voice",
  capabilities: {
    nativeTable: false,
    nativeChart: false,
    image: false,
    buttons: false,
    files: false,
    maxTextLength: 0,
  },
  render: async () => {},
};

/** Says something to nobody: the patterns of words are compiled when they are first used. To be called when a process starts. */
export function warmWords(): void {
  verbalize("$1 5 km");
}

/**
 * Opens the data of a call and answers questions to nobody, so that the first question of a person is not the slow one. Nothing
 * of it is kept, and no hosted model is asked.
 */
export async function warmUp(
  service: OpenService,
  call: Pick<Call, "workspace" | "conversation" | "startedBy">,
  datasets: readonly string[],
): Promise<void> {
  const {config} = service;
  const own = service.workspace(call.workspace);
  const conversation = await conversationById(own.store, call.workspace, call.conversation);
  const [table] = datasets;
  if (!conversation || table === undefined) return;
  await own.withSession(datasets, async (session) => {
    const made = await own.parts(session, {pictures: false});
    if (!isOffline(config)) return;
    const conversations = createConversations({
      store: async () => own.store,
      workspace: call.workspace,
      parts: async () => ({...made, keepRecipe: async () => ""}),
      ...(config.asOf && {asOf: config.asOf}),
      timeZone: config.timeZone,
      turnMs: LONGEST_MS,
    });
    const {platform, installation, externalId, thread} = conversation;
    for (const text of questionsAbout(table, session.datasets[0]?.version.columns ?? []))
      await conversations.handle(
        {
          platform,
          installation,
          conversation: externalId,
          ...(thread !== "" && {thread}),
          actor: call.startedBy,
          messageId: "warm-up",
          text,
          files: [],
        },
        NOBODY,
        {keep: async () => undefined, mayTeach: false},
      );
  });
}

function questionsAbout(table: string, columns: readonly {name: string; type: string}[]): string[] {
  const grouping = columns.find(({type}) => type === "text");
  const measure = columns.find(({type}) => type === "integer" || type === "decimal" || type === "number");
  return [
    `how many rows are in ${table}`,
    ...(grouping && measure ? [`total ${measure.name} by ${grouping.name}`] : []),
  ];
}
