import {afterAll, afterEach, beforeAll, expect, test, vi} from "vitest";
import {csv} from "./data.ts";
import {type RunningSlack, runningSlack} from "./running.ts";

vi.setConfig({testTimeout: 200_000, hookTimeout: 120_000});

let here: RunningSlack;
beforeAll(async () => {
  here = await runningSlack();
});
afterEach(() => here.slack.faults.clear());
afterAll(async () => {
  await here?.[Symbol.asyncDispose]();
});

/** A question that takes longer than a moment: its file comes slowly. */
async function slowly(name: string, downloadMs = 1000) {
  here.slack.fail({method: "download", how: `slow:${downloadMs}`});
  const at = {channel: "C0SALES", user: "U0ANA"};
  const {ts} = await here.slack.drop({
    ...at,
    text: "<@U0TABLETALK> bar chart of total amount by region",
    files: [csv(name)],
  });
  return {channel: at.channel, ts};
}

const streamIn = (at: {channel: string; ts: string}) =>
  here.slack.thread(at.channel, at.ts).find(({stream}) => stream !== undefined);

test("a slow turn shows that it was seen, then its steps, then the answer in the same message", async () => {
  const at = await slowly("steps.csv");
  await here.until(() => here.slack.session(at.channel, at.ts) === "processing", "that it works on it");
  await here.until(() => here.slack.status(at.channel, at.ts), "a status");
  const streamed = await here.until(() => streamIn(at), "the steps");
  const [answer] = await here.answers(at);
  expect(answer!.ts).toBe(streamed.ts);
  expect(here.slack.reads(answer!)).toMatch(/\[complete: .*North \| 100/s);
  expect(here.slack.reads(answer!)).not.toMatch(/in_progress/);
});

test("a stream that Slack ended after five minutes is finished all the same, once", async () => {
  here.slack.fail({method: "chat.stopStream", how: "slow:700"});
  const at = await slowly("expired.csv");
  await here.until(() => here.slack.faults.left().length === 0 && streamIn(at), "the end of the stream");
  expect(here.slack.expireStreams()).toBe(1);
  const answers = await here.answers(at);
  const read = answers.map(here.slack.reads).filter((text) => /North \| 100/.test(text));
  expect(read).toHaveLength(1);
});

test("a stop of the stream whose answer is lost is not said twice", async () => {
  here.slack.fail({method: "chat.stopStream", how: "lost"});
  const at = await slowly("lost.csv");
  const answers = await here.answers(at);
  expect(answers.map(here.slack.reads).filter((text) => /North \| 100/.test(text))).toHaveLength(1);
});

test("without a stream the answer is a message of its own", async () => {
  here.slack.fail({method: "chat.startStream", how: "error:not_allowed"});
  const at = await slowly("streamless.csv");
  expect((await here.answers(at)).map(here.slack.reads).join("\n")).toMatch(/North \| 100/);
});

test("Stop in mid-answer: it says so, and gives no figures", async () => {
  const at = await slowly("stopped.csv", 3000);
  await here.until(() => here.slack.session(at.channel, at.ts) === "processing", "the Stop button");
  await here.slack.stop({channel: at.channel, threadTs: at.ts, user: "U0ANA"});
  const answer = (await here.answers(at)).map(here.slack.reads).join("\n");
  expect(answer).toMatch(/[Ss]topped/);
  expect(answer).not.toMatch(/North/);
});

test("at the end nothing broke a rule of Slack's", () => {
  expect(here.slack.problems).toEqual([]);
});
