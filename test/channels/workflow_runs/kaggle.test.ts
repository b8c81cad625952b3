import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test, vi} from "vitest";
import {SECRETS} from "../../kaggle/server/shelf.ts";
import {kaggleWorkplace} from "../../kaggle/workplace.ts";
import {type Caller, type Json, type Running, running} from "../http/running.ts";

const {server: kaggle} = kaggleWorkplace();
let run: Running;
let ann: Caller;

beforeAll(async () => {
  vi.stubEnv("KAGGLE_API_ENDPOINT", kaggle().url);
  vi.stubEnv("KAGGLE_API_TOKEN", SECRETS.token);
  run = await running({works: true});
  ann = await run.member("analyst");
}, 60_000);
afterAll(async () => {
  await run?.[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
});

const DATA = "Data: Penguins of Palmer (ada/penguins) version 2, CC-BY-4.0, kaggle.com/datasets/ada/penguins";
const nodesFrom = (input: object, column: string): object[] => [
  {id: "birds", kind: "source.kaggle", input},
  {
    id: "mean",
    kind: "aggregate",
    input: {table: {$step: "birds"}, measures: [{name: column, fn: "avg", of: {column}}]},
  },
  {id: "file", kind: "export.file", input: {table: {$step: "mean"}, format: "json", name: "mean"}},
  {id: "page", kind: "export.report", input: {title: "Birds", nodes: [{$step: "mean"}]}},
];

const end = async (id: string): Promise<Json> =>
  (await ann.ask("GET", `/v1/runs/${id}`, undefined, {prefer: "wait=60"})).json;

/** Keeps a workflow, runs it, and waits for its end. */
async function ran(
  name: string,
  input: object,
  column = "mass",
  more: readonly object[] = [],
): Promise<Json> {
  const nodes = [...nodesFrom(input, column), ...more];
  const document = {format: 1, name, title: name, nodes, headline: "mean"};
  expect((await ann.ask("POST", "/v1/workflows", {document})).text).not.toContain("detail");
  const begun = await ann.ask("POST", `/v1/workflows/${name}/runs`, {});
  expect(begun.text).not.toContain("detail");
  return end(begun.json.id);
}
const names = async () => (await ann.ask("GET", "/v1/datasets")).json.items.map(({name}: Json) => name);

test("a dataset of Kaggle comes in, with its licence in the result, the export and the report; once for all runs", async () => {
  const first = await ran("birds", {dataset: "ada/penguins", table: "penguins.csv"});
  expect([first.error, first.table?.rows[0][0]]).toEqual([undefined, 4375]);
  expect(first.text).toContain(DATA);
  const file = await ann.ask("GET", `/v1/runs/${first.id}/nodes/file`);
  expect(file.json.provenance.notes).toEqual([expect.stringContaining(DATA)]);
  const report = await ann.ask("GET", `/v1/reports/${first.report}`);
  expect(report.text).toContain("CC-BY-4.0");
  const folder = join(run.home, "workspaces", "acme", "exports", first.workflow, first.id, "file");
  expect(JSON.parse(await readFile(join(folder, "mean.json"), "utf8"))).toEqual([{mass: 4375, n: 2}]);
  expect(await names()).toEqual(["penguins_islands", "penguins_penguins"]);

  kaggle().reset();
  const again = await ran("birds", {dataset: "ada/penguins", table: "penguins"});
  expect(again.table.rows[0][0]).toBe(4375);
  expect(kaggle().storageCalls).toEqual([]);
  expect(await names()).toEqual(["penguins_islands", "penguins_penguins"]);
  // It lies where everybody else of the workspace looks for it.
  expect((await ann.ask("GET", "/v1/kaggle/downloads")).json.items).toMatchObject([{ref: "ada/penguins"}]);
});

test("a run that failed at Kaggle is tried again; one that waited goes on without asking Kaggle again", async () => {
  kaggle().fault({at: "api", method: "DownloadDataset", kind: "status", status: 403, times: 9});
  const waits = {id: "ask", kind: "approve", input: {question: "Shall it be told?"}, needs: ["mean"]};
  const failed = await ran("sizes", {dataset: "ada/penguin-sizes", file: "sizes.csv"}, "cm", [waits]);
  expect([failed.state, failed.error.message]).toEqual(["failed", expect.stringContaining('Node "birds"')]);
  kaggle().reset();
  expect((await ann.ask("POST", `/v1/runs/${failed.id}/retry`)).status).toBe(202);
  expect(await end(failed.id)).toMatchObject({waitsFor: "ask"});
  kaggle().reset();
  const decided = await ann.ask("POST", `/v1/runs/${failed.id}/decision`, {approved: true});
  expect(decided.text).not.toContain("detail");
  expect(await end(failed.id)).toMatchObject({state: "done", text: expect.stringContaining("CC0-1.0")});
  expect(kaggle().calls).toEqual([]);
});

test("what cannot be had is said, with what to do", async () => {
  expect((await ran("none", {dataset: "ada/pengiuns"})).error).toMatchObject({
    message: expect.stringContaining('Node "birds": Kaggle has no dataset ada/pengiuns'),
    next: expect.stringContaining("ada/penguins"),
  });
  expect((await ran("which", {dataset: "ada/penguins"})).error).toMatchObject({
    message: expect.stringContaining("2 tables came in"),
    next: expect.stringContaining("penguins_penguins"),
  });
});
