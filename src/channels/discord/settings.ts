import {z} from "zod";
import {readEnvironment} from "../read_environment.ts";

export interface DiscordSettings {
  /** The bot's token. Never logged. */
  token: string;
  /** Another address of Discord's API: `http://127.0.0.1:4000/api`, for tests. Its host also serves the files then. */
  apiUrl?: string;
  /** Whether the privileged intent is asked for; `auto`: asked for, and gone on without where Discord refuses it. */
  messageContent: "yes" | "no" | "auto";
  /** Commands are registered in these guilds alone, where they appear at once: for development. */
  guilds: readonly string[];
  /** How answers are laid out; `embeds` for whoever cannot use components of the second version. */
  layout: "components" | "embeds";
  /** Pages that an answer may link to. */
  publicUrl?: string;
}

const CONTENT = {"1": "yes", "0": "no", auto: "auto"} as const;

const environmentSchema = z.object({
  DISCORD_TOKEN: z.string().trim().min(1).optional(),
  DISCORD_API_URL: z.url({protocol: /^https?$/}).optional(),
  DISCORD_MESSAGE_CONTENT: z.enum(["1", "0", "auto"]).default("auto"),
  DISCORD_GUILDS: z
    .string()
    .regex(/^\d{1,20}(\s*,\s*\d{1,20})*$/, "is not a list of ids of guilds, such as 123, 456")
    .optional(),
  DISCORD_LAYOUT: z.enum(["components", "embeds"]).default("components"),
  TABLETALK_PUBLIC_URL: z.url({protocol: /^https?$/}).optional(),
});

/**
 * The settings of Discord from the environment: DISCORD_TOKEN, DISCORD_MESSAGE_CONTENT (`1`, `0`, `auto`), DISCORD_GUILDS
 * (commands there alone), DISCORD_LAYOUT (`components`, `embeds`), DISCORD_API_URL. Undefined without a token.
 * @throws TabletalkError bad_use naming the setting that is wrong; never with its value
 */
export function discordSettingsFrom(
  environment: NodeJS.ProcessEnv = process.env,
): DiscordSettings | undefined {
  const given = readEnvironment(
    environmentSchema,
    environment,
    "Set it right in the environment, or leave it out; docs/discord.md says what it takes.",
  );
  if (given.DISCORD_TOKEN === undefined) return undefined;
  return {
    token: given.DISCORD_TOKEN.replace(/^Bot\s+/i, ""),
    messageContent: CONTENT[given.DISCORD_MESSAGE_CONTENT],
    guilds: given.DISCORD_GUILDS?.split(",").map((id) => id.trim()) ?? [],
    layout: given.DISCORD_LAYOUT,
    ...(given.DISCORD_API_URL && {apiUrl: given.DISCORD_API_URL.replace(/\/+$/, "")}),
    ...(given.TABLETALK_PUBLIC_URL && {publicUrl: given.TABLETALK_PUBLIC_URL}),
  };
}
