import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {readFileSync} from "node:fs";
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {createInterface} from "node:readline";
import {fileURLToPath} from "node:url";
import {Client, StreamableHTTPClientTransport} from "@modelcontextprotocol/client";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {initialize} from "./wire.ts";

const DOCS = new URL("../../../docs/mcp.md", import.meta.url);
const CLI = fileURLToPath(new URL("../../../src/cli.ts", import.meta.url));

let home: string;
let file: string;
const children: ChildProcess[] = [];
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "tabletalk-mcp-command-"));
  file = join(home, "prices.csv");
  await writeFile(file, "price\n1\n2\n3\n");
});
afterAll(async () => {
  for (const child of children) {
    if (child.exitCode !== null) continue;
    child.kill("SIGKILL");
    await once(child, "close");
  }
  await rm(home, {recursive: true, force: true});
});

function start(...given: string[]): ChildProcess {
  const environment = {...process.env, TABLETALK_SECRET: "a secret for tests, and for nothing else"};
  const child = spawn(process.execPath, [CLI, ...given, "--home", join(home, "state")], {
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  return child;
}

/** The first line that fits. */
async function line(child: ChildProcess, pattern: RegExp): Promise<string> {
  for await (const one of createInterface({input: child.stdout as NodeJS.ReadableStream})) {
    const found = pattern.exec(one);
    if (found) return found[1] ?? found[0];
  }
  throw new Error("it ended before");
}

async function output(...given: string[]): Promise<{status: number; out: string; err: string}> {
  const child = start(...given);
  let [out, err] = ["", ""];
  child.stdout?.on("data", (data) => {
    out += data;
  });
  child.stderr?.on("data", (data) => {
    err += data;
  });
  const [status] = await once(child, "close");
  return {status: status as number, out, err};
}

describe("tabletalk mcp --http", () => {
  it("serves this machine without a token, with the files that it was started with, and ends when told", async () => {
    const child = start("mcp", file, "--http", "--port", "0");
    const url = await line(child, /^MCP at (http:\/\/127\.0\.0\.1:\d+\/mcp)$/);
    const client = new Client({name: "test", version: "1"}, {versionNegotiation: {mode: "auto"}});
    await client.connect(new StreamableHTTPClientTransport(new URL(url)));
    expect(client.getNegotiatedProtocolVersion()).toBe("2026-07-28");
    const result = await client.callTool({
      name: "run_sql",
      arguments: {sql: "select sum(price) as s from prices"},
    });
    expect(result.structuredContent).toMatchObject({rows: [[6]]});
    await client.close();
    child.kill("SIGTERM");
    expect(await once(child, "close")).toEqual([0, null]);
  });

  it("wants a token where others reach it, or where that is asked for", async () => {
    for (const flags of [["--host", "0.0.0.0"], ["--token"]]) {
      const child = start("mcp", "--http", "--port", "0", ...flags);
      const url = await line(child, /^MCP at (\S+) \(with a token/);
      expect((await initialize(url.replace("0.0.0.0", "127.0.0.1"))).status).toBe(401);
      const rebound = await initialize(url.replace("0.0.0.0", "127.0.0.1"), {
        headers: {Origin: "http://evil.example"},
      });
      expect(rebound.status).toBe(403);
      child.kill("SIGTERM");
      await once(child, "close");
    }
  });

  it("lets nobody of elsewhere have files of this machine", async () => {
    const {status, err} = await output("mcp", file, "--http", "--host", "0.0.0.0", "--port", "0");
    expect(status).toBe(2);
    expect(err).toMatch(/only this machine reaches/);
  });
});

describe("tabletalk serve", () => {
  it("serves MCP beside the HTTP API, for whoever shows a key", async () => {
    // Word for word as the page for strangers says it.
    const commands = readFileSync(DOCS, "utf8").match(/^tabletalk (?:people|keys) .*$/gm) ?? [];
    expect(commands).toHaveLength(2);
    let token = "";
    for (const command of commands) {
      const {status, out, err} = await output(...command.split(" ").slice(1));
      expect(status, err).toBe(0);
      [token = ""] = out.split("\n");
    }
    expect(token).toMatch(/^tt_/);
    const url = await line(start("serve", "--port", "0"), /^Tabletalk serves at (\S+)$/);
    expect((await initialize(`${url}/mcp`)).status).toBe(401);
    expect((await initialize(`${url}/mcp`, {token})).status).toBe(200);
    expect((await fetch(`${url}/v1/openapi.json`)).status).toBe(200);
    const metadata = await fetch(`${url}/.well-known/oauth-protected-resource/mcp`);
    expect(await metadata.json()).toMatchObject({resource: `${url}/mcp`});
    const client = new Client({name: "test", version: "1"}, {versionNegotiation: {mode: "auto"}});
    const requestInit = {headers: {Authorization: `Bearer ${token}`}};
    await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), {requestInit}));
    const {tools} = await client.listTools();
    // No file of the server is anybody's to import.
    expect(tools.map(({name}) => name)).not.toContain("import_data");
    await client.close();
  });
});
