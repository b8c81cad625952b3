import {writeFile} from "node:fs/promises";
import {createServer} from "node:http";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test, vi} from "vitest";
import {keptPrincipal} from "../../../src/access/kept_principal.ts";
import {messagesWithTurns} from "../../../src/store/conversation_list.ts";
import {saveDetails} from "../../../src/store/dataset_details.ts";
import {turnById} from "../../../src/store/turns.ts";
import {type Caller, type Running, running} from "../http/running.ts";

let run: Running;
let [ann, bob]: Caller[] = [];
let service = "";
const server = createServer((_request, response) => response.end(JSON.stringify([{who: "CEO", amount: 7}])));

beforeAll(async () => {
  vi.stubEnv("TABLETALK_PRIVATE_ADDRESSES", "1");
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  service = `http://127.0.0.1:${(server.address() as {port: number}).port}`;
  run = await running({works: true});
  [ann, bob] = [await run.member("analyst"), await run.member("analyst")];
  for (const [name, csv, by] of [
    ["sales", "who,amount\nNorth,100\n", bob!],
    ["salaries", "who,amount\nCEO,999999\n", ann!],
  ] as const) {
    const path = join(run.home, `${name}.csv`);
    await writeFile(path, csv);
    await run.service.workspace("acme").importFile(path, {by: by.person});
  }
  const own = {owner: ann!.person, visibility: "private"} as const;
  await saveDetails(run.service.store, "acme", "salaries", own);
}, 60_000);
afterAll(async () => {
  server.close();
  await run?.[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
});

const total = (table: unknown) => ({
  id: "total",
  kind: "aggregate",
  input: {table, measures: [{name: "amount", fn: "sum", of: {column: "amount"}}]},
});

/** Keeps a workflow of Ann's that the workspace sees. */
async function kept(name: string, nodes: object[]): Promise<void> {
  const document = {format: 1, name, title: name, nodes, headline: "total"};
  const answer = await ann!.ask("POST", "/v1/workflows", {document, visibility: "workspace"});
  expect(answer.text).not.toContain("detail");
}

let count = 0;
/** What is answered to somebody in a channel, or where they are alone. */
async function say(text: string, conversation: string, {person}: Caller, audience: "one" | "several") {
  count += 1;
  const actor = `person:${person}`;
  const role = "analyst";
  const sender = {kind: "person", workspace: "acme", person, actor, role, scopes: ["*"]} as const;
  const sent = await run.service.inbox.send("acme", {
    ...{platform: "slack", installation: "T1", conversation, messageId: `m${count}`, actor, text},
    ...(audience === "one" && {owner: person}),
    options: {sender: keptPrincipal({...sender, projects: new Map()}), audience},
  });
  for await (const _ of run.service.inbox.events("acme", sent.id));
  const {turn} = (await run.service.inbox.state("acme", sent.id))!;
  const {store} = run.service;
  const summary = (turn && (await turnById(store, "acme", turn))?.summary) ?? "";
  const whole = JSON.stringify(
    await messagesWithTurns(store, "acme", {conversation: sent.conversation, limit: 9}),
  );
  return {text: summary, whole, conversation: sent.conversation};
}

test("what is somebody's own is not run where several read; to them alone it is", async () => {
  await kept("pay", [total("salaries")]);
  const told = await say("run pay", "C1", ann!, "several");
  expect(told.text).toContain("salaries is not for everybody who can read here");
  expect(told.whole).not.toMatch(/999[,.]?999/);
  expect((await say("run pay", "D1", ann!, "one")).text).toMatch(/999[,.]?999/);
  await kept("open", [total("sales")]);
  expect((await say("run open", "C1", ann!, "several")).text).toContain("100");
});

test("what came over somebody's own connection is not told to several, though no node names it", async () => {
  await ann!.ask("POST", "/v1/connections", {name: "hr", url: service, headers: {"X-Token": "hunter22"}});
  const web = {id: "web", kind: "source.http", input: {connection: "hr", url: "/x", name: "bonus"}};
  await kept("extra", [web, total({$step: "web"})]);
  const told = await say("run extra", "C1", ann!, "several");
  expect(told.text).toContain("bonus is not for everybody");
  expect((await say("run extra", "D1", ann!, "one")).text).toContain("7");
});

test("in a channel nobody's private workflows are listed", async () => {
  const document = {format: 1, name: "mine", title: "Mine", nodes: [total("sales")], headline: "total"};
  await ann!.ask("POST", "/v1/workflows", {document, visibility: "private"});
  const listed = (await say("which workflows are there?", "C1", ann!, "several")).text;
  expect([listed.includes("open"), listed.includes("mine")]).toEqual([true, false]);
  expect((await say("which workflows are there?", "D1", ann!, "one")).text).toContain("mine");
});
