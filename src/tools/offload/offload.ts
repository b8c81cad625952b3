import {Worker} from "node:worker_threads";
import {type ErrorCode, TabletalkError} from "../../errors.ts";
import type {WorkHooks} from "../../statistics/work_hooks.ts";
import type {MODULES, ModuleName, Task, TaskReply} from "./task.ts";

type Functions<Module extends ModuleName> = Awaited<ReturnType<(typeof MODULES)[Module]>>;
/** The arguments of a function without the hooks that the worker gives it. */
type ArgsOf<Run> = Run extends (...args: infer All) => unknown
  ? Required<All> extends [...infer Given, WorkHooks]
    ? Given
    : All
  : never;
type ResultOf<Run> = Run extends (...args: never[]) => infer Result ? Awaited<Result> : never;

export interface OffloadOptions {
  signal?: AbortSignal;
  timeMs?: number;
  onProgress?: (share: number, doing?: string) => void;
  /** Columns of numbers that nobody needs here afterwards: handed over, which takes no time, rather than copied. */
  handOver?: readonly {values: unknown}[];
}

const FILE = new URL(`./worker${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);
const MEMORY_MB = 2048;
/** How long after a stop the work may take to notice before its thread is ended. */
const GRACE_MS = 200;
const idle: {worker: Worker; stop: Int32Array}[] = [];
let next = 0;

/**
 * Runs an exported function of a statistics or learning module in a worker thread, so that nothing waits for it; columns
 * travel as typed buffers. Ends at once on abort, at the time limit, or when it takes more than 2 GiB.
 * @throws TabletalkError aborted, time_limit, memory_limit; what the function throws
 */
export async function offload<Module extends ModuleName, Name extends keyof Functions<Module> & string>(
  module: Module,
  name: Name,
  args: ArgsOf<Functions<Module>[Name]>,
  options: OffloadOptions = {},
): Promise<ResultOf<Functions<Module>[Name]>> {
  const {signal, timeMs, onProgress, handOver = []} = options;
  if (signal?.aborted) throw stopped();
  const {worker, stop} = idle.pop() ?? start();
  const id = ++next;
  worker.ref();
  return new Promise((resolve, reject) => {
    let why: "abort" | "time" | undefined;
    const halt = (reason: "abort" | "time"): void => {
      why = reason;
      Atomics.store(stop, 0, id);
      setTimeout(() => void worker.terminate(), GRACE_MS).unref();
      if (reason === "abort") settle(() => reject(stopped()), false);
      else settle(() => reject(late()), false);
    };
    const abort = (): void => halt("abort");
    const timer = timeMs === undefined ? undefined : setTimeout(() => halt("time"), timeMs);
    const settle = (act: () => void, keep: boolean): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      worker.removeAllListeners("message").removeAllListeners("error").removeAllListeners("exit");
      worker.on("error", () => undefined);
      if (keep && idle.length < 2) {
        worker.unref();
        idle.push({worker, stop});
      } else if (keep) void worker.terminate();
      act();
    };
    worker.removeAllListeners("error");
    signal?.addEventListener("abort", abort);
    worker.on("message", (reply: TaskReply) => {
      if (reply.id !== id || why) return;
      if ("progress" in reply) onProgress?.(reply.progress.share, reply.progress.doing);
      else if ("error" in reply) settle(() => reject(asError(reply.error)), true);
      else settle(() => resolve(reply.result as never), true);
    });
    worker.on("error", (error) =>
      settle(
        () => reject((error as {code?: string}).code === "ERR_WORKER_OUT_OF_MEMORY" ? tooLarge() : error),
        false,
      ),
    );
    worker.on("exit", () => settle(() => reject(tooLarge()), false));
    const buffers = handOver.flatMap(({values}) => {
      if (!(values instanceof Float64Array) || !(values.buffer instanceof ArrayBuffer)) return [];
      return values.byteLength === values.buffer.byteLength ? [values.buffer] : [];
    });
    worker.postMessage({id, module, name, args} satisfies Task, [...new Set(buffers)]);
  });
}

function start(): {worker: Worker; stop: Int32Array} {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(FILE, {
    workerData: {stop: stop.buffer},
    resourceLimits: {maxOldGenerationSizeMb: MEMORY_MB},
    execArgv: [],
  });
  return {worker, stop};
}

function asError(error: {message: string; code?: string; next?: string}): Error {
  return error.code && error.next
    ? new TabletalkError(error.code as ErrorCode, error.message, error.next)
    : new Error(error.message);
}

const stopped = (): TabletalkError =>
  new TabletalkError("aborted", "The work was stopped.", "Ask again when you like.");
const late = (): TabletalkError =>
  new TabletalkError(
    "time_limit",
    "The computation took longer than its time limit and was stopped.",
    "Ask for less: fewer rows, a sample, or a simpler method.",
  );
const tooLarge = (): TabletalkError =>
  new TabletalkError(
    "memory_limit",
    "The computation needed more memory than it may take.",
    "Ask for less: fewer rows or columns, or a sample.",
  );
