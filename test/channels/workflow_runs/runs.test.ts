import {readdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {replayStored} from "../../../src/channels/http/replay_job.ts";
import type {Job} from "../../../src/store/jobs.ts";
import {type Caller, type Json, type Running, running} from "../http/running.ts";

let run: Running;
let [ann, bob, viewer]: Caller[] = [];

beforeAll(async () => {
  run = await running({works: true, environment: {TABLETALK_LEASE_MS: "1500"}});
  [ann, bob, viewer] = [await run.member("owner"), await run.member("analyst"), await run.member("viewer")];
  await imported("sales", "region,amount\nNorth,100\nSouth,80\nNorth,50\nEast,20\n");
}, 60_000);
afterAll(() => run?.[Symbol.asyncDispose]());

/** A dataset of everybody's, in another version each time. */
async function imported(name: string, csv: string): Promise<void> {
  const path = join(run.home, `${name}.csv`);
  await writeFile(path, csv);
  await run.service.workspace("acme").importFile(path, {by: ann!.person});
}

const byRegion = {
  id: "by_region",
  kind: "aggregate",
  input: {
    table: "sales",
    groups: [{name: "region", of: {column: "region"}}],
    measures: [{name: "amount", fn: "sum", of: {column: "amount"}}],
    order: [{by: "amount", direction: "desc"}],
  },
};

const toFile = (name: string, more: object = {}) => ({
  id: "file",
  kind: "export.file",
  input: {table: {$step: "by_region"}, format: "csv", name},
  ...more,
});

/** Keeps a workflow. */
async function kept(name: string, nodes: object[], more: object = {}): Promise<void> {
  const document = {format: 1, name, title: "Sales by region", nodes, headline: "by_region", ...more};
  const answer = await ann!.ask("POST", "/v1/workflows", {document});
  expect(answer.text).not.toContain("detail");
  expect(answer.status).toBe(201);
}

/** Waits until a run has ended, or asks a person. */
async function ended(id: string, who = ann!): Promise<Json> {
  return (await who.ask("GET", `/v1/runs/${id}`, undefined, {prefer: "wait=60"})).json;
}

async function ran(name: string, body: object = {}): Promise<Json> {
  const begun = await ann!.ask("POST", `/v1/workflows/${name}/runs`, body);
  expect(begun.status).toBe(202);
  return ended(begun.json.id);
}

const states = ({nodes}: Json): Record<string, string> =>
  Object.fromEntries(nodes.map(({node, state}: Json) => [node, state]));

/** The names of the files that a run wrote. */
const filesOf = async ({workflow, id}: Json): Promise<string[]> => {
  const folder = join(run.home, "workspaces", "acme", "exports", workflow, id);
  const found = await readdir(folder, {recursive: true, withFileTypes: true}).catch(() => []);
  return found.flatMap((one) => (one.isFile() ? [one.name] : []));
};

test("a run tells its table, its text and how long each node took, and keeps a recipe that replays", async () => {
  await kept("plain", [byRegion, toFile("sales_{{year}}")], {
    parameters: {year: {type: "number", default: 2026}},
    tell: "{{by_region.region}} leads with {{by_region.amount}}.",
  });
  const end = await ran("plain");
  expect(end).toMatchObject({state: "done", text: "North leads with 150."});
  expect(end.table.rows).toEqual([
    ["North", 150, 2],
    ["South", 80, 1],
    ["East", 20, 1],
  ]);
  expect(states(end)).toEqual({by_region: "done", file: "done"});
  for (const {attempts, elapsedMs} of end.nodes) expect([attempts, elapsedMs > 0]).toEqual([1, true]);
  expect(await filesOf(end)).toEqual(["sales_2026.csv"]);
  const file = await ann!.ask("GET", `/v1/runs/${end.id}/nodes/file/file`);
  expect(file.text).toBe("region,amount,n\r\nNorth,150,2\r\nSouth,80,1\r\nEast,20,1\r\n");
  const job = {workspace: "acme", input: {recipe: end.recipe}} as Job;
  const signal = new AbortController().signal;
  expect(await replayStored(run.service)(job, {signal, progress: () => {}})).toMatchObject({
    same: true,
    differences: [],
  });
});

test("the same workflow on newer data says what changed against the last run", async () => {
  await kept("moving", [byRegion]);
  const first = await ran("moving");
  const before = "region,amount\nNorth,100\nSouth,80\nNorth,50\nEast,20\n";
  await imported("sales", "region,amount\nNorth,200\nSouth,80\nWest,5\n");
  const second = await ran("moving");
  await imported("sales", before);
  const {json} = await ann!.ask("GET", `/v1/runs/${second.id}/diff`);
  expect(json).toMatchObject({before: first.id, after: second.id, same: false});
  const [table] = json.tables;
  expect(table.diff.added.rows).toEqual(["West"]);
  expect(table.diff.removed.rows).toEqual(["East"]);
  expect(table.diff.changed.cells).toEqual([
    {row: "North", column: "amount", was: 150, is: 200, change: 50, share: 50 / 150},
    {row: "North", column: "n", was: 2, is: 1, change: -1, share: -0.5},
  ]);
  expect(json.said.join(" ")).toContain("2 cells changed; most: North, n fell from 2 to 1 (-50 %)");
  const none = await ann!.ask("GET", `/v1/runs/${second.id}/diff?with=${second.id}`);
  expect(none.json).toMatchObject({same: true, said: ["Nothing changed."]});
});

test("a run waits for a person, who changes what comes later; then it goes on", async () => {
  await kept("asking", [
    byRegion,
    {id: "boss", kind: "approve", input: {question: "Send it?", shown: {$step: "by_region"}}},
    toFile("asked", {needs: ["boss"]}),
  ]);
  const waiting = await ran("asking");
  expect(waiting).toMatchObject({state: "waiting", waitsFor: "boss", question: "Send it?"});
  expect(states(waiting)).toEqual({by_region: "done", boss: "waiting"});
  const at = `/v1/runs/${waiting.id}/decision`;
  expect((await viewer!.ask("POST", at, {approved: true})).status).toBe(403);
  // It has Ann's rights: what it does is not another's to change.
  expect((await bob!.ask("POST", at, {approved: true, changes: {file: {name: "x"}}})).status).toBe(403);
  const wrong = await ann!.ask("POST", at, {approved: true, changes: {by_region: {table: "other"}}});
  expect(wrong.text).toContain('Node \\"by_region\\" is done already.');
  const bad = await ann!.ask("POST", at, {approved: true, changes: {file: {format: "doc"}}});
  expect([bad.status, bad.text.includes('\\"file\\"')]).toEqual([422, true]);
  const change = {approved: true, note: "As JSON.", changes: {file: {format: "json", name: "changed"}}};
  expect((await ann!.ask("POST", at, change)).status).toBe(202);
  const end = await ended(waiting.id);
  expect([end.state, end.error]).toEqual(["done", undefined]);
  expect(end.nodes.find(({node}: Json) => node === "by_region").attempts).toBe(1);
  const {text} = await ann!.ask("GET", `/v1/runs/${end.id}/nodes/file/file`);
  expect(JSON.parse(text)).toEqual([
    {region: "North", amount: 150, n: 2},
    {region: "South", amount: 80, n: 1},
    {region: "East", amount: 20, n: 1},
  ]);
  expect((await bob!.ask("POST", at, {approved: true})).status).toBe(409);
});

test("a rejected run fails there, and writes nothing", async () => {
  await kept("rejected", [
    byRegion,
    {id: "boss", kind: "approve", input: {question: "Send it?"}},
    toFile("never", {needs: ["boss"]}),
  ]);
  const {id} = await ran("rejected");
  await bob!.ask("POST", `/v1/runs/${id}/decision`, {approved: false, note: "Too high."});
  const end = await ended(id);
  expect(end).toMatchObject({state: "failed", error: {code: "refused"}});
  expect(end.error.message).toContain("Too high.");
  expect(await filesOf(end)).toEqual([]);
});

test("conditions and branches leave out what is not meant", async () => {
  await kept("ways", [
    byRegion,
    {
      id: "way",
      kind: "branch",
      input: {
        nodes: [{$step: "by_region"}],
        ways: [
          {is: "large", when: {test: "cell", node: "by_region", column: "amount", op: ">", value: 1_000}},
          {is: "small", when: {test: "rows", node: "by_region", op: ">", value: 1}},
        ],
      },
    },
    toFile("large_one", {when: {test: "branch", node: "way", is: "large"}}),
    {...toFile("small_one", {when: {test: "branch", node: "way", is: "small"}}), id: "other"},
  ]);
  const end = await ran("ways");
  expect(end.state).toBe("done");
  expect(states(end)).toEqual({by_region: "done", way: "done", file: "skipped", other: "done"});
  expect(await filesOf(end)).toEqual(["small_one.csv"]);
});

test("a failed run names its node, and goes on from there when it is tried again", async () => {
  const {createServer} = await import("node:http");
  const {vi} = await import("vitest");
  vi.stubEnv("TABLETALK_PRIVATE_ADDRESSES", "1");
  const got: {key: string | string[] | undefined; body: string}[] = [];
  let broken = true;
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => (body += part));
    request.on("end", () => {
      if (broken) return void response.writeHead(500).end("not today");
      got.push({key: request.headers["idempotency-key"], body});
      response.end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const {port} = server.address() as {port: number};
    const url = `http://127.0.0.1:${port}/hook`;
    await kept("posting", [
      byRegion,
      {
        id: "post",
        kind: "export.http",
        input: {url, table: {$step: "by_region"}, body: {top: "{{by_region.region}}"}},
        retry: {attempts: 2, waitMs: 1},
      },
    ]);
    const failed = await ran("posting");
    expect(failed).toMatchObject({state: "failed", error: {code: "unavailable"}});
    expect(failed.error.message).toMatch(/^Node "post": 127\.0\.0\.1:\d+ answers 500/);
    expect(failed.nodes.find(({node}: Json) => node === "post").attempts).toBe(2);
    broken = false;
    expect((await ann!.ask("POST", `/v1/runs/${failed.id}/retry`)).status).toBe(202);
    const end = await ended(failed.id);
    expect(end.state).toBe("done");
    expect(end.nodes.find(({node}: Json) => node === "by_region").attempts).toBe(1);
    expect(got.map(({key}) => key)).toEqual([`tabletalk-${failed.id}-post`]);
    expect(JSON.parse(got[0]!.body)).toEqual({
      top: "North",
      rows: [
        {region: "North", amount: 150, n: 2},
        {region: "South", amount: 80, n: 1},
        {region: "East", amount: 20, n: 1},
      ],
    });
    expect((await ann!.ask("POST", `/v1/runs/${failed.id}/retry`)).status).toBe(409);
  } finally {
    vi.unstubAllEnvs();
    server.close();
  }
});

test("a run is cancelled while a step runs, is left clean, and can be resumed", async () => {
  await kept("slow", [
    byRegion,
    {
      id: "long",
      kind: "step",
      input: {
        tool: "run_sql",
        input: {
          sql: "SELECT count(*) AS n FROM range(20000000) a, range(20000) b WHERE hash(a.range + b.range) % 7 = 3",
        },
      },
      needs: ["by_region"],
    },
  ]);
  const {json: begun} = await ann!.ask("POST", "/v1/workflows/slow/runs", {});
  const node = async (): Promise<string | undefined> =>
    states((await ann!.ask("GET", `/v1/runs/${begun.id}`)).json).long;
  while ((await node()) !== "running") await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await ann!.ask("POST", `/v1/runs/${begun.id}/cancel`)).json).toEqual({cancelled: true});
  expect((await ann!.ask("POST", `/v1/runs/${begun.id}/cancel`)).json).toEqual({cancelled: false});
  while ((await node()) === "running") await new Promise((resolve) => setTimeout(resolve, 100));
  const end = await ended(begun.id);
  expect(end.state).toBe("aborted");
  expect(states(end)).toEqual({by_region: "done", long: "failed"});
  expect((await ann!.ask("POST", `/v1/runs/${begun.id}/decision`, {approved: true})).status).toBe(409);
  let resumed = await ann!.ask("POST", `/v1/runs/${begun.id}/resume`);
  for (; resumed.status === 409; resumed = await ann!.ask("POST", `/v1/runs/${begun.id}/resume`))
    await new Promise((resolve) => setTimeout(resolve, 100));
  expect([resumed.status, resumed.json.state]).toEqual([202, "waiting"]);
  while ((await node()) !== "running") await new Promise((resolve) => setTimeout(resolve, 50));
  const again = (await ann!.ask("GET", `/v1/runs/${begun.id}`)).json;
  expect(again.nodes.find((one: Json) => one.node === "by_region").attempts).toBe(1);
  await ann!.ask("POST", `/v1/runs/${begun.id}/cancel`);
}, 30_000);

