import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {afterAll, beforeAll, expect, test, vi} from "vitest";
import {loadConfig} from "../../../src/config.ts";
import {saveDetails} from "../../../src/store/dataset_details.ts";
import {openStore} from "../../../src/store/open.ts";
import {runsOf} from "../../../src/store/runs.ts";
import type {Store} from "../../../src/store/store.ts";
import {
  changeSchedule,
  dueWorkflowSchedules,
  type StoredSchedule,
} from "../../../src/store/workflow_schedules.ts";
import {csv} from "./data.ts";
import {type LocalSlack, startLocalSlack} from "./local/local_slack.ts";

vi.setConfig({testTimeout: 240_000, hookTimeout: 120_000});

const SERVED = fileURLToPath(new URL("served.ts", import.meta.url));
const BOT = "<@U0TABLETALK>";
let slack: LocalSlack;
let home: string;
let store: Store;
let first: ChildProcess;
const running: ChildProcess[] = [];

beforeAll(async () => {
  slack = await startLocalSlack();
  home = await mkdtemp(join(tmpdir(), "tabletalk-scheduled-"));
  first = await start();
  store = await openStore(loadConfig({home, model: "offline"}, {}));
});
afterAll(async () => {
  for (const child of running) child.kill("SIGKILL");
  await store?.close();
  await slack[Symbol.asyncDispose]();
  await rm(home, {recursive: true, force: true});
});

/** Tabletalk as a process of its own: it takes messages, answers them, ticks, runs and delivers. */
async function start(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [SERVED, home, slack.apiUrl, slack.team().token], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.push(child);
  const [port] = await once(child.stdout!, "data");
  slack.deliverTo(`http://127.0.0.1:${String(port).trim()}/slack/events`);
  return child;
}

async function until<T>(what: () => T | Promise<T>, forWhat: string): Promise<Exclude<T, false | undefined>> {
  const end = Date.now() + 90_000;
  for (;;) {
    const found = await what();
    if (found) return found as Exclude<T, false | undefined>;
    if (Date.now() > end) throw new Error([`Nobody saw it: ${forWhat}`, ...slack.problems].join("\n"));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const own = (channel: string) => slack.messagesIn(channel).filter(({user}) => user === "U0TABLETALK");

/** Says something in a thread and waits for an answer that reads so. */
async function say(text: string, thread: string, expected: RegExp, user = "U0ANA"): Promise<void> {
  const before = slack.thread("C0SALES", thread).length;
  await slack.say({channel: "C0SALES", user, text: `${BOT} ${text}`, threadTs: thread});
  await until(
    () =>
      slack
        .thread("C0SALES", thread)
        .slice(before)
        .some((one) => one.user === "U0TABLETALK" && expected.test(slack.reads(one))),
    `${text}: ${expected}; ${slack
      .thread("C0SALES", thread)
      .slice(before)
      .map((one) => slack.reads(one))}`,
  );
}

/** The one schedule that is on, made due now. */
async function makeDue(): Promise<StoredSchedule> {
  const [schedule] = await dueWorkflowSchedules(store, new Date(Date.now() + 90 * 86_400_000), 10);
  await changeSchedule(store, schedule!.workspace, schedule!.id, {nextAt: new Date()});
  return schedule!;
}

test("made in chat, scheduled, run by one worker while another dies, told once in a channel", async () => {
  const {ts} = await slack.drop({
    ...{channel: "C0SALES", user: "U0ANA", text: `${BOT} total amount by region`, files: [csv()]},
  });
  await until(
    () => slack.thread("C0SALES", ts).some((one) => /North \| 100/.test(slack.reads(one))),
    "the first answer",
  );
  const weekly = "post this every Monday at 9 in";
  await say(`${weekly} <#C0AWAY|away>`, ts, /Tabletalk is not in #away/);
  await say(`${weekly} <#C0BOARD|board>`, ts, /You are not in #board/, "U0BEN");
  // A file of one channel is not for everybody of another.
  await say(`${weekly} <#C0BOARD|board>`, ts, /orders is not for everybody who can read in #board/);
  const {workspace: shared} = await store.db
    .selectFrom("datasets")
    .select("workspace")
    .executeTakeFirstOrThrow();
  await saveDetails(store, shared, "orders", {visibility: "workspace"});
  await say(`${weekly} <#C0BOARD|board>`, ts, /is scheduled every Monday at 09:00 UTC; posted in #board/);
  expect(own("C0BOARD")).toEqual([]);

  const second = await start();
  const {workspace, id} = await makeDue();
  // Whoever begins it is killed at once; the other has what is left.
  await until(async () => (await runsOf(store, workspace, {schedule: id})).length > 0, "the run");
  const over = once(first, "exit");
  first.kill("SIGKILL");
  await over;
  const [posted] = await until(
    () => own("C0BOARD").length > 0 && own("C0BOARD"),
    "the result in the channel",
  );
  expect(slack.reads(posted!)).toMatch(/every Monday at 09:00 UTC[\s\S]*North \| 100/);
  expect(await runsOf(store, workspace, {schedule: id})).toMatchObject([{state: "done"}]);

  // An alert, in the same channel: told when it is true, in its own thread's words.
  await changeSchedule(store, workspace, id, {isEnabled: false});
  const watch = "tell me when amount falls below 500 every hour in <#C0BOARD|board>";
  await say(watch, ts, /is watched every hour/);
  await makeDue();
  await until(() => own("C0BOARD").some((one) => /below 500/.test(slack.reads(one))), "the alert");
  await makeDue();
  await until(async () => (await runsOf(store, workspace)).length === 3, "the third run");
  await until(async () => (await runsOf(store, workspace)).every(({state}) => state === "done"), "its end");

  // What is said in the thread of a post goes on with it.
  await slack.say({channel: "C0BOARD", user: "U0ADA", text: `${BOT} only North`, threadTs: posted!.ts});
  await until(
    () =>
      slack
        .thread("C0BOARD", posted!.ts)
        .some((one) => one.user === "U0TABLETALK" && one.ts !== posted!.ts && /100/.test(slack.reads(one))),
    "the follow-up",
  );
  expect(own("C0BOARD").filter((one) => one.threadTs === undefined)).toHaveLength(2);
  expect(slack.problems).toEqual([]);
  second.kill("SIGTERM");
});
