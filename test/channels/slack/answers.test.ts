import {afterAll, beforeAll, expect, test, vi} from "vitest";
import {csv} from "./data.ts";
import {BOT, type RunningSlack, runningSlack} from "./running.ts";

vi.setConfig({testTimeout: 200_000, hookTimeout: 120_000});

let here: RunningSlack;
/** The thread in which Ana dropped her orders and asked of them. */
let thread: {channel: string; ts: string};
beforeAll(async () => {
  here = await runningSlack();
  thread = await asked("total amount by region");
});
afterAll(async () => {
  await here?.[Symbol.asyncDispose]();
});

/** Drops the orders in a channel with a question, and gives the thread. */
async function asked(text: string) {
  const at = {channel: "C0SALES", user: "U0ANA"};
  const {ts} = await here.slack.drop({...at, text: `${BOT} ${text}`, files: [csv()]});
  return {channel: at.channel, ts};
}

const read = async (at: {channel: string; ts: string}, count = 1) =>
  (await here.answers(at, count)).map(here.slack.reads);

const followUp = (user: string, text: string) =>
  here.slack.say({channel: thread.channel, user, text, threadTs: thread.ts});

test("a mention with a file is answered in its thread: the file's facts, the table, the buttons", async () => {
  const [answer] = await read(thread);
  expect(answer).toMatch(/orders\.csv.*5\W* rows/s);
  expect(answer).toMatch(/North \| 100/);
  expect(answer).toMatch(/West \| 60/);
  for (const button of ["[How]", "[Rows]", "[Fix]", "[CSV]", "[Good answer] [Bad answer]"])
    expect(answer).toContain(button);
  expect(here.slack.session(thread.channel, thread.ts)).toBe("active");
  expect(here.slack.status(thread.channel, thread.ts)).toBeUndefined();
});

test("a follow-up in the thread needs no mention; what people say to each other gets no answer", async () => {
  await read(thread);
  await followUp("U0ANA", "only paid");
  const [, second] = await read(thread, 2);
  expect(second).toMatch(/120|South \| 80/);
  await followUp("U0BEN", "<@U0ANA> thanks, lunch at noon?");
  await followUp("U0ANA", "<@U0BEN> yes please");
  await here.slack.say({channel: "C0SALES", user: "U0BEN", text: "total amount by region"});
  // Whatever is asked after them is answered after them: nothing else came.
  await followUp("U0ANA", "how many orders are there?");
  const all = await read(thread, 3);
  expect(all).toHaveLength(3);
  expect(all[2]).toContain("5");
});

test("How is for whoever pressed alone; a CSV goes to their direct messages", async () => {
  const [answer] = await here.answers(thread);
  const before = here.slack.ephemeral("U0BEN").length;
  await here.slack.press({on: answer!, user: "U0BEN", label: "How"});
  await here.until(() => here.slack.ephemeral("U0BEN").length > before, "How");
  expect(here.slack.reads(here.slack.ephemeral("U0BEN").at(-1)!)).toMatch(/SELECT/i);
  await here.slack.press({on: answer!, user: "U0ANA", label: "CSV"});
  const file = await here.until(
    () => here.slack.messagesIn("D0ANA").find(({files}) => files.some(({name}) => name.endsWith(".csv"))),
    "the CSV",
  );
  expect(new TextDecoder().decode(file.files[0]!.bytes)).toContain("North,100");
});

test("Rows shows what the answer is made of", async () => {
  const [answer] = await here.answers(thread);
  const before = here.slack.ephemeral("U0ANA").length;
  await here.slack.press({on: answer!, user: "U0ANA", label: "Rows"});
  await here.until(() => here.slack.ephemeral("U0ANA").length > before, "Rows");
  expect(here.slack.reads(here.slack.ephemeral("U0ANA").at(-1)!)).toMatch(/2024/);
});

