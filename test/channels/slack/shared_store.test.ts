import {afterAll, beforeAll, expect, test, vi} from "vitest";
import {csv} from "./data.ts";
import {BOT, type RunningSlack, runningSlack} from "./running.ts";

vi.setConfig({testTimeout: 200_000, hookTimeout: 120_000});

let acme: RunningSlack;
let globex: RunningSlack;
beforeAll(async () => {
  const teams = [
    {id: "T0ACME", name: "Acme"},
    {id: "T0GLOBEX", name: "Globex"},
  ];
  // The process with Acme's token only takes messages in: that with Globex's does the work.
  acme = await runningSlack({teams, works: false});
  globex = await runningSlack({
    slack: acme.slack,
    home: acme.home,
    settings: {botToken: acme.slack.team("T0GLOBEX").token},
    environment: {TABLETALK_STORE: acme.service.config.store},
  });
});
afterAll(async () => {
  await globex?.[Symbol.asyncDispose]();
  await acme?.[Symbol.asyncDispose]();
});

test("a worker fetches the file of another team, whose token is another process's", async () => {
  const {slack} = acme;
  slack.deliverTo(`${acme.url}/slack/events`);
  const {ts} = await slack.drop({
    team: "T0ACME",
    channel: "C0SALES",
    user: "U0ANA",
    text: `${BOT} total amount by region`,
    files: [csv()],
  });
  const [answer] = await acme.answers({team: "T0ACME", channel: "C0SALES", ts});
  expect(slack.reads(answer!)).toMatch(/North \| 100/);
  expect(slack.messagesIn("C0SALES", "T0GLOBEX")).toEqual([]);
  expect(slack.problems).toEqual([]);
});
