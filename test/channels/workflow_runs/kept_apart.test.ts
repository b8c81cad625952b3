import {existsSync} from "node:fs";
import {mkdir, readdir, writeFile} from "node:fs/promises";
import {createServer} from "node:http";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test, vi} from "vitest";
import {clearOldExports, KEPT_EXPORTS} from "../../../src/channels/workflow_runs/exports_of_run.ts";
import {saveDetails} from "../../../src/store/dataset_details.ts";
import {type Caller, type Json, type Running, running} from "../http/running.ts";

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
  await imported("sales", "who,amount\nNorth,100\n", bob!);
  await imported("salaries", "who,amount\nCEO,999999\n", ann!);
  const own = {owner: ann!.person, visibility: "private"} as const;
  await saveDetails(run.service.store, "acme", "salaries", own);
}, 60_000);
afterAll(async () => {
  server.close();
  await run?.[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
});

async function imported(name: string, csv: string, by: Caller): Promise<void> {
  const path = join(run.home, `${name}.csv`);
  await writeFile(path, csv);
  await run.service.workspace("acme").importFile(path, {by: by.person});
}

const total = (table: unknown) => ({
  id: "total",
  kind: "aggregate",
  input: {
    table,
    groups: [{name: "who", of: {column: "who"}}],
    measures: [{name: "amount", fn: "sum", of: {column: "amount"}}],
  },
});
const file = {
  id: "file",
  kind: "export.file",
  input: {table: {$step: "total"}, format: "csv", name: "monthly"},
};

/** Keeps a workflow, runs it, and waits for its end. */
async function ran(who: Caller, name: string, nodes: object[], more: object = {}): Promise<Json> {
  const document = {format: 1, name, title: name, nodes, headline: "total"};
  const kept = await who.ask("POST", "/v1/workflows", {document, ...more});
  expect(kept.text).not.toContain("detail");
  const begun = await who.ask("POST", `/v1/workflows/${name}/runs`, {});
  expect(begun.text).not.toContain("detail");
  return (await who.ask("GET", `/v1/runs/${begun.json.id}`, undefined, {prefer: "wait=60"})).json;
}

const fileOf = (who: Caller, {id}: Json) => who.ask("GET", `/v1/runs/${id}/nodes/file/file`);

test("a file of one run is never given as that of another, whatever both call it", async () => {
  const his = await ran(bob!, "bobs", [total("sales"), file]);
  const hers = await ran(ann!, "anns", [total("salaries"), file], {visibility: "private"});
  expect((await fileOf(ann!, hers)).text).toContain("999999");
  expect((await fileOf(bob!, his)).text).toBe("who,amount,n\r\nNorth,100,1\r\n");
  expect((await fileOf(bob!, hers)).status).toBe(404);

  const exports = join(run.home, "workspaces", "acme", "exports");
  const folder = join(exports, his.workflow);
  expect(await readdir(folder)).toEqual([his.id]);
  expect((await bob!.ask("DELETE", "/v1/workflows/bobs")).status).toBe(204);
  expect(existsSync(folder)).toBe(false);
  expect(await readdir(exports)).toEqual([hers.workflow]);
});

test("the files of old runs of a workflow are cleared", async () => {
  const home = join(run.home, "cleared");
  const ids = Array.from({length: KEPT_EXPORTS + 3}, (_, at) => `run${String(at).padStart(3, "0")}`);
  for (const id of ids) await mkdir(join(home, "exports", "flow", id), {recursive: true});
  await clearOldExports(home, {workflow: "flow", id: ids[1]!});
  const left = (await readdir(join(home, "exports", "flow"))).sort();
  expect(left).toEqual([ids[1], ...ids.slice(3)]);
});

const seenBy = async (who: Caller): Promise<string[]> =>
  (await who.ask("GET", "/v1/datasets")).json.items.map(({name}: Json) => name);

test("what comes over somebody's own connection to a web service is theirs alone, when it comes late too", async () => {
  const own = {name: "hr", url: service, headers: {"X-Token": "hunter22"}};
  expect((await ann!.ask("POST", "/v1/connections", own)).status).toBe(201);
  const brought = {id: "web", kind: "source.http", input: {connection: "hr", url: "/pay", name: "pay"}};
  const early = await ran(ann!, "early", [brought, total({$step: "web"})]);
  expect([early.state, early.error, early.table?.rows]).toEqual(["done", undefined, [["CEO", 7, 1]]]);
  const [first, again] = [total("sales"), total({$step: "web"})];
  const boss = {id: "boss", kind: "approve", input: {question: "Go on?", shown: {$step: "first"}}};
  const bonus = {...brought, input: {...brought.input, url: "/more", name: "bonus"}, needs: ["boss"]};
  const nodes = [{...first, id: "first"}, boss, bonus, again];
  const waiting = await ran(ann!, "late", nodes);
  await ann!.ask("POST", `/v1/runs/${waiting.id}/decision`, {approved: true});
  const late = await ann!.ask("GET", `/v1/runs/${waiting.id}`, undefined, {prefer: "wait=60"});
  expect(late.json.table.rows).toEqual([["CEO", 7, 1]]);

  expect(await seenBy(ann!)).toContain("pay");
  expect(await seenBy(bob!)).not.toContain("pay");
  for (const {id} of [early, waiting]) expect((await bob!.ask("GET", `/v1/runs/${id}`)).status).toBe(404);
});

test("a file that a private workflow reads is private, and never put over a dataset of everybody's", async () => {
  const folder = join(run.home, "workspaces", "acme", "files-in");
  await mkdir(folder, {recursive: true});
  await writeFile(join(folder, "sales.csv"), "who,amount\nBoard,5\n");
  const nodes = [{id: "read", kind: "source.file", input: {path: "sales.csv"}}, total({$step: "read"})];
  const end = await ran(ann!, "board", nodes, {visibility: "private"});
  expect([end.error, end.table?.rows]).toEqual([undefined, [["Board", 5, 1]]]);
  expect(await seenBy(ann!)).toContain("sales_2");
  expect(await seenBy(bob!)).not.toContain("sales_2");
});
