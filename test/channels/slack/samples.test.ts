import {readdirSync, readFileSync} from "node:fs";
import {afterAll, beforeAll, expect, test, vi} from "vitest";
import {installationOf} from "../../../src/access/installations.ts";
import type {Json} from "./local/state.ts";
import {type RunningSlack, runningSlack} from "./running.ts";

vi.setConfig({testTimeout: 200_000, hookTimeout: 120_000});

/** As Slack sends them, shape for shape; where each is written down stands in it. */
const folder = new URL("samples/", import.meta.url);
const sample = (
  name: string,
): {source: string[]; kind: "events_api" | "interactive" | "slash_commands"; payload: Json} =>
  JSON.parse(
    readFileSync(new URL(`${name}.json`, folder), "utf8")
      .replaceAll("{{url}}", here.slack.url)
      .replaceAll("{{responseUrl}}", here.slack.responseUrl("C0SALES", "U0ANA")),
  );

let here: RunningSlack;
const used = new Set<string>();
beforeAll(async () => {
  here = await runningSlack();
  const team = here.slack.team();
  // The messages that the samples speak of.
  const past = (channel: string, ts: string, text: string) =>
    here.slack.messagesIn(channel).push({
      ts,
      channel,
      team: team.id,
      user: "U0ANA",
      isBot: false,
      text,
      blocks: [],
      files: [],
      isEdited: false,
    });
  past("C0SALES", "1515449522.000016", "<@U0TABLETALK> what can you do?");
  past("D0ANA", "1515449438.000011", "what can you do?");
  past("D0ANA", "1515449484.000017", "");
  past("C0SHARED", "1515449490.000018", "<@U0TABLETALK> total amount by region");
  const bytes = new TextEncoder().encode("region,amount\nNorth,10\nSouth,20\nNorth,16\n");
  team.files.set("F0ORDERS01", {
    id: "F0ORDERS01",
    team: team.id,
    name: "orders.csv",
    title: "orders.csv",
    mimetype: "text/csv",
    size: bytes.length,
    bytes,
    user: "U0ANA",
    step: "usable",
    isToCheck: false,
    isGone: false,
    downloads: 0,
    shares: [],
  });
});
afterAll(async () => {
  await here?.[Symbol.asyncDispose]();
});

async function replay(name: string) {
  used.add(name);
  const {kind, payload} = sample(name);
  const ack = await here.slack.transport(kind, payload, 0, 60_000);
  expect(ack.status).toBe(200);
  return ack;
}

const posted = () => here.slack.of("chat.postMessage").length + here.slack.of("chat.stopStream").length;

test("app_mention and message.im are answered in their threads", async () => {
  await replay("app_mention");
  await replay("message_im");
  const [one] = await here.answers({channel: "C0SALES", ts: "1515449522.000016"});
  const [two] = await here.answers({channel: "D0ANA", ts: "1515449438.000011"});
  expect(here.slack.reads(one!).length).toBeGreaterThan(20);
  expect(here.slack.reads(two!).length).toBeGreaterThan(20);
});

test("message.file_share brings the file, and its shortcut and Slack Connect's do so too", async () => {
  await replay("message_file_share");
  const at = {channel: "D0ANA", ts: "1515449484.000017"};
  expect(here.slack.reads((await here.answers(at))[0]!)).toMatch(/orders\.csv.*3\W* rows/s);
  await replay("message_file_share_connect");
  const shared = {channel: "C0SHARED", ts: "1515449490.000018"};
  expect(here.slack.reads((await here.answers(shared))[0]!)).toMatch(/North \| 26/);
  await replay("message_shortcut");
  expect(await here.answers(at, 2)).toHaveLength(2);
});

test("an edit, a deletion, another bot's message and somebody joining are no questions", async () => {
  const before = posted();
  for (const name of [
    "message_changed",
    "message_deleted",
    "message_bot",
    "message_channel_join",
    "agent_session_stopped",
  ])
    await replay(name);
  expect(posted()).toBe(before);
});

test("app_home_opened draws Home, and suggests questions above the messages", async () => {
  await replay("app_home_opened");
  await here.until(() => here.slack.home("U0ANA"), "Home");
  await replay("app_home_opened_messages");
  await here.until(() => here.slack.prompts("D0ANA"), "prompts");
});

test("a button and a form of an answer that is not there say so to whoever used them; a command helps", async () => {
  await replay("block_actions");
  await here.until(() => here.slack.ephemeral("U0ANA").length > 0, "why the button did nothing");
  await replay("view_submission");
  const {body} = await replay("slash_command");
  expect(body.text).toMatch(/tabletalk/i);
});

test("tokens_revoked and app_uninstalled take the workspace's data away", async () => {
  const where = [here.access, "slack", "T0ACME"] as const;
  expect(await installationOf(...where)).toBeDefined();
  await replay("tokens_revoked");
  await replay("app_uninstalled");
  expect(await installationOf(...where)).toBeUndefined();
});

test("each sample was used and names its source, and nothing broke a rule of Slack's", () => {
  const all = readdirSync(folder).map((name) => name.replace(".json", ""));
  expect([...used].sort()).toEqual(all.sort());
  for (const name of all) expect(sample(name).source[0]).toMatch(/^https:\/\/docs\.slack\.dev\//);
  expect(here.slack.problems).toEqual([]);
});