test("Fix opens the reading as a form, and what is changed there is answered in the thread", async () => {
  const [answer] = await here.answers(thread);
  const before = here.slack.thread(thread.channel, thread.ts).length;
  await here.slack.press({on: answer!, user: "U0ANA", label: "Fix"});
  const form = await here.until(() => here.slack.view("U0ANA"), "the form");
  expect(form.view.title.text.length).toBeGreaterThan(0);
  await here.slack.submit({user: "U0ANA", view: form});
  await here.until(() => here.slack.view("U0ANA") === undefined, "the form closed");
  await here.until(() => here.slack.thread(thread.channel, thread.ts).length > before + 1, "the new answer");
});

test("an opinion is thanked for; a bad one asks what was wrong", async () => {
  const [answer] = await here.answers(thread);
  const before = here.slack.ephemeral("U0BEN").length;
  await here.slack.press({on: answer!, user: "U0BEN", label: "Good answer"});
  await here.until(() => here.slack.ephemeral("U0BEN").length > before, "thanks");
  expect(here.slack.reads(here.slack.ephemeral("U0BEN").at(-1)!)).toMatch(/Thank you/);
  await here.slack.press({on: answer!, user: "U0BEN", label: "Bad answer"});
  const form = await here.until(() => here.slack.view("U0BEN"), "the form");
  await here.slack.submit({user: "U0BEN", view: form, values: {"What was wrong": "Refunds are in it"}});
  await here.until(() => here.slack.view("U0BEN") === undefined, "the form closed");
});

test("direct messages: a file, a question, and a chart as a picture with words for it", async () => {
  const {ts} = await here.slack.drop({channel: "D0BEN", user: "U0BEN", files: [csv("sales.csv")]});
  const at = {channel: "D0BEN", ts};
  expect((await read(at))[0]).toMatch(/sales\.csv.*5\W* rows/s);
  await here.slack.say({
    channel: "D0BEN",
    user: "U0BEN",
    text: "bar chart of total amount by region",
    threadTs: ts,
  });
  const picture = await here.until(
    () =>
      here.slack
        .thread("D0BEN", ts)
        .flatMap(({files}) => files)
        .find(({name}) => name.endsWith(".png")),
    "the picture",
  );
  expect(picture.altText).toMatch(/North|region/);
  expect([...picture.bytes.slice(1, 4)]).toEqual([..."PNG"].map((letter) => letter.charCodeAt(0)));
});

test("/tabletalk answers whoever gave it alone", async () => {
  await here.slack.command({user: "U0BEN", channel: "C0SALES", text: "help"});
  expect(here.slack.reads(here.slack.ephemeral("U0BEN").at(-1)!)).toMatch(/only you see the answer/);
  const posted = here.slack.messagesIn("C0SALES").length;
  await here.slack.command({user: "U0BEN", channel: "C0SALES", text: "what can you do?"});
  await here.until(
    () => here.slack.ephemeral("U0BEN").at(-1)?.from === "response_url",
    "the answer to the command",
  );
  expect(here.slack.messagesIn("C0SALES")).toHaveLength(posted);
});

test("the message menu analyses a file that somebody dropped without a word", async () => {
  const {ts} = await here.slack.drop({channel: "C0SALES", user: "U0BEN", files: [csv("later.csv")]});
  await here.slack.shortcut({channel: "C0SALES", user: "U0BEN", ts, callback: "analyse_message"});
  expect((await read({channel: "C0SALES", ts}))[0]).toMatch(/later\.csv.*5\W* rows/s);
});

test("Home lists datasets and answers; direct messages suggest questions", async () => {
  await here.slack.openHome({user: "U0ANA"});
  const home = await here.until(() => here.slack.home("U0ANA"), "Home");
  const text = here.slack.reads({text: "", blocks: home.blocks});
  expect(text).toContain("orders");
  expect(text).toContain("total amount by region");
  await here.slack.openHome({user: "U0BEN", tab: "messages"});
  const {prompts} = await here.until(() => here.slack.prompts("D0BEN"), "prompts");
  expect(prompts.length).toBeGreaterThan(0);
  expect(prompts.length).toBeLessThanOrEqual(4);
});

test("at the end nothing broke a rule of Slack's, and nothing else went wrong", () => {
  expect(here.slack.problems).toEqual([]);
  expect(here.notes).toEqual([]);
});
