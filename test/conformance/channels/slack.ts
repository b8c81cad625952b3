import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {SLACK_CAPABILITIES} from "../../../src/channels/slack/blocks/limits.ts";
import {startLocalSlack} from "../../channels/slack/local/local_slack.ts";
import {pressables, readBlock} from "../../channels/slack/local/seen.ts";
import type {Ephemeral, Json, LocalMessage} from "../../channels/slack/local/state.ts";
import {BOT, type RunningSlack, runningSlack} from "../../channels/slack/running.ts";
import type {Driver, Perceived, PerceivedTable, Setting} from "../driver.ts";
import {keptMessages, opinions, replayed, settled, until} from "./settled.ts";

const TEAMS: Readonly<Record<string, string>> = {acme: "T0ACME", other: "T0OTHER"};
const PEOPLE: Readonly<Record<string, string>> = {ann: "U0ANA", ben: "U0BEN"};

/** Slack: real Bolt against a Slack on this machine, in two teams; each conversation is a thread. */
export async function slackDriver(): Promise<Driver> {
  const home = await mkdtemp(join(tmpdir(), "tabletalk-conformance-slack-"));
  const slack = await startLocalSlack({
    teams: Object.values(TEAMS).map((id) => ({id, name: id.slice(2), isInstalled: false})),
  });
  const start = () => runningSlack({slack, home, byOAuth: true, largestFile: 50_000_000});
  let running: RunningSlack = await start();
  for (const team of Object.values(TEAMS)) await install(running.bolt.url ?? "", team);
  const roots = new Map<string, string>();

  const placeOf = (setting: Setting) => {
    const user = PEOPLE[setting.person ?? "ann"] ?? "";
    const team = TEAMS[setting.installation ?? "acme"] ?? "";
    const isOpen = setting.audience === "several";
    const channel = isOpen ? "C0SALES" : `D0${user.slice(2)}`;
    const label = setting.conversation ?? "talk";
    const threadTs = roots.get(label);
    // In a thread nobody has to mention it again.
    const mention = isOpen && !threadTs ? `${BOT} ` : "";
    return {user, team, channel, label, mention, ...(threadTs !== undefined && {threadTs})};
  };
  const say = async (text: string, setting: Setting) => {
    const {label, mention, ...place} = placeOf(setting);
    const files = (setting.files ?? []).map(({name, content}) => ({name, bytes: Buffer.from(content)}));
    const said = await slack.say({...place, text: `${mention}${text}`, ...(files.length > 0 && {files})});
    if (place.threadTs === undefined) roots.set(label, said.ts);
    return said;
  };
  const ofBot = (setting: Setting): LocalMessage[] => {
    const {channel, team, label} = placeOf(setting);
    const root = roots.get(label) ?? "";
    return slack.thread(channel, root, team).filter(({isBot, user}) => isBot || user === "U0TABLETALK");
  };
  /** What is new in a thread once all is quiet. */
  const answersOf = async (
    setting: Setting,
    act: () => Promise<unknown>,
    more = 1,
  ): Promise<(LocalMessage | Ephemeral)[]> => {
    const {user, team} = placeOf(setting);
    const before = new Set(ofBot(setting).map(({ts}) => ts));
    const whispered = slack.ephemeral(user, team).length;
    const kept = await keptMessages(running.service);
    const wrong = () => [...running.notes, ...slack.problems];
    // What is refused is told to whoever asked alone, and not kept.
    const isRefused = () =>
      slack.ephemeral(user, team).length > whispered || ofBot(setting).some(({ts}) => !before.has(ts));
    await act();
    await settled(running.service, kept + more, wrong, isRefused);
    await until(() => allShared(), "files to be shared");
    return [
      ...ofBot(setting).filter(({ts}) => !before.has(ts)),
      ...slack.ephemeral(user, team).slice(whispered),
    ];
  };
  const allShared = () =>
    [...slack.state.teams.values()].every((team) =>
      [...team.files.values()].every((file) => file.step !== "complete" || file.shares.length > 0),
    );
  const perceived = (messages: readonly (LocalMessage | Ephemeral)[]) => perceive(messages, slack.problems);
  const ask = async (text: string, setting: Setting = {}) =>
    perceived(await answersOf(setting, () => say(text, setting)));
  const pressed = (setting: Setting, is: (id: string) => boolean) => {
    for (const message of ofBot(setting).reverse())
      for (const one of pressables(message.blocks))
        if (is(one.value ?? "") || is(one.actionId))
          return {on: message, label: one.label, actionId: one.actionId};
    throw new Error("There is no such button.");
  };

  return {
    channel: "slack",
    capabilities: SLACK_CAPABILITIES,
    lacks: {},
    ask,
    async redeliver(text, times, setting = {}) {
      const {user, channel, team, threadTs} = placeOf(setting);
      const ts = slack.state.nextTs();
      const event = {type: "message", user, text, ts, event_ts: ts, channel, channel_type: "im", team};
      const threaded = {...event, ...(threadTs !== undefined && {thread_ts: threadTs})};
      const messages = await answersOf(setting, () =>
        Promise.all(Array.from({length: times}, () => slack.tell(threaded, team))),
      );
      return byAnswer(messages).map(perceived);
    },
    async together(texts, setting = {}) {
      const messages = await answersOf(
        setting,
        () => Promise.all(texts.map((text) => say(text, setting))),
        texts.length,
      );
      return byAnswer(messages).map(perceived);
    },
    async stopped(text, setting = {}) {
      const {user, channel, team, label} = placeOf(setting);
      const messages = await answersOf(setting, async () => {
        await say(text, setting);
        const threadTs = roots.get(label) ?? "";
        await until(() => slack.session(channel, threadTs, team) === "processing", "a Stop button");
        await slack.stop({user, channel, team, threadTs});
      });
      return perceived(messages);
    },
    async sayNothing(setting = {}) {
      const open = {...setting, conversation: `${setting.conversation} open`, audience: "several"} as const;
      return perceived(await answersOf(open, () => say("", open), 0));
    },
    async press(id, setting = {}) {
      const {user, team} = placeOf(setting);
      return perceived(
        await answersOf(setting, () => slack.press({user, team, ...pressed(setting, (one) => one === id)})),
      );
    },
    async how(setting = {}) {
      const {user, team} = placeOf(setting);
      const whispered = slack.ephemeral(user, team).length;
      const before = ofBot(setting).length;
      await slack.press({user, team, ...pressed(setting, (id) => id.startsWith("how:"))});
      // In direct messages nobody else reads it: there it is an ordinary message.
      const blocks = await until(
        () =>
          slack.view(user, team)?.view.blocks ??
          slack.ephemeral(user, team).slice(whispered).at(-1)?.blocks ??
          ofBot(setting).slice(before).at(-1)?.blocks,
        "how it was computed",
      );
      const text = blocks.map(readBlock).join("\n");
      return {text, recipe: /[Rr]ecipe\W+([0-9a-f]{12})/.exec(text)?.[1] ?? ""};
    },
    async csv(setting = {}) {
      const isCsv = ({name}: {name: string}) => name.endsWith(".csv");
      const there = ofBot(setting)
        .flatMap(({files}) => files)
        .findLast(isCsv);
      if (there) return Buffer.from(there.bytes).toString("utf8");
      const {user, team} = placeOf(setting);
      const before = new Set(slack.team(team).files.keys());
      await slack.press({user, team, ...pressed(setting, (id) => id.startsWith("csv:"))});
      const file = await until(
        () =>
          [...slack.team(team).files.values()].find(
            (one) => !before.has(one.id) && isCsv(one) && one.bytes.length > 0,
          ),
        "a CSV file",
      );
      return Buffer.from(file.bytes).toString("utf8");
    },
    async replay(recipe, setting = {}) {
      const workspace = await running.desk.workspaceOf("slack", placeOf(setting).team);
      return replayed(running.service, workspace ?? "", recipe);
    },
    async opinion(verdict, setting = {}) {
      const {user, team} = placeOf(setting);
      const before = (await opinions(running.service)).length;
      await slack.press({user, team, ...pressed(setting, (id) => id.startsWith(`${verdict}:`))});
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
      await slack[Symbol.asyncDispose]();
      await rm(home, {recursive: true, force: true});
    },
  };
}

