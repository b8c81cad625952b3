import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {type Caller, type Running, running} from "./running.ts";

const WEATHER = join(import.meta.dirname, "../../../samples/seattle-weather.csv");

let server: Running;
let ann: Caller;
let vic: Caller;
let asked: {conversation: string; turn: string; chart: string};

beforeAll(async () => {
  server = await running({works: true});
  ann = await server.member("analyst");
  vic = await server.member("viewer");
  await server.service.workspace("acme").importFile(WEATHER, {by: ann.person});
  const {json} = await ann.ask("POST", "/v1/ask", {
    question: "average precipitation by weather as a bar chart",
  });
  const turn = await ann.ask("GET", `/v1/turns/${json.turn.id}`);
  const chart = turn.json.artifacts.find((one: {chart?: string}) => one.chart);
  asked = {conversation: json.conversation, turn: json.turn.id, chart: chart.step};
});
afterAll(async () => server[Symbol.asyncDispose]());

test("a chart is shared with whoever has the link, until it is revoked", async () => {
  const made = await ann.ask("POST", "/v1/links", {
    kind: "chart",
    target: `${asked.turn}/${asked.chart}`,
    isPublic: true,
  });
  expect(made.status).toBe(201);
  const page = await fetch(`${server.url}/s/${made.json.token}`);
  expect(page.status).toBe(200);
  expect(page.headers.get("content-security-policy")).toMatch(/^sandbox /);
  expect(await page.text()).toContain("<html");
  const [link] = (await ann.ask("GET", "/v1/links")).json.items;
  expect(JSON.stringify(link)).not.toContain(made.json.token);
  expect((await ann.ask("DELETE", `/v1/links/${link.id}`)).status).toBe(204);
  expect((await fetch(`${server.url}/s/${made.json.token}`)).status).toBe(401);
});

test("a conversation is read by a member who has its link, and by nobody without", async () => {
  const {json} = await ann.ask("POST", "/v1/links", {kind: "conversation", target: asked.conversation});
  const path = `/v1/conversations/${asked.conversation}/messages`;
  expect((await vic.ask("GET", path)).status).toBe(404);
  const read = await vic.ask("GET", path, undefined, {"X-Tabletalk-Link": json.token});
  expect(read.json.items).toHaveLength(1);
  const said = await vic.ask("POST", path, {text: "and by month?"}, {"X-Tabletalk-Link": json.token});
  expect(said.status).toBe(404);
  const stranger = await server.member("owner", "globex");
  expect((await stranger.ask("GET", path, undefined, {"X-Tabletalk-Link": json.token})).status).toBe(404);
  expect((await fetch(`${server.url}/s/${json.token}`)).status).toBe(401);
});

test("a forgotten conversation is gone for good", async () => {
  const {json} = await ann.ask("POST", "/v1/ask", {question: "How many rows are there?"});
  const gone = await ann.ask("DELETE", `/v1/conversations/${json.conversation}`);
  expect(gone.json).toMatchObject({conversations: 1, messages: 1, answers: 1});
  expect((await ann.ask("GET", `/v1/turns/${json.turn.id}`)).status).toBe(404);
  expect((await ann.ask("GET", `/v1/messages/${json.id}`)).status).toBe(404);
});

test("one tool is called as it is", async () => {
  const {status, json} = await ann.ask("POST", "/v1/tools/run_sql", {
    input: {sql: "SELECT count(*) AS days FROM seattle_weather"},
  });
  expect(status).toBe(200);
  expect(json.table.rows).toEqual([[1461]]);
  const wrong = await ann.ask("POST", "/v1/tools/run_sql", {input: {sql: "DROP TABLE seattle_weather"}});
  expect(wrong.status).toBe(422);
  const unknown = await ann.ask("POST", "/v1/tools/nothing", {input: {}});
  expect(unknown.status).toBe(404);
  const methods = await ann.ask("GET", "/v1/tools/run_statistics/methods?q=welch");
  expect(methods.json.items.length).toBeGreaterThan(0);
});

test("a table of one's own is drawn; what makes no chart is refused", async () => {
  const table = {
    columns: [
      {name: "answer", type: "text"},
      {name: "count", type: "integer"},
    ],
    rows: [
      ["yes", 2],
      ["no", 1],
    ],
  };
  const spec = {kind: "bar", x: "answer", y: "count", title: "Votes"};
  const page = await ann.ask("POST", "/v1/charts", {spec, table, format: "html"});
  expect(page.headers.get("content-type")).toMatch(/^text\/html/);
  const bad = await ann.ask("POST", "/v1/charts", {spec: {...spec, y: "gone"}, table, format: "html"});
  expect(bad.status).toBe(422);
});
