import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {readdir, writeFile} from "node:fs/promises";
import {createServer, type ServerResponse} from "node:http";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {type Caller, type Json, type Running, running} from "../http/running.ts";

// Workers share the store in a file; with one on a server their state would be another's.
const onServer = process.env.TABLETALK_TEST_POSTGRES_STORE !== undefined;
const environment = {
  ...process.env,
  TABLETALK_LEASE_MS: "1000",
  TABLETALK_TIME_ZONE: "UTC",
  TABLETALK_PRIVATE_ADDRESSES: "1",
};

let run: Running;
let ann: Caller;
const workers: ChildProcess[] = [];
/** What came in at the service, by the header that tells repeated requests. */
const taken: {path: string; key: string}[] = [];
const held: ServerResponse[] = [];
let holds = true;
const server = createServer((request, response) => {
  const at = {path: request.url ?? "", key: String(request.headers["idempotency-key"])};
  request.resume();
  request.on("end", () => {
    if (at.path === "/second" && holds) return void held.push(response);
    taken.push(at);
    response.end("{}");
  });
});

beforeAll(async () => {
  if (onServer) return;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  run = await running({environment: {TABLETALK_LEASE_MS: "1000"}});
  ann = await run.member("owner");
  const path = join(run.home, "sales.csv");
  await writeFile(path, "region,amount\nNorth,100\nSouth,80\nNorth,50\n");
  await run.service.workspace("acme").importFile(path, {by: ann.person});
}, 60_000);
afterAll(async () => {
  for (const worker of workers) worker.kill("SIGKILL");
  server.closeAllConnections();
  server.close();
  await run?.[Symbol.asyncDispose]();
});

async function startWorker(): Promise<ChildProcess> {
  const worker = spawn(process.execPath, [join(import.meta.dirname, "worker.ts"), run.home], {
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
  });
  workers.push(worker);
  await once(worker.stdout!, "data");
  return worker;
}

test.skipIf(onServer)(
  "a worker that is killed in the middle of a run is followed by another: every export is done once",
  async () => {
    const {port} = server.address() as {port: number};
    const post = (id: string, needs: string[]) => ({
      id,
      kind: "export.http",
      input: {url: `http://127.0.0.1:${port}/${id}`, table: {$step: "large"}},
      needs,
    });
    const table = {
      id: "by_region",
      kind: "aggregate",
      input: {
        table: "sales",
        groups: [{name: "region", of: {column: "region"}}],
        measures: [{name: "amount", fn: "sum", of: {column: "amount"}}],
      },
    };
    const large = {
      id: "large",
      kind: "filter",
      input: {table: {$step: "by_region"}, where: {op: ">", of: {column: "amount"}, value: 90}},
    };
    const file = {
      id: "file",
      kind: "export.file",
      input: {table: {$step: "large"}, name: "large", format: "csv"},
      needs: ["first"],
    };
    const document = {
      format: 1,
      name: "followed",
      title: "Followed",
      nodes: [
        table,
        large,
        post("first", []),
        file,
        post("second", ["first", "file"]),
        post("third", ["second"]),
      ],
      headline: "large",
    };
    const kept = await ann.ask("POST", "/v1/workflows", {document});
    expect(kept.text).not.toContain("detail");
    const {json: begun} = await ann.ask("POST", "/v1/workflows/followed/runs", {});

    const first = await startWorker();
    while (held.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    first.kill("SIGKILL");
    await once(first, "exit");
    const between = (await ann.ask("GET", `/v1/runs/${begun.id}`)).json;
    expect(between.state).toBe("running");
    holds = false;
    await startWorker();
    const end: Json = (await ann.ask("GET", `/v1/runs/${begun.id}`, undefined, {prefer: "wait=60"})).json;

    expect([end.state, end.error]).toEqual(["done", undefined]);
    const attempts = Object.fromEntries(end.nodes.map(({node, attempts: tries}: Json) => [node, tries]));
    expect(attempts).toEqual({by_region: 1, large: 1, first: 1, file: 1, second: 2, third: 1});
    expect(taken).toEqual(
      ["first", "second", "third"].map((id) => ({path: `/${id}`, key: `tabletalk-${begun.id}-${id}`})),
    );
    const written = join(run.home, "workspaces/acme/exports", end.workflow, end.id, "file");
    expect(await readdir(written)).toEqual(["large.csv"]);
    expect(end.table.rows).toEqual([["North", 150, 2]]);
  },
  90_000,
);