test("what is wrong is told at once, with its node or parameter", async () => {
  const document = (nodes: object[], more: object = {}) => ({
    document: {format: 1, name: "wrong", title: "Wrong", nodes, headline: "a", ...more},
  });
  const node = (id: string, needs: string[]) => ({...byRegion, id, needs});
  const circle = await ann!.ask("POST", "/v1/workflows", document([node("a", ["b"]), node("b", ["a"])]));
  expect([circle.status, circle.json.code]).toEqual([422, "bad_plan"]);
  expect(circle.json.detail).toMatch(/"?a"? -> "?b"? -> "?a"?/);
  const dangling = await ann!.ask("POST", "/v1/workflows", document([node("a", ["gone"])]));
  expect(dangling.json.detail).toContain('"gone"');
  const checked = await viewer!.ask("POST", "/v1/workflows/validate", document([node("a", ["gone"])]));
  expect(checked.json).toMatchObject({valid: false, problems: [{node: "a"}]});

  await kept("chosen", [byRegion, toFile("of_{{region}}")], {
    parameters: {region: {type: "text", default: "North"}},
  });
  const name = "x'; DROP TABLE sales; --";
  const end = await ran("chosen", {parameters: {region: name}});
  expect(end.state).toBe("done");
  expect(await filesOf(end)).toEqual(["of_x_drop_table_sales.csv"]);
  const unknown = await ann!.ask("POST", "/v1/workflows/chosen/runs", {parameters: {regoin: "North"}});
  expect([unknown.status, unknown.json.next]).toEqual([422, 'Did you mean "region"?']);
});

test("others see a run only where they may see what it read; a viewer runs nothing", async () => {
  await kept("shared", [byRegion]);
  const end = await ran("shared");
  expect((await ended(end.id, viewer!)).state).toBe("done");
  expect((await viewer!.ask("POST", "/v1/workflows/shared/runs", {})).status).toBe(403);
  await imported("own", "region,amount\nNorth,1\n");
  const patched = await ann!.ask("PATCH", "/v1/datasets/own", {visibility: "private"});
  expect(patched.status).toBeLessThan(300);
  const nodes = [{...byRegion, input: {...byRegion.input, table: "own"}}];
  await kept("hidden", nodes);
  const hidden = await ran("hidden");
  expect(hidden.state).toBe("done");
  expect((await bob!.ask("GET", `/v1/runs/${hidden.id}`)).status).toBe(404);
  expect((await bob!.ask("GET", "/v1/runs?workflow=hidden")).json.items).toEqual([]);
  expect((await bob!.ask("POST", "/v1/workflows/hidden/runs", {})).status).toBe(422);
});
