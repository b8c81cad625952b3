import type {Column} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import type {Step} from "../planning/plan.ts";
import {columnScene} from "./columns/scene.ts";
import type {WorkflowDocument, WorkflowNode} from "./document.ts";
import {fillInput, placeholdersIn} from "./fill.ts";
import {inOrder, type NodeOrder} from "./graph.ts";
import {inputProblems, toolInputProblems} from "./input_problems.ts";
import type {CompiledNode, NodeKind} from "./node_kind.ts";
import {type ParameterValues, UNKNOWN_NAME} from "./parameters.ts";
import {nearestTo, type WorkflowProblem} from "./problem.ts";
import type {CheckScene} from "./scene.ts";

/**
 * Makes the nodes ready one after the other: kinds, inputs with their parameters, tools, and the columns that each reads of the
 * datasets and of the nodes before it. What is wrong is added to `problems`; a node that is wrong is not among those returned.
 */
export function checkNodes(
  document: WorkflowDocument,
  order: ReadonlyMap<string, NodeOrder>,
  values: ParameterValues,
  scene: CheckScene,
  problems: WorkflowProblem[],
): CompiledNode[] {
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  const sequence = inOrder(order);
  const tables = new Map<string, readonly Column[] | undefined>(scene.tables ?? []);
  // In a circle nothing is known of what a node gives; the rest of it can still be checked.
  const all = [...sequence, ...[...byId.keys()].filter((id) => !sequence.includes(id))];
  for (const id of byId.keys()) tables.set(id, undefined);
  const ready = all.flatMap((id): CompiledNode[] => {
    const node = byId.get(id)!;
    const before = problems.length;
    const compiled = checkNode(node, order.get(id)!, document, values, scene, tables, problems);
    if (!compiled) return [];
    const under = `input.${compiled.kind.under ?? ""}`;
    const columns = compiled.kind.columns?.(compiled.input, columnScene(id, tables, under, problems));
    tables.set(id, columns);
    return problems.length === before ? [compiled] : [];
  });
  checkCells(document, tables, problems);
  return ready;
}

function checkNode(
  node: WorkflowNode,
  {reads, waitsFor}: NodeOrder,
  document: WorkflowDocument,
  values: ParameterValues,
  scene: CheckScene,
  tables: ReadonlyMap<string, readonly Column[] | undefined>,
  problems: WorkflowProblem[],
): CompiledNode | undefined {
  const tell = (field: string, message: string, next: string): undefined => {
    problems.push({node: node.id, field, message, next});
  };
  const kind = scene.kinds.get(node.kind);
  if (!kind)
    return tell(
      "kind",
      `there is no kind "${node.kind}".`,
      nearestTo(node.kind, [...scene.kinds.keys()], "kinds"),
    );
  const written = fillInput(node.input, document, values, kind.sql);
  const shape = inputProblems(kind.input, written);
  for (const {field, message, next} of shape) tell(join("input", field), message, next);
  if (shape.length > 0) return undefined;
  const input = kind.input.parse(written) as Record<string, unknown>;
  const step = kind.compile && stepOf(kind, input, node, scene, tell);
  if (kind.compile && !step) return undefined;
  if (step) checkTables(step, kind, scene, tables, tell);
  return {
    id: node.id,
    kind,
    input,
    waitsFor,
    reads,
    ...(step && {step}),
    ...(node.when && {when: fillInput(node.when, document, values)}),
    ...(node.retry && {retry: node.retry}),
    ...(node.timeoutMs !== undefined && {timeoutMs: node.timeoutMs}),
    onError: node.onError ?? "fail",
  };
}

type Tell = (field: string, message: string, next: string) => undefined;

function stepOf(
  kind: NodeKind,
  input: Record<string, unknown>,
  node: WorkflowNode,
  {registry}: CheckScene,
  tell: Tell,
): Step | undefined {
  let step: Step;
  try {
    step = kind.compile!(input, node);
  } catch (error) {
    if (!(error instanceof TabletalkError)) throw error;
    return tell("input", error.message, error.next);
  }
  const tool = registry.get(step.tool);
  if (!tool)
    return tell(
      "input.tool",
      `there is no tool "${step.tool}".`,
      nearestTo(step.tool, registry.names(), "tools"),
    );
  const wrong = toolInputProblems(tool, step.input);
  for (const {field, message, next} of wrong) tell(join(`input.${kind.under ?? ""}`, field), message, next);
  return wrong.length > 0 ? undefined : step;
}

/** The tables that a step names: datasets that are there, or nodes, which are named as `{"$step": id}`. */
function checkTables(
  {input}: Step,
  kind: NodeKind,
  scene: CheckScene,
  tables: ReadonlyMap<string, readonly Column[] | undefined>,
  tell: Tell,
): void {
  if (!scene.tables) return;
  const datasets = new Map([...scene.tables.keys()].map((name) => [name.toLowerCase(), name]));
  const other = (input.with as {table?: unknown} | undefined)?.table;
  const written = [input.table, other, ...joinsOf(input)].filter(
    (one): one is string => typeof one === "string",
  );
  for (const name of written) {
    if (name === UNKNOWN_NAME || datasets.has(name.toLowerCase())) continue;
    if (tables.has(name))
      tell(
        `input.${kind.under ?? ""}table`,
        `"${name}" is a node.`,
        `Write {"$step": "${name}"} for what it made.`,
      );
    else
      tell(
        `input.${kind.under ?? ""}table`,
        `there is no dataset "${name}".`,
        nearestTo(name, [...datasets.values()], "datasets"),
      );
  }
}

function joinsOf(input: Record<string, unknown>): unknown[] {
  const joins = Array.isArray(input.joins) ? input.joins : [];
  return joins.map((one: unknown) => (one as {table?: unknown} | null)?.table);
}

/** `{{node.column}}` of what is told, and the columns that conditions ask for. */
function checkCells(
  document: WorkflowDocument,
  tables: ReadonlyMap<string, readonly Column[] | undefined>,
  problems: WorkflowProblem[],
): void {
  const missing = (id: string, column: string): Pick<WorkflowProblem, "message" | "next"> | undefined => {
    const known = tables.get(id)?.map(({name}) => name);
    if (!known || known.includes(column)) return undefined;
    return {message: `there is no column "${column}" in ${id}.`, next: nearestTo(column, known, "columns")};
  };
  for (const {name, part} of placeholdersIn(document.tell ?? "")) {
    if (part === undefined || Object.hasOwn(document.parameters, name)) continue;
    const wrong = missing(name, part);
    if (wrong) problems.push({field: "tell", ...wrong});
  }
  for (const node of document.nodes)
    for (const {id, column} of node.when ? cellsAsked(node.when) : []) {
      const wrong = missing(id, column);
      if (wrong) problems.push({node: node.id, field: "when.column", ...wrong});
    }
}

function cellsAsked(when: NonNullable<WorkflowNode["when"]>): {id: string; column: string}[] {
  if ("args" in when) return when.args.flatMap(cellsAsked);
  if ("arg" in when) return cellsAsked(when.arg);
  return when.test === "cell" ? [{id: when.node, column: when.column}] : [];
}

function join(above: string, field: string): string {
  return field === ""
    ? above.replace(/\.$/, "")
    : above.endsWith(".")
      ? `${above}${field}`
      : `${above}.${field}`;
}
