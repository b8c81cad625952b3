import type {ButtonInteraction} from "discord.js";
import {TabletalkError} from "../../errors.ts";
import type {Shown} from "../chat/desk.ts";
import {fitReply} from "../chat/ladder.ts";
import type {ReplyDocument} from "../chat/reply.ts";
import type {Bot} from "./bot.ts";
import {discordCapabilities} from "./capabilities.ts";
import {CODES, isRefused, saidFailure} from "./failures.ts";
import {layOutComponents} from "./render/components.ts";
import {layOutEmbeds} from "./render/embeds.ts";
import {escapeDiscord} from "./render/escape.ts";
import {type Part, partsOf} from "./render/pieces.ts";
import {deleteOriginal, editOriginal, followUp} from "./requests.ts";
import type {InteractionTarget} from "./target.ts";
import {FLAG, type MessageBody} from "./wire.ts";

/** A message of a few words. */
export function wordsBody(markdown: string): MessageBody {
  return {content: markdown.slice(0, 2_000), components: [], flags: 0, attachments: [], files: []};
}

/** What went wrong, in words for whoever it happened to. */
export function saidError(error: unknown): string {
  if (error instanceof TabletalkError)
    return `**${escapeDiscord(error.message)}**\n${escapeDiscord(error.next)}`;
  return "**Something went wrong on my side.**\nTry again in a moment.";
}

/** Says something to whoever used a command or pressed, alone: also where the answer would have been for all. */
export async function tellAlone(bot: Bot, target: InteractionTarget, body: MessageBody): Promise<void> {
  if (target.isEphemeral) return editOriginal(bot.rest, target, body);
  await deleteOriginal(bot.rest, target).catch(() => {});
  await followUp(bot.rest, {...target, isEphemeral: true}, body);
}

/** A button or a form that is none of ours: of an older version, or made by hand. Else "This interaction failed" would be shown. */
export async function tellUnknown(interaction: Pick<ButtonInteraction, "reply">): Promise<void> {
  await interaction.reply({
    content: "I do not know that button (any more). `/help` says what I can do.",
    flags: FLAG.ephemeral,
    allowedMentions: {parse: [], repliedUser: false},
  });
}

/** Says what went wrong; what is no fault of theirs is noted too. */
export async function tellError(bot: Bot, target: InteractionTarget, error: unknown): Promise<void> {
  if (!(error instanceof TabletalkError)) bot.onNote(`Discord: ${saidFailure(error)}`);
  await tellAlone(bot, target, wordsBody(saidError(error)));
}

/** Shows parts as the answer to an interaction that was deferred for one person. */
export async function showParts(bot: Bot, target: InteractionTarget, parts: readonly Part[]): Promise<void> {
  try {
    await showBodies(bot, target, bot.layout === "embeds" ? layOutEmbeds(parts) : layOutComponents(parts));
  } catch (error) {
    if (!isRefused(error, CODES.invalidForm)) throw error;
    await showBodies(bot, target, layOutEmbeds(parts));
  }
}

async function showBodies(
  bot: Bot,
  target: InteractionTarget,
  [head, ...more]: readonly MessageBody[],
): Promise<void> {
  if (head) await editOriginal(bot.rest, target, head);
  for (const body of more) await followUp(bot.rest, target, body);
}

export async function showDocument(
  bot: Bot,
  target: InteractionTarget,
  document: ReplyDocument,
  title?: string,
): Promise<void> {
  const fitted = await fitReply(document, discordCapabilities(target.largestFile));
  const above = title ? `**${escapeDiscord(title)}**` : undefined;
  await showParts(
    bot,
    target,
    partsOf(fitted, {...(above && {above}), ...(bot.ownPage && {ownPage: bot.ownPage})}),
  );
}

/** What pressing or submitting came to. An answer that follows is shown by its own delivery. */
export async function showOutcome(bot: Bot, target: InteractionTarget, shown: Shown): Promise<void> {
  if (shown.kind === "sent") return;
  if (shown.kind === "done") return tellAlone(bot, target, wordsBody(escapeDiscord(shown.said)));
  if (shown.kind === "form")
    return tellAlone(bot, target, wordsBody("That took too long to open. Press the button again, please."));
  const alone = {...target, isEphemeral: true};
  if (!target.isEphemeral) await tellAlone(bot, target, wordsBody(escapeDiscord(shown.title)));
  await showDocument(bot, alone, shown.document, shown.title);
}
