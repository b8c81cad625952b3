import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {keptPrincipal} from "../../../src/access/kept_principal.ts";
import {turnById} from "../../../src/store/turns.ts";
import {orders} from "../../reports/dashboard/open_table.ts";
import {type Caller, type Running, running} from "../http/running.ts";

let run: Running;
let ann: Caller;

beforeAll(async () => {
  run = await running({works: true});
  ann = await run.member("analyst");
  const path = join(run.home, "orders.csv");
  await writeFile(path, orders(300));
  await run.service.workspace("acme").importFile(path, {by: ann.person});
}, 60_000);
afterAll(async () => {
  await run?.[Symbol.asyncDispose]();
});

let count = 0;
async function say(text: string): Promise<string> {
  count += 1;
  const actor = `person:${ann.person}`;
  const sender = {
    kind: "person",
    workspace: "acme",
    person: ann.person,
    actor,
    role: "analyst",
    scopes: ["*"],
  };
  const sent = await run.service.inbox.send("acme", {
    ...{platform: "slack", installation: "T1", conversation: "D1", messageId: `m${count}`, actor, text},
    ...{owner: ann.person},
    options: {
      sender: keptPrincipal({...sender, projects: new Map()} as Parameters<typeof keptPrincipal>[0]),
      audience: "one",
    },
  });
  for await (const _ of run.service.inbox.events("acme", sent.id));
  const {turn} = (await run.service.inbox.state("acme", sent.id))!;
  return (turn && (await turnById(run.service.store, "acme", turn))?.summary) ?? "";
}

test("a change that could not be made leaves the dashboard to be changed; a question does not", async () => {
  expect(await say("make a dashboard")).toContain("The dashboard");
  expect(await say("make it quarterly")).toContain("by quarter now");
  expect(await say("drop the zebra")).not.toContain("The dashboard");
  expect(await say("undo")).toContain("The dashboard");
  expect(await say("total sales by region")).not.toContain("The dashboard");
  expect(await say("undo")).not.toContain("The dashboard");
}, 60_000);
