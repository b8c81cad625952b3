import {Worker} from "node:worker_threads";

const WATCH = `
const {workerData} = require("node:worker_threads");
setInterval(() => {
  if (process.ppid !== workerData) process.kill(process.pid, "SIGKILL");
}, 500);
`;

/**
 * Work that never lets this process listen (SQLite in the middle of a view without end) would outlive the program that
 * asked for it: a thread of its own ends it then.
 */
export function watchParent(): {stop(): Promise<unknown>} {
  const worker = new Worker(WATCH, {eval: true, workerData: process.ppid});
  worker.unref();
  return {stop: () => worker.terminate()};
}
