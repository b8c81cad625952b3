import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {saveDetails} from "../../../src/store/dataset_details.ts";
import {exampleBody} from "./example_body.ts";
import {type Caller, type Json, type Running, running} from "./running.ts";

/** Stands in the name and the notes of what is one person's alone; the other in its cells. */
const MARK = "zebrafish";
const CELL = "angelfish";

let server: Running;
let ann: Caller;
let known: string[];

beforeAll(async () => {
  server = await running({
    works: true,
    settings: {anonymousPerMinute: 1_000_000},
    withoutLimits: true,
  });
  ann = await server.member("owner");
  const folder = mkdtempSync(join(tmpdir(), "tabletalk-own-"));
  for (const [name, cell] of [
    [`${MARK}_pay`, CELL],
    ["harmless", "cod"],
  ])
    writeFileSync(join(folder, `${name}.csv`), `region,amount\n${cell} north,10\n${cell} south,20\n`);
  const {store, importFile} = server.service.workspace("acme");
  await importFile(join(folder, `${MARK}_pay.csv`), {by: ann.person});
  await saveDetails(store, "acme", `${MARK}_pay`, {owner: ann.person, visibility: "private"});
  await importFile(join(folder, "harmless.csv"), {by: ann.person});
  rmSync(folder, {recursive: true});
  const make = async (method: string, path: string, body?: unknown): Promise<Json> => {
    const {status, json, text} = await ann.ask(method, path, body, {Prefer: "wait=60"});
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${text}`);
    return json;
  };
  const message = await make("POST", "/v1/ask", {
    question: "total amount by region as a bar chart",
    datasets: [`${MARK}_pay`],
  });
  await make("PUT", `/v1/turns/${message.turn.id}/feedback`, {verdict: "up", comment: MARK});
  await make("PUT", `/v1/turns/${message.turn.id}/pin`, {note: MARK});
  const job = await make("POST", `/v1/turns/${message.turn.id}/replay`);
  expect(JSON.stringify(job.result)).toContain(CELL);
  expect((await make("GET", "/v1/pins")).items).toHaveLength(1);
  const suite = await make("POST", "/v1/evaluations", {
    name: "pay",
    content: {datasets: [`${MARK}_pay`], cases: [{question: "total amount by region"}]},
  });
  const run = await make("POST", `/v1/evaluations/${suite.id}/runs`);
  expect(run.state).toBe("done");
  known = [
    suite.id,
    run.id,
    message.id,
    message.conversation,
    message.turn.id,
    message.turn.recipe,
    job.id,
    `${MARK}_pay`,
  ];
}, 120_000);
afterAll(async () => server[Symbol.asyncDispose]());

test.each(["owner", "analyst"] as const)(
  "what is one person's alone is told to no other %s, by no endpoint",
  async (role) => {
    const other = await server.member(role);
    const leaks: string[] = [];
    const probe = async (method: string, path: string, body?: unknown) => {
      const {status, text} = await other.ask(method, path, body);
      const told = known.reduce((rest, id) => rest.replaceAll(id, ""), text);
      // No calls are set up here: whoever asks for one is told so.
      const isFault = status >= 500 && !(status === 503 && path.startsWith("/v1/calls"));
      if (told.includes(MARK) || told.includes(CELL) || isFault)
        leaks.push(`${method} ${path}: ${status} ${text.slice(0, 300)}`);
    };
    for (const {method, path, body} of server.http.routes) {
      if (/sign-in|sign-out|refresh|set-up|password|invitation/.test(path) || method === "delete") continue;
      const takesIds = path.includes("{") || body !== undefined;
      for (const id of takesIds ? known : [""])
        await probe(
          method.toUpperCase(),
          path.replace(/\{\w+\}/g, encodeURIComponent(id)),
          body && exampleBody(body, id),
        );
    }
    await probe("POST", "/v1/ask", {question: "total amount by region as a bar chart"});
    await probe("POST", "/v1/ask", {question: `what do we know about ${MARK.slice(0, 5)}?`});
    await probe("GET", `/v1/datasets?q=${MARK}`);
    await probe("GET", `/v1/dataset-search?q=${CELL}`);
    expect(leaks).toEqual([]);
  },
  200_000,
);
