import type {Plan} from "../../planning/plan.ts";
import type {ToolLookup} from "../../planning/validate.ts";
import type {PlannerInput, PlannerOutput, StepFailure} from "../contracts.ts";
import {specialistAnswerSchema} from "./answer_schema.ts";
import {makeCards} from "./card.ts";
import {checkSteps} from "./check_steps.ts";
import {type ConverseOptions, converse} from "./converse.ts";
import {fence, tame} from "./fence.ts";
import {QUESTION_LENGTH} from "./planner_prompt.ts";
import type {Template} from "./prompts/template.ts";
import {catalogLines} from "./specialists.ts";

const LONGEST_INPUT = 2000;

/**
 * Has a plan whose steps failed when they ran written again, with their errors and what the tools that it uses can take.
 * @throws TabletalkError model_failed where no usable steps come of it
 */
export async function mendSteps(
  plan: Plan,
  failures: readonly StepFailure[],
  input: PlannerInput,
  options: ConverseOptions & {tools: ToolLookup; template: Template},
): Promise<PlannerOutput> {
  const {tools, template} = options;
  const card = makeCards(input.profiles);
  const used = [...new Set([...plan.steps.map((step) => step.tool), "run_sql"])];
  const content = [
    fence("dataset", card.text),
    `The person asked: ${tame(input.question, QUESTION_LENGTH)}`,
    `These steps ran:\n${plan.steps.map((one) => JSON.stringify(one).slice(0, LONGEST_INPUT)).join("\n")}`,
    `These failed:\n${failures.map(({step, error}) => `- ${step}: ${tame(`${error.message} ${error.next}`, 500)}`).join("\n")}`,
    "Your goal: write all steps again, mended; or decline, where the data cannot give what was asked.",
  ].join("\n");
  const made = await converse(
    {
      role: "mender",
      version: template.version,
      instructions: `${template.text}\n\nTools:\n${catalogLines(
        used.map((tool) => ({tool})),
        tools,
      ).join("\n")}`,
      messages: [{role: "user" as const, content}],
      schema: specialistAnswerSchema,
      shown: {columns: card.columns, results: []},
    },
    async (reply) => checkSteps(reply, [], input, tools),
    options,
  );
  if ("declined" in made) return {kind: "declined", reason: made.declined, suggestions: [], unplaced: []};
  const {reading} = plan;
  return {kind: "plan", plan: reading ? {...made.plan, reading} : made.plan};
}
