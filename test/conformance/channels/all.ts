import type {Driver} from "../driver.ts";

/** Every channel with how its driver is started, by name; loaded only when it is run. */
export const CHANNELS: Readonly<Record<string, () => Promise<Driver>>> = {
  terminal: async () => (await import("./terminal.ts")).terminalDriver(),
  http: async () => (await import("./http.ts")).httpDriver(),
  mcp: async () => (await import("./mcp.ts")).mcpDriver(),
  slack: async () => (await import("./slack.ts")).slackDriver(),
  voice: async () => (await import("./voice.ts")).voiceDriver(),
  discord: async () => (await import("./discord.ts")).discordDriver(),
};
