import {checkNodes} from "./check_nodes.ts";
import {checkPlaceholders} from "./check_placeholders.ts";
import {checkReferences, unreached} from "./check_references.ts";
import type {WorkflowDocument} from "./document.ts";
import {nodeOrder} from "./graph.ts";
import type {CompiledNode} from "./node_kind.ts";
import {nodeKinds} from "./node_kinds.ts";
import {declarationProblems, type ParameterValues, readParameters, sampleParameters} from "./parameters.ts";
import type {WorkflowProblem} from "./problem.ts";
import type {CheckScene, WorkflowScene} from "./scene.ts";

/** What a look at a workflow found. */
export interface CheckedWorkflow {
  /** Without any it can run. */
  problems: WorkflowProblem[];
  warnings: WorkflowProblem[];
  values: ParameterValues;
  /** The nodes that are ready, in an order that they can run in: all of them where there are no problems. */
  nodes: CompiledNode[];
}

/**
 * Everything that is wrong with a workflow, found before it runs.
 * @param given the values of a run; absent: it is checked with its defaults, and what would do where there is none
 */
export function checkWorkflow(
  document: WorkflowDocument,
  scene: CheckScene,
  given?: Readonly<Record<string, unknown>>,
): CheckedWorkflow {
  const declared = declarationProblems(document, scene);
  const samples = sampleParameters(document, scene);
  const read = given ? readParameters(document, given, scene) : {values: samples, problems: []};
  const problems = [...declared, ...withoutTold(read.problems, declared)];
  const order = nodeOrder(document);
  problems.push(...checkReferences(document, order, scene.tables, scene.kinds));
  const placeholders = checkPlaceholders(document, order, scene.kinds);
  problems.push(...placeholders.problems);
  const nodes = checkNodes(document, order, {...samples, ...read.values}, scene, problems);
  return {
    problems: inDocumentOrder(document, problems),
    warnings: [...placeholders.warnings, ...unreached(document, order, scene.kinds)],
    values: read.values,
    nodes,
  };
}

/** As `checkWorkflow`, with the kinds of our own. */
export function validateWorkflow(document: WorkflowDocument, scene: WorkflowScene): CheckedWorkflow {
  return checkWorkflow(document, {...scene, kinds: scene.kinds ?? nodeKinds()});
}

/** A default that is wrong is told once. */
function withoutTold(problems: WorkflowProblem[], told: readonly WorkflowProblem[]): WorkflowProblem[] {
  return problems.filter(
    (one) => !told.some(({parameter, message}) => parameter === one.parameter && message === one.message),
  );
}

function inDocumentOrder({nodes}: WorkflowDocument, problems: readonly WorkflowProblem[]): WorkflowProblem[] {
  const places = new Map(nodes.map(({id}, at) => [id, at]));
  const place = ({node}: WorkflowProblem): number =>
    node === undefined ? -1 : (places.get(node) ?? nodes.length);
  return [...problems].sort((a, b) => place(a) - place(b));
}
