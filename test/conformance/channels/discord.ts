import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {discordCapabilities} from "../../../src/channels/discord/capabilities.ts";
import {actionOf} from "../../../src/channels/discord/custom_id.ts";
import {startLocalDiscord} from "../../channels/discord/local/local_discord.ts";
import type {Person} from "../../channels/discord/local/people.ts";
import type {SeenMessage} from "../../channels/discord/local/seen.ts";
import {type RunningDiscord, runningDiscord} from "../../channels/discord/running.ts";
import type {Driver, Perceived, PerceivedTable, Setting} from "../driver.ts";
import {alignedTableIn} from "./read_table.ts";
import {keptMessages, opinions, replayed, settled, until} from "./settled.ts";

/**
 * Discord: real discord.js against a Discord on this machine, in two guilds. Direct messages are one conversation for each
 * person, so each conversation has a person of its own there; in a guild it is a thread.
 */
export async function discordDriver(): Promise<Driver> {
  const home = await mkdtemp(join(tmpdir(), "tabletalk-conformance-discord-"));
  const discord = await startLocalDiscord({acknowledgeWithinMs: 30_000, largestUpload: 100_000_000});
  const start = () => runningDiscord({discord, home, largestFile: 50_000_000});
  let running: RunningDiscord = await start();
  const people = new Map<string, Person>();
  const owner = discord.person("Owner");
  const guilds = new Map(["acme", "other"].map((name) => [name, discord.guild(name, {owner})]));
  const threads = new Map<string, {id: string}>();

  const placeOf = (setting: Setting) => {
    const {person = "ann", audience = "one", installation = "acme", conversation = "talk"} = setting;
    const isOpen = audience === "several" || setting.installation !== undefined;
    const name = isOpen ? `${person} ${installation}` : `${person} ${conversation}`;
    const by = people.get(name) ?? discord.person(name.slice(0, 30));
    people.set(name, by);
    const guild = guilds.get(installation);
    if (!guild) throw new Error(`There is no guild ${installation}.`);
    const where = isOpen ? (threads.get(conversation) ?? guild.channel) : discord.direct(by);
    const mention = where === guild.channel ? `${discord.mention} ` : "";
    return {by, where, mention, isOpen, conversation, guild};
  };
  const say = (text: string, setting: Setting, again = 0): SeenMessage => {
    const {by, where, mention, conversation, guild} = placeOf(setting);
    const files = (setting.files ?? []).map(({name, content}) => ({name, content}));
    const said = discord.say(by, where, `${mention}${text}`.trim(), {files, again});
    if (where === guild.channel) threads.set(conversation, {id: said.id});
    return said;
  };
  const ofBot = (setting: Setting): SeenMessage[] => {
    const {where, by, guild} = placeOf(setting);
    if (where === guild.channel || (where !== guild.channel && !discord.state.channels.has(where.id)))
      return [];
    return discord.messagesIn(where, by).filter(({isBots}) => isBots);
  };
  const answersOf = async (setting: Setting, act: () => unknown, more = 1): Promise<SeenMessage[]> => {
    const before = new Set(ofBot(setting).map(({id}) => id));
    const kept = await keptMessages(running.service);
    await act();
    await settled(running.service, kept + more, () => [...running.notes, ...discord.problems]);
    return ofBot(setting).filter(({id}) => !before.has(id));
  };
  const perceived = (messages: readonly SeenMessage[]) => perceive(messages, discord.problems);
  const withButton = (setting: Setting, is: (action: string) => boolean) => {
    for (const message of ofBot(setting).reverse())
      for (const {id = ""} of message.buttons) if (is(actionOf(id) ?? "")) return {message, id};
    throw new Error("There is no such button.");
  };
  const press = (setting: Setting, is: (action: string) => boolean) => {
    const {message, id} = withButton(setting, is);
    return discord.press(placeOf(setting).by, message, id);
  };

  return {
    channel: "discord",
    capabilities: discordCapabilities(),
    // Of all texts in the components of a message.
    longest: 4_000,
    lacks: {
      "long messages": "Discord takes no message of more than 4,000 characters",
    },
    ask: async (text, setting = {}) => perceived(await answersOf(setting, () => say(text, setting))),
    async redeliver(text, times, setting = {}) {
      const messages = await answersOf(setting, () => say(text, setting, times - 1));
      return messages.map((message) => perceived([message]));
    },
    async together(texts, setting = {}) {
      const each = () => {
        for (const text of texts) say(text, setting);
      };
      return (await answersOf(setting, each, texts.length)).map((message) => perceived([message]));
    },
    async stopped(text, setting = {}) {
      const messages = await answersOf(setting, async () => {
        say(text, setting);
        await until(() => {
          try {
            return withButton(setting, (action) => action.startsWith("stop:"));
          } catch {
            return false;
          }
        }, "a Stop button");
        await press(setting, (action) => action.startsWith("stop:")).acknowledged();
      });
      return perceived(messages);
    },
    async sayNothing(setting = {}) {
      const open = {...setting, conversation: `${setting.conversation} open`, audience: "several"} as const;
      return perceived(await answersOf(open, () => say("", open), 0));
    },
    async press(id, setting = {}) {
      return perceived(
        await answersOf(setting, () => press(setting, (action) => action === id).acknowledged()),
      );
    },
    async how(setting = {}) {
      const {text} = await press(setting, (action) => action.startsWith("how:")).answer();
      return {text, recipe: /[Rr]ecipe\W+([0-9a-f]{12})/.exec(text)?.[1] ?? ""};
    },
    async csv(setting = {}) {
      const isCsv = ({name}: {name: string}) => name.endsWith(".csv");
      const there = ofBot(setting)
        .flatMap(({files}) => files)
        .findLast(isCsv);
      if (there) return there.content.toString("utf8");
      const {files} = await press(setting, (action) => action.startsWith("csv:")).answer();
      return files.find(isCsv)?.content.toString("utf8") ?? "";
    },
    async replay(recipe, setting = {}) {
      const {guild, isOpen, by} = placeOf(setting);
      const installation = isOpen ? guild.id : `user:${by.id}`;
      const workspace =
        (await running.desk.workspaceOf("discord", installation)) ??
        (await running.desk.workspaceOf("discord", guild.id));
      return replayed(running.service, workspace ?? "", recipe);
    },
    async opinion(verdict, setting = {}) {
      const before = (await opinions(running.service)).length;
      await press(setting, (action) => action.startsWith(`${verdict}:`)).acknowledged();
      return until(async () => {
        const now = (await opinions(running.service)).slice(before);
        return now.length > 0 && now;
      }, "the opinion to be kept");
    },
    async restart() {
      await running[Symbol.asyncDispose]();
      running = await start();
    },
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]();
      await discord.close();
      await rm(home, {recursive: true, force: true});
    },
  };
}

