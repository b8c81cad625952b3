import type {Dataset} from "../../data/dataset.ts";
import type {Plan, Step} from "../../planning/plan.ts";
import {type Recipe, recipeOf} from "../../planning/recipe.ts";
import {stepsNamedIn} from "../../planning/validate.ts";
import type {Verification} from "../../planning/verify.ts";
import type {Artifact} from "../../tools/tool.ts";
import type {CompiledNode} from "../node_kind.ts";
import {withSourcesByName} from "./sources.ts";

/**
 * The steps of a run that computed something, as one plan: what sources brought is named by its dataset. Undefined where
 * nothing was computed, or something was of what no tool gave.
 */
export function planOfRun(
  nodes: readonly CompiledNode[],
  headline: string,
  chart: string | undefined,
  artifacts: ReadonlyMap<string, Artifact>,
): Plan | undefined {
  const brought = new Map([...artifacts].filter(([id]) => nodes.some((one) => one.id === id && !one.step)));
  const done = withSourcesByName(nodes, brought).flatMap(({id, step}): Step[] =>
    step && artifacts.has(id) ? [step] : [],
  );
  const ids = new Set(done.map(({id}) => id));
  if (done.length === 0 || done.some(({input}) => stepsNamedIn(input).some((id) => !ids.has(id))))
    return undefined;
  return {
    steps: done,
    headline: ids.has(headline) ? headline : done.at(-1)!.id,
    ...(chart !== undefined && ids.has(chart) && {chart}),
  };
}

/** The recipe of a finished run. */
export function recipeOfRun(
  plan: Plan,
  made: {
    title: string;
    datasets: readonly Dataset[];
    asOf: Date;
    timeZone: string;
    verified: Verification;
    writer: string;
    artifacts: ReadonlyMap<string, Artifact>;
  },
): Recipe {
  const {text, values, evidence} = made.verified;
  const ids = new Set(plan.steps.map(({id}) => id));
  return recipeOf({
    question: made.title,
    plan,
    datasets: made.datasets,
    asOf: made.asOf,
    timeZone: made.timeZone,
    writer: made.writer,
    text,
    values,
    evidence,
    artifacts: new Map([...made.artifacts].filter(([id]) => ids.has(id))),
  });
}
