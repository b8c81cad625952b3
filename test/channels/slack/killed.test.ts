import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {afterAll, beforeAll, expect, test, vi} from "vitest";
import {csv} from "./data.ts";
import {type LocalSlack, startLocalSlack} from "./local/local_slack.ts";

vi.setConfig({testTimeout: 240_000, hookTimeout: 120_000});

const SERVED = fileURLToPath(new URL("served.ts", import.meta.url));
let slack: LocalSlack;
let home: string;
let child: ChildProcess | undefined;
beforeAll(async () => {
  slack = await startLocalSlack();
  home = await mkdtemp(join(tmpdir(), "tabletalk-killed-"));
});
afterAll(async () => {
  child?.kill("SIGKILL");
  await slack[Symbol.asyncDispose]();
  await rm(home, {recursive: true, force: true});
});

async function start() {
  child = spawn(process.execPath, [SERVED, home, slack.apiUrl, slack.team().token], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [port] = await once(child.stdout!, "data");
  slack.deliverTo(`http://127.0.0.1:${String(port).trim()}/slack/events`);
}

async function kill() {
  const over = once(child!, "exit");
  child!.kill("SIGKILL");
  await over;
}

async function until(what: () => unknown) {
  const end = Date.now() + 100_000;
  while (!what()) {
    if (Date.now() > end) throw new Error(`${what}\n${slack.problems.join("\n")}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const figures = (ts: string) =>
  slack.thread("C0SALES", ts).filter((one) => /North \| 100/.test(slack.reads(one)));

/** Asks, kills the process at a moment, starts another; then somebody else asks, so that all before is over. */
async function answeredOnce(name: string, moment: () => unknown) {
  const {ts} = await slack.drop({
    channel: "C0SALES",
    user: "U0ANA",
    text: "<@U0TABLETALK> total amount by region",
    files: [csv(name)],
  });
  await until(moment);
  await kill();
  slack.faults.clear();
  await start();
  await until(() => figures(ts).length > 0 && slack.session("C0SALES", ts) !== "processing");
  const next = await slack.say({channel: "C0SALES", user: "U0BEN", text: "<@U0TABLETALK> what can you do?"});
  await until(() => slack.thread("C0SALES", next.ts).length > 0);
  expect(figures(ts)).toHaveLength(1);
}

test("killed while it reads the file: another process gives the answer, once", async () => {
  await start();
  slack.fail({method: "download", how: "slow:60000"});
  await answeredOnce("mid.csv", () => slack.faults.left().length === 0);
});

test("killed when the answer was posted, before it knew: another process finds it, and posts nothing", async () => {
  const count = () => slack.of("chat.postMessage").length + slack.of("chat.stopStream").length;
  const before = count();
  slack.fail({method: "chat.postMessage", how: "hang"});
  slack.fail({method: "chat.stopStream", how: "hang"});
  await answeredOnce("posted.csv", () => count() > before);
});

test("killed while it streams: another process finishes the same message", async () => {
  slack.fail({method: "chat.appendStream", how: "hang", times: 5});
  slack.fail({method: "chat.stopStream", how: "refused"});
  slack.fail({method: "download", how: "slow:1000"});
  await answeredOnce(
    "stream.csv",
    () => slack.of("chat.startStream").length > 0 || slack.of("chat.postMessage").length > 4,
  );
});

test("at the end nothing broke a rule of Slack's", () => {
  expect(slack.problems).toEqual([]);
});
