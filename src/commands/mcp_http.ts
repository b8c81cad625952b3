import {resolve} from "node:path";
import {issuersOf} from "../access/access.ts";
import {httpSettingsFrom} from "../channels/http/settings.ts";
import {loadConfig} from "../config.ts";
import {TabletalkError} from "../errors.ts";
import {listenMcp} from "../mcp/http/listen.ts";
import {openMcpHttp} from "../mcp/http/open_mcp_http.ts";
import {isLoopback} from "../mcp/http/reach.ts";
import {createLocalHost} from "../mcp/local_host.ts";
import type {McpFlags} from "./mcp.ts";
import {rootsFrom} from "./mcp_roots.ts";
import {WORKSPACE} from "./runtime.ts";

/**
 * `tabletalk mcp --http`: MCP over Streamable HTTP. On this machine alone whoever calls is its owner; where others reach it,
 * or with --token, everybody shows a token, and the files of this machine are nobody's to import.
 */
export async function mcpHttp(files: string[], flags: McpFlags): Promise<void> {
  const hostname = flags.host ?? "127.0.0.1";
  const isLocal = isLoopback(hostname);
  const needsToken = !isLocal || flags.token === true;
  if (needsToken && (files.length > 0 || flags.root))
    throw new TabletalkError(
      "bad_use",
      "Files and --root are for a server that only this machine reaches, without tokens.",
      "Import them first, with tabletalk import; or leave out --host and --token.",
    );
  const config = loadConfig(flags);
  const say = (text: string) => process.stderr.write(`${new Date().toISOString()} ${text}\n`);
  const settings = httpSettingsFrom(config.home);
  const host = createLocalHost(
    config,
    {
      roots: needsToken ? [] : rootsFrom(flags.root),
      files: files.map((file) => resolve(file)),
      ...(settings.publicUrl && {publicUrl: settings.publicUrl}),
    },
    say,
  );
  const mcp = openMcpHttp(host, {
    reach: {
      isLocal: !needsToken,
      origins: settings.origins,
      ...(settings.publicUrl && {publicUrl: settings.publicUrl}),
    },
    ...(!needsToken && {localWorkspace: WORKSPACE}),
    behindProxy: settings.behindProxy,
    issuers: issuersOf().map(({issuer}) => issuer),
    onTrouble: (error) => say(error instanceof Error ? String(error.stack) : String(error)),
  });
  const listener = await listenMcp(mcp, portOf(flags.port), hostname);
  process.stdout.write(
    `MCP at ${listener.url}${needsToken ? " (with a token: tabletalk keys create)" : ""}\n`,
  );
  await new Promise<void>((end) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => end());
  });
  await listener.close();
  await host.close();
}

function portOf(text: string | undefined): number {
  const port = Number(text ?? 8_788);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new TabletalkError(
    "bad_use",
    `${JSON.stringify(text)} is no port.`,
    "Give --port a number up to 65535.",
  );
}
