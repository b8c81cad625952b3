import {afterAll, beforeAll, expect, test} from "vitest";
import {SECRETS} from "../../kaggle/server/shelf.ts";
import {kaggleWorkplace} from "../../kaggle/workplace.ts";
import {type Caller, type Json, type Running, running} from "./running.ts";

const {server: kaggle} = kaggleWorkplace();
let server: Running;
let analyst: Caller;
let viewer: Caller;

beforeAll(async () => {
  process.env.KAGGLE_API_ENDPOINT = kaggle().url;
  process.env.KAGGLE_API_TOKEN = SECRETS.token;
  server = await running({works: true});
  analyst = await server.member("analyst", "acme");
  viewer = await server.member("viewer", "acme");
}, 60_000);
afterAll(() => server[Symbol.asyncDispose]());

async function done(path: string): Promise<Json> {
  for (let tries = 0; tries < 300; tries++) {
    const {json} = await analyst.ask("GET", path);
    if (["done", "failed", "aborted"].includes(json.state)) return json;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("The job did not end");
}

async function bringIn(body: object): Promise<Json> {
  const {status, headers} = await analyst.ask("POST", "/v1/kaggle/imports", body);
  expect(status).toBe(202);
  return done(headers.get("location")!);
}

test("datasets are found and looked at, with licence and columns", async () => {
  const found = await viewer.ask("GET", "/v1/kaggle/datasets?search=penguins&maxSize=100");
  expect(found.json.items.map((one: Json) => one.ref)).toEqual(["ada/penguin-sizes"]);
  const one = await viewer.ask("GET", "/v1/kaggle/datasets/ada/penguins");
  expect(one.json).toMatchObject({version: 2, licence: {use: "attribution"}});
  expect(one.json.files[0]).toMatchObject({name: "penguins.csv", columns: [{name: "mass"}]});
  const files = await viewer.ask("GET", "/v1/kaggle/datasets/grace/many/files");
  expect(files.json.items).toHaveLength(20);
  expect(files.json.next).toBeDefined();
  const missing = await viewer.ask("GET", "/v1/kaggle/datasets/ada/pengiuns");
  expect(missing.status).toBeLessThan(500);
  expect(missing.text).toContain("ada/penguins");
});

test("a job brings every table in; receipt, list and answer carry the licence; a viewer may not", async () => {
  const job = await bringIn({ref: "ada/penguins"});
  expect(job).toMatchObject({state: "done", result: {origin: {ref: "ada/penguins", version: 2}}});
  expect(job.result.datasets).toEqual([
    {name: "penguins_islands", rows: 1, columns: 2},
    {name: "penguins_penguins", rows: 2, columns: 3},
  ]);
  const receipt = await viewer.ask("GET", "/v1/datasets/penguins_penguins/receipt");
  expect(receipt.json.source.origin).toMatchObject({ref: "ada/penguins", licence: {name: "CC-BY-4.0"}});
  const listed = await viewer.ask("GET", "/v1/datasets/penguins_penguins");
  expect(listed.json.published).toMatchObject([{ref: "ada/penguins", version: 2}]);
  const answer = await viewer.ask("POST", "/v1/ask", {
    question: "average mass by species",
    datasets: ["penguins_penguins"],
  });
  expect(answer.text).toContain("Data: Penguins of Palmer (ada/penguins) version 2, CC-BY-4.0");
  const downloads = await viewer.ask("GET", "/v1/kaggle/downloads");
  expect(downloads.json.items).toMatchObject([{ref: "ada/penguins", licence: {use: "attribution"}}]);
  expect(downloads.text).not.toContain(server.home);
  expect((await viewer.ask("POST", "/v1/kaggle/imports", {ref: "ada/penguins"})).status).toBe(403);
  expect((await viewer.ask("DELETE", "/v1/kaggle/downloads/ada/penguins")).status).toBe(403);
});

test("nobody's dataset is replaced: another of the name gets a number, a newer version of the same does not", async () => {
  const stranger = await server.member("owner", "other");
  expect((await stranger.ask("GET", "/v1/kaggle/downloads")).json.items).toEqual([]);
  const older = await bringIn({ref: "ada/penguins/versions/1", name: "birds"});
  expect(older.result.datasets).toMatchObject([{name: "birds", rows: 1}]);
  const other = await bringIn({ref: "ada/penguin-sizes", name: "birds"});
  expect(other.result.datasets).toMatchObject([{name: "birds_2"}]);
  const newer = await bringIn({ref: "ada/penguins", file: "penguins.csv", name: "birds"});
  expect(newer.result.datasets).toMatchObject([{name: "birds", rows: 2}]);
});

test("what was asked in words is brought in too, and its rules are linked", async () => {
  const answer = await analyst.ask("POST", "/v1/ask", {question: "use kaggle grace/noise"});
  expect(answer.text).toContain("Data: Noise (grace/noise) version 1, CC-BY-NC-SA-4.0");
  const refused = await viewer.ask("POST", "/v1/ask", {question: "use kaggle grace/noise"});
  expect(refused.text).toContain("analyst");
  const job = await bringIn({ref: "competitions/house-prices"});
  expect(job).toMatchObject({state: "failed", error: {code: "forbidden"}});
  expect(job.error.next).toContain("https://www.kaggle.com/competitions/house-prices/rules");
});

test("a commercial workspace is warned in its answers", async () => {
  const owner = await server.member("owner", "acme");
  expect((await viewer.ask("PUT", "/v1/commercial", {commercial: true})).status).toBe(403);
  expect((await owner.ask("PUT", "/v1/commercial", {commercial: true})).json).toEqual({commercial: true});
  const answer = await viewer.ask("POST", "/v1/ask", {question: "number of rows", datasets: ["noise"]});
  expect(answer.text).toContain(
    "Warning: this workspace is marked commercial. The licence of Noise, CC-BY-NC-SA-4.0, does not allow commercial use.",
  );
});

test("without credentials of the service nothing is asked of Kaggle", async () => {
  const token = process.env.KAGGLE_API_TOKEN;
  const userFolder = process.env.HOME;
  delete process.env.KAGGLE_API_TOKEN;
  process.env.HOME = server.home;
  try {
    kaggle().reset();
    for (const path of ["/v1/kaggle/datasets?search=x", "/v1/kaggle/datasets/ada/penguins/files"])
      expect(await viewer.ask("GET", path)).toMatchObject({status: 422});
    expect(kaggle().calls).toEqual([]);
  } finally {
    process.env.KAGGLE_API_TOKEN = token;
    process.env.HOME = userFolder;
  }
});
