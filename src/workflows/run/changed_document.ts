import {TabletalkError} from "../../errors.ts";
import type {ParameterValue, WorkflowDocument} from "../document.ts";
import type {Decision} from "../node_kind.ts";

/** What a workflow and its parameters are once people decided: what is done by then is never changed. */
export function changedBy(
  document: WorkflowDocument,
  parameters: Readonly<Record<string, ParameterValue>>,
  decisions: readonly Decision[],
  done: ReadonlySet<string> = new Set(),
): {document: WorkflowDocument; parameters: Record<string, ParameterValue>} {
  const inputs = new Map<string, Record<string, unknown>>();
  const values = {...parameters};
  for (const decision of decisions) {
    Object.assign(values, decision.parameters);
    for (const [id, input] of Object.entries(decision.changes ?? {}))
      inputs.set(id, {...inputs.get(id), ...input});
  }
  const nodes = document.nodes.map((node) => {
    const change = done.has(node.id) ? undefined : inputs.get(node.id);
    return change ? {...node, input: {...node.input, ...change}} : node;
  });
  return {document: {...document, nodes}, parameters: values};
}

/**
 * Refuses changes to what is no node of a workflow, or is done already.
 * @throws TabletalkError bad_use naming it
 */
export function checkChanges(
  {nodes}: Pick<WorkflowDocument, "nodes">,
  changes: Readonly<Record<string, unknown>>,
  done: ReadonlySet<string>,
): void {
  for (const id of Object.keys(changes)) {
    const known = nodes.map((node) => node.id);
    if (!known.includes(id))
      throw new TabletalkError("bad_use", `There is no node "${id}".`, `There are: ${known.join(", ")}.`);
    if (done.has(id))
      throw new TabletalkError(
        "bad_use",
        `Node "${id}" is done already.`,
        "Change nodes that come later, or run the workflow anew.",
      );
  }
}
