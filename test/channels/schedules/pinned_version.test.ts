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
import {tickDue} from "../../../src/channels/schedules/tick.ts";
import {loadConfig} from "../../../src/config.ts";
import {messagesWithTurns} from "../../../src/store/conversation_list.ts";
import {runsOf} from "../../../src/store/runs.ts";
import {turnById} from "../../../src/store/turns.ts";
import {scheduleById, schedulesOf} from "../../../src/store/workflow_schedules.ts";
import {workflowDocumentSchema} from "../../../src/workflows/document.ts";
import {keepWorkflow, publishVersion} from "../../../src/workflows/versions.ts";

const home = mkdtempSync(join(tmpdir(), "tabletalk-pinned-"));
const ann: Principal = {...localPrincipal("w"), actor: "ann"};
const bob: Principal = {...localPrincipal("w"), actor: "bob", role: "analyst"};
let service: OpenService;
let access: Access;

beforeAll(async () => {
  service = await openService(
    loadConfig({}, {TABLETALK_HOME: home, TABLETALK_MODEL: "offline", TABLETALK_TIME_ZONE: "UTC"}),
  );
  access = await openAccess(service.store, await openSecrets(home));
  handleHttpJobs(service, access, {uploadFolder: home});
  const path = join(home, "orders.csv");
  writeFileSync(path, "region,revenue,salary\nNorth,200,7001\nSouth,300,7002\n");
  await service.workspace("w").importFile(path, {by: "ann"});
  await service.startWorking();
});
afterAll(async () => {
  await service.close();
  rmSync(home, {recursive: true, force: true});
});

/** A new version of a workflow that both see, by somebody: the sum of a column. */
async function keep(by: Principal, column: string, name = "sums") {
  const document = workflowDocumentSchema.parse({
    ...{format: 1, name, title: "Sums", headline: "sum"},
    nodes: [
      {
        ...{id: "sum", kind: "aggregate"},
        input: {table: "orders", measures: [{name: column, fn: "sum", of: {column}}]},
      },
    ],
  });
  return keepWorkflow(service.workspace("w").store, by, document);
}

let count = 0;
async function say(text: string, conversation: string, sender: Principal) {
  count += 1;
  const sent = await service.inbox.send("w", {
    ...{platform: "http", installation: "w", conversation, messageId: `m${count}`, actor: sender.actor, text},
    options: {sender: keptPrincipal(sender)},
  });
  for await (const _ of service.inbox.events("w", sent.id));
  const {turn} = (await service.inbox.state("w", sent.id))!;
  const {summary} = (await turnById(service.store, "w", turn!))!;
  return {text: summary ?? "", conversation: sent.conversation};
}

/** Runs a schedule at its next time; what is told. */
async function tick(id: string, conversation: string) {
  const {nextAt} = (await scheduleById(service.store, "w", id))!;
  const before = (await messagesWithTurns(service.store, "w", {conversation, limit: 50})).length;
  expect(await tickDue({service, access}, new Date(Date.parse(nextAt!) + 500))).toMatchObject({begun: 1});
  return vi.waitFor(
    async () => {
      const all = await messagesWithTurns(service.store, "w", {conversation, limit: 50});
      expect(all).toHaveLength(before + 1);
      expect(all.every(({turn}) => turn !== undefined)).toBe(true);
      return all[0]!.turn!.summary ?? "";
    },
    {timeout: 20_000, interval: 50},
  );
}

test("a schedule runs the version that its owner saw: what others make of the workflow waits for their word", async () => {
  await keep(bob, "revenue");
  const {conversation} = await say("run sums every Monday at 9", "ann", ann);
  const [schedule] = await schedulesOf(service.store, "w", {isEnabled: true});
  const {id} = schedule!;
  expect(schedule).toMatchObject({version: 1, createdBy: "ann"});
  expect(await tick(id, conversation)).toContain("500");

  await keep(bob, "salary");
  const note = 'sums has a newer version by bob; say "use the new version of sums" or schedule it again.';
  const told = await tick(id, conversation);
  expect(told).toContain("500");
  expect(told).toContain(note);
  // Published it is somebody else's as well, and it is told once.
  await publishVersion(service.workspace("w").store, bob, "sums");
  const again = await tick(id, conversation);
  expect(again).toContain("500");
  expect(again).not.toContain("newer version");
  expect(await runsOf(service.store, "w", {schedule: id})).toMatchObject([
    {version: 1},
    {version: 1},
    {version: 1},
  ]);

  // Nobody else can say so: it would run with her rights.
  await say("use the new version of sums", "bob", {...bob, role: "owner"});
  expect(await scheduleById(service.store, "w", id)).toMatchObject({version: 1});
  const used = await say("use the new version of sums", "ann", ann);
  expect(used.text).toContain("“Sums” runs version 2 of sums from now on, with your rights.");
  expect(await tick(id, conversation)).toContain("14,003");
});

test("what the owner of a schedule publishes is taken over, and not what comes after it by somebody else", async () => {
  const {store} = service.workspace("w");
  await say("stop all schedules", "ann", ann);
  await keep(ann, "revenue", "own");
  const {conversation} = await say("run own every Monday at 9", "own", ann);
  const [{id} = {id: ""}] = await schedulesOf(store, "w", {isEnabled: true});
  await keep(ann, "salary", "own");
  await publishVersion(store, ann, "own");
  await keep(bob, "revenue", "own");
  await publishVersion(store, bob, "own");
  const told = await tick(id, conversation);
  expect(told).toContain("14,003");
  expect(told).toContain("own has a newer version by bob");
  expect(await scheduleById(store, "w", id)).toMatchObject({version: 2, toldVersion: 3});
});
