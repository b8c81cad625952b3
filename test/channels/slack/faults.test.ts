import {afterAll, afterEach, beforeAll, expect, test, vi} from "vitest";
import {csv} from "./data.ts";
import {BOT, type RunningSlack, runningSlack} from "./running.ts";

vi.setConfig({testTimeout: 200_000, hookTimeout: 120_000});

let here: RunningSlack;
beforeAll(async () => {
  here = await runningSlack();
});
afterEach(() => {
  here.slack.faults.clear();
  here.slack.pace.ackWithinMs = 3000;
});
afterAll(async () => {
  await here?.[Symbol.asyncDispose]();
});

const ask = (text = `${BOT} what can you do?`, channel = "C0SALES") =>
  here.slack.say({channel, user: "U0ANA", text});

const answersTo = async (ts: string, count = 1, channel = "C0SALES") =>
  (await here.answers({channel, ts}, count)).map(here.slack.reads);

/** All that was asked so far is over: what could come twice has come. */
async function quiet() {
  const {ts} = await ask();
  await answersTo(ts);
}

test("eight deliveries of one mention, none acknowledged in time, are one answer", async () => {
  here.slack.fail({method: "users.info", how: "slow:400", times: 8});
  here.slack.pace.ackWithinMs = 60;
  // Somebody of whom nothing is known yet: each delivery waits for who they are.
  const {ts, deliveries} = await here.slack.say({
    channel: "C0SALES",
    user: "U0OWN",
    text: `${BOT} what can you do?`,
  });
  expect(deliveries.reduce((sum, {tries}) => sum + tries, 0)).toBe(8);
  here.slack.pace.ackWithinMs = 3000;
  expect(await answersTo(ts)).toHaveLength(1);
  await quiet();
  expect(await answersTo(ts)).toHaveLength(1);
});

test("the same event again, hours later, is nothing new", async () => {
  const {ts} = await ask();
  await answersTo(ts);
  const again = {
    type: "app_mention",
    user: "U0ANA",
    text: `${BOT} what can you do?`,
    ts,
    channel: "C0SALES",
    event_ts: ts,
  };
  expect(await here.slack.tell(again)).toMatchObject({isTaken: true, tries: 1});
  await quiet();
  expect(await answersTo(ts)).toHaveLength(1);
});

test("an answer that Slack took, and of which it never said so, is not posted again", async () => {
  here.slack.fail({method: "chat.postMessage", how: "lost"});
  const {ts} = await ask();
  expect(await answersTo(ts)).toHaveLength(1);
  await quiet();
  expect(await answersTo(ts)).toHaveLength(1);
  expect(here.slack.faults.left()).toEqual([]);
});

test("an answer that never reached Slack is posted", async () => {
  here.slack.fail({method: "chat.postMessage", how: "refused"});
  const {ts} = await ask();
  expect(await answersTo(ts)).toHaveLength(1);
});

test("too many calls: it waits as long as Slack says, and answers", async () => {
  here.slack.fail({method: "chat.postMessage", how: "429", retryAfter: 1, times: 2});
  const {ts} = await ask();
  expect(await answersTo(ts)).toHaveLength(1);
  expect(here.slack.faults.left()).toEqual([]);
});

test("Slack breaks for a moment: the answer comes", async () => {
  here.slack.fail({method: "chat.postMessage", how: "500"});
  here.slack.fail({method: "agents.sessions.setStatus", how: "500"});
  here.slack.fail({method: "assistant.threads.setStatus", how: "error:internal_error"});
  const {ts} = await ask();
  expect(await answersTo(ts)).toHaveLength(1);
});

test("a file that Slack answers with its sign-in page is said to be unreadable, and how to mend it", async () => {
  here.slack.team().scopes.delete("files:read");
  const {ts} = await here.slack.drop({channel: "D0ANA", user: "U0ANA", files: [csv("secret.csv")]});
  const [answer] = await answersTo(ts, 1, "D0ANA");
  here.slack.team().scopes.add("files:read");
  expect(answer).toContain("secret.csv");
  expect(answer).toMatch(/files:read/);
  expect(answer).not.toMatch(/html|doctype/i);
});

test("a file that was taken away before it was fetched", async () => {
  here.slack.fail({method: "download", how: "slow:50"});
  const {ts} = await here.slack.drop({
    channel: "D0BEN",
    user: "U0BEN",
    files: [{...csv("gone.csv"), isGone: true}],
  });
  expect((await answersTo(ts, 1, "D0BEN"))[0]).toMatch(/gone\.csv.*not on Slack any more/s);
});

test("no leave to post in a channel: the answer comes in direct messages, and says why", async () => {
  const before = here.slack.messagesIn("D0ANA").length;
  await ask(`${BOT} what can you do?`, "C0NEWS");
  await here.until(
    () =>
      here.slack
        .messagesIn("D0ANA")
        .slice(before)
        .some((one) => /cannot post/.test(here.slack.reads(one))),
    "the answer in direct messages",
  );
});

test("an answer in direct messages whose acceptance was never heard of is looked for there, and stands there once", async () => {
  const before = here.slack.messagesIn("D0ANA").length;
  here.slack.fail({method: "chat.postMessage", how: "lost", where: ({channel}) => channel === "D0ANA"});
  await ask(`${BOT} what can you do?`, "C0NEWS");
  await here.until(() => here.slack.of("conversations.history").length > 0, "it is looked for");
  await here.slack.say({channel: "D0ANA", user: "U0ANA", text: "what can you do?"});
  await here.until(() => here.slack.messagesIn("D0ANA").length >= before + 3, "the next answer");
  const told = here.slack.messagesIn("D0ANA").slice(before).map(here.slack.reads);
  expect(told.filter((text) => /cannot post/.test(text))).toHaveLength(1);
});

test("what Slack does not take as an ephemeral answer comes in direct messages", async () => {
  const before = here.slack.messagesIn("D0ADA").length;
  here.slack.fail({method: "response_url", how: "error:cannot_parse_attachment"});
  await here.slack.command({user: "U0ADA", channel: "C0SALES", text: "what can you do?"});
  await here.until(() => here.slack.messagesIn("D0ADA").length > before, "the answer in direct messages");
});

test("two messages at once in one thread are answered one after the other, each once", async () => {
  const {ts} = await here.slack.drop({channel: "D0ADA", user: "U0ADA", files: [csv("both.csv")]});
  await answersTo(ts, 1, "D0ADA");
  await Promise.all([
    here.slack.say({channel: "D0ADA", user: "U0ADA", text: "total amount by region", threadTs: ts}),
    here.slack.say({channel: "D0ADA", user: "U0ADA", text: "how many orders are there?", threadTs: ts}),
  ]);
  const all = await answersTo(ts, 3, "D0ADA");
  expect(all).toHaveLength(3);
  expect(all.filter((text) => /North \| 100/.test(text))).toHaveLength(1);
});

test("30 conversations at once: none lost, none doubled", async () => {
  const asked = await Promise.all(Array.from({length: 30}, () => ask()));
  for (const {ts} of asked) expect(await answersTo(ts)).toHaveLength(1);
});

test("at the end nothing broke a rule of Slack's", () => {
  expect(here.slack.problems).toEqual([]);
});
