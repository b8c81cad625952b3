import {createHash} from "node:crypto";
import type {APIMessage, REST} from "discord.js";
import type {InteractionTarget} from "./target.ts";
import {CALL_NOBODY, FLAG, type MessageBody} from "./wire.ts";

/** What is asked of Discord: discord.js's own client, with its queues, limits and retries. */
export type Rest = Pick<REST, "get" | "post" | "patch" | "delete" | "put">;

/** A message of ours. */
export interface Posted {
  channel: string;
  message: string;
}

/** The same for the same thing in every attempt; Discord takes 25 characters. */
export function nonceOf(message: string, key: string): string {
  return createHash("sha256").update(`${message}:${key}`).digest("base64url").slice(0, 25);
}

/** Posts a message. A repeated request (its first response was lost) gives the same one back: the nonce is enforced. */
export async function postMessage(
  rest: Rest,
  channel: string,
  body: MessageBody,
  {nonce, replyTo}: {nonce: string; replyTo?: string},
): Promise<Posted> {
  const made = (await rest.post(`/channels/${channel}/messages`, {
    ...requestOf(body),
    body: {
      ...jsonOf(body),
      nonce,
      enforce_nonce: true,
      ...(replyTo && {message_reference: {message_id: replyTo, fail_if_not_exists: false}}),
    },
  })) as APIMessage;
  return {channel: made.channel_id, message: made.id};
}

export async function editMessage(rest: Rest, posted: Posted, body: MessageBody): Promise<void> {
  await rest.patch(`/channels/${posted.channel}/messages/${posted.message}`, {
    ...requestOf(body),
    body: emptied(body),
  });
}

/** What is shown for an interaction: its deferred answer becomes this. */
export async function editOriginal(rest: Rest, target: InteractionTarget, body: MessageBody): Promise<void> {
  await rest.patch(`/webhooks/${target.application}/${target.token}/messages/@original`, {
    ...requestOf(body),
    body: emptied(body),
    auth: false,
  });
}

export async function deleteOriginal(rest: Rest, target: InteractionTarget): Promise<void> {
  await rest.delete(`/webhooks/${target.application}/${target.token}/messages/@original`, {auth: false});
}

/** One more message for an interaction. Discord takes no nonce here. */
export async function followUp(rest: Rest, target: InteractionTarget, body: MessageBody): Promise<Posted> {
  const flags = body.flags | (target.isEphemeral ? FLAG.ephemeral : 0);
  const made = (await rest.post(`/webhooks/${target.application}/${target.token}`, {
    ...requestOf(body),
    body: {...jsonOf(body), flags},
    query: new URLSearchParams({wait: "true"}),
    auth: false,
  })) as APIMessage;
  return {channel: made.channel_id, message: made.id};
}

/** The channel of direct messages with somebody. */
export async function directChannel(rest: Rest, user: string): Promise<string> {
  const channel = (await rest.post("/users/@me/channels", {body: {recipient_id: user}})) as {id: string};
  return channel.id;
}

export async function showTyping(rest: Rest, channel: string): Promise<void> {
  await rest.post(`/channels/${channel}/typing`);
}

/**
 * Begins a thread at a message; its id is the message's.
 * https://discord.com/developers/docs/resources/channel#start-thread-from-message
 */
export async function beginThread(
  rest: Rest,
  at: {channel: string; message: string; name: string},
): Promise<string> {
  const thread = (await rest.post(`/channels/${at.channel}/messages/${at.message}/threads`, {
    body: {name: at.name, auto_archive_duration: 1_440},
  })) as {id: string};
  return thread.id;
}

/** The first hundred messages after one, that are of this bot. */
export async function messagesOfOurs(
  rest: Rest,
  me: string,
  channel: string,
  after: string,
): Promise<APIMessage[]> {
  const query = new URLSearchParams({after, limit: "100"});
  const messages = (await rest.get(`/channels/${channel}/messages`, {query})) as APIMessage[];
  return messages.filter(({author}) => author.id === me);
}

function requestOf({files}: MessageBody) {
  return files.length > 0 ? {files: [...files]} : {};
}

function jsonOf({files: _, content, embeds, ...body}: MessageBody) {
  return {
    ...body,
    ...(content && {content}),
    ...(embeds && {embeds}),
    allowed_mentions: CALL_NOBODY,
  };
}

/** An edit leaves what it does not name: what was shown as progress is taken away by name. */
function emptied(body: MessageBody) {
  return {content: null, embeds: (body.flags & FLAG.components) !== 0 ? null : [], ...jsonOf(body)};
}
