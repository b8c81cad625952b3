/**
 * `node bench/mcp.ts [entry]`: how long hosts wait for the MCP server. Starts to the first reply in both revisions, then lists,
 * guarded queries and questions over standard input and output, and eight assistants at once: eight processes on one home, and
 * eight clients of one HTTP server. `entry` is what is run as `tabletalk`; default: dist/cli.js, as `npm run build` makes it.
 */
import {type ChildProcess, spawn} from "node:child_process";
import {mkdtempSync, rmSync} from "node:fs";
import {availableParallelism, loadavg, tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {Client, StreamableHTTPClientTransport} from "@modelcontextprotocol/client";
import {StdioClientTransport} from "@modelcontextprotocol/client/stdio";

const root = resolve(import.meta.dirname, "..");
const entry = resolve(process.argv[2] ?? join(root, "dist", "cli.js"));
const STARTS = 20;
const CALLS = 200;
const ASSISTANTS = 8;
const SQL =
  "SELECT weather, count(*) AS n, avg(wind) AS wind FROM seattle_weather GROUP BY ALL ORDER BY n DESC";
const QUESTIONS = ["how many days by weather?", "what is the average wind?", "total precipitation by year"];
const CHART = "line chart of average wind by month";
const WHO = {name: "bench", version: "1"};
const FIRST = {
  "2025-11-25, initialize": {
    method: "initialize",
    params: {protocolVersion: "2025-11-25", capabilities: {}, clientInfo: WHO},
  },
  "2026-07-28, server/discover": {
    method: "server/discover",
    params: {
      _meta: {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": WHO,
        "io.modelcontextprotocol/clientCapabilities": {},
      },
    },
  },
};
const folder = mkdtempSync(join(tmpdir(), "tabletalk-bench-mcp-"));
const home = join(folder, "home");
const sample = join(root, "samples", "seattle-weather.csv");
const arguments_ = (...more: string[]) => [entry, "mcp", "--home", home, ...more];

console.log(
  `${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.versions.node}`,
);
try {
  for (const [name, request] of Object.entries(FIRST)) {
    const times: number[] = [];
    for (let at = 0; at < STARTS + 2; at += 1) times.push(await firstReply(request));
    row(`start to first reply, ${name}`, times.slice(2), 300);
  }
  await oneAssistant();
  await manyAssistants("processes", () => connectStdio());
  const http = await startHttp();
  try {
    await manyAssistants("clients over HTTP", () => connectHttp(http.url));
  } finally {
    http.child.kill("SIGTERM");
  }
} finally {
  rmSync(folder, {recursive: true, force: true, maxRetries: 5});
}

/** Milliseconds from the start of a process to its first reply. */
async function firstReply(request: object): Promise<number> {
  const begun = performance.now();
  const child = spawn(process.execPath, arguments_(), {stdio: ["pipe", "pipe", "inherit"]});
  child.stdin.write(`${JSON.stringify({jsonrpc: "2.0", id: 1, ...request})}\n`);
  await new Promise((resolve) => child.stdout.once("data", resolve));
  const took = performance.now() - begun;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.stdin.end();
  await ended;
  return took;
}

async function oneAssistant(): Promise<void> {
  const client = await connectStdio(sample);
  row("first list of tools, from connected", [await timed(() => client.listTools())]);
  row("first query, with the import of a file", [await timed(() => call(client, "run_sql", {sql: SQL}))]);
  row("list of tools", await repeated(50, () => client.listTools()));
  row("guarded query over stdio", await repeated(CALLS, () => call(client, "run_sql", {sql: SQL})), 5);
  row("list_tables", await repeated(50, () => call(client, "list_tables", {})));
  await call(client, "ask", {question: CHART});
  row("ask", await repeated(30, (at) => call(client, "ask", {question: QUESTIONS[at % QUESTIONS.length]})));
  row("ask with a chart", await repeated(10, () => call(client, "ask", {question: CHART})));
  await client.close();
}

/** Each makes its calls one after the other, all side by side. */
async function manyAssistants(what: string, connect: () => Promise<Client>): Promise<void> {
  const clients = await Promise.all(Array.from({length: ASSISTANTS}, connect));
  await Promise.all(clients.map((client) => call(client, "run_sql", {sql: SQL})));
  const queries = await Promise.all(
    clients.map((client) => repeated(30, () => call(client, "run_sql", {sql: SQL}))),
  );
  row(`${ASSISTANTS} ${what} at once: query`, queries.flat());
  const asked = await Promise.all(
    clients.map((client, who) =>
      repeated(6, (at) => call(client, "ask", {question: QUESTIONS[(who + at) % QUESTIONS.length]})),
    ),
  );
  row(`${ASSISTANTS} ${what} at once: ask`, asked.flat());
  await Promise.all(clients.map((client) => client.close()));
}

async function connectStdio(...files: string[]): Promise<Client> {
  const client = new Client(WHO);
  await client.connect(
    new StdioClientTransport({command: process.execPath, args: arguments_(...files), stderr: "inherit"}),
  );
  return client;
}

async function connectHttp(url: string): Promise<Client> {
  const client = new Client(WHO);
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  return client;
}

async function startHttp(): Promise<{url: string; child: ChildProcess}> {
  const child = spawn(process.execPath, arguments_("--http", "--port", "0"), {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise<string>((resolve) => {
    child.stdout.on("data", (told: Buffer) => {
      const found = /MCP at (http:\S+)/.exec(told.toString());
      if (found?.[1]) resolve(found[1]);
    });
  });
  return {url, child};
}

async function call(client: Client, name: string, input: Record<string, unknown>): Promise<void> {
  const told = await client.callTool({name, arguments: input}, {timeout: 120_000});
  if (told.isError) throw new Error(`${name}: ${JSON.stringify(told.content)}`);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

async function repeated(count: number, work: (at: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < count; at += 1) times.push(await timed(() => work(at)));
  return times;
}

function row(what: string, times: readonly number[], bar?: number): void {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const verdict = bar === undefined ? "" : `  bar ${bar} ms  ${at(0.5) <= bar ? "ok" : "MISSED"}`;
  console.log(
    `${what.padEnd(48)} p50 ${at(0.5).toFixed(1).padStart(7)} ms  p95 ${at(0.95).toFixed(1).padStart(7)} ms${verdict}`,
  );
  if (bar !== undefined && at(0.5) > bar) process.exitCode = 1;
}
