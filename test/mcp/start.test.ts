import {spawn} from "node:child_process";
import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {expect, it} from "vitest";
import type {Revision} from "./running.ts";

const CLI = new URL("../../src/cli.ts", import.meta.url).pathname;
const FIRST: Record<Revision, object> = {
  "2025-11-25": {
    method: "initialize",
    params: {protocolVersion: "2025-11-25", capabilities: {}, clientInfo: {name: "test", version: "1"}},
  },
  "2026-07-28": {
    method: "server/discover",
    params: {
      _meta: {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {name: "test", version: "1"},
        "io.modelcontextprotocol/clientCapabilities": {},
      },
    },
  },
};

it.each(Object.entries(FIRST))(
  "replies first in revision %s without what only calls need",
  async (_, request) => {
    const folder = await mkdtemp(join(tmpdir(), "tabletalk-start-"));
    const list = join(folder, "loaded.txt");
    const hook = join(folder, "hook.mjs");
    await writeFile(
      hook,
      `import {registerHooks} from "node:module";
     import {appendFileSync} from "node:fs";
     registerHooks({load(url, context, next) { appendFileSync(${JSON.stringify(list)}, url + "\\n"); return next(url, context); }});`,
    );
    const child = spawn(
      process.execPath,
      ["--import", pathToFileURL(hook).href, CLI, "mcp", "--home", join(folder, "home")],
      {stdio: ["pipe", "pipe", "inherit"]},
    );
    child.stdin.write(`${JSON.stringify({jsonrpc: "2.0", id: 1, ...request})}\n`);
    const reply = await new Promise<string>((resolve) =>
      child.stdout.once("data", (told) => resolve(String(told))),
    );
    const loaded = (await readFile(list, "utf8")).trim().split("\n");
    child.kill("SIGKILL");
    await rm(folder, {recursive: true, force: true, maxRetries: 5});
    expect(JSON.parse(reply)).toMatchObject({id: 1, result: {capabilities: {tools: {}}}});
    const heavy =
      /\/(?:kysely|@duckdb|@mastra|ai|puppeteer-core|plotly|hono|compromise|better-sqlite3|@uwdata)\//;
    expect(loaded.filter((url) => heavy.test(url))).toEqual([]);
    expect(
      loaded.filter((url) => /\/src\/(?:store|planning|agents|tools|statistics|charts)\//.test(url)),
    ).toEqual([]);
  },
);
