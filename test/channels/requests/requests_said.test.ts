import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {type Access, openAccess} from "../../../src/access/access.ts";
import {keptPrincipal} from "../../../src/access/kept_principal.ts";
import {localPrincipal, type Principal} from "../../../src/access/principal.ts";
import {openSecrets} from "../../../src/access/secret.ts";
import {handleHttpJobs} from "../../../src/channels/http/jobs.ts";
import {type OpenService, openService} from "../../../src/channels/open_service.ts";
import {loadConfig} from "../../../src/config.ts";
import {turnById} from "../../../src/store/turns.ts";
import {schedulesOf} from "../../../src/store/workflow_schedules.ts";

const home = mkdtempSync(join(tmpdir(), "tabletalk-requests-"));
const ann: Principal = {...localPrincipal("w"), actor: "ann"};
let service: OpenService;
let access: Access;

beforeAll(async () => {
  service = await openService(
    loadConfig({}, {TABLETALK_HOME: home, TABLETALK_MODEL: "offline", TABLETALK_TIME_ZONE: "UTC"}),
  );
  access = await openAccess(service.store, await openSecrets(home));
  handleHttpJobs(service, access, {uploadFolder: home});
  const rows = [
    "region,revenue,ordered_on",
    "North,200,2026-10-03",
    "South,300,2026-10-20",
    "North,50,2026-09-02",
  ];
  const alerts = [
    "level,host,raised_on",
    "high,web,2026-10-03",
    "low,mail,2026-10-20",
    "high,mail,2026-09-02",
  ];
  for (const [name, lines] of [
    ["orders", rows],
    ["alerts", alerts],
  ] as const) {
    writeFileSync(join(home, `${name}.csv`), lines.join("\n"));
    await service.workspace("w").importFile(join(home, `${name}.csv`), {by: "ann"});
  }
  await service.startWorking();
});
afterAll(async () => {
  await service.close();
  rmSync(home, {recursive: true, force: true});
});

let count = 0;
async function say(text: string, conversation: string) {
  count += 1;
  const sent = await service.inbox.send("w", {
    ...{platform: "http", installation: "w", conversation, messageId: `m${count}`, actor: "ann", text},
    options: {sender: keptPrincipal(ann)},
  });
  for await (const _ of service.inbox.events("w", sent.id));
  const {turn} = (await service.inbox.state("w", sent.id))!;
  const stored = (await turnById(service.store, "w", turn!))!;
  return {text: stored.summary ?? "", state: stored.state};
}

test("a message without an answer is not saved or scheduled as the answer before it", async () => {
  const before = await schedulesOf(service.store, "w");
  await say("total revenue by region", "unanswered");
  expect((await say("what is the weather on mars?", "unanswered")).state).toBe("declined");
  const saved = await say("save this as martian", "unanswered");
  expect(saved.text).toContain(
    "“what is the weather on mars?” had no answer, so there is nothing of it to save",
  );
  // A request that failed is not what is meant by "this" either.
  expect((await say("post this every Monday at 9", "unanswered")).text).toContain(
    "nothing of it to schedule",
  );
  expect(await schedulesOf(service.store, "w")).toHaveLength(before.length);
  expect((await say("which workflows are there?", "unanswered")).text).not.toContain("martian");
  expect((await say("save the last answer as by region", "unanswered")).text).toContain("by-region");
  const posted = await say("post the last answer every Monday at 9", "unanswered");
  expect(posted.text).toContain("is scheduled every Monday at 09:00 UTC");
  await say("total revenue", "unanswered");
  expect((await say("save this as whole revenue", "unanswered")).text).toContain("whole-revenue");
  await say("stop all schedules", "unanswered");
});

test("a question that could be posted again and again is answered, and nothing is scheduled", async () => {
  const before = await schedulesOf(service.store, "w");
  const asked = await say("revenue by region every Monday at 9", "unsure");
  expect(asked).toMatchObject({state: "answered", text: expect.stringContaining("South")});
  expect(asked.text).toContain(
    "Nothing is scheduled; to have it every Monday at 9, say: post this every Monday at 9",
  );
  expect(await schedulesOf(service.store, "w")).toHaveLength(before.length);
  expect((await say("post this every Monday at 9", "unsure")).text).toContain("is scheduled every Monday");
  await say("stop all schedules", "unsure");
});

test("a workflow is run again and again without a time of day; what is none stays a question", async () => {
  await say("total revenue by region", "workflow");
  await say("save this as monthly sales", "workflow");
  expect((await say("run monthly sales every Friday", "workflow")).text).toContain(
    "is scheduled every Friday",
  );
  await say("stop all schedules", "workflow");
  expect((await say("run rate every Friday", "workflow")).text).not.toContain("scheduled");
});

test("a table's name wins over what is kept here", async () => {
  expect((await say("show alerts", "names")).text).not.toContain("every Monday");
  expect((await say("show my alerts", "names")).text).toContain(
    "Revenue by region: every Monday at 09:00 UTC",
  );
});
