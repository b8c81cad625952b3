import {stepsNamedIn} from "../planning/validate.ts";
import type {WorkflowDocument, WorkflowNode} from "./document.ts";
import {placeholdersOf} from "./fill.ts";
import {nodesAsked} from "./when.ts";

/** What a node waits for: those whose results it reads, and all that come before it. */
export interface NodeOrder {
  reads: string[];
  waitsFor: string[];
}

/** The nodes that each node waits for, by id: named in its input, in `needs`, in `when`, or as `{{node.column}}`. */
export function nodeOrder({nodes}: Pick<WorkflowDocument, "nodes">): Map<string, NodeOrder> {
  const ids = new Set(nodes.map(({id}) => id));
  return new Map(nodes.map((node) => [node.id, orderOf(node, ids)]));
}

function orderOf(node: WorkflowNode, ids: ReadonlySet<string>): NodeOrder {
  const cells = placeholdersOf(node.input).flatMap(({name, part}) =>
    part !== undefined && ids.has(name) ? [name] : [],
  );
  const reads = [...new Set([...stepsNamedIn(node.input), ...cells])];
  const asked = node.when ? nodesAsked(node.when) : [];
  return {reads, waitsFor: [...new Set([...reads, ...(node.needs ?? []), ...asked])]};
}

/** The circles in what waits for what, each from its smallest id round to itself; none where there is no circle. */
export function circlesIn(order: ReadonlyMap<string, Pick<NodeOrder, "waitsFor">>): string[][] {
  const circles = new Map<string, string[]>();
  const finished = new Set<string>();
  const path: string[] = [];
  const visit = (id: string): void => {
    const at = path.indexOf(id);
    if (at >= 0) {
      const round = fromSmallest(path.slice(at));
      circles.set(round.join(" "), [...round, round[0]!]);
      return;
    }
    if (finished.has(id)) return;
    path.push(id);
    for (const next of order.get(id)?.waitsFor ?? []) if (order.has(next)) visit(next);
    path.pop();
    finished.add(id);
  };
  for (const id of order.keys()) visit(id);
  return [...circles.values()];
}

/** The nodes so that each comes after those that it waits for, else as they are written. Those in circles are left out. */
export function inOrder(order: ReadonlyMap<string, Pick<NodeOrder, "waitsFor">>): string[] {
  const done = new Set<string>();
  const waiting = new Set(order.keys());
  for (let moved = true; moved; ) {
    moved = false;
    for (const id of waiting) {
      const open = (order.get(id)?.waitsFor ?? []).some((one) => order.has(one) && !done.has(one));
      if (open) continue;
      waiting.delete(id);
      done.add(id);
      moved = true;
    }
  }
  return [...done];
}

function fromSmallest(round: readonly string[]): string[] {
  const smallest = [...round].sort()[0]!;
  const at = round.indexOf(smallest);
  return [...round.slice(at), ...round.slice(0, at)];
}
