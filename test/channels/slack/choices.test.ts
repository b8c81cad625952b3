import {afterAll, beforeAll, expect, test, vi} from "vitest";
import {csv} from "./data.ts";
import {BOT, type RunningSlack, runningSlack} from "./running.ts";

vi.setConfig({testTimeout: 200_000, hookTimeout: 120_000});

const PRICES = "shop,net price,gross price\nA,1,2\nB,3,4\nC,5,7\n";

let here: RunningSlack;
beforeAll(async () => {
  here = await runningSlack({settings: {publicUrl: "https://tabletalk.example.com"}});
});
afterAll(async () => {
  await here?.[Symbol.asyncDispose]();
});

async function ask(text: string, file = csv("prices.csv", PRICES)) {
  const {ts} = await here.slack.drop({
    channel: "C0SALES",
    user: "U0ANA",
    text: `${BOT} ${text}`,
    files: [file],
  });
  const [answer] = await here.answers({channel: "C0SALES", ts});
  return {channel: "C0SALES", ts, answer: answer!};
}

/** What was said in the thread after an answer. */
const after = (at: {channel: string; ts: string}, count: number) =>
  here.slack.thread(at.channel, at.ts).slice(count).map(here.slack.reads).join("\n");

test("an ambiguous question offers what it may mean, with its figures; a button picks one, once", async () => {
  const {answer, ...at} = await ask("average price by shop");
  expect(here.slack.reads(answer)).toMatch(/net price[\s\S]*gross price|gross price[\s\S]*net price/i);
  for (let time = 0; time < 2; time += 1)
    await here.slack.press({on: answer, user: "U0ANA", label: /gross/i, actionId: /^choice:/});
  await here.until(() => /C \| 7/.test(after(at, 1)), "the answer that was picked");
  const next = await here.slack.say({
    ...at,
    user: "U0ANA",
    text: `${BOT} how many shops are there?`,
    threadTs: at.ts,
  });
  await here.until(() => here.slack.thread(at.channel, at.ts).at(-1)!.ts > next.ts, "the last answer");
  await here.answers(at);
  const picked = here.slack
    .thread(at.channel, at.ts)
    .filter((one) => /C \| 7/.test(here.slack.reads(one)) && one.ts !== answer.ts);
  expect(picked).toHaveLength(1);
});

test("its number picks it, too", async () => {
  const {answer, ...at} = await ask("average price by shop");
  expect(here.slack.reads(answer)).toMatch(/gross/i);
  await here.slack.say({...at, user: "U0ANA", text: "2", threadTs: at.ts});
  await here.until(() => /C \| (5|7)/.test(after(at, 1)), "the answer that was picked");
});

test("what could be asked next is asked by pressing it, and the thread says what was asked", async () => {
  const {answer, ...at} = await ask("");
  await here.slack.press({on: answer, user: "U0BEN", actionId: /^ask:/});
  await here.until(() => here.slack.thread(at.channel, at.ts).length >= 3, "the question and its answer");
  await here.answers(at, 3);
  expect(after(at, 1)).toMatch(/asks: |Asked: /);
});

test("Open gives a link to the page, to whoever pressed alone", async () => {
  const {answer} = await ask("gross price by shop", csv("open.csv", PRICES));
  await here.slack.press({on: answer, user: "U0ANA", label: "Open"});
  const shown = await here.until(() => here.slack.ephemeral("U0ANA").at(-1), "the link");
  expect(JSON.stringify(shown.blocks)).toContain("https://tabletalk.example.com/s/");
});

test("what a command in direct messages offers is picked there, and answered for whoever picked it alone", async () => {
  const {ts} = await here.slack.drop({channel: "D0BEN", user: "U0BEN", files: [csv("prices.csv", PRICES)]});
  await here.answers({channel: "D0BEN", ts});
  await here.slack.command({user: "U0BEN", channel: "D0BEN", text: "average price by shop"});
  const shown = () => here.slack.ephemeral("U0BEN").filter(({from}) => from === "response_url");
  const offer = await here.until(() => shown().at(-1), "what it may mean");
  await here.slack.press({on: offer, user: "U0BEN", label: /gross/i, actionId: /^choice:/});
  await here.until(
    () => /C \| 7/.test(shown().slice(1).map(here.slack.reads).join("\n")),
    "the answer that was picked",
  );
});

test("at the end nothing broke a rule of Slack's", () => {
  expect(here.slack.problems).toEqual([]);
});
