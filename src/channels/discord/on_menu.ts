import type {Message, MessageContextMenuCommandInteraction, ModalSubmitInteraction} from "discord.js";
import type {RemoteFile} from "../chat/incoming.ts";
import {askByInteraction} from "./ask.ts";
import {type Bot, defer} from "./bot.ts";
import {remoteFiles} from "./incoming_message.ts";
import {COMPONENT} from "./wire.ts";

const FORM = /^analyse:(\d{1,20}):(\d{1,20})$/;
const QUESTION = "question";
const SHORT = 1;
const REMEMBERED = 200;
const NOTHING = {text: "", files: []};

/** What the messages held that a form is open for: by its id. Where it is gone (a new process), the message is read again. */
const open = new Map<string, {text: string; files: readonly RemoteFile[]}>();

/** "Analyse" on a message: asks what to find out. */
export async function onMenu(interaction: MessageContextMenuCommandInteraction): Promise<void> {
  const message = interaction.targetMessage;
  const held = heldBy(message);
  if (held.text === "" && held.files.length === 0) {
    await interaction.reply({
      content: "There is no file and no text in that message that I could analyse.",
      flags: 64,
      allowedMentions: {parse: [], repliedUser: false},
    });
    return;
  }
  const id = `analyse:${message.channelId}:${message.id}`;
  if (open.size >= REMEMBERED) open.delete(open.keys().next().value!);
  open.set(id, held);
  await interaction.showModal({
    custom_id: id,
    title: "Analyse",
    components: [
      {
        type: COMPONENT.label,
        label: "What would you like to know?",
        description: "Left empty, you get an overview.",
        component: {
          type: COMPONENT.textInput,
          custom_id: QUESTION,
          style: SHORT,
          required: false,
          max_length: 2_000,
        },
      },
    ],
  });
}

/** Whether a form is the one of "Analyse". */
export const isAnalyseForm = (customId: string): boolean => FORM.test(customId);

/** What somebody wants to know of a message. The answer is for them alone: others did not ask. */
export async function onAnalyse(bot: Bot, interaction: ModalSubmitInteraction): Promise<void> {
  const isForOne = interaction.context !== 1;
  await defer(interaction, isForOne);
  const [, channel, message] = FORM.exec(interaction.customId) ?? [];
  const question = interaction.fields.getTextInputValue(QUESTION).trim();
  // An id made by hand must not make the bot read where whoever sends it cannot.
  const isHere = channel === interaction.channelId;
  const held = isHere
    ? (open.get(interaction.customId) ?? (await read(interaction, channel, message!)))
    : NOTHING;
  const text = [question, held.files.length > 0 ? "" : held.text].filter(Boolean).join("\n\n");
  await askByInteraction(bot, interaction, {
    text,
    files: held.files,
    isForOne,
    ...(question && {asked: question}),
  });
}

function heldBy(message: Message): {text: string; files: RemoteFile[]} {
  const {attachments, channelId, id, content} = message;
  return {text: (content ?? "").trim(), files: remoteFiles([...attachments.values()], channelId, id)};
}

async function read(
  {client}: ModalSubmitInteraction,
  channelId: string,
  messageId: string,
): Promise<{text: string; files: RemoteFile[]}> {
  try {
    const channel = await client.channels.fetch(channelId);
    if (channel?.isTextBased()) return heldBy(await channel.messages.fetch(messageId));
  } catch {
    // Said below: an empty question is answered with what to do.
  }
  return NOTHING;
}
