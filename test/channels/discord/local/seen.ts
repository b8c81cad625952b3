import {type Component, everyComponent, IS_EPHEMERAL, IS_LOADING} from "./limits.ts";
import {type MessageBody, saidIn} from "./messages.ts";
import type {LocalChannel, LocalMessage, LocalState} from "./state.ts";

/** A message as a person sees it now. */
export interface SeenMessage {
  id: string;
  channel: string;
  /** The name of who wrote it. */
  by: string;
  isBots: boolean;
  /** Everything that is to be read, as it was written: content, embeds, texts of components, in order. */
  text: string;
  files: {name: string; content: Buffer; description: string | undefined; mediaType: string | undefined}[];
  buttons: {label: string; id: string | undefined; url: string | undefined; isDisabled: boolean}[];
  selects: {
    id: string;
    placeholder: string;
    options: {label: string; value: string}[];
    isDisabled: boolean;
  }[];
  /** "tabletalk is thinking…" */
  isThinking: boolean;
  isEphemeral: boolean;
  isEdited: boolean;
  repliesTo: string | undefined;
  /** Ids of people and roles that it called, `everyone` among them. */
  pinged: string[];
  /** Addresses behind other words, which somebody could be led to: `[click](https://…)`, outside of code. */
  maskedLinks: string[];
}

/** What somebody sees in a channel. */
export function seenIn(state: LocalState, channel: LocalChannel, by?: string): SeenMessage[] {
  return channel.messages
    .filter((one) => !one.onlyFor || one.onlyFor === by)
    .map((one) => seen(state, channel, one));
}

export function seen(state: LocalState, channel: LocalChannel, message: LocalMessage): SeenMessage {
  const {wire} = message;
  const all = everyComponent(wire.components as readonly Component[]);
  const text = saidIn(wire as MessageBody);
  return {
    id: wire.id,
    channel: channel.id,
    by: wire.author.username,
    isBots: wire.author.id === state.bot.id,
    text,
    files: wire.attachments.flatMap((one) => {
      const file = state.files.get(one.id);
      const shownWith = all
        .flatMap((other) => [...(other.items ?? [])])
        .find((item) => item.media.url === one.url);
      return file
        ? [
            {
              name: one.filename,
              content: file.content,
              description: shownWith?.description ?? one.description ?? undefined,
              mediaType: one.content_type,
            },
          ]
        : [];
    }),
    buttons: all
      .filter((one) => one.type === 2)
      .map((one) => ({
        label: one.label ?? one.emoji?.name ?? "",
        id: one.custom_id ?? undefined,
        url: one.url ?? undefined,
        isDisabled: one.disabled ?? false,
      })),
    selects: all
      .filter((one) => one.type === 3)
      .map((one) => ({
        id: one.custom_id ?? "",
        placeholder: one.placeholder ?? "",
        options: (one.options ?? []).map(({label, value}) => ({label, value})),
        isDisabled: one.disabled ?? false,
      })),
    isThinking: ((wire.flags ?? 0) & IS_LOADING) !== 0,
    isEphemeral: ((wire.flags ?? 0) & IS_EPHEMERAL) !== 0,
    isEdited: wire.edited_timestamp !== null,
    repliesTo: wire.message_reference?.message_id,
    pinged: message.pinged,
    maskedLinks: maskedLinks(text),
  };
}

function maskedLinks(text: string): string[] {
  const read = text.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, " ");
  return [...read.matchAll(/(?<!\\)\[[^\]\n]*(?<!\\)\]\(\s*<?(https?:[^)\s>]+)/g)].map(
    (match) => match[1] ?? "",
  );
}
