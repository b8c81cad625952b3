import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {Client, type ClientOptions} from "@modelcontextprotocol/client";
import {StdioClientTransport} from "@modelcontextprotocol/client/stdio";
import {everyNth} from "../sweep.ts";

/** The revisions of the protocol that hosts speak: each test of the wire runs in both. */
export const REVISIONS = ["2025-11-25", "2026-07-28"] as const;

/** What does not differ by revision is tried in one of them in every run, and in both with `npm run test:sweeps`. */
export const oneRevision = (which: 0 | 1): readonly (typeof REVISIONS)[number][] =>
  everyNth(REVISIONS, 2, which);
export type Revision = (typeof REVISIONS)[number];

const CLI = new URL("../../src/cli.ts", import.meta.url).pathname;

export interface RunningServer extends AsyncDisposable {
  client: Client;
  /** The server's folder of state. */
  home: string;
  pid: number;
  /** The words and structure of a call's result. */
  call(name: string, input?: Record<string, unknown>): Promise<Told>;
}

export interface Told {
  isError: boolean;
  /** All text of it. */
  text: string;
  structured: {columns?: string[]; rows?: unknown[][]; [more: string]: unknown};
  content: {type: string; [more: string]: unknown}[];
}

/** Starts the real server over stdio, as a host does, and connects the real client. */
export async function startMcp({
  files = [],
  flags = [],
  revision = "2025-11-25",
  home,
  cwd,
  options,
  environment = {},
}: {
  files?: readonly string[];
  flags?: readonly string[];
  revision?: Revision;
  home?: string;
  cwd?: string;
  options?: ClientOptions;
  environment?: Record<string, string>;
} = {}): Promise<RunningServer> {
  const folder = home ?? (await mkdtemp(join(tmpdir(), "tabletalk-mcp-")));
  const mode = revision === "2025-11-25" ? ("legacy" as const) : {pin: revision};
  const client = new Client({name: "test", version: "1"}, {...options, versionNegotiation: {mode}});
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [CLI, "mcp", ...files, "--home", folder, ...flags],
    env: {...(process.env as Record<string, string>), TZ: "UTC", ...environment},
    ...(cwd !== undefined && {cwd}),
    stderr: "inherit",
  });
  await client.connect(transport);
  return {
    client,
    home: folder,
    pid: transport.pid ?? 0,
    call: async (name, input = {}) =>
      toldBy(await client.callTool({name, arguments: input}, {timeout: 120_000})),
    async [Symbol.asyncDispose]() {
      await client.close();
      if (home === undefined) await rm(folder, {recursive: true, force: true, maxRetries: 5});
    },
  };
}

/** A call's result, for whoever reads it in a test. */
export function toldBy(result: unknown): Told {
  const {content, structuredContent, isError} = result as {
    content: Told["content"];
    structuredContent?: Told["structured"];
    isError?: boolean;
  };
  return {
    isError: isError === true,
    text: content.flatMap((one) => (one.type === "text" ? [String(one.text)] : [])).join("\n"),
    structured: structuredContent ?? {},
    content,
  };
}
