import {type ChildProcess, spawn} from "node:child_process";
import {readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {TabletalkError} from "../errors.ts";
import type {Numbered, Reply, Request, Results} from "./child/protocol.ts";
import type {ImportProgress} from "./engine.ts";

const MAIN = fileURLToPath(
  new URL(`./child/main${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url),
);
/** How long past its own limit a call may run before the child is killed. */
const GRACE_MS = 2_000;
const WATCH_MS = 250;
/** The share of its memory that a child may hold while nothing is asked of it. */
const MOST_HELD = 0.7;
/** The cause of the error of work whose child ended by itself: what was before it may have brought that about. */
export const DIED = "the child ended by itself";

interface Waiting {
  resolve(value: Results[keyof Results]): void;
  reject(error: TabletalkError): void;
  timer: NodeJS.Timeout;
  progress?: (progress: ImportProgress) => void;
}

/**
 * A child process that alone may hold DuckDB. Its memory is limited by the system (`ulimit -d`, and a watchdog on Linux
 * where a statement takes memory that DuckDB does not count); a call past its time kills it.
 */
export class EngineProcess {
  private child: ChildProcess | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private next = 0;
  private watch: NodeJS.Timeout | undefined;
  private killedFor: "time" | "memory" | undefined;
  private readonly memoryMb: number;

  constructor(memoryMb: number) {
    this.memoryMb = memoryMb;
  }

  get alive(): boolean {
    return this.child !== undefined;
  }

  /** Starts the child ahead of its first call. */
  start(): void {
    if (this.child) return;
    const limit =
      process.platform === "win32"
        ? []
        : [
            "/bin/sh",
            "-c",
            'ulimit -d "$0" 2>/dev/null; ulimit -c 0; exec "$@"',
            String(this.memoryMb * 1024),
          ];
    const [command, ...args] = [
      ...limit,
      process.execPath,
      "--max-old-space-size=2048",
      "--max-semi-space-size=64",
      MAIN,
    ];
    const child = spawn(command!, args, {
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      serialization: "advanced",
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        TMPDIR: process.env.TMPDIR,
      },
    });
    this.child = child;
    this.killedFor = undefined;
    child.on("message", (reply: Reply) => {
      if (this.child === child) this.settle(reply);
    });
    for (const end of ["error", "exit"])
      child.on(end, () => {
        if (this.child === child) this.ended();
      });
    this.rest();
  }

  /**
   * Asks the child for something; `timeMs` is its own limit, after which it is killed with a short grace. A `disposable`
   * child is killed as soon as the work is stopped.
   */
  call<Op extends Request["op"]>(
    request: Extract<Request, {op: Op}>,
    options: {
      timeMs: number;
      signal?: AbortSignal;
      onProgress?: (progress: ImportProgress) => void;
      disposable?: boolean;
    },
  ): Promise<Results[Op]> {
    const {signal, timeMs, onProgress} = options;
    if (signal?.aborted) return Promise.reject(stopped());
    this.start();
    const child = this.child!;
    const id = ++this.next;
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        if (options.disposable) {
          this.kill();
          return;
        }
        child.send?.({cancel: id} satisfies Numbered);
        setTimeout(() => {
          if (this.waiting.has(id)) this.kill("time");
        }, GRACE_MS).unref();
      };
      const done = (): void => {
        signal?.removeEventListener("abort", cancel);
      };
      const timer = setTimeout(() => this.kill("time"), timeMs + GRACE_MS);
      this.waiting.set(id, {
        resolve: (value) => {
          done();
          resolve(value as Results[Op]);
        },
        reject: (error) => {
          done();
          reject(signal?.aborted ? stopped() : error);
        },
        timer,
        ...(onProgress && {progress: onProgress}),
      });
      signal?.addEventListener("abort", cancel, {once: true});
      this.busy();
      child.send({id, request} satisfies Numbered, (error) => {
        if (error && this.child === child) this.ended();
      });
    });
  }

  /** The next call gets a new child at once: one that is dying could still take it along. */
  kill(why?: "time" | "memory"): void {
    if (!this.child) return;
    this.killedFor = why;
    this.child.kill("SIGKILL");
    this.ended();
  }

  /** Replaces a resting child that still holds most of its memory: the watchdog would take it for the next call's doing. */
  freshen(): void {
    const pages = this.waiting.size === 0 ? residentPages(this.child?.pid) : undefined;
    if (pages !== undefined && megabytes(pages) > this.memoryMb * MOST_HELD) this.kill();
  }

  private settle(reply: Reply): void {
    const waiting = this.waiting.get(reply.id);
    if (!waiting) return;
    if ("progress" in reply) {
      waiting.progress?.(reply.progress);
      return;
    }
    this.waiting.delete(reply.id);
    clearTimeout(waiting.timer);
    if (this.waiting.size === 0) this.rest();
    if ("error" in reply) {
      waiting.reject(new TabletalkError(reply.error.code, reply.error.message, reply.error.next));
      if (reply.error.broken) this.kill();
    } else waiting.resolve(reply.ok);
  }

  private ended(): void {
    this.child = undefined;
    clearInterval(this.watch);
    const error =
      this.killedFor === "time"
        ? new TabletalkError(
            "time_limit",
            "The work took longer than its time limit and was stopped.",
            "Ask for less at once: a filter, fewer groups, or a sample.",
          )
        : new TabletalkError(
            "memory_limit",
            "The work needed more memory than it may take and was stopped.",
            "Ask for less at once: a filter, fewer groups, or fewer columns.",
            this.killedFor === undefined ? {cause: DIED} : undefined,
          );
    for (const waiting of this.waiting.values()) {
      clearTimeout(waiting.timer);
      waiting.reject(error);
    }
    this.waiting.clear();
  }

  /** Nothing is asked: the child does not keep the program alive. */
  private rest(): void {
    clearInterval(this.watch);
    this.child?.unref();
    this.child?.channel?.unref();
  }

  private busy(): void {
    this.child?.ref();
    this.child?.channel?.ref();
    clearInterval(this.watch);
    if (process.platform !== "linux") return;
    this.watch = setInterval(() => {
      const pages = residentPages(this.child?.pid);
      if (pages !== undefined && megabytes(pages) > this.memoryMb) this.kill("memory");
    }, WATCH_MS);
    this.watch.unref();
  }
}

const megabytes = (pages: number): number => (pages * 4096) / 2 ** 20;

function residentPages(pid: number | undefined): number | undefined {
  if (pid === undefined || process.platform !== "linux") return undefined;
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]);
  } catch {
    return undefined;
  }
}

/** What a caller gets who stopped the work. */
export const stopped = (): TabletalkError =>
  new TabletalkError("aborted", "The work was stopped.", "Ask again when you like.");
