import {deliverEvent, envelope, type Pace, type Transport} from "./events.ts";
import {type DroppedFile, fileInEvent, keepFile} from "./files.ts";
import {
  type Json,
  type LocalChannel,
  type LocalMessage,
  type LocalTeam,
  messageIn,
  type State,
  teamOf,
} from "./state.ts";
import {channelType} from "./users.ts";

export interface Said {
  team?: string;
  channel: string;
  user: string;
  text?: string;
  /** Written in the thread of that message. */
  threadTs?: string;
  files?: readonly DroppedFile[];
  /** Written by another program. */
  asBot?: boolean;
}

export interface Delivered {
  ts: string;
  /** For each event: how often it was delivered until the program took it; and whether it did. */
  deliveries: {type: string; tries: number; isTaken: boolean}[];
}

export interface PeopleParts {
  state: State;
  url: () => string;
  transport: Transport;
  pace: Pace;
}

/** Brings an event to the program, with Slack's retries. */
export async function tell(
  parts: PeopleParts,
  team: LocalTeam,
  event: Json,
): Promise<Delivered["deliveries"][number]> {
  const isExtShared = team.channels.get(event.channel)?.isExtShared ?? false;
  const {tries, ack} = await deliverEvent(
    parts.transport,
    parts.pace,
    envelope(parts.state, team, event, isExtShared),
  );
  return {
    type: event.subtype ? `${event.type}.${event.subtype}` : event.type,
    tries,
    isTaken: ack !== undefined,
  };
}

const mention = (team: LocalTeam): string => `<@${team.botUser}>`;

/** Somebody writes. Where the bot is mentioned Slack tells of it twice: `app_mention` and `message`. */
export async function say(parts: PeopleParts, said: Said): Promise<Delivered> {
  const {state} = parts;
  const team = teamOf(state, said.team);
  const channel = known(team, said.channel);
  const text = said.text ?? "";
  const files = (said.files ?? []).map((file) => keepFile(state, team, said.user, file));
  const message: LocalMessage = {
    ts: state.nextTs(),
    channel: channel.id,
    team: team.id,
    user: said.user,
    isBot: said.asBot ?? false,
    text,
    blocks: [],
    files,
    isEdited: false,
    ...(said.threadTs && {threadTs: said.threadTs}),
  };
  channel.messages.push(message);
  if (!channel.members.has(team.botUser)) return {ts: message.ts, deliveries: []};
  const shared = {
    user: said.user,
    text,
    ts: message.ts,
    team: team.users.get(said.user)?.team ?? team.id,
    channel: channel.id,
    event_ts: message.ts,
    client_msg_id: crypto.randomUUID(),
    blocks: richText(text),
    ...(said.asBot && {bot_id: "B0ROBOT", app_id: "A0ROBOT"}),
    ...(said.threadTs && {
      thread_ts: said.threadTs,
      parent_user_id: messageIn(team, channel.id, said.threadTs)?.user,
    }),
    ...(channel.isExtShared && {
      user_team: team.users.get(said.user)?.team,
      source_team: team.users.get(said.user)?.team,
    }),
    ...(files.length > 0 && {
      files: files.map((file) => fileInEvent(parts.url(), file)),
      upload: false,
      display_as_bot: false,
    }),
  };
  const events: Json[] = [
    {
      type: "message",
      ...(files.length > 0 && {subtype: "file_share"}),
      ...shared,
      channel_type: channelType(channel),
    },
  ];
  if (text.includes(mention(team)) && channel.kind !== "im") events.unshift({type: "app_mention", ...shared});
  return {ts: message.ts, deliveries: await Promise.all(events.map((event) => tell(parts, team, event)))};
}

/** What a person types arrives as rich text, too. */
function richText(text: string): Json[] {
  const elements = text
    .split(/(<@[A-Z0-9]+>)/)
    .filter(Boolean)
    .map((part) =>
      /^<@/.test(part) ? {type: "user", user_id: part.slice(2, -1)} : {type: "text", text: part},
    );
  return [{type: "rich_text", block_id: "b1", elements: [{type: "rich_text_section", elements}]}];
}

export function known(team: LocalTeam, id: string): LocalChannel {
  const channel = team.channels.get(id);
  if (!channel) throw new Error(`There is no channel ${id} in ${team.id}.`);
  return channel;
}

