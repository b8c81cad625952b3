import type {Addressed, ChatPerson, Incoming, RemoteFile} from "../chat/incoming.ts";
import type {StandingPlace} from "../schedules/standing.ts";
import type {MessageEvent, SlackFile} from "./slack_events.ts";
import {decodeSlackText} from "./slack_text.ts";
import type {NamedChannel} from "./standing.ts";
import {placeOf, type SlackTarget} from "./target.ts";

export interface Whose {
  installation: string;
  botUser: string;
  botId?: string;
}

/** Kinds of messages that people write; all others Slack or a program writes. */
const WRITTEN = new Set([undefined, "file_share", "thread_broadcast"]);

/**
 * Where a message is said and how it addresses Tabletalk; undefined for what is not for it in any case: its own, other
 * bots', edits, and what people say to each other outside of a thread.
 */
export function addressedOf(event: MessageEvent, {botUser, botId}: Whose): Addressed | undefined {
  const {user, bot_id, subtype, hidden} = event;
  if (hidden || !WRITTEN.has(subtype)) return undefined;
  if (user === undefined || user === botUser || user === "USLACKBOT") return undefined;
  if (bot_id !== undefined || (botId !== undefined && bot_id === botId)) return undefined;
  if (event.channel_type === "im") return "direct";
  if (event.type === "app_mention" || decodeSlackText(event.text ?? "", botUser).isNamed) return "mention";
  return event.thread_ts !== undefined ? "thread" : undefined;
}

/** A message as the desk takes it. `message` and `app_mention` of the same message come to the same. */
export function incomingMessage(
  event: MessageEvent,
  addressed: Addressed,
  person: ChatPerson,
  {installation, botUser}: Whose,
  nameOf: (user: string) => string | undefined,
  standing?: (target: SlackTarget, channels: readonly NamedChannel[]) => Promise<StandingPlace[]>,
): Incoming {
  const target: SlackTarget = {
    channel: event.channel,
    thread: event.thread_ts ?? event.ts,
    user: person.id,
    team: event.user_team ?? event.team,
    message: event.ts,
    isDirect: event.channel_type === "im",
  };
  const {text, named, channels} = decodeSlackText(event.text ?? "", botUser, nameOf);
  return {
    place: placeOf(installation, target),
    person,
    messageId: event.ts,
    text,
    addressed,
    named,
    files: remoteFiles(event.files, event.channel),
    target,
    ...(standing && {standing: () => standing(target, channels)}),
  };
}

/** The message that a deletion takes back, and where it was; undefined for anything else. */
export function withdrawnOf(
  event: MessageEvent,
): {ts: string; thread: string; channel: string; isDirect: boolean} | undefined {
  const shared = {channel: event.channel, isDirect: event.channel_type === "im"};
  if (event.subtype === "message_deleted" && event.deleted_ts !== undefined)
    return {...shared, ts: event.deleted_ts, thread: event.previous_message?.thread_ts ?? event.deleted_ts};
  // A thread's first message leaves a tombstone, as long as there are answers to it.
  const {message} = event;
  if (event.subtype === "message_changed" && message?.subtype === "tombstone" && message.ts !== undefined)
    return {...shared, ts: message.ts, thread: message.thread_ts ?? message.ts};
  return undefined;
}

/** What is said of files. What was taken away again is left out; the rest is looked at when it is fetched. */
export function remoteFiles(files: readonly SlackFile[] | undefined, channel: string): RemoteFile[] {
  return (files ?? [])
    .filter(({mode}) => mode !== "tombstone")
    .slice(0, 20)
    .map((file) => ({
      id: file.id,
      name: file.name || file.title || file.id,
      bytes: file.size ?? 0,
      ...(file.mimetype && {mediaType: file.mimetype}),
      ...urlOf(file),
      again: {channel, isExternal: isElsewhere(file)},
    }));
}

/** What a channel shared with another organization tells of a file says nothing of where it is kept. */
function isElsewhere({is_external, mode, file_access}: SlackFile): boolean {
  return file_access !== "check_file_info" && (is_external === true || mode === "external");
}

function urlOf({url_private_download, url_private, file_access}: SlackFile): {url?: string} {
  const url = url_private_download || url_private;
  return url && file_access !== "check_file_info" ? {url} : {};
}
