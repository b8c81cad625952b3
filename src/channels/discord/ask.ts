import type {
  ChatInputCommandInteraction,
  MessageContextMenuCommandInteraction,
  ModalSubmitInteraction,
} from "discord.js";
import type {Incoming, RemoteFile} from "../chat/incoming.ts";
import {type Bot, ensureFor, targetOf, visitorOf} from "./bot.ts";
import {escapeDiscord} from "./render/escape.ts";
import {tellAlone, tellError, wordsBody} from "./tell.ts";

type Asking = ChatInputCommandInteraction | MessageContextMenuCommandInteraction | ModalSubmitInteraction;

/** Brings the question of an interaction to the desk. It is deferred already, for one person or for all. */
export async function askByInteraction(
  bot: Bot,
  interaction: Asking,
  question: {
    text: string;
    files: readonly RemoteFile[];
    isForOne: boolean;
    /** Shown above the answer. */
    asked?: string;
    options?: Incoming["options"];
    standing?: Incoming["standing"];
  },
): Promise<void> {
  const {text, files, isForOne, asked, options, standing} = question;
  const target = targetOf(interaction, {isEphemeral: isForOne, ...(asked && {asked})});
  try {
    await ensureFor(bot, interaction);
    const taken = await bot.desk.take({
      ...visitorOf(interaction, isForOne),
      messageId: interaction.id,
      text,
      addressed: "command",
      named: [],
      files,
      target,
      ...(options && {options}),
      ...(standing && {standing}),
    });
    if (taken.state === "refused")
      await tellAlone(
        bot,
        target,
        wordsBody(`**${escapeDiscord(taken.message)}**\n${escapeDiscord(taken.next)}`),
      );
  } catch (error) {
    await tellError(bot, target, error);
  }
}
