import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test, vi} from "vitest";
import {type Access, openAccess} from "../../../src/access/access.ts";
import {keptPrincipal} from "../../../src/access/kept_principal.ts";
import {localPrincipal, type Principal} from "../../../src/access/principal.ts";
import {openSecrets} from "../../../src/access/secret.ts";
import {handleHttpJobs} from "../../../src/channels/http/jobs.ts";
import {type OpenService, openService} from "../../../src/channels/open_service.ts";
import {type Ticked, tickDue} from "../../../src/channels/schedules/tick.ts";
import {loadConfig} from "../../../src/config.ts";
import {messagesWithTurns} from "../../../src/store/conversation_list.ts";
import {runsOf} from "../../../src/store/runs.ts";
import {turnById} from "../../../src/store/turns.ts";
import {changeSchedule, schedulesOf} from "../../../src/store/workflow_schedules.ts";
import {listWorkflows} from "../../../src/workflows/versions.ts";

const home = mkdtempSync(join(tmpdir(), "tabletalk-said-"));
const ann: Principal = {...localPrincipal("w"), actor: "ann"};
let service: OpenService;
let access: Access;

const orders = (north: number) =>
  [
    "region,revenue,ordered_on",
    `North,${north},2026-10-03`,
    "South,300,2026-10-20",
    "North,50,2026-09-02",
  ].join("\n");
async function bringOrders(north: number) {
  const path = join(home, "orders.csv");
  writeFileSync(path, orders(north));
  await service.workspace("w").importFile(path, {by: "ann"});
}

beforeAll(async () => {
  service = await openService(
    loadConfig({}, {TABLETALK_HOME: home, TABLETALK_MODEL: "offline", TABLETALK_TIME_ZONE: "UTC"}),
  );
  access = await openAccess(service.store, await openSecrets(home));
  handleHttpJobs(service, access, {uploadFolder: home});
  await bringOrders(200);
  await service.startWorking();
});
afterAll(async () => {
  await service.close();
  rmSync(home, {recursive: true, force: true});
});

let count = 0;
/** What is answered to somebody in a conversation. */
async function say(text: string, conversation = "thread", sender: Principal = ann) {
  count += 1;
  const sent = await service.inbox.send("w", {
    ...{platform: "http", installation: "w", conversation, messageId: `m${count}`, actor: sender.actor, text},
    options: {sender: keptPrincipal(sender)},
  });
  for await (const _ of service.inbox.events("w", sent.id));
  const {turn} = (await service.inbox.state("w", sent.id))!;
  const stored = (await turnById(service.store, "w", turn!))!;
  return {text: stored.summary ?? "", state: stored.state, conversation: sent.conversation};
}

/** Ticks the moment that the next schedule is due, and waits for what it tells, if anything. */
async function tickNext(): Promise<Ticked> {
  const due = (await schedulesOf(service.store, "w", {isEnabled: true}))
    .map(({nextAt}) => nextAt!)
    .sort()[0]!;
  const ticked = await tickDue({service, access}, new Date(Date.parse(due) + 500));
  await vi.waitFor(
    async () => {
      const jobs = await service.jobs.jobs("w", {kind: "workflow_run"});
      expect(jobs.every(({state}) => state === "done")).toBe(true);
    },
    {timeout: 20_000, interval: 50},
  );
  return ticked;
}

async function told(conversation: string): Promise<(string | null | undefined)[]> {
  const page = await vi.waitFor(
    async () => {
      const all = await messagesWithTurns(service.store, "w", {conversation, limit: 50});
      expect(all.every(({turn}) => turn !== undefined)).toBe(true);
      return all;
    },
    {timeout: 20_000, interval: 50},
  );
  return page.map(({turn}) => turn?.summary).reverse();
}

test("an answer is saved, run again, scheduled, told where it was asked for, listed and stopped", async () => {
  const first = await say("total revenue by region");
  expect(first).toMatchObject({state: "answered", text: expect.stringContaining("300")});
  const saved = await say("save this as regional sales");
  expect(saved.text).toContain("Saved “Regional sales” as the workflow regional-sales");
  expect((await say("which workflows are there?")).text).toContain(
    "regional-sales: Regional sales (version 1)",
  );
  expect((await say("run regional sales")).text).toContain("300");

  const scheduled = await say("run regional sales every Monday at 9");
  expect(scheduled.text).toContain(
    "“Regional sales” is scheduled every Monday at 09:00 UTC; posted here, to you.",
  );
  expect(scheduled.text).toMatch(/Next: Mon .* 09:00; Mon .* 09:00; Mon .* 09:00\./);
  expect((await say("what is scheduled here?")).text).toContain(
    "- Regional sales: every Monday at 09:00 UTC (next Mon",
  );

  await bringOrders(900);
  expect(await tickNext()).toMatchObject({begun: 1});
  expect((await told(first.conversation)).at(-1)).toContain("950");
  // What was told can be gone on from.
  expect((await say("only North")).text).toContain("950");

  expect((await say("stop the Monday one")).text).toContain("Stopped: “Regional sales”");
  expect(await schedulesOf(service.store, "w", {isEnabled: true})).toEqual([]);
  expect((await say("resume the Monday one")).text).toContain("On again");
  await say("stop all schedules");
});

