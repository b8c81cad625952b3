import {type KeptError, type NodeChange, saveNode} from "../../store/runs.ts";
import {type InsideStore, inTransaction, timestamp} from "../../store/store.ts";
import type {Artifact} from "../../tools/tool.ts";

/** Keeps how the nodes of a run are, in the order that they are told. */
export interface NodeLog {
  began(node: string, attempt: number): void;
  /** Resolves when it is kept. */
  done(node: string, artifact: string, elapsedMs: number): Promise<void>;
  failed(node: string, error: KeptError, elapsedMs: number, attempts: number): void;
  skipped(node: string, why: string): void;
  waits(node: string, question: string, shown: Artifact | undefined): void;
  /** Resolves when all is kept. @throws what a write threw */
  written(): Promise<void>;
}

/** That a node began may be written so much later: mostly with its end, or with that of another. */
const LATER_MS = 100;

/**
 * What is told while the store writes is written together then: one that is in a file waits for its disk each time.
 * @param stopped once it fires nothing more is written: another worker may have the run
 */
export function nodeLog(
  store: InsideStore,
  place: {workspace: string; run: string},
  stopped: AbortSignal,
): NodeLog {
  let waiting: [node: string, change: NodeChange][] = [];
  let last: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  const write = async () => {
    const all = waiting;
    waiting = [];
    next = undefined;
    clearTimeout(timer);
    timer = undefined;
    if (stopped.aborted) return;
    await inTransaction(store, async (inside) => {
      for (const [node, change] of all) await saveNode(inside, place.workspace, place.run, node, change);
    });
  };
  const writeSoon = (): Promise<void> => {
    if (!next) {
      next = last.then(write);
      last = next;
      last.catch(() => {});
    }
    return next;
  };
  const save = (node: string, change: NodeChange): Promise<void> => {
    waiting.push([node, change]);
    return writeSoon();
  };
  return {
    began(node, attempts) {
      waiting.push([node, {state: "running", attempts, startedAt: timestamp(), error: null, artifact: null}]);
      timer ??= setTimeout(() => void writeSoon(), LATER_MS);
    },
    done: (node, artifact, elapsedMs) => save(node, {state: "done", artifact, elapsedMs, error: null}),
    failed: (node, error, elapsedMs, attempts) =>
      void save(node, {state: "failed", error, elapsedMs, attempts, artifact: null}),
    skipped: (node, why) =>
      void save(node, {state: "skipped", error: {code: "skipped", message: why, next: ""}, artifact: null}),
    waits: (node, question, shown) =>
      void save(node, {
        state: "waiting",
        artifact: JSON.stringify({question, ...(shown && {shown})}),
        error: null,
      }),
    written: () => (waiting.length > 0 ? writeSoon() : last),
  };
}
