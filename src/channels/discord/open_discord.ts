import type {Client, Interaction} from "discord.js";
import type {Access} from "../../access/access.ts";
import {TabletalkError} from "../../errors.ts";
import type {ChatDesk} from "../chat/desk.ts";
import type {ChatPlatform} from "../chat/platform.ts";
import type {Bot} from "./bot.ts";
import {discordCapabilities} from "./capabilities.ts";
import {refusalOf, saidFailure} from "./failures.ts";
import {fetchAttachment} from "./fetch_file.ts";
import {inOrder} from "./in_order.ts";
import {incomingOf} from "./incoming_message.ts";
import {ensuring, onGuild, onGuildGone} from "./installs.ts";
import {onAutocomplete, onCommand} from "./on_command.ts";
import {onForm} from "./on_form.ts";
import {onMenu} from "./on_menu.ts";
import {onDelete, onMessage} from "./on_message.ts";
import {onPress} from "./on_press.ts";
import {openRest} from "./open_rest.ts";
import {registerCommands} from "./register_commands.ts";
import {openDiscordReply} from "./reply.ts";
import type {DiscordSettings} from "./settings.ts";

export interface DiscordParts {
  desk: ChatDesk;
  access: Access;
  settings: DiscordSettings;
  /** Told what went wrong outside of any message. Never with a token in it. */
  onNote?: (text: string) => void;
}

export interface OpenDiscord {
  platform: ChatPlatform;
  /** Leaves Discord; what came in before is taken first. */
  close(): Promise<void>;
}

const DISALLOWED_INTENTS = 4014;
const AUTHENTICATION_FAILED = 4004;
const KEPT_MESSAGES = 25;

/**
 * Connects to Discord and brings what happens there to the desk. Resolves once the commands are registered and events
 * come in.
 * @throws TabletalkError unauthorized where Discord refuses the token, unavailable where it cannot be reached
 */
export async function openDiscord(parts: DiscordParts): Promise<OpenDiscord> {
  const {desk, access, settings} = parts;
  const onNote = parts.onNote ?? (() => {});
  const discord = await import("discord.js");
  const running = new Set<Promise<void>>();
  const handle = (what: string, work: () => Promise<void>) => {
    const task: Promise<void> = work()
      .catch((error: unknown) => onNote(`Discord: ${what} failed: ${saidFailure(error)}`))
      .finally(() => running.delete(task));
    running.add(task);
  };
  const inTurn = inOrder();
  let client: Client;
  let readsContent = settings.messageContent !== "no";
  let isClosed = false;
  const bot: Bot = {
    desk,
    access,
    rest: openRest(discord, settings),
    restOnce: openRest(discord, settings, {repeats: false}),
    layout: settings.layout,
    ...(settings.publicUrl && {ownPage: settings.publicUrl}),
    me: () => client.user?.id ?? "",
    readsContent: () => readsContent,
    ensureInstalled: ensuring(desk, access),
    onNote,
  };

  const connect = async (): Promise<void> => {
    client = newClient(discord, {readsContent, ...(settings.apiUrl && {apiUrl: settings.apiUrl})});
    listen(client);
    await new Promise<void>((resolve, reject) => {
      client.once("clientReady", () => resolve());
      client.on("shardDisconnect", ({code}) => reject(new ClosedError(code)));
      client.login(settings.token).catch(reject);
    });
  };

  /** Without the privileged intent most still works: direct messages, mentions, commands, menus. */
  const connectAsAllowed = async (): Promise<void> => {
    try {
      await connect();
    } catch (error) {
      const isRefused = error instanceof ClosedError && error.code === DISALLOWED_INTENTS;
      await client.destroy().catch(() => {});
      if (!isRefused || !readsContent || settings.messageContent !== "auto") throw asTold(error);
      readsContent = false;
      onNote(
        "Discord: the Message Content intent is off for this bot, so follow-ups in threads need a mention. " +
          "Turn it on in the developer portal (Bot, Privileged Gateway Intents), and start again.",
      );
      await connectAsAllowed();
    }
  };

  const listen = (now: Client): void => {
    now.on("interactionCreate", (interaction) =>
      handle("an interaction", () => onInteraction(bot, interaction)),
    );
    // Who speaks to whom is seen by what was said before.
    now.on("messageCreate", (message) => {
      // Read at once: an edit changes the same object, and must not begin anything.
      const incoming = incomingOf(message, {me: bot.me(), readsContent});
      if (incoming)
        handle("a message", () => inTurn(message.channelId, () => onMessage(bot, message, incoming)));
    });
    now.on("messageDelete", (message) =>
      handle("a deletion", () => inTurn(message.channelId, () => onDelete(bot, message))),
    );
    now.on("messageDeleteBulk", (messages) => {
      for (const message of messages.values())
        handle("a deletion", () => inTurn(message.channelId, () => onDelete(bot, message)));
    });
    now.on("guildCreate", (guild) => handle("a new guild", () => onGuild(bot, guild)));
    now.on("guildDelete", (guild) => handle("a guild's leave", () => onGuildGone(access, guild)));
    now.on("error", (error) => onNote(`Discord: ${saidFailure(error)}`));
    now.on("shardError", (error) => {
      // At the start it is told by who opens, with what to do.
      if (now.readyTimestamp !== null) onNote(`Discord: the connection failed: ${saidFailure(error)}`);
    });
    now.on("shardDisconnect", ({code}) => {
      // Before the first start `connect` deals with it.
      if (isClosed || now !== client || now.readyTimestamp === null) return;
      if (code === DISALLOWED_INTENTS) handle("a new connection", connectAsAllowed);
      else if (code === AUTHENTICATION_FAILED)
        onNote("Discord: the token was revoked: nothing comes in any more.");
      else onNote(`Discord: the connection ended for good (${code}).`);
    });
  };

  await connectAsAllowed();
  const application = client!.application?.id ?? client!.user!.id;
  try {
    const changed = await registerCommands(bot.rest, application, settings.guilds);
    if (changed.length > 0) onNote(`Discord: commands were registered (${changed.join(", ")}).`);
  } catch (error) {
    onNote(`Discord: commands could not be registered: ${saidFailure(error)}`);
  }
  for (const guild of client!.guilds.cache.values())
    await bot.ensureInstalled(guild.id, guild.name, guild.ownerId);

  return {
    platform: {
      name: "discord",
      capabilities: discordCapabilities(),
      openReply: (delivery) => openDiscordReply(bot, delivery),
      fetchFile: (file, to, from) =>
        fetchAttachment({rest: bot.rest, ...(settings.apiUrl && {apiUrl: settings.apiUrl})}, file, to, from),
    },
    async close() {
      isClosed = true;
      await client.destroy();
      await Promise.allSettled([...running]);
    },
  };
}

