import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {type Caller, type Running, running} from "./running.ts";

const WEATHER = join(import.meta.dirname, "../../../samples/seattle-weather.csv");

let server: Running;
let ann: Caller;
let vic: Caller;

beforeAll(async () => {
  server = await running({works: true});
  ann = await server.member("analyst");
  vic = await server.member("viewer");
  await server.service.workspace("acme").importFile(WEATHER, {by: ann.person});
});
afterAll(async () => server[Symbol.asyncDispose]());

test("a dataset is listed, looked into and found by a word", async () => {
  const listed = await ann.ask("GET", "/v1/datasets");
  expect(listed.json.items).toMatchObject([
    {name: "seattle_weather", rows: 1461, source: "seattle-weather.csv"},
  ]);
  const rows = await ann.ask("GET", "/v1/datasets/seattle_weather/rows?limit=2&offset=1");
  expect(rows.json).toMatchObject({
    rowCount: 1461,
    offset: 1,
    rows: [["2012-01-02", 10.9, 10.6, 2.8, 4.5, "rain"], {}],
  });
  const profile = await ann.ask("GET", "/v1/datasets/seattle_weather/profile");
  expect(profile.json.columns.map(({name}: {name: string}) => name)).toContain("precipitation");
  const receipt = await ann.ask("GET", "/v1/datasets/seattle_weather/receipt");
  expect(receipt.json.source.path).toBe("seattle-weather.csv");
  await ann.ask("GET", "/v1/datasets/seattle_weather/catalogue");
  const found = await ann.ask("GET", "/v1/dataset-search?q=precipitation");
  expect(found.json.items[0].dataset.name).toBe("seattle_weather");
});

test("what is said of a dataset is kept; a viewer says nothing; a private one is not there for others", async () => {
  const said = await ann.ask("PATCH", "/v1/datasets/seattle_weather", {
    description: "Rain",
    tags: ["Weather"],
  });
  expect(said.json).toMatchObject({description: "Rain", tags: ["weather"]});
  expect((await vic.ask("PATCH", "/v1/datasets/seattle_weather", {description: "no"})).status).toBe(403);
  const bad = await ann.ask("PATCH", "/v1/datasets/seattle_weather", {colour: "red"});
  expect(bad.status).toBe(422);
  expect(bad.json.errors[0].message).toContain("colour");
  const hidden = await ann.ask("PATCH", "/v1/datasets/seattle_weather", {
    visibility: "private",
    owner: ann.person,
  });
  expect(hidden.status).toBe(403);
  const boss = await server.member("owner");
  await boss.ask("PATCH", "/v1/datasets/seattle_weather", {visibility: "private", owner: ann.person});
  expect((await vic.ask("GET", "/v1/datasets/seattle_weather")).status).toBe(404);
  expect((await vic.ask("POST", "/v1/ask", {question: "rows?", datasets: ["seattle_weather"]})).status).toBe(
    404,
  );
  expect((await ann.ask("GET", "/v1/datasets/seattle_weather")).status).toBe(200);
  await ann.ask("PATCH", "/v1/datasets/seattle_weather", {visibility: "workspace"});
});

test("an answer tells its steps, rows and chart; feedback is kept; it computes again to the same", async () => {
  const {json} = await ann.ask("POST", "/v1/ask", {
    question: "average precipitation by weather as a bar chart",
  });
  const {id} = json.turn;
  const turn = await ann.ask("GET", `/v1/turns/${id}`);
  const charted = turn.json.artifacts.find(({chart}: {chart?: string}) => chart);
  const how = await ann.ask("GET", `/v1/turns/${id}/how`);
  expect(how.json.steps.flatMap(({sql}: {sql: string[]}) => sql).join(" ")).toContain("precipitation");
  expect(JSON.stringify(how.json)).not.toContain(server.home);
  const csv = await ann.ask("GET", `/v1/turns/${id}/artifacts/${turn.json.artifacts[0].step}/rows`);
  expect(csv.headers.get("content-type")).toMatch(/^text\/csv/);
  expect(csv.text).toContain("rain");
  const page = await ann.ask("GET", charted.chart.replace(".png", ".html"));
  expect(page.headers.get("content-security-policy")).toContain("sandbox");
  const spec = await ann.ask("GET", charted.chart.replace(".png", ".json"));
  expect(spec.json.spec.kind).toBe("bar");
  const known = await ann.ask("GET", charted.chart.replace(".png", ".json"), undefined, {
    "If-None-Match": spec.headers.get("etag") ?? "",
  });
  expect(known.status).toBe(304);

  expect((await ann.ask("PUT", `/v1/turns/${id}/feedback`, {verdict: "up"})).status).toBe(204);
  const opinions = await ann.ask("GET", "/v1/feedback?verdict=up&limit=1");
  expect(opinions.json).toMatchObject({items: [{turn: id, verdict: "up"}]});
  expect((await vic.ask("GET", "/v1/feedback")).status).toBe(403);
  expect((await ann.ask("PUT", `/v1/turns/${id}/pin`)).status).toBe(403);
  expect((await vic.ask("GET", `/v1/turns/${id}`)).status).toBe(404);
  const replay = await ann.ask("POST", `/v1/turns/${id}/replay`, undefined, {Prefer: "wait=60"});
  expect(replay.json).toMatchObject({state: "done", result: {same: true}});
});
