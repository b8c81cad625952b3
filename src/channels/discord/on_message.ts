import type {Message, PartialMessage} from "discord.js";
import type {ChatPlace, Incoming} from "../chat/incoming.ts";
import type {Bot} from "./bot.ts";
import {saidFailure} from "./failures.ts";
import {installationOfUser} from "./place.ts";
import {escapeDiscord} from "./render/escape.ts";
import {nonceOf, postMessage} from "./requests.ts";
import {saidError, wordsBody} from "./tell.ts";

/** Somebody wrote something: taken where it is for Tabletalk, as it was when it came (`incomingOf`). */
export async function onMessage(bot: Bot, message: Message, incoming: Incoming): Promise<void> {
  const {place, person, addressed} = incoming;
  const reply = async (said: string) => {
    const nonce = nonceOf(message.id, "said");
    const replyTo = message.guildId ? message.id : undefined;
    await postMessage(bot.rest, message.channelId, wordsBody(said), {nonce, ...(replyTo && {replyTo})});
  };
  try {
    if (addressed !== "thread") {
      const name = message.guild?.name ?? `${person.name ?? "Somebody"} on Discord`;
      await bot.ensureInstalled(place.installation, name, person.id);
    }
    const taken = await bot.desk.take(incoming);
    if (taken.state === "refused")
      await reply(`**${escapeDiscord(taken.message)}**\n${escapeDiscord(taken.next)}`);
  } catch (error) {
    bot.onNote(`Discord: a message could not be taken: ${saidFailure(error)}`);
    if (addressed !== "thread") await reply(saidError(error)).catch(() => {});
  }
}

/** A message was deleted: where it still is to be answered, it is not. */
export async function onDelete(bot: Bot, message: Message | PartialMessage): Promise<void> {
  if (message.author?.bot) return;
  for (const place of placesOf(message)) await bot.desk.withdraw(place, message.id);
}

/** Where a deleted message may have been taken: Discord tells little of one that it did not keep in mind. */
function placesOf(message: Message | PartialMessage): ChatPlace[] {
  const {channel, guildId, channelId} = message;
  const shared = {platform: "discord", audience: guildId ? "several" : "one"} as const;
  if (!guildId) {
    const user = channel.isDMBased() && "recipientId" in channel ? channel.recipientId : message.author?.id;
    return user ? [{...shared, installation: installationOfUser(user), channel: channelId}] : [];
  }
  const place = {...shared, installation: guildId};
  if (channel.isThread()) return [{...place, channel: channel.parentId ?? channelId, thread: channelId}];
  return [
    {...place, channel: channelId, thread: message.id},
    {...place, channel: channelId},
  ];
}
