import type {Attachment, Message} from "discord.js";
import {cutText} from "../chat/cut_text.ts";
import type {Addressed, Incoming, RemoteFile} from "../chat/incoming.ts";
import {installationOfUser, personOfMessage} from "./place.ts";
import {standingOfMessage} from "./standing.ts";
import type {MessageTarget} from "./target.ts";

/** https://discord.com/developers/docs/resources/message#message-object-message-types */
const [ORDINARY, REPLY] = [0, 19];
const THREADED = [0, 5];
const MOST_FILES = 20;

export interface IncomingOptions {
  me: string;
  /** Whether Discord tells what is written without a mention. */
  readsContent: boolean;
}

/**
 * A message as the desk takes it; undefined for what is not for Tabletalk: of bots (itself too), of webhooks, of the
 * platform, in a guild without a mention outside of its threads.
 */
export function incomingOf(message: Message, {me, readsContent}: IncomingOptions): Incoming | undefined {
  if (message.author.bot || message.webhookId || message.system) return undefined;
  if (message.type !== ORDINARY && message.type !== REPLY) return undefined;
  const addressed = addressOf(message, me);
  if (!addressed) return undefined;
  const {channel, guildId} = message;
  const files = filesOf(message, addressed);
  const text = textOf(message, me);
  // Without the intent, Discord gives a message of a thread empty.
  if (addressed === "thread" && text === "" && files.length === 0) return undefined;
  const thread = channel.isThread() ? channel : undefined;
  const newThread = thread ? undefined : threadName(message, text, me);
  const at = thread?.id ?? (newThread === undefined ? undefined : message.id);
  const target: MessageTarget = {
    kind: "message",
    channel: message.channelId,
    message: message.id,
    user: message.author.id,
    isDirect: guildId === null,
    ...(newThread !== undefined && {newThread, sayMention: !readsContent}),
  };
  return {
    place: {
      platform: "discord",
      installation: guildId ?? installationOfUser(message.author.id),
      channel: thread?.parentId ?? message.channelId,
      ...(at && {thread: at}),
      audience: guildId ? "several" : "one",
    },
    person: personOfMessage(message),
    messageId: message.id,
    text,
    addressed,
    named: namedIn(message, me),
    files,
    target,
    standing: async () => standingOfMessage(message, target),
  };
}

function addressOf(message: Message, me: string): Addressed | undefined {
  if (message.guildId === null) return "direct";
  const {mentions, channel} = message;
  // People pick the role that Discord made for the bot as often as the bot: both have its name.
  if (mentions.users.has(me) || mentions.roles.some(({tags}) => tags?.botId === me)) return "mention";
  if (channel.isThread() && (channel.ownerId === me || channel.joined)) return "thread";
  return undefined;
}

/** Discord's own ways to write are made plain: the mention of the bot is taken away, other people are named. */
function textOf(message: Message, me: string): string {
  const {mentions} = message;
  const forwarded = message.messageSnapshots.map(({content}) => content ?? "").filter(Boolean);
  return [message.content ?? "", ...forwarded]
    .join("\n")
    .replace(/<@!?(\d+)>/g, (whole, id: string) => {
      if (id === me) return " ";
      const user = mentions.users.get(id);
      return user ? `@${mentions.members?.get(id)?.displayName ?? user.displayName}` : whole;
    })
    .replace(/<@&(\d+)>/g, (whole, id: string) => {
      const role = mentions.roles.get(id);
      if (role?.tags?.botId === me) return " ";
      return role ? `@${role.name}` : whole;
    })
    .replace(/<#(\d+)>/g, (whole, id: string) => {
      const channel = mentions.channels.get(id);
      return channel && "name" in channel ? `#${channel.name}` : whole;
    })
    .replace(/<a?(:\w+:)\d+>/g, "$1")
    .replace(/[^\S\n]+/g, " ")
    .trim();
}

/** People whom it speaks to: those that it mentions, and whoever it replies to. */
function namedIn({mentions}: Message, me: string): string[] {
  const ids = new Set(mentions.users.keys());
  if (mentions.repliedUser) ids.add(mentions.repliedUser.id);
  ids.delete(me);
  return [...ids];
}

/** Its files; of a message that it replies to or forwards, where Tabletalk is asked about that and it has none itself. */
function filesOf(message: Message, addressed: Addressed): RemoteFile[] {
  const own = remoteFiles([...message.attachments.values()], message.channelId, message.id);
  const forwarded = message.messageSnapshots.flatMap((snapshot) => snapshot.attachments);
  own.push(...remoteFiles([...forwarded.values()], message.channelId, message.id));
  if (own.length > 0 || addressed === "thread") return own.slice(0, MOST_FILES);
  const {reference} = message;
  const other = reference?.messageId ? message.channel.messages.cache.get(reference.messageId) : undefined;
  if (!other || other.author.bot) return [];
  return remoteFiles([...other.attachments.values()], other.channelId, other.id).slice(0, MOST_FILES);
}

export function remoteFiles(
  attachments: readonly Pick<Attachment, "id" | "name" | "size" | "contentType" | "url">[],
  channel?: string,
  message?: string,
): RemoteFile[] {
  return attachments.map(({id, name, size, contentType, url}) => ({
    id,
    name,
    bytes: size,
    url,
    ...(contentType && {mediaType: contentType}),
    ...(channel && message && {again: {channel, message}}),
  }));
}

/**
 * How the thread of a conversation that begins here is called; undefined where none can be begun (the answer is a reply in
 * the channel then), or where somebody goes on with what was answered in the channel itself.
 */
function threadName(message: Message, text: string, me: string): string | undefined {
  const {channel, guild} = message;
  if (!guild || !THREADED.includes(channel.type) || channel.isDMBased()) return undefined;
  if (message.mentions.repliedUser?.id === me) return undefined;
  const self = guild.members.me;
  const may = self && channel.permissionsFor(self);
  if (may && !may.has(["CreatePublicThreads", "SendMessagesInThreads"])) return undefined;
  return (
    cutText(text.replace(/\s+/g, " ").trim(), 90) || message.attachments.first()?.name.slice(0, 90) || "Data"
  );
}
