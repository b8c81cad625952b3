import {mkdtemp, realpath, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {Client, InMemoryTransport} from "@modelcontextprotocol/client";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Principal} from "../../src/access/principal.ts";
import {loadConfig} from "../../src/config.ts";
import {createLocalHost, type LocalHost} from "../../src/mcp/local_host.ts";
import {createMcpServer} from "../../src/mcp/server.ts";
import {saveDetails} from "../../src/store/dataset_details.ts";
import {changeSetting} from "../../src/store/settings.ts";
import {type Told, toldBy} from "./running.ts";

const person = (name: string, role: Principal["role"], workspace = "acme"): Principal => ({
  kind: "person",
  workspace,
  person: name,
  actor: `person:${name}`,
  role,
  scopes: ["*"],
  projects: new Map(),
});

describe("what is one person's own", () => {
  let folder: string;
  let host: LocalHost;
  const clients = new Map<string, Client>();

  /** The client of someone who is signed in, to a server of their own over the same data. */
  async function connected(principal: Principal): Promise<Client> {
    const [theirs, ours] = InMemoryTransport.createLinkedPair();
    const client = new Client({name: "test", version: "1"});
    await Promise.all([createMcpServer(host, {principal}).connect(ours), client.connect(theirs)]);
    return client;
  }
  const call = async (who: string, name: string, input: Record<string, unknown> = {}): Promise<Told> =>
    toldBy(await clients.get(who)!.callTool({name, arguments: input}, {timeout: 60_000}));
  const read = (who: string, uri: string) => clients.get(who)!.readResource({uri});

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "tabletalk-mcp-")));
    await writeFile(join(folder, "pay.csv"), "name,pay\nAna,100\nBo,90\n");
    host = createLocalHost(loadConfig({home: join(folder, "home"), model: "offline"}), {
      roots: [folder],
      files: [],
    });
    for (const [name, role, workspace] of [
      ["ana", "analyst", "acme"],
      ["bo", "analyst", "acme"],
      ["olga", "owner", "acme"],
      ["vic", "viewer", "acme"],
      ["eve", "owner", "other"],
    ] as const)
      clients.set(name, await connected(person(name, role, workspace)));
    const told = await call("ana", "import_data", {path: "pay.csv"});
    expect(told.isError, told.text).toBe(false);
    const {store} = (await host.service()).workspace("acme");
    await saveDetails(store, "acme", "pay", {visibility: "private"});
  }, 60_000);
  afterAll(async () => {
    for (const client of clients.values()) await client.close();
    await host.close();
    await rm(folder, {recursive: true, force: true, maxRetries: 5});
  });

  it("is a table that nobody else lists, reads, completes or profiles", async () => {
    expect((await read("ana", "tabletalk://tables/pay")).contents).toHaveLength(1);
    for (const who of ["bo", "olga", "eve"]) {
      await expect(read(who, "tabletalk://tables/pay")).rejects.toMatchObject({code: -32602});
      const {resources} = await clients.get(who)!.listResources();
      expect(resources.map(({uri}) => uri)).not.toContain("tabletalk://tables/pay");
      const {completion} = await clients.get(who)!.complete({
        ref: {type: "ref/prompt", name: "compare"},
        argument: {name: "measure", value: ""},
        context: {arguments: {table: "pay"}},
      });
      expect(completion.values).toEqual([]);
      await expect(
        clients.get(who)!.getPrompt({name: "profile", arguments: {table: "pay"}}),
      ).rejects.toMatchObject({code: -32602});
      expect((await call(who, "export_result", {table: "pay", format: "csv"})).isError).toBe(true);
    }
  });

  it("is a recipe over it, which tells its own maker no path of the machine", async () => {
    const {structured} = await call("ana", "run_statistics", {
      method: "describe",
      table: "pay",
      args: {columns: ["pay"]},
    });
    const uri = `tabletalk://recipes/${structured.recipe}`;
    const {contents} = await read("ana", uri);
    expect(JSON.stringify(contents)).not.toContain(folder);
    for (const who of ["bo", "olga", "eve"])
      await expect(read(who, uri)).rejects.toMatchObject({code: -32602});
  });

  it("is an export, whose place on the machine nobody is told", async () => {
    const told = await call("ana", "export_result", {table: "pay", format: "csv"});
    expect(told.text).not.toContain(folder);
    expect((await read("ana", "tabletalk://exports/pay.csv")).contents).toHaveLength(1);
    for (const who of ["bo", "olga", "eve"])
      await expect(read(who, "tabletalk://exports/pay.csv")).rejects.toMatchObject({code: -32602});
  });

  it("is a job: others do not know of it, an owner sees that it runs and may stop it", async () => {
    const started = await call("ana", "start_job", {
      tool: "run_sql",
      arguments: {
        sql: "SELECT sum(sin(a.range * b.range)) AS s FROM range(1000000) a, range(1000000) b, pay",
      },
    });
    const {job} = started.structured;
    for (const who of ["bo", "eve"]) {
      expect((await call(who, "get_job", {job, wait: 0})).text).toMatch(/no such job/);
      expect((await call(who, "cancel_job", {job})).text).toMatch(/no such job/);
    }
    const {structured} = await call("olga", "get_job", {job, wait: 0});
    expect(structured).toEqual({job, state: "running"});
    expect((await call("olga", "cancel_job", {job})).structured).toEqual({job, state: "stopped"});
  });

  it("is the result of a job, which an owner is not told", async () => {
    const {structured} = await call("ana", "start_job", {
      tool: "run_sql",
      arguments: {sql: "SELECT name FROM pay ORDER BY name"},
    });
    const {job} = structured;
    expect((await call("ana", "get_job", {job})).structured.rows).toEqual([["Ana"], ["Bo"]]);
    expect((await call("olga", "get_job", {job})).structured).toEqual({job, state: "done"});
  });

  it("and of anybody: no rows leave a workspace that lets none out, by whichever way", async () => {
    const {structured: made} = await call("ana", "prepare_data", {
      method: "filter",
      table: "pay",
      args: {where: "pay > 0"},
    });
    const uri = `tabletalk://recipes/${made.recipe}`;
    expect(JSON.stringify((await read("ana", uri)).contents)).toContain("Bo");
    const before = await call("ana", "start_job", {tool: "run_sql", arguments: {sql: "SELECT * FROM pay"}});
    const {job} = before.structured;
    expect((await call("ana", "get_job", {job})).text).toContain("Bo");
    const {store} = (await host.service()).workspace("acme");
    for (const sql of ["aggregates", "off"]) {
      await changeSetting(store, "acme", "mcp", () => ({sql}), "test");
      expect(JSON.stringify((await read("ana", uri)).contents)).not.toContain("Bo");
      expect((await call("ana", "get_job", {job})).text).toMatch(/limited/);
      await expect(read("ana", "tabletalk://exports/pay.csv")).rejects.toMatchObject({code: -32602});
      expect(JSON.stringify((await read("ana", "tabletalk://tables/pay")).contents)).not.toContain("Bo");
      for (const [tool, input] of [
        ["export_result", {table: "pay", format: "csv"}],
        ["run_sql", {sql: "SELECT * FROM pay"}],
      ] as const) {
        const started = await call("ana", "start_job", {tool, arguments: input});
        const told = started.isError ? started : await call("ana", "get_job", {job: started.structured.job});
        expect(told.isError, told.text).toBe(true);
        expect(told.text).not.toContain("Bo");
      }
    }
    await changeSetting(store, "acme", "mcp", () => ({sql: "on"}), "test");
  });

  it("is not taken over by an import of the same name", async () => {
    const {structured} = await call("bo", "import_data", {path: "pay.csv", confirm: true});
    expect(structured.rows?.[0]?.[0]).toBe("pay_2");
  });

  it("is told no folder of the machine, where files may come from or not", async () => {
    for (const path of ["/etc/passwd", "../x.csv", "none.csv", join(folder, "home", "state.sqlite")]) {
      const {isError, text} = await call("bo", "import_data", {path});
      expect(isError).toBe(true);
      if (!path.startsWith(folder)) expect(text).not.toContain(folder);
    }
  });

  it("takes a role: a viewer imports nothing, neither as a job", async () => {
    expect((await call("vic", "import_data", {path: "pay.csv"})).text).toMatch(/role analyst/);
    const input = {tool: "import_data", arguments: {path: "pay.csv"}};
    expect((await call("vic", "start_job", input)).text).toMatch(/role analyst/);
  });
});