/** An admin of a team says yes. */
async function install(bolt: string, team: string): Promise<void> {
  const page = await fetch(`${bolt}/slack/install`, {redirect: "manual"});
  const cookie = page.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  const found = page.headers.get("location") ?? /href="([^"]+)"/.exec(await page.text())?.[1] ?? "";
  const consent = new URL(found.replaceAll("&amp;", "&"));
  consent.searchParams.set("team", team);
  consent.searchParams.set("redirect_uri", `${bolt}/slack/oauth_redirect`);
  const back = await fetch(consent, {redirect: "manual"});
  const done = await fetch(back.headers.get("location") ?? "", {headers: {cookie}});
  if (!done.ok) throw new Error(`It was not installed in ${team}: ${done.status} ${await done.text()}`);
}

/** Messages with what belongs to them: one with only files belongs to that before it. */
function byAnswer(messages: readonly (LocalMessage | Ephemeral)[]): (LocalMessage | Ephemeral)[][] {
  const answers: (LocalMessage | Ephemeral)[][] = [];
  for (const message of messages) {
    const before = answers.at(-1);
    if (before && "files" in message && message.blocks.length === 0) before.push(message);
    else answers.push([message]);
  }
  return answers;
}

const isTable = ({type}: Json) => type === "table" || type === "data_table";

