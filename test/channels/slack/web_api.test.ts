import {afterAll, beforeAll, expect, test} from "vitest";
import {boltLogger} from "../../../src/channels/slack/bolt_logger.ts";
import {slackPeople} from "../../../src/channels/slack/people.ts";
import type {SlackTeam} from "../../../src/channels/slack/teams.ts";
import {type SlackApi, SlackBusy, SlackLost, SlackRefusal} from "../../../src/channels/slack/web_api.ts";
import {slackApis} from "../../../src/channels/slack/web_clients.ts";
import {type LocalSlack, startLocalSlack} from "./local/local_slack.ts";

let slack: LocalSlack;
let acme: SlackApi;
let globex: SlackApi;

beforeAll(async () => {
  slack = await startLocalSlack({
    teams: [
      {id: "T0ACME", name: "Acme"},
      {id: "T0GLOBEX", name: "Globex"},
    ],
  });
  const apis = await slackApis(
    slack.apiUrl,
    boltLogger(() => {}),
  );
  [acme, globex] = ["T0ACME", "T0GLOBEX"].map((id) => apis(slack.team(id).token)) as [SlackApi, SlackApi];
});

afterAll(() => slack[Symbol.asyncDispose]());

const post = (api: SlackApi, text: string) => api.call("chat.postMessage", {channel: "C0SALES", text});

const posted = (text: string, team = "T0ACME") =>
  slack.messagesIn("C0SALES", team).filter((message) => message.text === text).length;

test("a rate limit is waited for, and holds up neither other methods nor other workspaces", async () => {
  slack.fail({method: "chat.postMessage", how: "429", retryAfter: 5, team: "T0ACME"});
  const order: string[] = [];
  const limited = post(acme, "limited").then(() => order.push("limited"));
  await slackHeard("chat.postMessage");
  await acme.call("users.info", {user: "U0ANA"}).then(() => order.push("another method"));
  await post(globex, "elsewhere").then(() => order.push("another workspace"));
  await limited;
  expect(order).toEqual(["another method", "another workspace", "limited"]);
  expect([posted("limited"), posted("elsewhere", "T0GLOBEX")]).toEqual([1, 1]);
});

test("a status is rather not shown at all than late", async () => {
  const method = "assistant.threads.setStatus";
  slack.fail({method, how: "429", retryAfter: 3600});
  const told = () =>
    acme.call(method, {channel_id: "C0SALES", thread_ts: "1.1", status: "reads"}, {isDecoration: true});
  await expect(told()).rejects.toThrow(SlackBusy);
  await expect(told()).rejects.toThrow(SlackBusy);
  expect(slack.of(method)).toHaveLength(1);
});

test("what may have been posted is not posted again by itself", async () => {
  slack.fail({method: "chat.postMessage", how: "lost"});
  await expect(post(acme, "once")).rejects.toThrow(SlackLost);
  expect(posted("once")).toBe(1);
});

test("what changes nothing is asked again", async () => {
  slack.fail({method: "users.info", how: "500", times: 2});
  await expect(acme.call("users.info", {user: "U0ANA"})).resolves.toMatchObject({user: {id: "U0ANA"}});
});

test("a refusal says which, and no token", async () => {
  slack.fail({method: "chat.postMessage", how: "error:is_archived"});
  const refusal = await post(acme, "refused").catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(SlackRefusal);
  expect(refusal).toMatchObject({error: "is_archived", method: "chat.postMessage"});
  expect(String(refusal)).not.toContain("xoxb");
});

test("a server's error is no refusal: nobody knows what was done", async () => {
  slack.fail({method: "chat.postMessage", how: "500"});
  await expect(post(acme, "error")).rejects.toThrow(SlackLost);
});

test.each([
  ["U0ANA", "member"],
  ["U0ADA", "admin"],
  ["U0OWN", "admin"],
  ["U0GUS", "guest"],
  ["U0EVE", "stranger"],
])("%s is there as %s", async (user, rank) => {
  expect(await slackPeople().person(team(), user)).toMatchObject({id: user, rank});
});

test("of whom Slack does not tell now nothing is guessed: their message is not taken, and Slack sends it again", async () => {
  const people = slackPeople();
  slack.fail({method: "users.info", how: "500", times: 3});
  await expect(people.person(team(), "U0ADA")).rejects.toThrow(/does not say who you are/);
  expect(await people.person(team(), "U0ADA")).toMatchObject({rank: "admin"});
});

test("whom Slack does not know is a stranger; without the permission to ask everybody is a member", async () => {
  expect(await slackPeople().person(team(), "U0NOBODY")).toEqual({id: "U0NOBODY", rank: "stranger"});
  slack.fail({method: "users.info", how: "error:missing_scope"});
  expect(await slackPeople().person(team(), "U0ADA")).toEqual({id: "U0ADA", rank: "member"});
});

function team(): SlackTeam {
  return {installation: "T0ACME", api: acme, botUser: "U0TABLETALK"};
}

async function slackHeard(method: string): Promise<void> {
  while (slack.of(method).length === 0) await new Promise((done) => setTimeout(done, 10));
}
