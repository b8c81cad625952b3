import {spawn} from "node:child_process";
import {once} from "node:events";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {createInterface} from "node:readline";
import {fileURLToPath} from "node:url";

const fromRoot = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** How our own server is started, with some data, in a home of its own. */
export async function realCommand(): Promise<{command: string[]; remove(): Promise<void>}> {
  const home = await mkdtemp(join(tmpdir(), "tabletalk-mcp-"));
  return {
    command: [fromRoot("src/cli.ts"), "mcp", fromRoot("samples/penguins.json"), "--home", home],
    remove: () => rm(home, {recursive: true, force: true}),
  };
}

/** Our own server as people start it for HTTP. */
export async function serveReal(): Promise<{url: string; close(): Promise<void>}> {
  const {command, remove} = await realCommand();
  const child = spawn(process.execPath, [...command, "--http", "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  const close = async () => {
    child.kill("SIGTERM");
    await ended;
    await remove();
  };
  for await (const line of createInterface({input: child.stdout})) {
    const [, url] = /^MCP at (\S+)$/.exec(line) ?? [];
    if (url !== undefined) return {url, close};
  }
  await remove();
  throw new Error("The server did not start.");
}
