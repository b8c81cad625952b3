import {afterAll, beforeAll, expect, test, vi} from "vitest";
import {csv} from "./data.ts";
import {BOT, type RunningSlack, runningSlack} from "./running.ts";

vi.setConfig({testTimeout: 200_000, hookTimeout: 120_000});

let here: RunningSlack;
beforeAll(async () => {
  here = await runningSlack({receiver: "socket"});
});
afterAll(async () => {
  await here?.[Symbol.asyncDispose]();
});

const read = async (ts: string, channel = "C0SALES") =>
  (await here.answers({channel, ts})).map(here.slack.reads).join("\n");

test("over a socket: a mention with a file, a button, a form, a command", async () => {
  const {ts} = await here.slack.drop({
    channel: "C0SALES",
    user: "U0ANA",
    text: `${BOT} total amount by region`,
    files: [csv()],
  });
  expect(await read(ts)).toMatch(/North \| 100/);
  const [answer] = await here.answers({channel: "C0SALES", ts});
  await here.slack.press({on: answer!, user: "U0ANA", label: "How"});
  await here.until(() => here.slack.ephemeral("U0ANA").length > 0, "How");
  await here.slack.press({on: answer!, user: "U0ANA", label: "Bad answer"});
  const form = await here.until(() => here.slack.view("U0ANA"), "the form");
  await here.slack.submit({user: "U0ANA", view: form});
  await here.until(() => here.slack.view("U0ANA") === undefined, "the form closed");
  const {body} = await here.slack.command({user: "U0ANA", channel: "C0SALES", text: "datasets"});
  expect(body.text).toBeTruthy();
});

test("Slack asks it to connect anew, and what comes then is answered", async () => {
  const again = here.slack.socket.nextConnection();
  here.slack.socket.refresh();
  await again;
  await here.until(() => here.slack.socket.connected() === 1, "one connection");
  const {ts} = await here.slack.say({channel: "C0SALES", user: "U0ANA", text: `${BOT} what can you do?`});
  expect((await read(ts)).length).toBeGreaterThan(20);
});

test("the connection breaks while an answer is made: it arrives once, and the socket comes back", async () => {
  here.slack.fail({method: "download", how: "slow:500"});
  const {ts} = await here.slack.drop({
    channel: "C0SALES",
    user: "U0ANA",
    text: `${BOT} total amount by region`,
    files: [csv("cut.csv")],
  });
  const again = here.slack.socket.nextConnection();
  here.slack.socket.drop();
  expect(await read(ts)).toMatch(/North \| 100/);
  await again;
  // What Slack could not deliver meanwhile it delivers again: that is nothing new.
  const event = {
    type: "app_mention",
    user: "U0ANA",
    text: `${BOT} total amount by region`,
    ts,
    channel: "C0SALES",
    event_ts: ts,
  };
  await here.until(() => here.slack.socket.connected() === 1, "one connection");
  expect((await here.slack.tell(event)).isTaken).toBe(true);
  const next = await here.slack.say({channel: "C0SALES", user: "U0ANA", text: `${BOT} what can you do?`});
  await read(next.ts);
  const figures = here.slack
    .thread("C0SALES", ts)
    .filter((one) => /North \| 100/.test(here.slack.reads(one)));
  expect(figures).toHaveLength(1);
});

test("at the end nothing broke a rule of Slack's", () => {
  expect(here.slack.problems).toEqual([]);
});
