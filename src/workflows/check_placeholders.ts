import type {WorkflowDocument, WorkflowNode} from "./document.ts";
import {type PlacedPlaceholder, partsOf, placeholdersIn, placeholdersOf} from "./fill.ts";
import type {NodeOrder} from "./graph.ts";
import type {NodeKind} from "./node_kind.ts";
import {nearestTo, type WorkflowProblem} from "./problem.ts";

/**
 * Every `{{name}}` of a workflow: those that are no parameter, parts that a parameter does not have, and those that stand where
 * a value cannot be put in safely: within quotes of SQL, or in code. Parameters that stand nowhere are warnings.
 */
export function checkPlaceholders(
  document: WorkflowDocument,
  order: ReadonlyMap<string, NodeOrder>,
  kinds: ReadonlyMap<string, NodeKind>,
): {problems: WorkflowProblem[]; warnings: WorkflowProblem[]} {
  const problems: WorkflowProblem[] = [];
  const used = new Set<string>();
  const ids = [...order.keys()];
  for (const node of document.nodes) {
    const kind = kinds.get(node.kind);
    for (const one of placeholdersOf(node.input, kind?.sql)) {
      used.add(one.name);
      const wrong = wrongIn(one, document, kind, ids);
      if (wrong) problems.push({node: node.id, field: `input.${one.field}`, ...wrong});
    }
    for (const one of placeholdersOf(node.when ?? {})) {
      used.add(one.name);
      const wrong = notKnown(one, document, []);
      if (wrong) problems.push({node: node.id, field: `when.${one.field}`, ...wrong});
    }
  }
  for (const one of placeholdersIn(document.tell ?? "")) {
    used.add(one.name);
    const wrong = notKnown(one, document, ids);
    if (wrong) problems.push({field: "tell", ...wrong});
  }
  for (const parameter of Object.values(document.parameters))
    for (const {name} of placeholdersIn(parameter.of ?? "")) used.add(name);
  const warnings = Object.keys(document.parameters)
    .filter((name) => !used.has(name))
    .map((name) => ({
      parameter: name,
      message: `Nothing uses the parameter "${name}".`,
      next: `Write {{${name}}} where it is meant, or take it away.`,
    }));
  return {problems, warnings};
}

type Wrong = Pick<WorkflowProblem, "message" | "next">;

function wrongIn(
  one: PlacedPlaceholder,
  document: WorkflowDocument,
  kind: NodeKind | undefined,
  ids: readonly string[],
): Wrong | undefined {
  if (kind?.code?.includes(one.field))
    return {
      message: `${one.text} stands in code, where a value could be read as code.`,
      next: "Compare with the parameter in a node before it.",
    };
  if (one.quoted)
    return {
      message: `${one.text} stands within quotes or a comment of the SQL.`,
      next: "Leave the quotes away: a value is quoted when it is put in.",
    };
  return notKnown(one, document, kind?.run && !one.isSql && kind.cells !== false ? ids : []);
}

function notKnown(
  {name, part, text}: Pick<PlacedPlaceholder, "name" | "part" | "text">,
  {parameters}: WorkflowDocument,
  ids: readonly WorkflowNode["id"][],
): Wrong | undefined {
  const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  if (parameter) {
    const parts = partsOf(parameter);
    if (part === undefined || (parts.length > 0 && part.split(".").every((one) => parts.includes(one))))
      return undefined;
    return {
      message: `${text}: a parameter of the type ${parameter.type} has no "${part}".`,
      next: nearestTo(part, parts, "parts"),
    };
  }
  if (part !== undefined && ids.includes(name)) return undefined;
  const names = part === undefined ? Object.keys(parameters) : [...Object.keys(parameters), ...ids];
  return {message: `${text}: there is no parameter "${name}".`, next: nearestTo(name, names, "parameters")};
}
