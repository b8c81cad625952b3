import {type KeptError, saveNode} from "../../store/runs.ts";
import type {Store} from "../../store/store.ts";
import {timestamp} from "../../store/store.ts";
import type {Artifact} from "../../tools/tool.ts";

/** Keeps how the nodes of a run are, one write after the other. */
export interface NodeLog {
  began(node: string, attempt: number): void;
  done(node: string, artifact: string, elapsedMs?: number): Promise<void>;
  ended(node: string, elapsedMs: number): void;
  failed(node: string, error: KeptError, elapsedMs: number, attempts: number): void;
  skipped(node: string, why: string): void;
  waits(node: string, question: string, shown: Artifact | undefined): void;
  /** Resolves when all is written. @throws what a write threw */
  written(): Promise<void>;
}

/** @param stopped once it fires nothing more is written: another worker may have the run */
export function nodeLog(
  store: Pick<Store, "db">,
  place: {workspace: string; run: string},
  stopped: AbortSignal,
): NodeLog {
  let last: Promise<void> = Promise.resolve();
  const save = (node: string, change: Parameters<typeof saveNode>[4]) => {
    const next = last.then(async () => {
      if (!stopped.aborted) await saveNode(store, place.workspace, place.run, node, change);
    });
    last = next;
    next.catch(() => {});
    return next;
  };
  return {
    began: (node, attempts) =>
      void save(node, {state: "running", attempts, startedAt: timestamp(), error: null, artifact: null}),
    done: (node, artifact) => save(node, {state: "done", artifact, error: null}),
    ended: (node, elapsedMs) => void save(node, {state: "done", elapsedMs}),
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
    written: () => last,
  };
}
