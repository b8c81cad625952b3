import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {localPrincipal} from "../../src/access/principal.ts";
import {openService} from "../../src/channels/open_service.ts";
import {SAMPLES} from "../../src/commands/runtime.ts";
import {loadConfig} from "../../src/config.ts";
import {deleteDataset} from "../../src/workspace/datasets/delete_dataset.ts";
import {oneRevision, type RunningServer, startMcp, type Told} from "./running.ts";

/** Minutes of work for DuckDB. */
const ENDLESS = "SELECT sum(sin(a.range * b.range)) AS s FROM range(1000000) a, range(1000000) b";
const LIMITS = {TABLETALK_MCP_CALL_MS: "4000", TABLETALK_QUERY_MS: "600000", TABLETALK_LEASE_MS: "1500"};

/** Waits for the end of a job, as a host's model does: again and again. */
async function result(server: RunningServer, job: unknown): Promise<Told> {
  for (;;) {
    const told = await server.call("get_job", {job});
    if (!["waiting", "running"].includes(String(told.structured.state))) return told;
  }
}

describe.each(oneRevision(0))("jobs, in revision %s", (revision) => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startMcp({files: SAMPLES, revision, environment: LIMITS});
    await server.call("list_tables");
  }, 60_000);
  afterAll(() => server[Symbol.asyncDispose]());

  it("gives the tool's own result when it is done", async () => {
    const input = {sql: "SELECT count(*) AS n FROM penguins"};
    const started = await server.call("start_job", {tool: "run_sql", arguments: input});
    const {job} = started.structured;
    expect(await result(server, job)).toEqual(await server.call("run_sql", input));
  });

  it("keeps nothing of data that was deleted", async () => {
    const file = join(server.home, "exports", "gone.csv");
    await mkdir(join(server.home, "exports"), {recursive: true});
    await writeFile(file, "name\nAna\n");
    const config = loadConfig({home: server.home}, {});
    const service = await openService(config);
    try {
      await service.workspace("terminal").importFile(file, {by: "person"});
      const {structured} = await server.call("start_job", {
        tool: "run_sql",
        arguments: {sql: "SELECT name FROM gone"},
      });
      const {job} = structured;
      expect((await result(server, job)).structured.rows).toEqual([["Ana"]]);
      await deleteDataset(service.store, localPrincipal("terminal"), "gone");
      expect(await result(server, job)).toMatchObject({
        isError: true,
        text: expect.stringMatching(/deleted/),
      });
    } finally {
      await service.close();
    }
  });

  it("gives the address of a chart in place of its picture", async () => {
    const {structured} = await server.call("start_job", {
      tool: "make_chart",
      arguments: {table: "penguins", kind: "box", x: "Species", y: "Body Mass (g)"},
    });
    const {content, isError, text} = await result(server, structured.job);
    expect(isError, text).toBe(false);
    expect(content.map(({type}) => type)).toEqual(["text", "resource_link"]);
    const {contents} = await server.client.readResource({uri: String(content[1]?.uri)});
    expect(contents[0]).toMatchObject({mimeType: "application/vnd.plotly.v1+json"});
  });

  it("tells what went wrong, and what to do next, of a job that cannot work", async () => {
    const started = await server.call("start_job", {
      tool: "run_sql",
      arguments: {sql: "SELECT * FROM penguin"},
    });
    // One that fails at once is told of at once.
    const {isError, text} = started.isError ? started : await result(server, started.structured.job);
    expect(isError).toBe(true);
    expect(text).toMatch(/penguin/);
  });

  it("is what a call that takes too long is told to use", async () => {
    const {isError, text} = await server.call("run_sql", {sql: ENDLESS});
    expect(isError).toBe(true);
    expect(text).toMatch(/start_job/);
  });

  it("stops when it is told to, as often as it is told, and so does its query", async () => {
    const started = await server.call("start_job", {tool: "run_sql", arguments: {sql: ENDLESS}});
    const {job} = started.structured;
    expect(started.structured.state).toMatch(/waiting|running/);
    expect((await server.call("cancel_job", {job})).structured).toEqual({job, state: "stopped"});
    expect((await server.call("cancel_job", {job})).structured).toEqual({job, state: "stopped"});
    expect(await result(server, job)).toMatchObject({
      isError: true,
      text: expect.stringMatching(/was stopped/),
    });
    // The session is free again.
    expect((await server.call("run_sql", {sql: "SELECT 1 AS one"})).structured.rows).toEqual([[1]]);
  });

  it("keeps nobody from the same data meanwhile", async () => {
    const {structured} = await server.call("start_job", {
      tool: "run_sql",
      arguments: {sql: `${ENDLESS}, penguins`},
    });
    const told = await server.call("run_sql", {sql: "SELECT count(*) AS n FROM penguins"});
    expect(told.structured.rows).toEqual([[344]]);
    await server.call("cancel_job", {job: structured.job});
  });

  it("starts the same call once, and only a few at a time", async () => {
    const start = (more: number) =>
      server.call("start_job", {tool: "run_sql", arguments: {sql: `${ENDLESS} WHERE a.range > ${more}`}});
    const started = await Promise.all([start(1), start(2), start(3), start(4)]);
    const jobs = started.map(({structured}) => structured.job);
    expect(new Set(jobs).size).toBe(4);
    expect((await start(2)).structured.job).toBe(jobs[1]);
    expect(await start(5)).toMatchObject({isError: true, text: expect.stringMatching(/cancel_job/)});
    for (const job of jobs) await server.call("cancel_job", {job});
  });

  it("refuses tools that are no work, unknown jobs and senseless arguments", async () => {
    for (const [name, input] of [
      ["start_job", {tool: "list_tables", arguments: {}}],
      ["start_job", {tool: "start_job", arguments: {tool: "run_sql", arguments: {sql: "SELECT 1"}}}],
      ["start_job", {tool: "run_sql"}],
      ["start_job", {tool: "run_sql", arguments: "SELECT 1"}],
      ["start_job", {tool: "__proto__", arguments: {}}],
      ["get_job", {job: "../../etc/passwd"}],
      ["get_job", {job: {id: 1}}],
      ["get_job", {}],
      ["cancel_job", {job: "' OR 1=1 --"}],
    ] as const)
      expect(await server.call(name, input), `${name} ${JSON.stringify(input)}`).toMatchObject({
        isError: true,
      });
  });

  it("tells its progress to a client that asks for it", async () => {
    const started = await server.call("start_job", {
      tool: "train_model",
      arguments: {
        method: "compare_models",
        table: "penguins",
        args: {target: "Species", task: "classify"},
      },
    });
    const told: (string | undefined)[] = [];
    for (;;) {
      const {structuredContent} = await server.client.callTool(
        {name: "get_job", arguments: {job: started.structured.job, wait: 5}},
        {onprogress: ({message}) => told.push(message), timeout: 60_000},
      );
      if ((structuredContent as {rows?: unknown}).rows) break;
    }
    expect(told.length).toBeGreaterThan(0);
  });
});

describe("a job whose server is killed", () => {
  it("is gone on with by the next server of the same home", async () => {
    const home = await mkdtemp(join(tmpdir(), "tabletalk-mcp-"));
    try {
      const slow = "SELECT sum(sin(a.range * b.range)) AS s FROM range(20000) a, range(3000) b";
      let job: unknown;
      {
        const first = await startMcp({files: SAMPLES, home, environment: LIMITS});
        ({job} = (await first.call("start_job", {tool: "run_sql", arguments: {sql: slow}})).structured);
        process.kill(first.pid, "SIGKILL");
        await first.client.close();
      }
      await using second = await startMcp({home, environment: LIMITS});
      const told = await result(second, job);
      expect(told.isError).toBe(false);
      expect(told.structured.columns).toEqual(["s"]);
    } finally {
      await rm(home, {recursive: true, force: true, maxRetries: 5});
    }
  }, 60_000);
});
