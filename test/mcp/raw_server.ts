import {type ChildProcessWithoutNullStreams, spawn} from "node:child_process";
import {createInterface} from "node:readline";
import type {Revision} from "./running.ts";

const CLI = new URL("../../src/cli.ts", import.meta.url).pathname;

type Message = {
  id?: string | number | null;
  method?: string;
  result?: Record<string, unknown>;
  error?: {code: number; message: string};
};

/** The real server as a process whose lines are written and read by hand: for what no client would send. */
export interface RawServer {
  process: ChildProcessWithoutNullStreams;
  /** Writes a line as it is. */
  write(line: string): void;
  /** Writes a request, and gives its answer. */
  ask(method: string, params?: Record<string, unknown>): Promise<Message>;
  /** The next message that is an answer to nothing known: an error without an id. */
  stray(): Promise<Message>;
  /** The answer to an id that was written by hand. */
  answer(id: string | number): Promise<Message>;
  /** All lines that were no JSON. */
  readonly noise: string[];
}

/** Starts a server in one of the revisions, ready to be asked. */
export async function startRaw(
  revision: Revision,
  {
    files,
    home,
    environment = {},
  }: {files: readonly string[]; home: string; environment?: Record<string, string>},
): Promise<RawServer> {
  const child = spawn(process.execPath, [CLI, "mcp", ...files, "--home", home], {
    env: {...process.env, TZ: "UTC", ...environment},
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stderr.resume();
  child.stdin.on("error", () => {});
  const waiting = new Map<string | number, (message: Message) => void>();
  const early = new Map<string | number, Message>();
  const strays: Message[] = [];
  const forStray: ((message: Message) => void)[] = [];
  const noise: string[] = [];
  createInterface({input: child.stdout}).on("line", (line) => {
    let message: Message;
    try {
      message = JSON.parse(line) as Message;
    } catch {
      noise.push(line);
      return;
    }
    if (message.method !== undefined) return;
    if (message.id === undefined || message.id === null) {
      const next = forStray.shift();
      if (next) next(message);
      else strays.push(message);
      return;
    }
    const settle = waiting.get(message.id);
    waiting.delete(message.id);
    if (settle) settle(message);
    else early.set(message.id, message);
  });
  const write = (line: string) => void child.stdin.write(`${line}\n`);
  const answer = (id: string | number): Promise<Message> => {
    const there = early.get(id);
    return there ? Promise.resolve(there) : new Promise((resolve) => waiting.set(id, resolve));
  };
  let last = 0;
  const isModern = revision === "2026-07-28";
  const meta = {
    "io.modelcontextprotocol/protocolVersion": revision,
    "io.modelcontextprotocol/clientInfo": {name: "raw", version: "1"},
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  const ask = (method: string, params: Record<string, unknown> = {}): Promise<Message> => {
    const id = ++last;
    write(JSON.stringify({jsonrpc: "2.0", id, method, params: isModern ? {...params, _meta: meta} : params}));
    return answer(id);
  };
  if (isModern) await ask("server/discover");
  else {
    const clientInfo = {name: "raw", version: "1"};
    await ask("initialize", {protocolVersion: revision, capabilities: {}, clientInfo});
    write(JSON.stringify({jsonrpc: "2.0", method: "notifications/initialized"}));
  }
  return {
    process: child,
    write,
    ask,
    answer,
    noise,
    stray() {
      const there = strays.shift();
      return there ? Promise.resolve(there) : new Promise((resolve) => forStray.push(resolve));
    },
  };
}
