import {parentPort, workerData} from "node:worker_threads";
import type {WorkHooks} from "../../statistics/work_hooks.ts";
import type {Task, TaskReply} from "./task.ts";
import {MODULES} from "./task.ts";

const {stop} = workerData as {stop: SharedArrayBuffer};
const stopped = new Int32Array(stop);
const QUIET_MS = 100;

parentPort!.on("message", async ({id, module, name, args}: Task) => {
  let told = 0;
  const hooks: WorkHooks = {
    progress(share, doing) {
      const now = performance.now();
      if (now - told < QUIET_MS) return;
      told = now;
      parentPort!.postMessage({id, progress: {share, ...(doing && {doing})}} satisfies TaskReply);
    },
    checkpoint() {
      if (Atomics.load(stopped, 0) === id) throw new Error("stopped");
    },
  };
  try {
    const exports = (await MODULES[module]()) as unknown as Record<string, (...args: unknown[]) => unknown>;
    const result = await exports[name]!(...args, hooks);
    parentPort!.postMessage({id, result} satisfies TaskReply, buffersOf(result));
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const {code, next} = error as {code?: string; next?: string};
    parentPort!.postMessage({
      id,
      error: {message: error.message, ...(code && {code}), ...(next && {next})},
    } satisfies TaskReply);
  }
});

/** Whole buffers in a result, at most two steps down: they are handed over, which takes no time, rather than copied. */
function buffersOf(result: unknown, depth = 0): ArrayBuffer[] {
  if (ArrayBuffer.isView(result)) {
    const {buffer, byteLength} = result;
    return buffer instanceof ArrayBuffer && byteLength === buffer.byteLength ? [buffer] : [];
  }
  if (depth === 2 || typeof result !== "object" || result === null) return [];
  const parts = Array.isArray(result) ? result.slice(0, 1000) : Object.values(result);
  return [...new Set(parts.flatMap((part) => buffersOf(part, depth + 1)))];
}
