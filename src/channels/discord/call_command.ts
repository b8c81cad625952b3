import type {ChatInputCommandInteraction} from "discord.js";
import type {Announced} from "../chat/desk.ts";
import {type Bot, defer, ensureFor, targetOf, visitorOf} from "./bot.ts";
import {isFinal} from "./failures.ts";
import {escapeDiscord} from "./render/escape.ts";
import {nonceOf, type Posted, postMessage} from "./requests.ts";
import type {InteractionTarget, MessageTarget} from "./target.ts";
import {showParts, tellError, wordsBody} from "./tell.ts";

/** Begins a call that goes on with what was said where the command was given; whoever gave it alone is shown the way in. */
export async function startDiscordCall(bot: Bot, interaction: ChatInputCommandInteraction): Promise<void> {
  await defer(interaction, true);
  const target = targetOf(interaction, {isEphemeral: true});
  const posts = interaction.options.getBoolean("quiet") === true ? "asked" : "all";
  try {
    await ensureFor(bot, interaction);
    const visitor = visitorOf(interaction, !target.canPost);
    const {url, isNew, postedTo} = await bot.desk.call(visitor, () =>
      announce(bot, interaction, target, posts),
    );
    const join = `[${isNew ? "Join the call" : "Join the call that is going on"}](${url})`;
    const posted = postedTo === undefined ? "" : `\n-# Its answers can be read in ${postedTo}.`;
    await showParts(bot, target, [
      {kind: "text", text: `**${join}**\nFor you alone, once, within half an hour.${posted}`},
    ]);
  } catch (error) {
    await tellError(bot, target, error);
  }
}

/** Says where the command was given that there is a call; where the bot may not write there, the call is by itself. */
async function announce(
  bot: Bot,
  interaction: ChatInputCommandInteraction,
  target: InteractionTarget,
  posts: "all" | "asked",
): Promise<Announced> {
  const alone: Announced = {place: visitorOf(interaction, true).place, withdraw: async () => {}};
  const {channelId, user, context} = interaction;
  if (!target.canPost || channelId === null) return alone;
  const isDirect = context === 1;
  const {place, person} = visitorOf(interaction, false);
  const who = isDirect ? "You are" : `**${escapeDiscord(person.name ?? "Somebody")}** is`;
  const what =
    posts === "all"
      ? "What is asked and answered there comes here, too."
      : "What is sent from it comes here.";
  const body = wordsBody(`${who} in a call with me. ${what}`);
  let said: Posted;
  try {
    said = await postMessage(bot.rest, channelId, body, {nonce: nonceOf(interaction.id, "call")});
  } catch (error) {
    if (isFinal(error)) return alone;
    throw error;
  }
  const replies: MessageTarget = {
    kind: "message",
    channel: channelId,
    message: said.message,
    user: user.id,
    isDirect,
  };
  return {
    place,
    linked: {said: isDirect ? "our direct messages" : `<#${channelId}>`, posts, target: replies},
    withdraw: async () => void (await bot.rest.delete(`/channels/${channelId}/messages/${said.message}`)),
  };
}
