import {write} from "hucre";
import {afterAll, beforeAll, expect, test, vi} from "vitest";
import {ZipFile} from "yazl";
import {csv} from "./data.ts";
import {dangersIn} from "./local/dangers.ts";
import type {DroppedFile} from "./local/files.ts";
import {BOT, type RunningSlack, runningSlack} from "./running.ts";

vi.setConfig({testTimeout: 200_000, hookTimeout: 120_000});

let here: RunningSlack;
beforeAll(async () => {
  here = await runningSlack({largestFile: 200_000});
});
afterAll(async () => {
  await here?.[Symbol.asyncDispose]();
});

/** What is answered to a file dropped in direct messages. */
async function dropped(...files: DroppedFile[]): Promise<string> {
  const {ts} = await here.slack.drop({channel: "D0ANA", user: "U0ANA", files});
  return (await here.answers({channel: "D0ANA", ts})).map(here.slack.reads).join("\n");
}

const bytes = (text: string | Uint8Array) =>
  typeof text === "string" ? new TextEncoder().encode(text) : text;

async function zip(members: Record<string, Buffer>): Promise<Uint8Array> {
  const made = new ZipFile();
  for (const [name, content] of Object.entries(members)) made.addBuffer(content, name);
  made.end();
  const parts: Buffer[] = [];
  for await (const part of made.outputStream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

test("a mention without a word is greeted, for whoever wrote it alone", async () => {
  await here.slack.say({channel: "C0SALES", user: "U0ANA", text: BOT});
  const shown = await here.until(() => here.slack.ephemeral("U0ANA").at(-1), "a greeting");
  expect(here.slack.reads(shown)).toMatch(/Ask me something about your data/);
});

test("40,000 characters are too many, and it is said how many may be", async () => {
  await here.slack.say({channel: "C0SALES", user: "U0BEN", text: `${BOT} ${"why ".repeat(10_000)}`});
  const shown = await here.until(() => here.slack.ephemeral("U0BEN").at(-1), "a refusal");
  expect(here.slack.reads(shown)).toMatch(/20,000/);
});

test.each<[string, DroppedFile, RegExp]>([
  [
    "not of a kind that is read",
    {name: "film.mp4", bytes: Buffer.from(Array.from({length: 4000}, (_, at) => (at * 7919) % 256))},
    /film\.mp4.*binary/s,
  ],
  ["of 0 bytes", {name: "empty.csv", bytes: bytes("")}, /empty\.csv.*empty/s],
  ["too large, as it says", {...csv("huge.csv"), size: 1_000_000_000}, /huge\.csv.*(larger|read)/s],
  [
    "larger than it says",
    {name: "liar.csv", bytes: bytes("a,b\n".repeat(100_000)), size: 40},
    /liar\.csv.*larger/s,
  ],
  [
    "a web page named as data",
    {name: "page.csv", bytes: bytes("<!DOCTYPE html><html>Sign in</html>")},
    /web page/,
  ],
  ["a PDF named as data", {name: "paper.csv", bytes: bytes("%PDF-1.7\n1 0 obj")}, /PDF/],
  [
    "protected by a password",
    {name: "locked.xlsx", bytes: Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(4096)])},
    /locked\.xlsx.*(password|workbook)/s,
  ],
])("a file %s is refused with what to do", async (_what, file, said) => {
  expect(await dropped(file)).toMatch(said);
});

test("an archive bomb is refused, and the bot lives on", async () => {
  const bomb = await zip({"zeros.csv": Buffer.alloc(150_000_000, "0\n")});
  expect(bomb.length).toBeLessThan(200_000);
  const said = await dropped({name: "bomb.zip", bytes: bomb});
  expect(said).not.toContain(here.home);
  expect(said).toMatch(/bomb\.zip.*unpack/s);
});

