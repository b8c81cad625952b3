import {Refused} from "./refused.ts";
import {wrongBlocks} from "./schemas.ts";
import {
  APP_ID,
  type Json,
  type LocalChannel,
  type LocalMessage,
  type LocalTeam,
  messageIn,
  type State,
} from "./state.ts";

export function channelOf(team: LocalTeam, id: string): LocalChannel {
  const channel = team.channels.get(id);
  // Slack tells of a channel that the bot is not in as of one that is not there, if it is private.
  if (!channel || (channel.kind !== "public" && !channel.members.has(team.botUser)))
    throw new Refused("channel_not_found");
  return channel;
}

export function mayPost(team: LocalTeam, args: Json): LocalChannel {
  const channel = channelOf(team, args.channel);
  if (channel.isArchived) throw new Refused("is_archived", "expected");
  if (!channel.members.has(team.botUser)) throw new Refused("not_in_channel", "expected");
  if (channel.isReadOnly) throw new Refused("restricted_action_read_only_channel", "expected");
  if (args.thread_ts) {
    const root = messageIn(team, channel.id, args.thread_ts);
    if (!root) {
      if (channel.messages.some((message) => message.threadTs === args.thread_ts)) return channel;
      throw new Refused("thread_not_found", "expected");
    }
    if (root.threadTs && root.threadTs !== root.ts)
      throw new Refused(
        "invalid_thread_ts",
        "thread_ts is of an answer, not of the message that began the thread",
      );
  }
  return channel;
}

export function ownMessage(team: LocalTeam, args: Json): LocalMessage {
  channelOf(team, args.channel);
  const message = messageIn(team, args.channel, args.ts);
  if (!message) throw new Refused("message_not_found", "expected");
  if (message.user !== team.botUser) throw new Refused("cant_update_message");
  return message;
}

/** The rules for what a message shows, whichever way it comes. */
export function checkMessage(args: Json): void {
  const wrong = wrongBlocks(args.blocks);
  if (wrong.length > 0)
    throw new Refused(
      wrong.some((one) => one.startsWith("msg_blocks_too_long")) ? "msg_blocks_too_long" : "invalid_blocks",
      ...wrong,
    );
  if ((args.text?.length ?? 0) > 40_000) throw new Refused("msg_too_long", "text: 40,000 characters");
  if ((args.markdown_text?.length ?? 0) > 12_000)
    throw new Refused("msg_too_long", "markdown_text: 12,000 characters");
  if (args.markdown_text !== undefined && (args.text !== undefined || args.blocks !== undefined))
    throw new Refused("markdown_text_conflict", "markdown_text with text or blocks");
  const isEmpty = !args.text && !args.markdown_text && !args.blocks?.length && !args.attachments?.length;
  if (isEmpty) throw new Refused("no_text");
  if (args.blocks?.length && !args.text)
    throw new Refused("no_text", "blocks without text: notifications and screen readers have nothing to say");
  if (JSON.stringify(args.metadata ?? {}).length > 16_000) throw new Refused("metadata_too_large");
}

export function withIds(state: State, blocks: Json): Json[] {
  return (blocks ?? []).map((block: Json) => ({block_id: state.nextId("b"), ...block}));
}

/** The files that image blocks show: Slack must have them ready. */
export function slackFiles(team: LocalTeam, blocks: Json): LocalMessage["files"] {
  return (blocks ?? [])
    .filter((block: Json) => block.type === "image" && block.slack_file)
    .map((block: Json) => {
      const file = team.files.get(block.slack_file.id ?? /F[A-Z0-9]+/.exec(block.slack_file.url ?? "")?.[0]);
      if (!file) throw new Refused("invalid_blocks", "slack_file is not there");
      if (file.step !== "usable")
        throw new Refused("invalid_blocks", "expected", "slack_file is not ready yet");
      return file;
    });
}

export function messageAsTold(team: LocalTeam, message: LocalMessage): Json {
  return {
    type: "message",
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: team.id,
    ...(message.isBot && {
      bot_id: team.botId,
      app_id: APP_ID,
      bot_profile: {id: team.botId, app_id: APP_ID, name: "tabletalk"},
    }),
    ...(message.blocks.length > 0 && {blocks: message.blocks}),
    ...(message.threadTs && {thread_ts: message.threadTs}),
    ...(message.metadata && {metadata: message.metadata}),
    ...(message.stream && {
      streaming_state: message.stream.state === "open" ? "in_progress" : "completed",
    }),
    ...(message.isEdited && {edited: {user: message.user, ts: message.ts}}),
    ...(message.files.length > 0 && {
      files: message.files.map((file) => ({
        id: file.id,
        name: file.name,
        title: file.title,
        mimetype: file.mimetype,
      })),
    }),
  };
}

export function echo(team: LocalTeam, message: LocalMessage): Json {
  const kind = team.channels.get(message.channel)!.kind;
  return {
    ...messageAsTold(team, message),
    channel: message.channel,
    channel_type: kind === "im" ? "im" : kind === "private" ? "group" : "channel",
    event_ts: message.ts,
  };
}

export function page(team: LocalTeam, args: Json, all: readonly LocalMessage[]): Json {
  const bounded = all.filter(
    (one) =>
      (args.oldest === undefined ||
        Number(one.ts) > Number(args.oldest) ||
        (args.inclusive && one.ts === args.oldest)) &&
      (args.latest === undefined ||
        Number(one.ts) < Number(args.latest) ||
        (args.inclusive && one.ts === args.latest)),
  );
  const limit = Number(args.limit ?? 100);
  const from = Number(args.cursor ?? 0);
  const messages = bounded.slice(from, from + limit).map((message) => {
    const told = messageAsTold(team, message);
    if (!args.include_all_metadata) delete told.metadata;
    return told;
  });
  const more = from + limit < bounded.length;
  return {messages, has_more: more, response_metadata: {next_cursor: more ? String(from + limit) : ""}};
}
