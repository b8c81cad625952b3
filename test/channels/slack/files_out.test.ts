import {afterAll, beforeAll, expect, test, vi} from "vitest";
import {csv} from "./data.ts";
import {BOT, type RunningSlack, runningSlack} from "./running.ts";

vi.setConfig({testTimeout: 200_000, hookTimeout: 120_000});

let here: RunningSlack;
let thread: {channel: string; ts: string};
beforeAll(async () => {
  here = await runningSlack({works: false});
});
afterAll(async () => {
  await here?.[Symbol.asyncDispose]();
});

const starts = (bytes: Uint8Array) => new TextDecoder("latin1").decode(bytes.slice(0, 4));

test("a question that its sender deletes before anybody works on it gets no answer", async () => {
  const at = {channel: "C0SALES", user: "U0ANA"};
  const taken = await here.slack.drop({...at, text: `${BOT} total amount by region`, files: [csv()]});
  await here.slack.deleteMessage({channel: at.channel, ts: taken.ts});
  const {ts} = await here.slack.drop({
    ...at,
    text: `${BOT} bar chart of total amount by region`,
    files: [csv()],
  });
  thread = {channel: at.channel, ts};
  await here.service.startWorking();
  await here.answers(thread);
  expect(here.slack.messagesIn("C0SALES").filter(({threadTs}) => threadTs === taken.ts)).toEqual([]);
});

test.each([
  ["Excel", ".xlsx", "PK\u0003\u0004"],
  ["PDF", ".pdf", "%PDF"],
])("%s goes to the direct messages of whoever pressed", async (label, ending, beginning) => {
  const [answer] = await here.answers(thread);
  await here.slack.press({on: answer!, user: "U0BEN", label});
  const file = await here.until(
    () =>
      here.slack
        .messagesIn("D0BEN")
        .flatMap(({files}) => files)
        .find(({name}) => name.endsWith(ending)),
    `the ${label} file`,
  );
  expect(starts(file.bytes)).toBe(beginning);
});

test("NDJSON is read, too", async () => {
  const bytes = new TextEncoder().encode('{"shop":"A","sold":2}\n{"shop":"B","sold":5}\n');
  const {ts} = await here.slack.drop({
    channel: "D0ANA",
    user: "U0ANA",
    text: "total sold",
    files: [{name: "shops.ndjson", bytes}],
  });
  const [answer] = await here.answers({channel: "D0ANA", ts});
  expect(here.slack.reads(answer!)).toMatch(/\b7\b/);
});

test("a guest asks of what the thread holds, and adds nothing", async () => {
  const {channel, ts} = thread;
  const before = here.slack.thread(channel, ts).length;
  await here.slack.say({channel, user: "U0GUS", text: `${BOT} how many orders are there?`, threadTs: ts});
  await here.until(
    () =>
      here.slack
        .thread(channel, ts)
        .slice(before)
        .some((one) => /\b5\b/.test(here.slack.reads(one))),
    "the guest's answer",
  );
  const dropped = await here.slack.drop({
    channel,
    user: "U0GUS",
    text: `${BOT} what is in it?`,
    files: [csv("own.csv")],
  });
  const said = await here.until(
    () =>
      [...here.slack.ephemeral("U0GUS"), ...here.slack.thread(channel, dropped.ts)]
        .map(here.slack.reads)
        .find((text) => /viewer|analyst/.test(text)),
    "why the guest's file is not read",
  );
  expect(said).toMatch(/Ask an owner/);
});

test("at the end nothing broke a rule of Slack's", () => {
  expect(here.slack.problems).toEqual([]);
});
