import {
  ActionRowBuilder,
  ApplicationCommandType,
  AttachmentBuilder,
  ButtonBuilder,
  ButtonStyle,
  Client,
  ContainerBuilder,
  ContextMenuCommandBuilder,
  Events,
  GatewayIntentBits,
  type Interaction,
  MediaGalleryBuilder,
  type Message,
  MessageFlags,
  ModalBuilder,
  Partials,
  Routes,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  TextDisplayBuilder,
  TextInputBuilder,
  TextInputStyle,
} from "discord.js";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {type LocalDiscord, startLocalDiscord} from "./local/local_discord.ts";
import {checkMessage} from "./local/schemas.ts";

// A bot of a few lines on a real client: what the local Discord does has to be what Discord does.
let discord: LocalDiscord;
let client: Client;
let heard: (Interaction | Message)[] = [];

const COMMANDS = [
  new SlashCommandBuilder()
    .setName("ask")
    .setDescription("Ask")
    .addStringOption((option) => option.setName("question").setDescription("What").setRequired(true))
    .addAttachmentOption((option) => option.setName("file").setDescription("A file"))
    .addStringOption((option) => option.setName("dataset").setDescription("Which").setAutocomplete(true)),
  new ContextMenuCommandBuilder().setName("Analyse").setType(ApplicationCommandType.Message),
].map((command) => command.toJSON());

beforeAll(async () => {
  discord = await startLocalDiscord();
  client = new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.DirectMessages,
      GatewayIntentBits.MessageContent,
    ],
    partials: [Partials.Channel],
    allowedMentions: {parse: []},
    rest: {api: discord.api},
  });
  client.on(Events.MessageCreate, (message) => {
    if (message.author.id !== client.user?.id) heard.push(message);
  });
  client.on(Events.InteractionCreate, (interaction) => {
    heard.push(interaction);
  });
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(discord.token);
  await ready;
  await client.application?.commands.set(COMMANDS);
});

afterAll(async () => {
  await client.destroy();
  await discord.close();
});

const next = async <T extends Interaction | Message>(what: string) =>
  discord.until(() => heard.shift() as T | undefined, what);