test("an alert is told when it becomes true, and not before or again", async () => {
  await bringOrders(200);
  const first = await say("what is the total revenue?", "alerts");
  const made = await say("tell me when revenue falls below 500 every hour", "alerts");
  expect(made.text).toContain("is watched every hour, told once when total revenue falls below 500");
  const before = (await told(first.conversation)).length;
  await tickNext();
  expect(await told(first.conversation)).toHaveLength(before);
  await bringOrders(10);
  await tickNext();
  const after = await told(first.conversation);
  expect(after).toHaveLength(before + 1);
  expect(after.at(-1)).toMatch(/below 500\.[\s\S]*360/);
  await tickNext();
  expect(await told(first.conversation)).toHaveLength(before + 1);
  await say("stop all schedules", "alerts");
});

test("a run that fails is told once, and one that stays broken is turned off and says so", async () => {
  await bringOrders(200);
  const first = await say("total revenue by region", "broken");
  await say("post this daily at 7", "broken");
  const [schedule] = await schedulesOf(service.store, "w", {isEnabled: true});
  const {store} = service.workspace("w");
  const {renameDataset} = await import("../../../src/store/dataset_details.ts");
  await renameDataset(store, "w", "orders", "elsewhere");
  const before = (await told(first.conversation)).length;
  await tickNext();
  await tickNext();
  const once = await told(first.conversation);
  expect(once).toHaveLength(before + 1);
  expect(once.at(-1)).toContain("failed:");
  for (let time = 0; time < 3; time++) await tickNext();
  const off = await told(first.conversation);
  expect(off).toHaveLength(before + 2);
  expect(off.at(-1)).toContain("is off now. 5 runs in a row failed");
  expect((await schedulesOf(store, "w")).find(({id}) => id === schedule!.id)).toMatchObject({
    isEnabled: false,
  });
  await renameDataset(store, "w", "elsewhere", "orders");
});

test("what comes after a pause is one run; where missed times are to be left out, none", async () => {
  const {store} = service.workspace("w");
  await say("total revenue by region", "pause");
  await say("post this every hour", "pause");
  const [schedule] = await schedulesOf(store, "w", {isEnabled: true});
  const {id, nextAt} = schedule!;
  const late = new Date(Date.parse(nextAt!) + 5.5 * 3_600_000);
  expect(await tickDue({service, access}, late)).toMatchObject({begun: 1});
  expect(await tickDue({service, access}, late)).toMatchObject({begun: 0});
  await changeSchedule(store, "w", id, {missed: "skip", nextAt: new Date(nextAt!)});
  expect(await tickDue({service, access}, late)).toMatchObject({begun: 0, leftOut: 1});
  // On time it runs.
  const then = Date.parse((await schedulesOf(store, "w", {isEnabled: true}))[0]!.nextAt!);
  expect(await tickDue({service, access}, new Date(then + 2_000))).toMatchObject({begun: 1});
  expect(await runsOf(store, "w", {schedule: id})).toHaveLength(2);
  await say("stop all schedules", "pause");
});

test("words about time stay questions, and what is no time is refused with what to say", async () => {
  const all = await schedulesOf(service.store, "w");
  for (const question of [
    "revenue every month",
    "show revenue on Mondays",
    "daily revenue",
    "revenue by month",
  ])
    expect((await say(question, "plain")).state).not.toBe("failed");
  expect((await say("every Monday at 9", "empty")).text).toBe("There is no answer yet to be posted.");
  expect((await say("save this as heaviest", "empty")).text).toBe("There is no answer to save yet.");
  expect((await say("run heaviest", "empty")).text).toContain('no workflow called "heaviest"');
  await say("smallest revenue by region", "refused");
  const saved = (await listWorkflows(service.store, ann)).map(({name}) => name);
  expect((await say("post this every February 30 at 9", "refused")).text).toBe("That time never comes.");
  expect((await say("post this every minute", "refused")).text).toContain("more often than every 5 minutes");
  expect((await say("post this every Monday at 9 in #sales", "refused")).text).toContain(
    "#sales is not known here",
  );
  const viewer: Principal = {...ann, role: "viewer"};
  expect((await say("post this every Monday at 9", "refused", viewer)).state).toBe("failed");
  await say("smallest revenue and largest revenue by region", "refused");
  await say("total revenue and average revenue by region", "refused");
  expect((await say("tell me when region falls below 5", "refused")).text).toContain(
    "no number called region",
  );
  expect(await schedulesOf(service.store, "w")).toHaveLength(all.length);
  // What was to be scheduled is not saved as a workflow either.
  expect((await listWorkflows(service.store, ann)).map(({name}) => name)).toEqual(saved);
});

test("an alert on the smallest of a column watches that, and not how many rows it is of", async () => {
  await say("smallest revenue by region", "smallest");
  expect((await say("tell me when smallest revenue falls below 5", "smallest")).text).toContain(
    "told once when minimum revenue of any region falls below 5",
  );
  await say("stop all schedules", "smallest");
});
