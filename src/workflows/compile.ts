import {type Outputs, outputsSchema} from "../planning/outputs.ts";
import {type Reading, readingSchema} from "../planning/reading.ts";
import type {WorkflowDocument} from "./document.ts";
import {fillInput} from "./fill.ts";
import type {CompiledNode} from "./node_kind.ts";
import {nodeKinds} from "./node_kinds.ts";
import type {ParameterValues} from "./parameters.ts";
import {problemsError} from "./problem.ts";
import type {WorkflowScene} from "./scene.ts";
import {checkWorkflow} from "./validate.ts";

/** A workflow that is ready to run. */
export interface CompiledWorkflow {
  document: WorkflowDocument;
  /** The values of its parameters: every one of them. */
  values: ParameterValues;
  /** So that each comes after those that it waits for. */
  nodes: CompiledNode[];
  /** What is odd, though it can run. */
  warnings: string[];
  /** The question that it answers, and how that was taken, for these values: what its reply is written from. */
  answers?: {question: string; reading?: Reading; outputs?: Outputs};
}

/**
 * Puts the values of a run in, checks everything, and gives the nodes in the order that they can run in.
 * @param given by name: what differs from the defaults
 * @throws TabletalkError bad_plan with all that is wrong: each node, field and parameter, and the nearest name
 */
export function compileWorkflow(
  document: WorkflowDocument,
  given: Readonly<Record<string, unknown>>,
  scene: WorkflowScene,
): CompiledWorkflow {
  const checked = checkWorkflow(document, {...scene, kinds: scene.kinds ?? nodeKinds()}, given);
  if (checked.problems.length > 0) throw problemsError(checked.problems);
  const {values, nodes, warnings} = checked;
  const answers = document.answers && answersOf(document, document.answers, values);
  return {document, values, nodes, warnings: warnings.map(({message}) => message), ...(answers && {answers})};
}

function answersOf(
  document: WorkflowDocument,
  {question, ...taken}: NonNullable<WorkflowDocument["answers"]>,
  values: ParameterValues,
): CompiledWorkflow["answers"] {
  const filled = fillInput({question, ...taken}, document, values);
  const reading = readingSchema.safeParse(filled.reading);
  const outputs = outputsSchema.safeParse(filled.outputs);
  return {
    question: String(filled.question),
    ...(reading.success && {reading: reading.data}),
    ...(outputs.success && {outputs: outputs.data}),
  };
}