describe("the local Discord", () => {
  it("tells a real client of guilds that it joins, and of what is said there", async () => {
    heard = [];
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme", {owner: ana});
    await discord.until(() => client.guilds.cache.get(acme.id), "the guild to be known");
    discord.say(ana, acme.channel, `${discord.mention} how much?`, {
      files: [{name: "orders.csv", content: "a,b\n1,2\n"}],
    });
    const message = await next<Message>("the message");
    expect(message.mentions.has(client.user?.id ?? "")).toBe(true);
    const url = message.attachments.first()?.url ?? "";
    expect(await (await fetch(url)).text()).toBe("a,b\n1,2\n");
    discord.expireAttachments();
    expect((await fetch(url)).status).toBe(404);
    const again = (await message.fetch(true)).attachments.first()?.url ?? "";
    expect((await fetch(again)).status).toBe(200);
    expect(discord.problems).toEqual([]);
  });

  it("runs a command with a file through a deferred answer in components v2", async () => {
    heard = [];
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme");
    const done = discord.command(ana, acme.channel, "ask", {
      question: "how much?",
      file: {name: "x.csv", content: "a\n1\n"},
    });
    const interaction = await next("the command");
    if (!interaction || !("isChatInputCommand" in interaction) || !interaction.isChatInputCommand())
      throw new Error("no command");
    expect(interaction.options.getAttachment("file")?.name).toBe("x.csv");
    await interaction.deferReply();
    expect(await done.acknowledged()).toBe(5);
    expect(done.answers()[0]?.isThinking).toBe(true);
    await interaction.editReply({
      flags: MessageFlags.IsComponentsV2,
      components: [
        new ContainerBuilder()
          .addTextDisplayComponents(new TextDisplayBuilder().setContent("**42** in all"))
          .addMediaGalleryComponents(
            new MediaGalleryBuilder().addItems({
              media: {url: "attachment://chart.png"},
              description: "One bar",
            }),
          )
          .addActionRowComponents(
            new ActionRowBuilder<ButtonBuilder>().addComponents(
              new ButtonBuilder().setCustomId("how:1").setLabel("How").setStyle(ButtonStyle.Secondary),
            ),
          ),
      ],
      files: [new AttachmentBuilder(Buffer.from("89504e47", "hex"), {name: "chart.png"})],
    });
    const answer = await done.answer();
    expect(answer).toMatchObject({text: "**42** in all", isThinking: false, isEdited: false});
    expect(answer.files).toMatchObject([{name: "chart.png", description: "One bar"}]);
    await interaction.followUp({content: "Only for you", flags: MessageFlags.Ephemeral});
    expect(discord.ephemeral(ana).map((one) => one.text)).toEqual(["Only for you"]);
    expect(discord.messagesIn(acme.channel)).toHaveLength(1);

    const pressed = discord.press(ana, answer, "How");
    const button = await next("the button");
    if (!("isButton" in button) || !button.isButton()) throw new Error("no button");
    await button.deferUpdate();
    expect(await pressed.acknowledged()).toBe(6);
    await expect(button.reply("twice")).rejects.toThrow();
    await expect(
      client.rest.post(Routes.interactionCallback(button.id, button.token), {body: {type: 6}}),
    ).rejects.toThrow("already been acknowledged");
    expect(discord.problems.splice(0)).toHaveLength(1);
    discord.expire(done);
    await expect(interaction.editReply("late")).rejects.toThrow("Invalid Webhook Token");
    for (const message of acme.channel.messages) expect(checkMessage(message.wire)).toEqual([]);
    expect(discord.problems).toEqual([]);
  });

  it("offers choices, opens forms and takes what was filled in", async () => {
    heard = [];
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme");
    const offered = discord.autocomplete(ana, acme.channel, "ask", "dataset", "or");
    const typing = await next("the typing");
    if (!("isAutocomplete" in typing) || !typing.isAutocomplete()) throw new Error("no autocomplete");
    await typing.respond([{name: "orders", value: "orders"}]);
    expect(await offered).toEqual([{name: "orders", value: "orders"}]);

    const said = discord.say(ana, acme.channel, "look at that");
    await next("what was said");
    const chosen = discord.menu(ana, said, "Analyse");
    const menu = await next("the menu");
    if (!("isMessageContextMenuCommand" in menu) || !menu.isMessageContextMenuCommand())
      throw new Error("no menu");
    expect(menu.targetMessage.content).toBe("look at that");
    await menu.showModal(
      new ModalBuilder()
        .setCustomId("fix:1")
        .setTitle("Change it")
        .addComponents(
          new ActionRowBuilder<TextInputBuilder>().addComponents(
            new TextInputBuilder()
              .setCustomId("measure")
              .setLabel("Measure")
              .setStyle(TextInputStyle.Short)
              .setValue("amount"),
          ),
        ),
    );
    const modal = await chosen.modal();
    expect(modal).toMatchObject({id: "fix:1", fields: [{id: "measure", value: "amount"}]});
    const submitted = discord.submitModal(ana, modal, {measure: "price"});
    const form = await next("the form");
    if (!("isModalSubmit" in form) || !form.isModalSubmit()) throw new Error("no form");
    expect(form.fields.getTextInputValue("measure")).toBe("price");
    await form.reply("Changed");
    expect((await submitted.answer()).text).toBe("Changed");

    const select = new StringSelectMenuBuilder()
      .setCustomId("choice")
      .addOptions({label: "Mean", value: "0"});
    await form.followUp({
      components: [new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(select)],
    });
    const message = discord.messagesIn(acme.channel).at(-1);
    discord.select(ana, message!, ["0"]);
    const selected = await next("the selection");
    if (!("isStringSelectMenu" in selected) || !selected.isStringSelectMenu()) throw new Error("no select");
    expect(selected.values).toEqual(["0"]);
    await selected.update({content: "Mean it is", components: []});
    expect(discord.messagesIn(acme.channel).at(-1)?.text).toBe("Mean it is");
    expect(discord.problems).toEqual([]);
  });

  it("gives back everything that happened while a client was away, and opens a new session after an invalid one", async () => {
    heard = [];
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme");
    discord.reconnect();
    discord.say(ana, acme.channel, "one");
    expect((await next<Message>("the first")).content).toBe("one");
    discord.dropConnection();
    discord.say(ana, acme.channel, "two");
    expect((await next<Message>("the second")).content).toBe("two");
    const resumed = discord.gateway.received.filter((op) => op === 6).length;
    expect(resumed).toBeGreaterThanOrEqual(1);
    const identified = discord.gateway.received.filter((op) => op === 2).length;
    discord.gateway.invalidate();
    await discord.until(
      () => discord.gateway.received.filter((op) => op === 2).length > identified && client.isReady(),
      "a new session",
    );
    discord.say(ana, acme.channel, "three");
    expect((await next<Message>("the third")).content).toBe("three");
  });

  it("posts once where a nonce is enforced and the answer was lost, and twice where it is not", async () => {
    const acme = discord.guild("Acme");
    const channel = await client.channels.fetch(acme.channel.id);
    if (!channel?.isSendable()) throw new Error("no channel");
    const route = "POST /channels/:id/messages";
    discord.fail({route, how: "504"});
    await channel.send({content: "with", nonce: "n1", enforceNonce: true});
    discord.fail({route, how: "504"});
    await channel.send({content: "without"});
    discord.fail({route, how: "429", retryAfter: 0.05});
    await channel.send({content: "limited"});
    expect(discord.messagesIn(acme.channel).map((one) => one.text)).toEqual([
      "with",
      "without",
      "without",
      "limited",
    ]);
  });

  it.each([
    ["content of 2,001 characters", {content: "x".repeat(2001)}],
    [
      "a gallery of 11",
      {
        flags: 32768,
        components: [{type: 12, items: Array(11).fill({media: {url: "https://x.example/y.png"}})}],
      },
    ],
    [
      "six buttons in a row",
      {
        components: [
          {
            type: 1,
            components: [1, 2, 3, 4, 5, 6].map((n) => ({type: 2, style: 1, label: "x", custom_id: `${n}`})),
          },
        ],
      },
    ],
    ["components v2 with content", {flags: 32768, content: "x", components: [{type: 10, content: "x"}]}],
    ["components v2 without their flag", {components: [{type: 10, content: "x"}]}],
    [
      "4,001 characters of text",
      {
        flags: 32768,
        components: [
          {type: 10, content: "x".repeat(2001)},
          {type: 10, content: "x".repeat(2000)},
        ],
      },
    ],
    [
      "41 components",
      {flags: 32768, components: [{type: 17, components: Array(40).fill({type: 10, content: "x"})}]},
    ],
    [
      "embeds of 6,500 characters",
      {embeds: [{description: "x".repeat(4000)}, {description: "x".repeat(2500)}]},
    ],
    [
      "26 options",
      {
        components: [
          {
            type: 1,
            components: [
              {
                type: 3,
                custom_id: "s",
                options: Array.from({length: 26}, (_, n) => ({label: "a", value: `${n}`})),
              },
            ],
          },
        ],
      },
    ],
    [
      "a custom_id of 101",
      {components: [{type: 1, components: [{type: 2, style: 1, label: "x", custom_id: "x".repeat(101)}]}]},
    ],
    [
      "a custom_id twice",
      {
        components: [
          {type: 1, components: [1, 2].map(() => ({type: 2, style: 1, label: "x", custom_id: "same"}))},
        ],
      },
    ],
    [
      "a label of 81",
      {components: [{type: 1, components: [{type: 2, style: 1, label: "x".repeat(81), custom_id: "a"}]}]},
    ],
    [
      "a file that is not there",
      {flags: 32768, components: [{type: 13, file: {url: "attachment://gone.csv"}}]},
    ],
    ["nothing at all", {content: "  "}],
    ["a field that Discord does not know", {content: "x", colour: "red"}],
    ["a nonce of 26", {content: "x", nonce: "n".repeat(26)}],
  ])("refuses %s", async (_what, body) => {
    const acme = discord.guild("Acme");
    await expect(client.rest.post(Routes.channelMessages(acme.channel.id), {body})).rejects.toThrow();
    expect(discord.messagesIn(acme.channel)).toEqual([]);
    expect(discord.problems.splice(0)).toHaveLength(1);
  });

  it("refuses what the bot may not do", async () => {
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme");
    const said = discord.say(ana, acme.channel, "hello");
    discord.deny(acme.channel, "SendMessages", "CreatePublicThreads");
    const post = () => client.rest.post(Routes.channelMessages(acme.channel.id), {body: {content: "x"}});
    await expect(post()).rejects.toMatchObject({code: 50013});
    await expect(
      client.rest.post(Routes.threads(acme.channel.id, said.id), {body: {name: "thread"}}),
    ).rejects.toMatchObject({code: 50013});
    discord.kick(acme);
    await expect(post()).rejects.toMatchObject({code: 50001});
    expect(discord.problems).toEqual([]);
  });
});
