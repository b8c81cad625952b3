import {Refused} from "./refused.ts";
import {wrongBlocks, wrongChunks} from "./schemas.ts";
import {type Json, type LocalMessage, type LocalTeam, messageIn, type State} from "./state.ts";

/** Slack ends a stream by itself after about five minutes, whether or not something is appended. */
export const STREAM_LIVES_MS = 5 * 60_000;

/** https://docs.slack.dev/reference/methods/chat.startStream */
export function startStream(state: State, team: LocalTeam, args: Json): LocalMessage {
  const channel = team.channels.get(args.channel)!;
  if (channel.kind !== "im") {
    if (!args.recipient_team_id)
      throw new Refused("missing_recipient_team_id", "outside of a DM it is needed");
    if (!args.recipient_user_id)
      throw new Refused("missing_recipient_user_id", "outside of a DM it is needed");
  }
  if (!["timeline", "plan", undefined].includes(args.task_display_mode))
    throw new Refused("invalid_arguments", `task_display_mode ${args.task_display_mode}`);
  const message: LocalMessage = {
    ts: state.nextTs(),
    channel: channel.id,
    team: team.id,
    user: team.botUser,
    isBot: true,
    text: "",
    blocks: [],
    threadTs: args.thread_ts,
    files: [],
    isEdited: false,
    stream: {state: "open", chunks: []},
  };
  add(message, args);
  channel.messages.push(message);
  const mine = message.stream!;
  setTimeout(() => {
    if (mine.state === "open") mine.state = "expired";
  }, STREAM_LIVES_MS).unref();
  return message;
}

export function appendStream(team: LocalTeam, args: Json): LocalMessage {
  const message = open(team, args);
  if (args.markdown_text === undefined && args.chunks === undefined)
    throw new Refused("invalid_arguments", "neither markdown_text nor chunks");
  add(message, args);
  return message;
}

export function stopStream(state: State, team: LocalTeam, args: Json): LocalMessage {
  const message = open(team, args);
  add(message, args);
  if (args.blocks) {
    const wrong = wrongBlocks(args.blocks);
    if (wrong.length > 0) throw new Refused("invalid_blocks", ...wrong);
    message.blocks = args.blocks.map((block: Json) => ({block_id: state.nextId("b"), ...block}));
  }
  if (args.metadata) message.metadata = args.metadata;
  message.stream!.state = "stopped";
  return message;
}

function open(team: LocalTeam, args: Json): LocalMessage {
  const message = messageIn(team, args.channel, args.ts);
  if (!message) throw new Refused("message_not_found");
  // What really happens to a stream that got old is no fault of the program's.
  if (message.stream?.state !== "open") throw new Refused("message_not_in_streaming_state", "expected");
  return message;
}

function add(message: LocalMessage, args: Json): void {
  if (args.markdown_text !== undefined && args.chunks !== undefined)
    throw new Refused("invalid_arguments", "markdown_text or chunks, not both");
  const mode = args.chunks !== undefined ? "chunks" : args.markdown_text !== undefined ? "text" : undefined;
  const stream = message.stream!;
  if (mode === undefined) return;
  if (stream.mode !== undefined && stream.mode !== mode)
    throw new Refused("streaming_mode_mismatch", `the stream was started with ${stream.mode}`);
  if ((args.markdown_text?.length ?? 0) > 12_000)
    throw new Refused("msg_too_long", "markdown_text: 12,000 characters");
  if (args.chunks?.length === 0) throw new Refused("invalid_chunks", "chunks is empty");
  const wrong = wrongChunks(args.chunks);
  if (wrong.length > 0) throw new Refused("invalid_chunks", ...wrong);
  stream.mode = mode;
  stream.chunks.push(...(args.chunks ?? [{type: "markdown_text", text: args.markdown_text}]));
}
