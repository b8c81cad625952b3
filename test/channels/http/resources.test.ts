import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {type Caller, type Running, running} from "./running.ts";

const WEATHER = join(import.meta.dirname, "../../../samples/seattle-weather.csv");

let server: Running;
let ann: Caller;
let boss: Caller;

beforeAll(async () => {
  server = await running({works: true});
  ann = await server.member("analyst");
  boss = await server.member("owner");
  await server.service.workspace("acme").importFile(WEATHER, {by: ann.person});
});
afterAll(async () => server[Symbol.asyncDispose]());

test("every list answers, to an owner, an analyst and a viewer alike or with a reason", async () => {
  const vic = await server.member("viewer");
  const lists = server.http.routes.filter(
    ({method, path, query}) =>
      method === "get" && !path.includes("{") && (query?.safeParse({}).success ?? true),
  );
  expect(lists.length).toBeGreaterThan(20);
  for (const {path} of lists) {
    // A key has no sign-ins to tell of.
    if (/^\/v1\/me\/(sign-ins|workspaces)$/.test(path)) continue;
    // Kaggle is asked as somebody, and nobody has said who: told as such.
    if (path.startsWith("/v1/kaggle/")) {
      const {status, json} = await boss.ask("GET", path);
      if (status !== 200) expect(json.next ?? json.detail).toContain("KAGGLE_API_TOKEN");
      continue;
    }
    expect([path, (await boss.ask("GET", path)).status]).toEqual([path, 200]);
    expect([200, 403]).toContain((await vic.ask("GET", path)).status);
  }
});

test("a document is taken in, found, and quoted", async () => {
  await ann.ask("POST", "/v1/collections", {name: "handbook"});
  const form = new FormData();
  const text =
    "# Refunds\n\nA customer may send goods back within thirty days of delivery.\n\n# Parking\n\nPark behind the house.";
  form.append("file", new Blob([text], {type: "text/markdown"}), "handbook.md");
  const taken = await ann.ask("POST", "/v1/collections/handbook/documents", form, {Prefer: "wait=60"});
  expect(taken.json).toMatchObject({state: "done", result: {state: "indexed"}});
  const found = await ann.ask("GET", "/v1/knowledge/answer?q=how%20long%20may%20goods%20be%20sent%20back%3F");
  expect(found.json.citations[0].quote).toContain("thirty days");
  expect((await ann.ask("GET", "/v1/documents")).json.items).toMatchObject([
    {state: "ready", title: "handbook.md"},
  ]);
});

test("a suite is asked as a job, and tells which answers were missed", async () => {
  const content = {
    datasets: ["seattle_weather"],
    cases: [
      {question: "How many rows are there?", expect: {contains: ["1,461"]}},
      {question: "How many rows are there?", expect: {contains: ["no such number"]}},
    ],
  };
  const made = await ann.ask("POST", "/v1/evaluations", {name: "weather", content});
  expect((await ann.ask("POST", "/v1/evaluations", {name: "weather", content})).status).toBe(409);
  const run = await ann.ask("POST", `/v1/evaluations/${made.json.id}/runs`, undefined, {Prefer: "wait=60"});
  expect(run.json).toMatchObject({state: "done", result: {right: 1, of: 2}});
  const {json} = await ann.ask("GET", `/v1/evaluations/${made.json.id}/results`);
  expect(json.items[0].content.results[1].faults).toEqual(['"no such number" is missing']);
  // What was asked for the suite is no conversation of anybody's.
  expect((await ann.ask("GET", "/v1/conversations")).json.items).toEqual([]);
});

test("terms, agents, prompts and statistics", async () => {
  const taught = await ann.ask("PUT", "/v1/definitions/Wet%20Day", {
    meaning: "a day with precipitation over 0",
  });
  expect(taught.json).toEqual({term: "wet day", version: 1});
  const agent = {does: "Looks at rain", instructions: "Look at rain and nothing else.", tools: ["aggregate"]};
  expect((await ann.ask("PUT", "/v1/agents/rain", agent)).json).toMatchObject({name: "rain", version: 1});
  const wrong = await ann.ask("PUT", "/v1/agents/rain", {...agent, tools: ["agregate"]});
  expect(wrong.json.detail).toContain("aggregate");
  expect((await ann.ask("DELETE", "/v1/agents/rain")).status).toBe(204);
  const prompts = await ann.ask("GET", "/v1/prompts");
  expect(prompts.json.items.map(({name}: {name: string}) => name)).toContain("planner");
  const counts = await ann.ask("GET", "/v1/statistics");
  expect(counts.json).toMatchObject({members: 3, datasets: 1, rows: 1461, waiting: 0});
});

test("a stream that broke off goes on after the last event, and tells none twice", async () => {
  const begun = await ann.ask("POST", "/v1/conversations", {});
  const sent = await ann.ask("POST", `/v1/conversations/${begun.json.id}/messages`, {
    text: "average precipitation by weather",
  });
  const path = `/v1/messages/${sent.json.id}/events`;
  const gone = new AbortController();
  const stream = await fetch(`${server.url}${path}`, {
    headers: {Authorization: `Bearer ${ann.key}`},
    signal: gone.signal,
  });
  let first = "";
  for await (const chunk of stream.body!) {
    first += Buffer.from(chunk).toString();
    if (/^id: /m.test(first)) break;
  }
  gone.abort();
  const told = idsIn(first);
  const rest = await ann.ask("GET", path, undefined, {"Last-Event-ID": told.at(-1)!});
  const whole = await ann.ask("GET", path);
  expect([...told, ...idsIn(rest.text)]).toEqual(idsIn(whole.text));
  expect(rest.text).toContain("event: answer");
  expect((await ann.ask("GET", path, undefined, {"Last-Event-ID": "nonsense"})).status).toBe(400);
});

test("nothing broke", () => {
  expect(server.log.filter(({status}) => status >= 500)).toEqual([]);
});

function idsIn(stream: string): string[] {
  return [...stream.matchAll(/^id: (.+)$/gm)].map(([, id]) => id!);
}
