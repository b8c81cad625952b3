import {describe, expect, test} from "vitest";
import {demandSlackUrl, slackHosts} from "../../../src/channels/slack/slack_hosts.ts";

describe("only Slack's own addresses are fetched", () => {
  test.each([
    "https://files.slack.com/files-pri/T1-F1/download/orders.csv",
    "https://hooks.slack.com/commands/T1/2/3",
    "https://slack.com/api/",
  ])("%s is", (url) => {
    expect(demandSlackUrl(slackHosts(), url).href).toBe(url);
  });

  test.each([
    "http://files.slack.com/orders.csv",
    "https://slack.com.evil.example/orders.csv",
    "https://evilslack.com/orders.csv",
    "https://files.slack.com:8443/orders.csv",
    "https://token@files.slack.com/orders.csv",
    "https://169.254.169.254/latest/meta-data",
    "file:///etc/passwd",
    "not an address",
  ])("%s is not", (url) => {
    expect(() => demandSlackUrl(slackHosts(), url)).toThrow(/kept elsewhere/);
  });
});