function perceive(messages: readonly SeenMessage[], problems: readonly string[]): Perceived {
  const files = messages.flatMap((message) => message.files);
  const isPicture = ({name}: {name: string}) => name.endsWith(".png");
  const all = messages.flatMap(({buttons}) =>
    buttons.map(({label, id = ""}) => ({label, id: actionOf(id) ?? id})),
  );
  for (const {options} of messages.flatMap(({selects}) => selects))
    all.push(...options.map(({label, value}) => ({label, id: actionOf(value) ?? value})));
  const read = messages.map(({text}) => readText(text));
  const open = messages.map(({text}) => text.replace(/```[\s\S]*?```|`[^`\n]*`/g, " "));
  return {
    texts: read.flatMap(({texts}) => texts),
    tables: read.flatMap(({tables}) => tables),
    pictures: files
      .filter(isPicture)
      .map(({content, description = ""}) => ({alt: description, png: content})),
    files: files.filter((file) => !isPicture(file)).map(({name, content}) => ({name, content})),
    choices: all.filter(({id}) => id.startsWith("choice:")).map(({id, label}) => ({id, said: label})),
    buttons: all,
    messages: messages.map(({text}) => text),
    harm: [
      ...messages.flatMap(({pinged}) => pinged.map((who) => `${who} is called`)),
      ...messages.flatMap(({maskedLinks}) => maskedLinks.map((link) => `a link to ${link}`)),
      ...open.flatMap((text) =>
        /(?<![<\\])https?:\/\/evil\.example/.test(text) ? [`a link in: ${text}`] : [],
      ),
      ...problems,
    ],
  };
}

/** Code blocks that are tables, and everything else as it stands; back-slashes are not to be seen. */
function readText(text: string): {texts: string[]; tables: PerceivedTable[]} {
  const tables: PerceivedTable[] = [];
  const texts: string[] = [];
  for (const [at, part] of text.split(/^```\w*$/m).entries()) {
    const table = at % 2 === 1 ? alignedTableIn(part.split("\n")) : undefined;
    if (table) tables.push(table);
    if (table) texts.push(...part.split("\n").filter((line) => line.startsWith("…")));
    else texts.push(at % 2 === 1 ? part : part.replaceAll("**", "").replace(/\\([^A-Za-z0-9\s])/g, "$1"));
  }
  return {texts: texts.filter((one) => one.trim() !== ""), tables};
}