/** Somebody changes what they wrote. */
export async function edit(
  parts: PeopleParts,
  at: {team?: string; channel: string; ts: string},
  text: string,
): Promise<void> {
  const team = teamOf(parts.state, at.team);
  const channel = known(team, at.channel);
  const message = messageIn(team, at.channel, at.ts)!;
  const before = {type: "message", user: message.user, ts: message.ts, text: message.text};
  message.text = text;
  message.isEdited = true;
  const edited = {user: message.user, ts: parts.state.nextTs()};
  await tell(parts, team, {
    type: "message",
    subtype: "message_changed",
    hidden: true,
    channel: channel.id,
    channel_type: channelType(channel),
    ts: edited.ts,
    event_ts: edited.ts,
    message: {...before, text, edited, ...(message.threadTs && {thread_ts: message.threadTs})},
    previous_message: before,
  });
}

/** Somebody takes back what they wrote. */
export async function deleteMessage(
  parts: PeopleParts,
  at: {team?: string; channel: string; ts: string},
): Promise<void> {
  const team = teamOf(parts.state, at.team);
  const channel = known(team, at.channel);
  const message = messageIn(team, at.channel, at.ts)!;
  const ts = parts.state.nextTs();
  const isRoot = channel.messages.some((one) => one.threadTs === at.ts && one.ts !== at.ts);
  if (isRoot) {
    // What began a thread leaves a stone, as long as the answers to it are there.
    message.text = "This message was deleted.";
    await tell(parts, team, {
      type: "message",
      subtype: "message_changed",
      hidden: true,
      channel: channel.id,
      channel_type: channelType(channel),
      ts,
      event_ts: ts,
      message: {
        type: "message",
        subtype: "tombstone",
        user: "USLACKBOT",
        text: message.text,
        ts: at.ts,
        thread_ts: at.ts,
      },
    });
    return;
  }
  channel.messages.splice(channel.messages.indexOf(message), 1);
  await tell(parts, team, {
    type: "message",
    subtype: "message_deleted",
    hidden: true,
    channel: channel.id,
    channel_type: channelType(channel),
    ts,
    event_ts: ts,
    deleted_ts: at.ts,
    previous_message: {
      type: "message",
      user: message.user,
      ts: message.ts,
      text: message.text,
      ...(message.threadTs && {thread_ts: message.threadTs}),
    },
  });
}

/** Somebody opens the app: its Home, or their direct messages with it. */
export async function openHome(
  parts: PeopleParts,
  by: {team?: string; user: string; tab?: "home" | "messages"},
): Promise<void> {
  const team = teamOf(parts.state, by.team);
  const channel = [...team.channels.values()].find((one) => one.kind === "im" && one.members.has(by.user));
  const ts = parts.state.nextTs();
  await tell(parts, team, {
    type: "app_home_opened",
    user: by.user,
    channel: channel?.id,
    tab: by.tab ?? "home",
    event_ts: ts,
  });
}

/** Somebody presses the Stop button that Slack shows while a session is `processing`; its streams end at once. */
export async function stop(
  parts: PeopleParts,
  at: {team?: string; channel: string; threadTs: string; user: string},
): Promise<void> {
  const team = teamOf(parts.state, at.team);
  const channel = known(team, at.channel);
  if (team.sessions.get(`${channel.id}:${at.threadTs}`)?.status !== "processing")
    throw new Error("Nobody sees a Stop button there: the session is not processing.");
  const streams = channel.messages.filter(
    (one) => one.threadTs === at.threadTs && one.stream?.state === "open",
  );
  for (const message of streams) message.stream!.state = "stopped";
  await tell(parts, team, {
    type: "agent_session_stopped",
    channel: channel.id,
    user: at.user,
    thread_ts: at.threadTs,
    streaming_message_ts: streams.map((message) => message.ts),
    event_ts: parts.state.nextTs(),
  });
}

/** Somebody removes the app: its token is worth nothing from now on. */
export async function uninstall(parts: PeopleParts, id?: string): Promise<void> {
  const team = teamOf(parts.state, id);
  team.isInstalled = false;
  await Promise.all([
    tell(parts, team, {
      type: "tokens_revoked",
      tokens: {oauth: [], bot: [team.botUser]},
      event_ts: parts.state.nextTs(),
    }),
    tell(parts, team, {type: "app_uninstalled", event_ts: parts.state.nextTs()}),
  ]);
}
