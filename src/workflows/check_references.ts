import type {Column} from "../data/table.ts";
import type {WorkflowDocument} from "./document.ts";
import {placeholdersIn} from "./fill.ts";
import {circlesIn, type NodeOrder} from "./graph.ts";
import type {NodeKind} from "./node_kind.ts";
import {nearestTo, type WorkflowProblem} from "./problem.ts";
import {nodesAsked} from "./when.ts";

type Order = ReadonlyMap<string, NodeOrder>;

/** Ids that are there twice or are called like a dataset, references that lead nowhere, and circles. */
export function checkReferences(
  document: WorkflowDocument,
  order: Order,
  tables: ReadonlyMap<string, readonly Column[]> | undefined,
  kinds: ReadonlyMap<string, NodeKind>,
): WorkflowProblem[] {
  const ids = document.nodes.map(({id}) => id);
  const problems: WorkflowProblem[] = [];
  const lower = new Set([...(tables?.keys() ?? [])].map((name) => name.toLowerCase()));
  document.nodes.forEach((node, at) => {
    const tell = (field: string, message: string, next: string) =>
      problems.push({node: node.id, field, message, next});
    if (ids.indexOf(node.id) < at) tell("id", "two nodes are called that.", "Give each its own id.");
    // What a source brought is a dataset from then on, perhaps by the name of its node.
    const isSource = kinds.get(node.kind)?.effect === "reads_outside";
    if (lower.has(node.id) && !isSource)
      tell("id", "a dataset is called like it.", "Give the node another id.");
    const asked = node.when ? nodesAsked(node.when) : [];
    const fields: [string, readonly string[]][] = [
      ["input", order.get(node.id)?.reads ?? []],
      ["needs", node.needs ?? []],
      ["when", asked],
    ];
    for (const [field, named] of fields)
      for (const id of named)
        if (!ids.includes(id)) tell(field, `"${id}" is no node.`, nearestTo(id, ids, "nodes"));
  });
  for (const role of ["headline", "chart"] as const) {
    const id = document[role];
    if (id !== undefined && !ids.includes(id))
      problems.push({field: role, message: `"${id}" is no node.`, next: nearestTo(id, ids, "nodes")});
  }
  for (const circle of circlesIn(order))
    problems.push({
      node: circle[0]!,
      message: `nodes wait for each other in a circle: ${circle.join(" -> ")}.`,
      next: "Let each node read earlier nodes only.",
    });
  return problems;
}

/**
 * Nodes whose work nobody sees: they lead neither to what is shown, nor do they write anything. The reply to a question may tell of
 * every node.
 */
export function unreached(
  document: WorkflowDocument,
  order: Order,
  kinds: ReadonlyMap<string, NodeKind>,
): WorkflowProblem[] {
  if (document.answers?.reading || document.answers?.outputs) return [];
  const told = placeholdersIn(document.tell ?? "").map(({name}) => name);
  const ends = document.nodes.filter(
    ({id, kind}) =>
      [document.headline, document.chart, ...told].includes(id) || kinds.get(kind)?.effect === "writes",
  );
  const seen = new Set<string>();
  const visit = (id: string): void => {
    if (seen.has(id)) return;
    seen.add(id);
    order.get(id)?.waitsFor.forEach(visit);
  };
  for (const {id} of ends) visit(id);
  return document.nodes
    .filter(({id}) => !seen.has(id))
    .map(({id}) => ({
      node: id,
      message: `Nothing that is shown or written comes from node "${id}".`,
      next: "Read it in another node, or take it away.",
    }));
}
