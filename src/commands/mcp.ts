import {resolve} from "node:path";
import {StdioServerTransport, serveStdio} from "@modelcontextprotocol/server/stdio";
import {localPrincipal} from "../access/principal.ts";
import {loadConfig} from "../config.ts";
import {createLocalHost, WORKSPACE} from "../mcp/local_host.ts";
import {createMcpServer} from "../mcp/server.ts";
import {messageLines} from "../mcp/stdin_lines.ts";
import {rootsFrom} from "./mcp_roots.ts";
import type {CommonFlags} from "./program.ts";

export interface McpFlags extends CommonFlags {
  model?: string;
  /** Folders that files may be imported from. */
  root?: string[];
  /** Over HTTP rather than standard input and output. */
  http?: boolean;
  port?: string;
  host?: string;
  /** With --http: tokens are needed on this machine too. */
  token?: boolean;
  /** The host whose settings are printed, and nothing is started. */
  printConfig?: string;
}

const LONGEST_END_MS = 2_000;

/** `tabletalk mcp`: the Model Context Protocol over standard input and output, for the assistant that started it. */
export async function mcp(files: string[], flags: McpFlags): Promise<void> {
  if (flags.printConfig !== undefined) {
    const {configFor} = await import("./mcp_config.ts");
    const {text, where} = configFor(flags.printConfig, {files, root: flags.root});
    process.stderr.write(`${where}\n`);
    process.stdout.write(`${text}\n`);
    return;
  }
  if (flags.http) return (await import("./mcp_http.ts")).mcpHttp(files, flags);
  // Standard output is the protocol's alone.
  console.log = console.error;
  const host = createLocalHost(loadConfig(flags), {
    roots: rootsFrom(flags.root),
    files: files.map((file) => resolve(file)),
  });
  const lines = messageLines(({id, code, message}) => {
    process.stdout.write(`${JSON.stringify({jsonrpc: "2.0", id, error: {code, message}})}\n`);
  });
  const served = serveStdio(() => createMcpServer(host, {principal: localPrincipal(WORKSPACE)}), {
    transport: new StdioServerTransport(process.stdin.pipe(lines), process.stdout),
    onerror: (error) => process.stderr.write(`tabletalk mcp: ${error.message}\n`),
  });
  const end = async () => {
    // What still runs is of use to nobody: the processes that hold data end with this one.
    setTimeout(() => process.exit(0), LONGEST_END_MS).unref();
    await served.close().catch(() => {});
    await host.close();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => void end());
  process.stdout.once("error", () => void end());
  process.stdin.once("end", () => void end());
  process.stdin.once("close", () => void end());
}
