import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {Client, Events, GatewayIntentBits, type Interaction, type Message, Partials} from "discord.js";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {incomingOf} from "../../../src/channels/discord/incoming_message.ts";
import {keepFile} from "./local/attachments.ts";
import {type LocalDiscord, startLocalDiscord} from "./local/local_discord.ts";

// What Discord sends, as recorded or documented (each sample names its source), goes through the real client.
const FOLDER = join(import.meta.dirname, "samples");
const THREAD = "1380528253168652301";

let discord: LocalDiscord;
let client: Client;
let guild: ReturnType<LocalDiscord["guild"]>;
let file: string;
const heard: {event: string; thing: object}[] = [];

beforeAll(async () => {
  discord = await startLocalDiscord({acknowledgeWithinMs: 600_000});
  guild = discord.guild("Acme");
  file = keepFile(discord.state, guild.channel.id, {name: "orders.csv", content: "region,amount\nN,1\n"}).url;
  client = new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.DirectMessages,
      GatewayIntentBits.MessageContent,
    ],
    partials: [Partials.Channel, Partials.Message],
    rest: {api: discord.api},
  });
  for (const event of [
    Events.MessageCreate,
    Events.MessageUpdate,
    Events.MessageDelete,
    Events.ThreadCreate,
    Events.GuildDelete,
    Events.GuildUnavailable,
    Events.InteractionCreate,
  ] as const)
    client.on(event as string, (...things: object[]) => heard.push({event, thing: things.at(-1) ?? {}}));
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(discord.token);
  await ready;
});
afterAll(async () => {
  await client.destroy();
  await discord.close();
});

/** Sends a sample as Discord does, and gives what the client made of it. */
async function replay<T extends object>(name: string): Promise<{event: string; thing: T}> {
  const text = readFileSync(join(FOLDER, `${name}.json`), "utf8")
    .replaceAll("{{bot}}", discord.bot.id)
    .replaceAll("{{guild}}", guild.id)
    .replaceAll("{{channel}}", guild.channel.id)
    .replaceAll("{{thread}}", THREAD)
    .replaceAll("{{token}}", `token-${name}`)
    .replaceAll("{{file}}", file);
  const {event, data, source} = JSON.parse(text) as {event: string; data: object; source: string};
  expect(source.length).toBeGreaterThan(20);
  heard.length = 0;
  discord.gateway.dispatchRaw(event, data);
  return discord.until(
    () => heard[0] as {event: string; thing: T} | undefined,
    `the client to tell of ${name}`,
  );
}

const taken = async (name: string) =>
  incomingOf((await replay<Message>(name)).thing as Message, {me: discord.bot.id, readsContent: true});

describe("samples of what Discord sends", () => {
  it("are all replayed here", () => {
    const text = readFileSync(import.meta.filename, "utf8");
    for (const name of readdirSync(FOLDER)) expect(text).toContain(`"${name.replace(".json", "")}"`);
  });

  it("messages: a mention begins a thread, a file without a word in a channel is nobody's business", async () => {
    expect(await taken("message_create_guild")).toMatchObject({
      place: {installation: guild.id, channel: guild.channel.id, audience: "several"},
      person: {name: "Ana", rank: "member"},
      text: "total amount?",
      addressed: "mention",
      named: [],
    });
    expect(await taken("message_create_attachment")).toBeUndefined();
    expect(await taken("message_create_reply")).toBeUndefined();
    expect(await taken("message_create_direct")).toMatchObject({
      place: {installation: "user:410212090289192960", audience: "one"},
      person: {rank: "admin"},
      text: "hello",
      addressed: "direct",
    });
  });

  it("threads: what is said there belongs to the conversation", async () => {
    expect((await replay("thread_create")).event).toBe(Events.ThreadCreate);
    expect(await taken("message_create_thread")).toMatchObject({
      place: {channel: guild.channel.id, thread: THREAD},
      text: "and by month?",
      addressed: "thread",
    });
  });

  it("edits and deletions", async () => {
    expect((await replay("message_update")).event).toBe(Events.MessageUpdate);
    expect(await replay<Message>("message_delete")).toMatchObject({
      event: Events.MessageDelete,
      thing: {id: "1380528253168652301"},
    });
  });

  it.each([
    ["interaction_command", "isChatInputCommand"],
    ["interaction_command_attachment", "isChatInputCommand"],
    ["interaction_command_direct", "isChatInputCommand"],
    ["interaction_command_own", "isChatInputCommand"],
    ["interaction_autocomplete", "isAutocomplete"],
    ["interaction_menu", "isMessageContextMenuCommand"],
    ["interaction_button", "isButton"],
    ["interaction_select", "isStringSelectMenu"],
    ["interaction_modal", "isModalSubmit"],
  ] as const)("%s is what %s says", async (name, is) => {
    const {thing} = await replay<Interaction>(name);
    expect((thing as Interaction)[is]()).toBe(true);
    expect((thing as Interaction).token).toBe(`token-${name}`);
  });

  it("an attachment of a command can be fetched", async () => {
    const {thing} = await replay<Interaction>("interaction_command_attachment");
    const interaction = thing as Interaction;
    if (!interaction.isChatInputCommand()) throw new Error("no command");
    const attachment = interaction.options.getAttachment("file", true);
    expect(await (await fetch(attachment.url)).text()).toBe("region,amount\nN,1\n");
    expect(attachment.name).toBe("orders.csv");
  });

  it("guilds: an outage is no farewell", async () => {
    expect((await replay("guild_unavailable")).event).toBe(Events.GuildUnavailable);
    expect((await replay("guild_delete")).event).toBe(Events.GuildDelete);
  });
});
