import type {NodeKind} from "./node_kind.ts";

/** Every kind of node of our own. */
const KINDS: readonly NodeKind[] = [];

/** The kinds of nodes by their name. */
export function nodeKinds(): ReadonlyMap<string, NodeKind> {
  return new Map(KINDS.map((one) => [one.kind, one]));
}