class ClosedError extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`Discord closed the connection (${code}).`);
    this.code = code;
  }
}

async function onInteraction(bot: Bot, interaction: Interaction): Promise<void> {
  if (interaction.isAutocomplete()) return onAutocomplete(bot, interaction);
  if (interaction.isChatInputCommand()) return onCommand(bot, interaction);
  if (interaction.isMessageContextMenuCommand()) return onMenu(interaction);
  if (interaction.isButton() || interaction.isStringSelectMenu()) return onPress(bot, interaction);
  if (interaction.isModalSubmit()) return onForm(bot, interaction);
}

function newClient(
  {Client, Options}: typeof import("discord.js"),
  given: {readsContent: boolean; apiUrl?: string},
): Client {
  return new Client({
    intents: [
      "Guilds",
      "GuildMessages",
      "DirectMessages",
      ...(given.readsContent ? (["MessageContent"] as const) : []),
    ],
    // Direct messages come from channels that it has not met; deletions are told of messages that it does not keep.
    partials: [1, 3],
    allowedMentions: {parse: [], repliedUser: false},
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: KEPT_MESSAGES,
      GuildMemberManager: {maxSize: 200, keepOverLimit: (member) => member.id === member.client.user.id},
      UserManager: {maxSize: 1_000, keepOverLimit: (user) => user.id === user.client.user.id},
      ReactionManager: 0,
      PresenceManager: 0,
      VoiceStateManager: 0,
    }),
    ...(given.apiUrl && {rest: {api: given.apiUrl}}),
  });
}

function asTold(error: unknown): TabletalkError {
  const status = refusalOf(error)?.status;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (status === 401 || code === "TokenInvalid" || code === AUTHENTICATION_FAILED)
    return new TabletalkError(
      "unauthorized",
      "Discord refuses the token of the bot.",
      "Copy it anew from the developer portal (Bot, Reset Token) into DISCORD_TOKEN.",
      {cause: error},
    );
  if (code === DISALLOWED_INTENTS)
    return new TabletalkError(
      "forbidden",
      "Discord does not give this bot the Message Content intent.",
      "Turn it on in the developer portal (Bot, Privileged Gateway Intents), or set DISCORD_MESSAGE_CONTENT=auto.",
      {cause: error},
    );
  return new TabletalkError(
    "unavailable",
    `Discord cannot be reached: ${saidFailure(error)}.`,
    "Check the network of this machine, then start again.",
    {cause: error},
  );
}
