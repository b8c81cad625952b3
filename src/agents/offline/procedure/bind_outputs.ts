import type {Computation, Operation, Preparation} from "../../../planning/operations.ts";
import type {PlanOutput} from "../../../planning/outputs.ts";
import {bindCount} from "./bind_counts.ts";
import {bindDecision} from "./bind_decision.ts";
import {bindEnds} from "./bind_ends.ts";
import {bindExtreme} from "./bind_extreme.ts";
import {bindFigure} from "./bind_figure.ts";
import {type Binding, createBinding, Unclear, wordsOf} from "./binding.ts";
import type {Asked} from "./format.ts";
import type {ProcedureScene} from "./scene.ts";

/** What is done, and what is said of it. */
export interface Bound {
  operations: Operation[];
  outputs: PlanOutput[];
  assumptions: string[];
}

/** Binds each thing asked to a figure of a computation; or says which could not be bound. */
export function bindOutputs(
  asked: readonly Asked[],
  scene: ProcedureScene,
): Bound | {unclear: string; unplaced?: string[]} {
  const binding = createBinding(scene);
  const outputs: PlanOutput[] = [];
  try {
    for (const one of asked) outputs.push(bindOne(one, binding, asked));
    mustDiffer(outputs);
  } catch (error) {
    if (error instanceof Unclear) return {unclear: error.message, unplaced: error.unplaced};
    throw error;
  }
  bindLooseValues(binding);
  return {operations: inOrder(binding), outputs, assumptions: binding.assumptions};
}

/** Two names for one figure: the text means two things where only one was understood. */
function mustDiffer(outputs: readonly PlanOutput[]): void {
  const seen = new Map<string, string>();
  for (const {name, cells, show} of outputs) {
    const key = JSON.stringify([cells, show]);
    const other = seen.get(key);
    if (other !== undefined) throw new Unclear(`I can't tell “${other}” and “${name}” apart.`, [other, name]);
    seen.set(key, name);
  }
}

function bindOne(asked: Asked, binding: Binding, all: readonly Asked[]): PlanOutput {
  const words = wordsOf(asked, binding);
  if (asked.choices.length >= 2 && asked.shape === "one") return bindDecision(asked, words, binding);
  return (
    bindCount(asked, words, binding) ??
    bindEnds(asked, words, binding) ??
    bindExtreme(asked, words, binding, all) ??
    bindFigure(asked, words, binding)
  );
}

/** First what holds for all, then the computations; those of the rows "before" stand before the preparations. */
function inOrder(binding: Binding): Operation[] {
  dropOutliers(binding);
  const {scene} = binding;
  const filters: {at: number; operation: Preparation}[] = scene.conditions
    .filter((one) => !binding.spent.has(one))
    .map((one) => ({
      at: one.condition.op === "compare_to" ? -1 : one.at,
      operation: {do: "filter", condition: one.condition, said: one.said},
    }));
  for (const one of binding.filters) filters.push({at: Number.MAX_SAFE_INTEGER, operation: one});
  const computing = JSON.stringify([binding.computations, scene.made, filters, binding.dropsOutliers]);
  // A filling that no figure asked for touches is said, and not done.
  const idle = (operation: Preparation): boolean =>
    operation.do === "fill" &&
    operation.columns.length > 0 &&
    operation.columns.every((one) => !computing.includes(JSON.stringify(one)));
  for (const {operation} of scene.preparations)
    if (operation.do === "fill" && idle(operation))
      binding.assumptions.push(`filling ${operation.columns.join(", ")} changes none of these figures`);
  const early = (operation: Preparation): boolean =>
    ["clean", "fill", "drop_missing", "deduplicate", "encode"].includes(operation.do);
  const first = [
    ...filters,
    ...scene.preparations.filter((one) => early(one.operation) && !idle(one.operation)),
  ]
    .sort((a, b) => a.at - b.at)
    .map((one) => one.operation);
  const changes = scene.preparations.map((one) => one.operation).filter((one) => one.do === "change");
  const {variant} = scene;
  const logged: Preparation[] =
    variant && JSON.stringify(binding.computations).includes(JSON.stringify(variant.name))
      ? [{do: "derive", name: variant.name, of: variant.of}]
      : [];
  const derived = [
    ...logged,
    ...changes,
    ...scene.made
      .filter((one) => !changes.some((other) => other.name === one.name))
      .map(({name, of}): Preparation => ({do: "derive", name, of})),
  ];
  const late = scene.preparations
    .map((one) => one.operation)
    .filter((one) => !early(one) && one.do !== "change");
  const computations = (when: "before" | "after"): Computation[] =>
    binding.computations.filter((one) => one.when === when).map((one) => one.operation);
  const used = JSON.stringify(binding.computations);
  const outliers = binding.dropsOutliers && used !== "[]" ? [binding.dropsOutliers] : [];
  const before = computations("before");
  const after = [...late, ...outliers, ...computations("after")];
  if (before.length === 0) return [...derivedFirst(derived, first), ...after];
  const kept = filters.map((one) => one.operation);
  const handled = first.filter((one) => !kept.includes(one));
  return [
    ...derivedFirst(derived, kept),
    ...before,
    ...handled,
    ...(handled.length > 0 ? derived : []),
    ...after,
  ];
}

/** Several values of a column that no output sets apart and no test compares are rows that count: "Hills and Plains together". */
function bindLooseValues(binding: Binding): void {
  const {scene} = binding;
  const used = JSON.stringify(binding.computations);
  for (const [column, values] of scene.values) {
    if (values.length < 2 || scene.groups.includes(column) || used.includes(JSON.stringify(column))) continue;
    binding.filters.push({
      do: "filter",
      condition: {op: "in", of: {column}, values},
      said: `${column} is ${values.join(" or ")}`,
    });
  }
}

/** Where outliers are removed and more than figures is computed of the rest, they are dropped for all that follows. */
function dropOutliers(binding: Binding): void {
  const talk = binding.scene.outliers;
  const tests = binding.computations.some(
    ({operation}) => !["figures", "aggregate", "rows"].includes(operation.do),
  );
  const columns = [...new Set(talk?.columns ?? [])];
  if (!talk?.removes || !tests || !talk.rule || talk.k === undefined || columns.length !== 1) return;
  const {rule, k, population, side} = talk;
  binding.dropsOutliers = {
    do: "outliers",
    rows: {column: columns[0]!, rule, k, population, side},
    action: "drop",
  };
  for (const one of binding.computations) {
    if (one.operation.do !== "figures" || !one.operation.outliers) continue;
    if (one.operation.outliers.keep === "others") delete one.operation.outliers;
    else one.when = "before";
  }
}

/** A filter on a derived column needs it first. */
function derivedFirst(derived: readonly Preparation[], rest: readonly Preparation[]): Preparation[] {
  const names = derived.flatMap((one) => (one.do === "derive" || one.do === "change" ? [one.name] : []));
  const needs = (one: Preparation): boolean =>
    names.some((name) => JSON.stringify(one).includes(JSON.stringify(name)));
  return [...rest.filter((one) => !needs(one)), ...derived, ...rest.filter(needs)];
}
