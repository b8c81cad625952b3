import {cutText} from "../chat/cut_text.ts";
import type {Shown} from "../chat/desk.ts";
import type {ReplyDocument} from "../chat/reply.ts";
import {formModal} from "./blocks/modal.ts";
import {directChannel} from "./direct_channel.ts";
import type {SlackParts} from "./parts.ts";
import {isWorthSimpler, rendered} from "./rendered.ts";
import {escapeSlack} from "./slack_text.ts";
import type {SlackTeam} from "./teams.ts";
import {shareFile, uploadFile} from "./upload.ts";
import {elsewhere, sentence, type WhisperPlace, whisper} from "./whisper.ts";

/** Opens a modal; it has to be within three seconds of the click. */
export type OpenModal = (view: Record<string, unknown>) => Promise<void>;

/** Shows what pressing something came to, to whoever pressed. */
export async function show(
  parts: SlackParts,
  team: SlackTeam,
  place: WhisperPlace,
  shown: Shown,
  openModal: OpenModal,
): Promise<void> {
  switch (shown.kind) {
    case "done":
      return whisper(parts, team, place, sentence(shown.said));
    case "form":
      return openModal({...formModal(shown.form, place)});
    case "sent":
      return tellWhatWasAsked(parts, team, place, shown.said);
    case "document":
      return showDocument(parts, team, place, shown.document);
  }
}

/** In a thread everybody sees what an answer is to, as if it had been written there. */
async function tellWhatWasAsked(
  parts: SlackParts,
  team: SlackTeam,
  place: WhisperPlace,
  said: string,
): Promise<void> {
  const who = parts.people.nameOf(team, place.user);
  const text = cutText(`${who && !place.isDirect ? `${who} asks: ` : "Asked: "}${said}`, 1900);
  const block = {type: "context" as const, elements: [{type: "plain_text" as const, text, emoji: false}]};
  if (place.thread === undefined && !place.isDirect)
    return whisper(parts, team, place, {text: escapeSlack(text), blocks: [block]});
  await team.api.call("chat.postMessage", {
    channel: place.channel,
    ...(place.thread !== undefined && {thread_ts: place.thread}),
    text: escapeSlack(text),
    blocks: [block],
  });
}

async function showDocument(
  parts: SlackParts,
  team: SlackTeam,
  place: WhisperPlace,
  document: ReplyDocument,
): Promise<void> {
  for (;;) {
    const {messages, uploads} = await rendered(parts, team.installation, document);
    const isHere = place.isDirect;
    if (uploads.length > 0 && !isHere) messages.at(-1)!.blocks.push(elsewhere(uploads.length));
    let at = 0;
    try {
      for (const message of messages) {
        if (message.blocks.length > 0) await whisper(parts, team, place, message);
        at += 1;
      }
    } catch (error) {
      const failed = messages[at];
      if (at === 0 && failed && isWorthSimpler(parts, team.installation, failed, error)) continue;
      throw error;
    }
    if (uploads.length === 0) return;
    const channel = isHere ? place.channel : await directChannel(team.api, place.user);
    for (const {title, altText, file} of uploads) {
      const id = await uploadFile(team.api, parts.isSlackUrl, await file(), {altText});
      await shareFile(team.api, {id, title}, {channel, thread: isHere ? place.thread : undefined});
    }
    return;
  }
}
