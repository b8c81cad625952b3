import type {AutocompleteInteraction, ChatInputCommandInteraction} from "discord.js";
import {linkIdentity} from "../../access/platform.ts";
import {cutText} from "../chat/cut_text.ts";
import type {Incoming} from "../chat/incoming.ts";
import {askByInteraction} from "./ask.ts";
import {type Bot, defer, ensureFor, isForOneByItself, targetOf, visitorOf} from "./bot.ts";
import {startDiscordCall} from "./call_command.ts";
import {helpText} from "./help_text.ts";
import {remoteFiles} from "./incoming_message.ts";
import {placeOfInteraction} from "./place.ts";
import {escapeDiscord} from "./render/escape.ts";
import type {Part} from "./render/pieces.ts";
import {standingOfCommand} from "./standing.ts";
import {showParts, tellAlone, tellError, wordsBody} from "./tell.ts";

const SUGGESTED = 25;
const LONGEST_NAME = 100;
const SUGGEST_WITHIN_MS = 2_000;

/** A slash command. Acknowledged before anything else is done. */
export async function onCommand(bot: Bot, interaction: ChatInputCommandInteraction): Promise<void> {
  switch (interaction.commandName) {
    case "ask":
      return ask(bot, interaction);
    case "chart":
      return chart(bot, interaction);
    case "schedule":
      return schedule(bot, interaction);
    case "call":
      return startDiscordCall(bot, interaction);
    case "datasets":
      return alone(bot, interaction, () => datasets(bot, interaction));
    case "help":
      return alone(bot, interaction, () => help(bot, interaction));
    case "link":
      return link(bot, interaction);
    default:
      await interaction.reply({
        content: "I do not know that command (any more). `/help` says what I can do.",
        flags: 64,
        allowedMentions: {parse: [], repliedUser: false},
      });
  }
}

/** Names of datasets while somebody types. */
export async function onAutocomplete(bot: Bot, interaction: AutocompleteInteraction): Promise<void> {
  const typed = interaction.options.getFocused();
  const visitor = visitorOf(interaction, interaction.options.getBoolean("public") === false);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string[]>((resolve) => {
    timer = setTimeout(() => resolve([]), SUGGEST_WITHIN_MS);
  });
  // Whoever has no workspace yet has no datasets: nobody is told while they type.
  const found = bot.desk.datasetsLike(visitor, typed).catch(() => []);
  const names = await Promise.race([found, late]);
  clearTimeout(timer);
  const usable = names.filter((name) => name !== "" && name.length <= LONGEST_NAME);
  await interaction.respond(usable.slice(0, SUGGESTED).map((name) => ({name, value: name})));
}

async function ask(bot: Bot, interaction: ChatInputCommandInteraction): Promise<void> {
  const isForOne = forOne(interaction);
  await defer(interaction, isForOne);
  const {options} = interaction;
  const text = options.getString("question", true);
  const file = options.getAttachment("file");
  const dataset = options.getString("dataset");
  const wantsChart = options.getBoolean("chart");
  const asked: NonNullable<Incoming["options"]> = {
    ...(wantsChart !== null && {charts: wantsChart ? "always" : "asked"}),
    ...(dataset && {datasets: [dataset]}),
  };
  await askByInteraction(bot, interaction, {
    text,
    files: file ? remoteFiles([file]) : [],
    isForOne,
    asked: text,
    options: asked,
  });
}

async function chart(bot: Bot, interaction: ChatInputCommandInteraction): Promise<void> {
  const isForOne = forOne(interaction);
  await defer(interaction, isForOne);
  const kind = interaction.options.getString("kind", true);
  const article = /^[aeiou]/.test(kind) ? "an" : "a";
  await askByInteraction(bot, interaction, {
    text: `as ${article} ${kind} chart`,
    files: [],
    isForOne,
    options: {charts: "always"},
  });
}

/** What is posted by itself, in this channel or another; without a time, what is. */
async function schedule(bot: Bot, interaction: ChatInputCommandInteraction): Promise<void> {
  const isForOne = isForOneByItself(interaction);
  await defer(interaction, isForOne);
  const {options} = interaction;
  const when = options.getString("when");
  const what = options.getString("what") ?? "this";
  const channel = options.getChannel("channel")?.name;
  const place = channel ? ` in #${channel}` : "";
  const text = when === null ? "what is scheduled here?" : `schedule ${what} ${when}${place}`;
  await askByInteraction(bot, interaction, {
    ...{text, files: [], isForOne, asked: text},
    standing: async () => standingOfCommand(interaction),
  });
}

/** For whoever asks alone. */
async function alone(
  bot: Bot,
  interaction: ChatInputCommandInteraction,
  parts: () => Promise<Part[]>,
): Promise<void> {
  await defer(interaction, true);
  const target = targetOf(interaction, {isEphemeral: true});
  try {
    await ensureFor(bot, interaction);
    await showParts(bot, target, await parts());
  } catch (error) {
    await tellError(bot, target, error);
  }
}

async function datasets(bot: Bot, interaction: ChatInputCommandInteraction): Promise<Part[]> {
  const {datasets: known, prompts} = await bot.desk.home(visitorOf(interaction, true));
  if (known.length === 0)
    return [
      {
        kind: "text",
        text: "There are no datasets yet. Give `/ask` a file (CSV, Excel, JSON, Parquet), or send me one in a direct message.",
      },
    ];
  const lines = known.slice(0, 40).map(({name, rows, columns, isPrivate}) => {
    const size = `${rows.toLocaleString("en-US")} rows, ${columns} columns`;
    return `- **${escapeDiscord(cutText(name, 60))}** ${size}${isPrivate ? " (yours alone)" : ""}`;
  });
  if (known.length > 40) lines.push(`-# and ${known.length - 40} more`);
  return [{kind: "text", text: `**Datasets**\n${lines.join("\n")}`}, ...promptParts(prompts)];
}

async function help(bot: Bot, interaction: ChatInputCommandInteraction): Promise<Part[]> {
  const prompts = await bot.desk.prompts(visitorOf(interaction, true)).catch(() => []);
  return [{kind: "text", text: helpText(bot.readsContent())}, ...promptParts(prompts)];
}

function promptParts(prompts: readonly string[]): Part[] {
  if (prompts.length === 0) return [];
  const lines = prompts.slice(0, 4).map((prompt) => `- ${escapeDiscord(cutText(prompt, 200))}`);
  return [{kind: "text", text: `**You could ask**\n${lines.join("\n")}`}];
}

async function link(bot: Bot, interaction: ChatInputCommandInteraction): Promise<void> {
  await defer(interaction, true);
  const target = targetOf(interaction, {isEphemeral: true});
  try {
    await ensureFor(bot, interaction);
    const {installation} = placeOfInteraction(interaction, true);
    const identity = {platform: "discord", installation, externalId: interaction.user.id};
    const code = interaction.options.getString("code", true).trim();
    const {role} = await linkIdentity(bot.access, identity, code);
    await tellAlone(bot, target, wordsBody(`Linked. Here you are now ${roleSaid(role)}.`));
  } catch (error) {
    await tellError(bot, target, error);
  }
}

const roleSaid = (role: string): string => (/^[aeiou]/.test(role) ? `an ${role}` : `a ${role}`);

function forOne(interaction: ChatInputCommandInteraction): boolean {
  const isPublic = interaction.options.getBoolean("public");
  if (interaction.context === 1) return false;
  return isPublic === null ? isForOneByItself(interaction) : !isPublic;
}
