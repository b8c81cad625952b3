import type {Guild} from "discord.js";
import type {Access} from "../../access/access.ts";
import {keepInstallation, removeInstallation} from "../../access/installations.ts";
import type {ChatDesk} from "../chat/desk.ts";
import type {Bot} from "./bot.ts";
import {saidFailure} from "./failures.ts";
import {nonceOf, postMessage} from "./requests.ts";
import {wordsBody} from "./tell.ts";

const PLATFORM = "discord";

/** Keeps what is not kept yet, and leaves alone what is. */
export function ensuring(desk: Pick<ChatDesk, "workspaceOf">, access: Access): Bot["ensureInstalled"] {
  return async (installation, name, by) => {
    if ((await desk.workspaceOf(PLATFORM, installation)) !== undefined) return;
    await keepInstallation(access, {
      platform: PLATFORM,
      installation,
      name: name.slice(0, 100) || "Discord",
      ...(by && {installedBy: by}),
    });
  };
}

/** A guild took the bot in: it gets its workspace, and hears in a few words what to do. */
export async function onGuild(bot: Bot, guild: Guild): Promise<void> {
  const isNew = (await bot.desk.workspaceOf(PLATFORM, guild.id)) === undefined;
  await bot.ensureInstalled(guild.id, guild.name, guild.ownerId);
  if (!isNew) return;
  const {systemChannel} = guild;
  const self = guild.members.me;
  if (!systemChannel || !self) return;
  if (!systemChannel.permissionsFor(self)?.has(["ViewChannel", "SendMessages"])) return;
  const hello =
    "Hello! I answer questions about data. Mention me with a file (CSV, Excel, JSON, Parquet) and a question, " +
    "or use `/ask`. `/help` says the rest.";
  try {
    await postMessage(bot.rest, systemChannel.id, wordsBody(hello), {nonce: nonceOf(guild.id, "hello")});
  } catch (error) {
    bot.onNote(`Discord: the hello could not be posted: ${saidFailure(error)}`);
  }
}

/** A guild sent the bot away: its workspace goes with all that is in it. */
export async function onGuildGone(access: Access, guild: Guild): Promise<void> {
  await removeInstallation(access, PLATFORM, guild.id);
}
