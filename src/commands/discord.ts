import {refusalOf, saidFailure} from "../channels/discord/failures.ts";
import {inviteUrl} from "../channels/discord/invite.ts";
import {registerCommands} from "../channels/discord/register_commands.ts";
import {type DiscordSettings, discordSettingsFrom} from "../channels/discord/settings.ts";
import {TabletalkError} from "../errors.ts";

/** `tabletalk discord register`: tells Discord which commands there are, where it knows others. */
export async function discordRegister(): Promise<void> {
  const settings = settingsOrSay();
  const {rest, application} = await asked(settings);
  const changed = await registerCommands(rest, application, settings.guilds);
  process.stdout.write(
    changed.length === 0
      ? "Discord has these commands already.\n"
      : `The commands were registered (${changed.join(", ")}).\n`,
  );
}

/** `tabletalk discord invite`: the address where an admin takes the bot in to a server. */
export async function discordInvite(): Promise<void> {
  const {application} = await asked(settingsOrSay());
  process.stdout.write(`${inviteUrl(application)}\n`);
}

function settingsOrSay(): DiscordSettings {
  const settings = discordSettingsFrom();
  if (settings) return settings;
  throw new TabletalkError(
    "bad_use",
    "DISCORD_TOKEN is not set.",
    "Make a bot at https://discord.com/developers/applications, and set its token; docs/discord.md says how.",
  );
}

/** Which application the token is of. */
async function asked({token, apiUrl}: DiscordSettings) {
  const {REST} = await import("discord.js");
  const rest = new REST({version: "10", timeout: 15_000, ...(apiUrl && {api: apiUrl})}).setToken(token);
  try {
    const {id} = (await rest.get("/applications/@me")) as {id: string};
    return {rest, application: id};
  } catch (error) {
    const isToken = refusalOf(error)?.status === 401;
    throw new TabletalkError(
      isToken ? "unauthorized" : "unavailable",
      isToken ? "Discord refuses the token of the bot." : `Discord cannot be reached: ${saidFailure(error)}.`,
      isToken
        ? "Copy it anew from the developer portal (Bot, Reset Token) into DISCORD_TOKEN."
        : "Check the network of this machine, then try again.",
      {cause: error},
    );
  }
}
