import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {type Access, openAccess} from "../../../src/access/access.ts";
import {openSecrets} from "../../../src/access/secret.ts";
import {callParts} from "../../../src/channels/calls/call_parts.ts";
import type {CallSettings} from "../../../src/channels/calls/settings.ts";
import type {OpenDesk} from "../../../src/channels/chat/desk.ts";
import {openDesk} from "../../../src/channels/chat/open_desk.ts";
import {openDiscord} from "../../../src/channels/discord/open_discord.ts";
import type {DiscordSettings} from "../../../src/channels/discord/settings.ts";
import {type OpenService, openService} from "../../../src/channels/open_service.ts";
import {loadConfig} from "../../../src/config.ts";
import {newState} from "../http/state.ts";
import {type LocalDiscord, type LocalDiscordOptions, startLocalDiscord} from "./local/local_discord.ts";

/** How long a test may wait: on a machine with other work an answer takes its time. */
export const ANSWERED_MS = 120_000;

/** Sales of four regions: 1,150 in all, North 450. */
export const SALES = {
  name: "sales.csv",
  content:
    "region,product,amount\nNorth,Tea,100\nSouth,Tea,200\nNorth,Coffee,350\nEast,Coffee,300\nWest,Cups,200\n",
};

/** Tabletalk on a Discord of its own. */
export interface RunningDiscord extends AsyncDisposable {
  discord: LocalDiscord;
  desk: OpenDesk;
  service: OpenService;
  access: Access;
  home: string;
  /** What went wrong outside of any message. */
  notes: string[];
  /** Ends the bot's connection; the service and the Discord live on. */
  closeBot(): Promise<void>;
}

export interface RunningDiscordOptions extends LocalDiscordOptions {
  discord?: LocalDiscord;
  home?: string;
  settings?: Partial<DiscordSettings>;
  largestFile?: number;
  /** Where LiveKit is, and what address the web page has: calls are set up then. */
  calls?: CallSettings & {pageUrl: string};
  /** False: messages are kept, and nobody answers. */
  works?: boolean;
  environment?: NodeJS.ProcessEnv;
}

export function discordSettings(discord: LocalDiscord, more: Partial<DiscordSettings> = {}): DiscordSettings {
  return {
    token: discord.token,
    apiUrl: discord.api,
    messageContent: "auto",
    guilds: [],
    layout: "components",
    ...more,
  };
}

/** Starts it: real discord.js, the real desk, store, worker and offline model. */
export async function runningDiscord(options: RunningDiscordOptions = {}): Promise<RunningDiscord> {
  const home = options.home ?? (await mkdtemp(join(tmpdir(), "tabletalk-discord-")));
  const state = await newState();
  // A busy machine is no reason for a test to fail.
  const discord = options.discord ?? (await startLocalDiscord({acknowledgeWithinMs: 30_000, ...options}));
  const notes: string[] = [];
  const onNote = (text: string): void => void notes.push(text);
  const config = loadConfig(
    {home, model: "offline"},
    {TABLETALK_TIME_ZONE: "UTC", TABLETALK_STORE: state.store, ...options.environment},
  );
  const service = await openService(config, {onNote});
  const access = await openAccess(service.store, await openSecrets(home, {}));
  const {calls} = options;
  const desk = openDesk({
    service,
    access,
    settings: {largestFile: options.largestFile ?? 2_000_000, ...(calls && {publicUrl: calls.pageUrl})},
    ...(calls && {calls: callParts(service, access, calls)}),
    onNote,
  });
  const bot = await openDiscord({desk, access, settings: discordSettings(discord, options.settings), onNote});
  desk.addPlatform(bot.platform);
  if (options.works ?? true) await service.startWorking();
  return {
    discord,
    desk,
    service,
    access,
    home,
    notes,
    closeBot: () => bot.close(),
    async [Symbol.asyncDispose]() {
      discord.clearFaults();
      await bot.close();
      await desk.close();
      await service.close();
      if (!options.discord) await discord.close();
      await state.drop();
      if (!options.home) await rm(home, {recursive: true, force: true});
    },
  };
}