test("an Excel file, JSON, a TSV and a zip of two tables are read", async () => {
  const workbook = await write({
    sheets: [
      {
        name: "S",
        rows: [
          ["city", "amount"],
          ["Oslo", 1],
          ["Rome", 2],
        ],
      },
    ],
  });
  expect(await dropped({name: "cities.xlsx", bytes: workbook})).toMatch(/cities\.xlsx.*2\W* rows/s);
  expect(
    await dropped({name: "ships.json", bytes: bytes('[{"ship":"Ann","tons":4},{"ship":"Bee","tons":5}]')}),
  ).toMatch(/ships\.json.*2\W* rows/s);
  expect(await dropped({name: "trees.tsv", bytes: bytes("tree\tage\noak\t90\nelm\t70\nash\t50\n")})).toMatch(
    /3\W* rows/,
  );
  const both = await zip({"one.csv": Buffer.from("x,y\n1,2\n"), "two.csv": Buffer.from("p,q\n3,4\n5,6\n")});
  expect(await dropped({name: "both.zip", bytes: both})).toMatch(/both\.zip.*2 tables/s);
});

test("names and cells that look like mentions and links are shown, and do nothing", async () => {
  const nasty = "<!channel> <@U0BEN> @everyone [win](http://evil.example) https://evil.example/x *b* `c` |x|";
  const table = `who,amount\n"${nasty}",10\n"<!here|here>",20\n`;
  const {ts} = await here.slack.drop({
    channel: "C0SALES",
    user: "U0ANA",
    text: `${BOT} total amount by who`,
    files: [{name: "<!channel> [x](http://evil.example).csv", bytes: bytes(table)}],
  });
  const all = await here.answers({channel: "C0SALES", ts});
  expect(all.map(here.slack.reads).join("\n")).toMatch(/everyone/);
  expect(all.flatMap(dangersIn)).toEqual([]);
  const [answer] = all;
  const how = here.slack.ephemeral("U0ANA").length;
  await here.slack.press({on: answer!, user: "U0ANA", label: "How"});
  await here.until(() => here.slack.ephemeral("U0ANA").length > how, "How");
  expect(here.slack.ephemeral("U0ANA").flatMap(dangersIn)).toEqual([]);
});

test("a question with mentions and links is quoted without them", async () => {
  const {ts} = await here.slack.say({
    channel: "C0SALES",
    user: "U0ANA",
    text: `${BOT} what is <!channel> of <https://evil.example|zorp> by @everyone?`,
  });
  expect((await here.answers({channel: "C0SALES", ts})).flatMap(dangersIn)).toEqual([]);
});

test("its own messages, another bot's, edits, and unknown events get no answer", async () => {
  const {ts} = await here.slack.say({
    channel: "C0SALES",
    user: "U0ROBOT",
    text: `${BOT} what can you do?`,
    asBot: true,
  });
  const other = await here.slack.say({channel: "C0SALES", user: "U0ANA", text: "hello all"});
  await here.slack.edit({channel: "C0SALES", ts: other.ts}, "hello everybody");
  await here.slack.tell({type: "something_new", user: "U0ANA", channel: "C0SALES", event_ts: "1.1"});
  const last = await here.slack.say({channel: "C0SALES", user: "U0ANA", text: `${BOT} what can you do?`});
  await here.answers({channel: "C0SALES", ts: last.ts});
  expect(here.slack.thread("C0SALES", ts)).toEqual([]);
  expect(here.slack.thread("C0SALES", other.ts)).toEqual([]);
});

test("somebody of another organization is turned away, and sees so alone", async () => {
  const {ts} = await here.slack.say({
    channel: "C0SHARED",
    user: "U0EVE",
    text: `${BOT} which datasets are there?`,
  });
  await here.until(() => here.slack.ephemeral("U0EVE").at(-1), "a refusal");
  expect(here.slack.thread("C0SHARED", ts)).toEqual([]);
});

test("an unsigned request and one signed with another secret are not heard", async () => {
  const body = JSON.stringify({type: "event_callback", event: {type: "app_mention"}});
  const headers = {
    "content-type": "application/json",
    "x-slack-request-timestamp": "1",
    "x-slack-signature": "v0=00",
  };
  for (const given of [headers, {"content-type": "application/json"}])
    expect((await fetch(`${here.url}/slack/events`, {method: "POST", body, headers: given})).status).toBe(
      401,
    );
});

test("at the end nothing broke a rule of Slack's", () => {
  expect(here.slack.problems).toEqual([]);
});
