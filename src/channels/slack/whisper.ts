import type {SlackMessage} from "./blocks/answer_messages.ts";
import type {SlackParts} from "./parts.ts";
import {isClosed} from "./refusals.ts";
import {respond} from "./response_url.ts";
import {escapeSlack} from "./slack_text.ts";
import type {SlackTeam} from "./teams.ts";

/** Where something is said to one person alone. */
export interface WhisperPlace {
  channel: string;
  thread?: string;
  user: string;
  isDirect: boolean;
  responseUrl?: string;
}

/**
 * Says something to one person: in direct messages plainly, in a channel so that nobody else sees it. Best effort: what was
 * pressed can be pressed again.
 */
export async function whisper(
  parts: Pick<SlackParts, "isSlackUrl" | "onNote">,
  {api}: SlackTeam,
  place: WhisperPlace,
  {text, blocks}: SlackMessage,
): Promise<void> {
  const {channel, thread, user, isDirect, responseUrl} = place;
  const shared = {
    channel,
    text,
    ...(blocks.length > 0 && {blocks}),
    ...(thread !== undefined && {thread_ts: thread}),
  };
  if (thread === undefined && !isDirect && responseUrl !== undefined)
    return respond(parts.isSlackUrl, responseUrl, {text, blocks});
  if (isDirect) {
    await api.call("chat.postMessage", {...shared, unfurl_links: false, unfurl_media: false});
    return;
  }
  try {
    await api.call("chat.postEphemeral", {...shared, user});
  } catch (error) {
    if (!isClosed(error) || responseUrl === undefined) throw error;
    await respond(parts.isSlackUrl, responseUrl, {text, blocks});
  }
}

/** One plain sentence or two as a message. */
export function sentence(text: string): SlackMessage {
  return {text: escapeSlack(text), blocks: []};
}

/** What is shown to one person alone cannot carry files: where they are. */
export function elsewhere(count: number): SlackMessage["blocks"][number] {
  const text = `${count === 1 ? "The file is" : "The files are"} in our direct messages.`;
  return {type: "context", elements: [{type: "plain_text", text, emoji: false}]};
}
