import {resolve} from "node:path";
import {TabletalkError} from "../errors.ts";

/** What starts the server on a machine that has nothing of ours installed. */
const COMMAND = "npx";
const PACKAGE = ["-y", "tabletalk", "mcp"];

type Json = Record<string, unknown>;

/** The settings of hosts, by the names that people give, each with where it belongs. */
const HOSTS: Readonly<Record<string, {where: string; config(args: readonly string[]): Json | string}>> = {
  claude: {
    where: "Claude Desktop: claude_desktop_config.json (Settings, Developer, Edit Config)",
    config: (args) => ({mcpServers: {tabletalk: {command: COMMAND, args}}}),
  },
  "claude-code": {
    where: "Claude Code: run it in a terminal",
    config: (args) => `claude mcp add tabletalk -- ${[COMMAND, ...args].map(quoted).join(" ")}`,
  },
  vscode: {
    where: "VS Code: .vscode/mcp.json",
    config: (args) => ({servers: {tabletalk: {type: "stdio", command: COMMAND, args}}}),
  },
  cursor: {
    where: "Cursor: .cursor/mcp.json, or mcp.json in ~/.cursor",
    config: (args) => ({mcpServers: {tabletalk: {command: COMMAND, args}}}),
  },
};

export interface PrintedConfig {
  files: readonly string[];
  root?: readonly string[] | undefined;
}

/**
 * What a host is given to start the server with these files and folders, as text, and where it belongs.
 * @throws TabletalkError bad_use for a host that is not known
 */
export function configFor(host: string, {files, root = []}: PrintedConfig): {text: string; where: string} {
  const found = Object.hasOwn(HOSTS, host) ? HOSTS[host] : undefined;
  if (!found)
    throw new TabletalkError(
      "bad_use",
      `${JSON.stringify(host)} is no host that settings can be written for.`,
      `There are: ${Object.keys(HOSTS).join(", ")}.`,
    );
  const folders = root.flatMap((folder) => ["--root", resolve(folder)]);
  const made = found.config([...PACKAGE, ...files.map((file) => resolve(file)), ...folders]);
  return {text: typeof made === "string" ? made : JSON.stringify(made, undefined, 2), where: found.where};
}

/** For a POSIX shell. */
function quoted(word: string): string {
  return /^[\w./:@=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
