import type {Plan, Step} from "../planning/plan.ts";
import {type WorkflowDocument, type WorkflowNode, workflowDocumentSchema} from "./document.ts";
import {datesAsParameters} from "./from_answer_dates.ts";
import {filtersAsParameters} from "./from_answer_filters.ts";
import type {ParameterClock} from "./parameters.ts";

/** An answer, as far as a workflow is made of it. */
export interface AnsweredQuestion extends ParameterClock {
  question: string;
  plan: Plan;
}

/**
 * The plan of an answer as a workflow: each step a node, its period as the parameter `month` (else `from` and `to`), the values
 * that the question kept rows by as parameters called like their columns. With the defaults it answers the same question of the
 * time that it then is.
 * @param name what it is called in commands; made from the question where absent
 */
export function workflowFromAnswer(
  {question, plan, asOf, timeZone}: AnsweredQuestion,
  name = nameFrom(question),
  title = titleFrom(question),
): WorkflowDocument {
  const {reading, outputs} = plan;
  const whole = {
    steps: plan.steps,
    ...(reading && {reading: {...reading, placements: []}}),
    ...(outputs && {outputs}),
  };
  const dated = datesAsParameters(whole, reading?.period, {asOf, timeZone});
  const filtered = filtersAsParameters(dated.value, reading, new Set(Object.keys(dated.parameters)));
  const {steps, ...taken} = filtered.value;
  return workflowDocumentSchema.parse({
    format: 1,
    name,
    title,
    description: `Made from the question: ${question}`.slice(0, 2_000),
    parameters: {...dated.parameters, ...filtered.parameters},
    nodes: steps.map(nodeOf),
    headline: plan.headline,
    ...(plan.chart !== undefined && {chart: plan.chart}),
    answers: {question: question.slice(0, 4_000), ...taken},
  });
}

/** A name such as "revenue-by-region-last-month". */
export function nameFrom(text: string): string {
  const words = text
    .normalize("NFKD")
    .toLowerCase()
    .match(/[a-z0-9]+/g)
    ?.filter((word) => !QUIET.has(word));
  const name = (words ?? []).slice(0, 7).join("-").slice(0, 60).replace(/-+$/, "");
  return /^[a-z]/.test(name) ? name : `workflow${name === "" ? "" : `-${name}`}`;
}
const QUIET = new Set([
  "the",
  "a",
  "an",
  "of",
  "is",
  "are",
  "was",
  "were",
  "what",
  "show",
  "me",
  "please",
  "for",
]);

function titleFrom(question: string): string {
  const text = question
    .trim()
    .replace(/\s+/g, " ")
    .replace(/[?.!]+$/, "");
  const short = text.length > 100 ? `${text.slice(0, 97)}...` : text;
  return short === "" ? "Workflow" : short.charAt(0).toUpperCase() + short.slice(1);
}

const PREPARING: Readonly<Record<string, string>> = {
  filter: "filter",
  join: "join",
  derive: "calculate",
  pivot: "pivot",
};
const LEARNING: Readonly<Record<string, string>> = {
  classify: "classification",
  cluster: "clustering",
  forecast: "forecast",
};

/** The node that is a step: of the kind that says what it does, where there is one. */
export function nodeOf({id, tool, input, purpose}: Step): Omit<WorkflowNode, "when"> {
  const description = purpose === undefined ? {} : {description: purpose.slice(0, 400)};
  const method = typeof input.method === "string" ? input.method : "";
  const kindWithoutMethod =
    tool === "prepare_data" ? PREPARING[method] : tool === "train_model" ? LEARNING[method] : undefined;
  if (kindWithoutMethod !== undefined) {
    const {method: _method, ...rest} = input;
    return {id, kind: kindWithoutMethod, input: rest, ...description};
  }
  if (tool === "aggregate") return {id, kind: "aggregate", input, ...description};
  if (tool === "run_statistics") return {id, kind: "statistics", input, ...description};
  if (tool === "make_chart") {
    const drawn = (input.spec as {kind?: unknown} | undefined)?.kind;
    const kind =
      drawn === "choropleth" || drawn === "point_map"
        ? "map"
        : drawn === "network" || drawn === "sankey"
          ? "network"
          : "chart";
    return {id, kind, input, ...description};
  }
  return {id, kind: "step", input: {tool, input}, ...description};
}
