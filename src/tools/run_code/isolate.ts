import {spawn} from "node:child_process";
import {fileURLToPath} from "node:url";
import {TabletalkError} from "../../errors.ts";
import {type IsolateReply, type IsolateRequest, isolateReplySchema} from "./protocol.ts";

const MAIN = fileURLToPath(
  new URL(`./child${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url),
);
/** What the process may take beside the isolate's own memory: Node, and the columns on their way in. */
const PROCESS_MB = 1024;
/** Starting, and handing columns over. */
const GRACE_MS = 5_000;

/**
 * Runs code in a QuickJS isolate of its own process, which ends after it. Inside there is no file, no network, no clock
 * and no other process; Node's permission model takes writing, processes and workers from the process around it.
 * @throws TabletalkError time_limit, memory_limit, aborted
 */
export function runInIsolate(request: IsolateRequest, signal: AbortSignal): Promise<IsolateReply> {
  if (signal.aborted) return Promise.reject(stopped());
  const node = [
    process.execPath,
    "--permission",
    "--allow-fs-read=*",
    `--max-old-space-size=${PROCESS_MB}`,
    "--disable-warning=ExperimentalWarning",
    MAIN,
  ];
  // `ulimit -c`: a process that dies of its memory leaves no picture of it on the disk.
  const [command, ...args] =
    process.platform === "win32" ? node : ["/bin/sh", "-c", 'ulimit -c 0; exec "$0" "$@"', ...node];
  const child = spawn(command!, args, {
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    serialization: "advanced",
    env: {PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE},
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(late(request.timeMs))), request.timeMs + GRACE_MS);
    const abort = (): void => settle(() => reject(stopped()));
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      child.removeAllListeners();
      child.on("error", () => undefined);
      child.kill("SIGKILL");
      act();
    };
    signal.addEventListener("abort", abort, {once: true});
    child.on("message", (message) => {
      const reply = isolateReplySchema.safeParse(message);
      settle(() => (reply.success ? resolve(reply.data) : reject(tooMuch())));
    });
    child.on("error", (error) => settle(() => reject(error)));
    child.on("exit", () => settle(() => reject(tooMuch())));
    child.send(request, () => undefined);
  });
}

const stopped = (): TabletalkError =>
  new TabletalkError("aborted", "The code was stopped.", "Ask again when you like.");
const late = (timeMs: number): TabletalkError =>
  new TabletalkError(
    "time_limit",
    `The code ran past its ${timeMs} ms.`,
    "Do less in it: aggregate first in a step before, or pass over the rows once.",
  );
const tooMuch = (): TabletalkError =>
  new TabletalkError(
    "memory_limit",
    "The code took more memory than it may.",
    "Name fewer columns, or aggregate in a step before.",
  );
