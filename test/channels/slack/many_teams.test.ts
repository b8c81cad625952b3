import {afterAll, beforeAll, expect, test, vi} from "vitest";
import {installationOf} from "../../../src/access/installations.ts";
import {csv, ORDERS} from "./data.ts";
import {type RunningSlack, runningSlack} from "./running.ts";

vi.setConfig({testTimeout: 200_000, hookTimeout: 120_000});

let here: RunningSlack;
beforeAll(async () => {
  here = await runningSlack({
    byOAuth: true,
    teams: [
      {id: "T0ACME", name: "Acme", isInstalled: false},
      {id: "T0GLOBEX", name: "Globex", isInstalled: false},
    ],
  });
  for (const team of ["T0ACME", "T0GLOBEX"]) expect(await install(team)).toMatch(/Tabletalk is there/);
});
afterAll(async () => {
  await here?.[Symbol.asyncDispose]();
});

/** An admin presses "Add to Slack", says yes, and comes back. */
async function install(team: string): Promise<string> {
  const page = await fetch(`${here.url}/slack/install`);
  const cookie = page.headers.get("set-cookie")!.split(";")[0]!;
  const link = /href="([^"]*oauth\/v2\/authorize[^"]*)"/
    .exec(await page.text())![1]!
    .replaceAll("&amp;", "&");
  const yes = await fetch(`${link}&team=${team}`, {redirect: "manual"});
  return (await fetch(yes.headers.get("location")!, {headers: {cookie}})).text();
}

/** The same person, channel and words in a team; what is answered in the thread. */
async function ask(team: string, text: string, amount?: string): Promise<string> {
  const files =
    amount === undefined
      ? []
      : [csv("orders.csv", ORDERS.replaceAll("North,paid,40", `North,paid,${amount}`))];
  const {ts} = await here.slack.drop({team, channel: "D0ANA", user: "U0ANA", text, files});
  return (await here.answers({team, channel: "D0ANA", ts})).map(here.slack.reads).join("\n");
}

test("two teams whose people and channels have the same ids see nothing of each other", async () => {
  expect(await ask("T0ACME", "total amount of orders", "1000")).toContain("1,200");
  const before = await ask("T0GLOBEX", "total amount of orders");
  expect(before).not.toMatch(/1,200|orders\.csv/);
  expect(await ask("T0GLOBEX", "total amount of orders", "2000")).toContain("2,200");
  expect(await ask("T0ACME", "total amount of orders")).toContain("1,200");
  await here.slack.openHome({team: "T0GLOBEX", user: "U0BEN"});
  const home = await here.until(() => here.slack.home("U0BEN", "T0GLOBEX"), "Home");
  expect(JSON.stringify(home)).not.toMatch(/orders/);
});

test("a button of one team's answer means nothing in the other", async () => {
  const [answer] = here.slack.messagesIn("D0ANA", "T0ACME").filter(({blocks}) => blocks.length > 0);
  const theirs = here.slack.team("T0GLOBEX");
  const copy = {
    ...answer!,
    team: "T0GLOBEX",
    ts: here.slack.messagesIn("D0ANA", "T0GLOBEX")[0]!.ts,
    threadTs: undefined,
  };
  const before = here.slack.messagesIn("D0ANA", "T0GLOBEX").length;
  await here.slack.press({team: "T0GLOBEX", on: copy, user: "U0ANA", label: "How"});
  await here.until(() => here.slack.messagesIn("D0ANA", theirs.id).length > before, "why it did nothing");
  expect(here.slack.reads(here.slack.messagesIn("D0ANA", theirs.id).at(-1)!)).not.toMatch(
    /SELECT|1,200|1000/,
  );
});

test("uninstalled, a team's data is gone; the other's is there; installed again, it starts empty", async () => {
  await here.slack.uninstall("T0ACME");
  expect(await installationOf(here.access, "slack", "T0ACME")).toBeUndefined();
  expect(await ask("T0GLOBEX", "total amount of orders")).toContain("2,200");
  expect(await install("T0ACME")).toMatch(/Tabletalk is there/);
  expect(await ask("T0ACME", "total amount of orders")).not.toContain("1,200");
});

test("a token that was revoked: nothing arrives, and everybody else is answered", async () => {
  const acme = here.slack.team("T0ACME");
  acme.isInstalled = false;
  const {deliveries} = await here.slack.say({
    team: "T0ACME",
    channel: "D0BEN",
    user: "U0BEN",
    text: "what can you do?",
  });
  expect(deliveries.every(({isTaken}) => isTaken)).toBe(true);
  expect((await ask("T0GLOBEX", "what can you do?")).length).toBeGreaterThan(20);
  expect(here.notes.join("\n")).not.toMatch(/xox/);
});

test("an installation that somebody began in another browser is not finished", async () => {
  const page = await fetch(`${here.url}/slack/install`);
  const link = /href="([^"]*oauth\/v2\/authorize[^"]*)"/
    .exec(await page.text())![1]!
    .replaceAll("&amp;", "&");
  const yes = await fetch(`${link}&team=T0ACME`, {redirect: "manual"});
  const back = await fetch(yes.headers.get("location")!);
  expect(back.status).toBe(400);
  expect(await back.text()).toMatch(/was not installed/);
});

test("at the end nothing broke a rule of Slack's", () => {
  expect(here.slack.problems).toEqual([]);
});
