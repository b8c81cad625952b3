import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {type Caller, type Running, running} from "./running.ts";

const PENGUINS = join(import.meta.dirname, "../../../samples/penguins.json");

let server: Running;
let ann: Caller;
let bob: Caller;
let vic: Caller;
beforeAll(async () => {
  server = await running({works: true});
  ann = await server.member("analyst");
  bob = await server.member("analyst");
  vic = await server.member("viewer");
  await server.service.workspace("acme").importFile(PENGUINS, {by: ann.person});
});
afterAll(async () => server[Symbol.asyncDispose]());

test("an analysis is a job that ends with a report of whoever asked", async () => {
  const body = {goal: "what drives body mass", datasets: ["penguins"], budget: {steps: 12}};
  const {status, json} = await ann.ask("POST", "/v1/analyses", body, {prefer: "wait=60"});
  expect([200, 202]).toContain(status);
  let job = json;
  while (job.state === "waiting" || job.state === "taken")
    job = (await ann.ask("GET", `/v1/jobs/${job.id}`, undefined, {prefer: "wait=60"})).json;
  expect(job).toMatchObject({kind: "analysis", state: "done", result: {title: "What drives body mass"}});
  expect(job.result.summary.join(" ")).toMatch(/Body Mass/);
  const report = await ann.ask("GET", `/v1/reports/${job.result.report}`);
  expect(report.json).toMatchObject({kind: "analysis", document: {maker: {table: "penguins"}}});
  expect((await bob.ask("GET", `/v1/reports/${job.result.report}`)).status).toBe(404);
});

test("whoever may only read, asks for what is not there, or for too much, is told so", async () => {
  expect((await vic.ask("POST", "/v1/analyses", {datasets: ["penguins"]})).status).toBe(403);
  expect((await ann.ask("POST", "/v1/analyses", {datasets: ["secrets"]})).status).toBe(404);
  expect((await ann.ask("POST", "/v1/analyses", {budget: {minutes: 900}})).status).toBe(422);
});
