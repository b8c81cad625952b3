import type {Session} from "../../data/engine.ts";
import {TabletalkError} from "../../errors.ts";
import type {Step} from "../../planning/plan.ts";
import type {Artifact} from "../../tools/tool.ts";
import type {CompiledNode} from "../node_kind.ts";

/** The nodes that bring data in, and wait for nothing else than such nodes: they run before any table is read. */
export function sourcesAmong(nodes: readonly CompiledNode[]): Set<string> {
  const found = new Set<string>();
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const {id, kind, step, reads, waitsFor} of nodes)
      if (!step && kind.effect === "reads_outside" && reads.length === 0)
        if (waitsFor.every((one) => found.has(one))) found.add(id);
  }
  return found;
}

/** The same nodes, with what sources brought named as tables of the session: by the ids of the sources. */
export function withSourcesByName(
  nodes: readonly CompiledNode[],
  brought: ReadonlyMap<string, Artifact>,
): CompiledNode[] {
  const ids = new Set([...brought].flatMap(([id, {made}]) => (made ? [id] : [])));
  if (ids.size === 0) return [...nodes];
  return nodes.map((node) => {
    if (!node.step) return node;
    const input = named(node.step.input, ids) as Step["input"];
    const reads = node.reads.filter((id) => !ids.has(id));
    return {...node, reads, step: {...node.step, input}};
  });
}

function named(value: unknown, ids: ReadonlySet<string>, key?: string): unknown {
  if (Array.isArray(value)) return value.map((one) => named(one, ids, key));
  if (value === null || typeof value !== "object") return value;
  const {$step} = value as {$step?: unknown};
  if (typeof $step === "string" && ids.has($step) && (key === "table" || key === "tables")) return $step;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, named(one, ids, name)]));
}

const none = async (): Promise<never> => {
  throw new TabletalkError("internal", "Sources run before there is any table.", "Report this.");
};

/** What sources are given in the place of a session: there is nothing to read yet. */
export const noSession: Session = {
  datasets: [],
  query: none,
  columns: none,
  profile: none,
  close: async () => {},
  [Symbol.asyncDispose]: async () => {},
};
