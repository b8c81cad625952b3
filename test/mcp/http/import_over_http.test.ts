import {mkdir, mkdtemp, realpath, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {Client, StreamableHTTPClientTransport} from "@modelcontextprotocol/client";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {loadConfig} from "../../../src/config.ts";
import {listenMcp, type McpListener} from "../../../src/mcp/http/listen.ts";
import {openMcpHttp} from "../../../src/mcp/http/open_mcp_http.ts";
import {createLocalHost, type LocalHost} from "../../../src/mcp/local_host.ts";
import {REVISIONS, toldBy} from "../running.ts";

describe("import_data over HTTP, on this machine alone", () => {
  let folder: string;
  let host: LocalHost;
  let listener: McpListener;
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "tabletalk-files-")));
    await mkdir(join(folder, "data", "more"), {recursive: true});
    await writeFile(join(folder, "data", "sales.csv"), "month,amount\n2026-01,10\n");
    await writeFile(join(folder, "data", "more", "sales.csv"), "month,amount\n2026-02,12\n2026-03,9\n");
    const config = loadConfig({home: join(folder, "home"), model: "offline"});
    host = createLocalHost(config, {roots: [join(folder, "data")], files: []});
    const mcp = openMcpHttp(host, {
      reach: {isLocal: true, origins: []},
      localWorkspace: "terminal",
      behindProxy: false,
      issuers: [],
    });
    listener = await listenMcp(mcp, 0, "127.0.0.1");
  }, 30_000);
  afterAll(async () => {
    await listener.close();
    await host.close();
    await rm(folder, {recursive: true, force: true, maxRetries: 5});
  });

  it.each(REVISIONS)("asks for folders and for consent, in revision %s", async (revision) => {
    const mode = revision === "2025-11-25" ? ("legacy" as const) : {pin: revision};
    const client = new Client(
      {name: "test", version: "1"},
      {versionNegotiation: {mode}, capabilities: {roots: {}, elicitation: {}}},
    );
    let wanted = "data";
    const asked: string[] = [];
    client.setRequestHandler("roots/list", () => ({
      roots: [{uri: pathToFileURL(join(folder, wanted)).href}],
    }));
    client.setRequestHandler("elicitation/create", ({params}) => {
      asked.push(params.message);
      return {action: "accept", content: {replace: true}};
    });
    await client.connect(new StreamableHTTPClientTransport(new URL(listener.url)));
    try {
      const call = async (input: Record<string, unknown>) =>
        toldBy(await client.callTool({name: "import_data", arguments: input}));
      const name = `sales_${revision.replaceAll("-", "_")}`;
      const first = await call({path: "sales.csv", name});
      expect(first.isError, first.text).toBe(false);
      expect((await call({path: "more/sales.csv", name})).structured.replaced).toEqual([name]);
      expect(asked).toEqual([`Replace the data of ${name}?`]);
      wanted = "data/more";
      expect((await call({path: join(folder, "data", "sales.csv")})).text).toMatch(/outside/);
    } finally {
      await client.close();
    }
  });
});
