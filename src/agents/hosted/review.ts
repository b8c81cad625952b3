import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import type {Plan} from "../../planning/plan.ts";
import type {Artifact} from "../../tools/tool.ts";
import type {PlannerInput, StepFailure} from "../contracts.ts";
import {makeCards} from "./card.ts";
import {type ConverseOptions, converse, isPassedOver} from "./converse.ts";
import {extractJson} from "./extract_json.ts";
import {fence, tame} from "./fence.ts";
import {QUESTION_LENGTH} from "./planner_prompt.ts";
import type {Template} from "./prompts/template.ts";
import {showResults} from "./show_results.ts";

const reviewSchema = z.object({
  right: z.boolean().nullish(),
  wrong: z.array(z.string()).nullish(),
});
const MOST_FAULTS = 4;
const LONGEST_INPUT = 1500;

/**
 * What a reviewer's model finds wrong with steps that ran: nothing, or faults of the headline step to be mended. A reviewer that
 * cannot be reached or writes rubbish has found nothing.
 */
export async function reviewPlan(
  plan: Plan,
  artifacts: ReadonlyMap<string, Artifact>,
  input: PlannerInput,
  options: ConverseOptions & {template: Template},
): Promise<StepFailure[]> {
  const card = makeCards(input.profiles);
  const {text, shown} = showResults(plan, artifacts);
  const content = [
    fence("dataset", card.text),
    `The person asked: ${tame(input.question, QUESTION_LENGTH)}`,
    `Steps:\n${plan.steps.map((one) => JSON.stringify(one).slice(0, LONGEST_INPUT)).join("\n")}`,
    fence("results", text),
  ].join("\n");
  try {
    const {wrong} = await converse<z.infer<typeof reviewSchema>>(
      {
        role: "reviewer",
        version: options.template.version,
        instructions: options.template.text,
        messages: [{role: "user" as const, content}],
        schema: reviewSchema,
        shown: {columns: card.columns, results: shown.results},
      },
      async (reply) => {
        const parsed = reviewSchema.safeParse(reply.object ?? extractJson(reply.text));
        return parsed.success
          ? {value: parsed.data, doubts: []}
          : {issues: ['write {"right":true} or {"wrong":[...]}']};
      },
      options,
    );
    return (wrong ?? []).slice(0, MOST_FAULTS).map((fault) => ({
      step: plan.headline,
      error: new TabletalkError("bad_plan", tame(fault, 300), "Do it as asked."),
    }));
  } catch (error) {
    if (isPassedOver(error)) return [];
    throw error;
  }
}