function perceive(messages: readonly (LocalMessage | Ephemeral)[], problems: readonly string[]): Perceived {
  const blocks: Json[] = messages.flatMap((message) => message.blocks);
  const files = messages.flatMap((message) => ("files" in message ? message.files : []));
  const plain = messages.filter((message) => message.blocks.length === 0).map(({text}) => text);
  const texts = [...blocks.filter((block) => !isTable(block)).map(asRead), ...plain].filter(Boolean);
  const all = pressables(blocks).map(({label, actionId, value}) => ({label, id: value ?? actionId}));
  const isPicture = ({name}: {name: string}) => name.endsWith(".png");
  return {
    texts,
    tables: blocks.filter(isTable).map(tableOf),
    pictures: files.filter(isPicture).map(({altText = "", bytes}) => ({alt: altText, png: bytes})),
    files: files.filter((file) => !isPicture(file)).map(({name, bytes}) => ({name, content: bytes})),
    choices: all.filter(({id}) => id.startsWith("choice:")).map(({id, label}) => ({id, said: label})),
    buttons: all,
    messages: blocks.filter(({type}) => type === "markdown").map(({text}) => text),
    harm: [
      ...harmIn(
        blocks,
        messages.map(({text}) => text),
      ),
      ...problems,
    ],
  };
}

/** Markdown without its marks: as it stands there. */
function asRead(block: Json): string {
  const text = readBlock(block);
  return block.type === "markdown" ? text.replaceAll("**", "").replace(/\\([^A-Za-z0-9\s])/g, "$1") : text;
}

function tableOf(block: Json): PerceivedTable {
  const cell = (one: Json): string => (one.type === "rich_text" ? readBlock(one) : one.text) ?? "";
  const [header = [], ...rows]: string[][] = block.rows.map((row: Json[]) => row.map(cell));
  return {header, rows};
}

/** What Slack makes of text that nobody meant so: in Markdown outside of code, and in its own markup. */
function harmIn(blocks: readonly Json[], fallbacks: readonly string[]): string[] {
  const all = JSON.stringify(blocks);
  const marked = [...all.matchAll(/"type":"mrkdwn","text":("(?:[^"\\]|\\.)*")/g)].map(([, text = '""']) =>
    JSON.parse(text),
  );
  const markdown = blocks.filter(({type}) => type === "markdown").map(({text}) => text);
  const told = [...markdown, ...marked, ...fallbacks].map((text) =>
    text.replace(/```[\s\S]*?```|`[^`\n]*`/g, " "),
  );
  return [
    ...told.flatMap((text) => (/(?<!\\)<(!|@|#|https?:)/.test(text) ? [`markup of Slack in: ${text}`] : [])),
    ...told.flatMap((text) => (/(?<!\\)\]\(https?:/.test(text) ? [`a link in: ${text}`] : [])),
    ...(/"type":"(user|broadcast|usergroup|channel)"/.test(all) ? ["a mention in rich text"] : []),
  ];
}
