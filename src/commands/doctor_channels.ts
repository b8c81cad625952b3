import {discordSettingsFrom} from "../channels/discord/settings.ts";
import {slackSettingsFrom} from "../channels/slack/settings.ts";
import {TabletalkError} from "../errors.ts";

const ASK_MS = 8_000;

/** What is set up for Slack, tried against it. @throws TabletalkError what is wrong, never with a token */
export async function slackWorks(environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const settings = slackSettingsFrom(environment);
  if (!settings) return "not set up";
  const {mode, botToken, apiUrl = "https://slack.com/api/", oauth} = settings;
  if (oauth) {
    if (settings.publicUrl === undefined)
      throw new TabletalkError(
        "bad_use",
        "Slack is set up for many workspaces, and TABLETALK_PUBLIC_URL is missing.",
        "Set it to the https address by which Slack and people reach this service.",
      );
    return `many workspaces, over HTTP: ${settings.publicUrl}/slack/install`;
  }
  const team = await asked("Slack", new URL("auth.test", apiUrl), "POST", `Bearer ${botToken}`);
  if (team.ok !== true)
    throw new TabletalkError(
      "unauthorized",
      `Slack refuses the token: ${typeof team.error === "string" ? team.error.slice(0, 60) : "unknown"}.`,
      "Copy the bot token anew into SLACK_BOT_TOKEN (Install App, in the app's settings).",
    );
  const over = mode === "socket" ? "Socket Mode" : "HTTP: Slack sends to /slack/events";
  return `${nameIn(team.team)} as ${nameIn(team.user)}, over ${over}`;
}

/** What is set up for Discord, tried against it. @throws TabletalkError what is wrong, never with a token */
export async function discordWorks(environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const settings = discordSettingsFrom(environment);
  if (!settings) return "not set up";
  const {token, apiUrl = "https://discord.com/api", messageContent} = settings;
  const self = await asked("Discord", new URL(`${apiUrl}/v10/applications/@me`), "GET", `Bot ${token}`);
  if (typeof self.id !== "string")
    throw new TabletalkError(
      "unauthorized",
      "Discord refuses the token.",
      "Copy it anew into DISCORD_TOKEN (Bot, Reset Token, in the developer portal).",
    );
  const flags = typeof self.flags === "number" ? self.flags : 0;
  const reads = (flags & (INTENT | INTENT_LIMITED)) !== 0;
  const follows =
    messageContent !== "no" && reads
      ? "follow-ups need no mention"
      : "without the Message Content intent: follow-ups need a mention";
  return `${nameIn(self.name)}, ${follows}`;
}

const INTENT = 1 << 18;
const INTENT_LIMITED = 1 << 19;

async function asked(
  platform: string,
  url: URL,
  method: string,
  authorization: string,
): Promise<Record<string, unknown>> {
  try {
    const answer = await fetch(url, {
      method,
      headers: {authorization},
      redirect: "error",
      signal: AbortSignal.timeout(ASK_MS),
    });
    const body: unknown = await answer.json();
    return typeof body === "object" && body !== null ? {...body} : {};
  } catch (error) {
    throw new TabletalkError(
      "unavailable",
      `${platform} cannot be reached from here.`,
      `Check the network, a proxy, or whether a firewall lets ${url.host} through.`,
      {cause: error},
    );
  }
}

/** A name from elsewhere, for a terminal. */
const nameIn = (name: unknown): string =>
  typeof name === "string" ? name.replace(/[\p{Cc}\p{Cf}]/gu, "").slice(0, 80) : "unknown";
