import {expect, test} from "vitest";
import {slackSettingsFrom} from "../../../src/channels/slack/settings.ts";

const BOT = {SLACK_BOT_TOKEN: "xoxb-1"};
const OAUTH = {SLACK_CLIENT_ID: "1.2", SLACK_CLIENT_SECRET: "client", SLACK_SIGNING_SECRET: "signing"};

test("an environment that says nothing of Slack is none of Slack's", () => {
  expect(slackSettingsFrom({PATH: "/bin"})).toBeUndefined();
});

test("an app token means Socket Mode, a signing secret HTTP", () => {
  expect(slackSettingsFrom({...BOT, SLACK_APP_TOKEN: "xapp-1"})).toMatchObject({
    mode: "socket",
    appToken: "xapp-1",
  });
  expect(slackSettingsFrom({...BOT, SLACK_SIGNING_SECRET: "signing"})).toMatchObject({mode: "http"});
});

test("the secret of the state is the same in each process, and no other secret", () => {
  const [one, two] = [slackSettingsFrom(OAUTH), slackSettingsFrom(OAUTH)].map(
    (read) => read?.oauth?.stateSecret,
  );
  expect(one).toBe(two);
  expect(one).toMatch(/^[\w-]{43}$/);
  expect(slackSettingsFrom({...OAUTH, SLACK_CLIENT_SECRET: "other"})?.oauth?.stateSecret).not.toBe(one);
});

test.each([
  ["a bot token alone", BOT, /SLACK_APP_TOKEN/],
  ["an app token alone", {SLACK_APP_TOKEN: "xapp-1"}, /SLACK_BOT_TOKEN is missing/],
  ["a signing secret alone", {SLACK_SIGNING_SECRET: "signing"}, /SLACK_CLIENT_ID/],
  [
    "tokens mixed up",
    {SLACK_BOT_TOKEN: "xapp-secret", SLACK_APP_TOKEN: "xoxb-secret"},
    /SLACK_BOT_TOKEN cannot/,
  ],
])("%s is told, without any value", (_, environment, complaint) => {
  expect(() => slackSettingsFrom(environment)).toThrow(complaint);
  expect(() => slackSettingsFrom(environment)).not.toThrow(/xapp-secret|xoxb-secret/);
});
