import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test, vi} from "vitest";
import {csv} from "../channels/slack/data.ts";
import {SIGNING_SECRET} from "../channels/slack/local/events.ts";
import {type LocalSlack, startLocalSlack} from "../channels/slack/local/local_slack.ts";

vi.setConfig({testTimeout: 240_000, hookTimeout: 240_000});

const home = mkdtempSync(join(tmpdir(), "tabletalk-serve-chat-"));
let slack: LocalSlack;
let served: ChildProcess;
let url: string;
let said = "";

beforeAll(async () => {
  slack = await startLocalSlack({});
  served = spawn(process.execPath, ["src/cli.ts", "serve", "--port", "0", "--home", home], {
    env: {
      ...process.env,
      TABLETALK_MODEL: "offline",
      SLACK_BOT_TOKEN: slack.team().token,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_API_URL: slack.apiUrl,
      // Nothing listens there: Discord cannot be joined, and nothing else minds.
      DISCORD_TOKEN: "not-a-token",
      DISCORD_API_URL: "http://127.0.0.1:9/api",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [served.stdout!, served.stderr!])
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  url = await vi.waitFor(
    () => {
      const [, found] = /serves at (\S+)/.exec(said) ?? [];
      if (found === undefined) throw new Error(`It does not serve yet: ${said}`);
      return found;
    },
    {timeout: 200_000, interval: 200},
  );
  slack.deliverTo(`${url}/slack/events`);
});

afterAll(async () => {
  served?.kill("SIGKILL");
  await slack?.[Symbol.asyncDispose]();
  rmSync(home, {recursive: true, force: true});
});

const channels = async () => ((await (await fetch(`${url}/readyz`)).json()) as {channels: unknown}).channels;

test("a platform is joined, and one that refuses is told of while the rest runs", async () => {
  await expect.poll(channels, {timeout: 200_000}).toEqual({slack: "running", discord: "waiting"});
  expect(said).toContain("Slack is joined.");
  expect(said).toMatch(/Discord cannot be joined: .* It is tried again in 5 s\./);
  expect(said).not.toContain("not-a-token");
});

test("what Slack sends to the same server is answered; what is not signed is not", async () => {
  const {ts} = await slack.drop({
    channel: "C0SALES",
    user: "U0ANA",
    text: "<@U0TABLETALK> total amount by region",
    files: [csv()],
  });
  await expect
    .poll(() => slack.thread("C0SALES", ts).map(slack.reads).join("\n"), {timeout: 200_000})
    .toMatch(/North/);
  const forged = await fetch(`${url}/slack/events`, {method: "POST", body: "{}"});
  expect(forged.status).toBe(401);
  expect((await fetch(`${url}/slack/nothing`)).status).toBe(404);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test("it ends when it is asked to", async () => {
  const ended = once(served, "exit");
  served.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});
