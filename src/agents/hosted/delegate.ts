import type {Reply} from "../../models/ask.ts";
import type {HostedModel} from "../../models/providers.ts";
import type {Step} from "../../planning/plan.ts";
import type {ToolLookup} from "../../planning/validate.ts";
import {nearestNames} from "../../tools/nearest.ts";
import type {PlannerInput, PlannerOutput} from "../contracts.ts";
import type {Delegated} from "./answer_schema.ts";
import {specialistAnswerSchema} from "./answer_schema.ts";
import {makeCards} from "./card.ts";
import {checkSteps, type StepsMade} from "./check_steps.ts";
import {type ConverseOptions, converse, type Verdict} from "./converse.ts";
import {fence, tame} from "./fence.ts";
import {earlierLines, QUESTION_LENGTH} from "./planner_prompt.ts";
import type {Template} from "./prompts/template.ts";
import {callsNotGiven, catalogOf, type Specialist} from "./specialists.ts";

export interface DelegateOptions extends ConverseOptions {
  tools: ToolLookup;
  specialists: readonly Specialist[];
  /** What every specialist is told. */
  template: Template;
  /** The models of an agent that names its own. */
  modelsOf?: (names: string) => readonly HostedModel[];
}

/** The specialist that a name means; the nearest where it is spelled otherwise, the first where it is like none. */
export function specialistNamed(name: string, specialists: readonly Specialist[]): Specialist {
  const names = specialists.map((one) => one.name);
  const near = names.includes(name) ? name : nearestNames(name, names, 1)[0];
  return specialists.find((one) => one.name === near) ?? specialists[0]!;
}

/**
 * Has specialists write the steps of a plan, one goal after the other; each sees the steps that stand before its own.
 * @throws TabletalkError model_failed where a specialist gives no usable steps
 */
export async function delegate(
  goals: readonly Delegated[],
  input: PlannerInput,
  options: DelegateOptions,
): Promise<PlannerOutput> {
  let steps: Step[] = [];
  let plan: Extract<PlannerOutput, {kind: "plan"}>["plan"] | undefined;
  for (const {to, goal} of goals) {
    const specialist = specialistNamed(to, options.specialists);
    const before = steps;
    const made = await converse(
      promptFor(specialist, goal, before, input, options),
      async (reply: Reply) =>
        withinTools(specialist, checkSteps(reply, before, input, options.tools), before),
      specialist.model !== undefined && options.modelsOf
        ? {...options, models: options.modelsOf(specialist.model)}
        : options,
    );
    if ("declined" in made) return {kind: "declined", reason: made.declined, suggestions: [], unplaced: []};
    plan = made.plan;
    steps = plan.steps;
  }
  return {kind: "plan", plan: plan!};
}

/** An agent of a workspace writes steps over the tools that it was given, and no others. */
function withinTools(
  specialist: Specialist,
  verdict: Verdict<StepsMade>,
  before: readonly Step[],
): Verdict<StepsMade> {
  if (!("value" in verdict) || "declined" in verdict.value) return verdict;
  const issues = callsNotGiven(specialist, verdict.value.plan.steps.slice(before.length));
  return issues.length > 0 ? {issues} : verdict;
}

function promptFor(
  specialist: Specialist,
  goal: string,
  before: readonly Step[],
  input: PlannerInput,
  {tools, template}: Pick<DelegateOptions, "tools" | "template">,
) {
  const card = makeCards(input.profiles);
  const content = [
    fence("dataset", card.text),
    ...earlierLines(input),
    ...(before.length > 0
      ? [`Steps that stand before yours:\n${before.map((one) => JSON.stringify(one)).join("\n")}`]
      : []),
    `The person asked: ${tame(input.question, QUESTION_LENGTH)}`,
    `Your goal: ${tame(goal, QUESTION_LENGTH)}`,
  ].join("\n");
  return {
    role: specialist.name,
    version: [template.version, ...(specialist.version ? [specialist.version] : [])].join(" + "),
    instructions: `${template.text}\n\n${specialist.text}\n\nTools:\n${catalogOf(specialist, tools)}`,
    messages: [{role: "user" as const, content}],
    schema: specialistAnswerSchema,
    shown: {columns: card.columns, results: []},
  };
}
