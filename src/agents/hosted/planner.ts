import {TabletalkError} from "../../errors.ts";
import type {Account} from "../../models/account.ts";
import type {RoleModels} from "../../models/roles.ts";
import type {ToolLookup} from "../../planning/validate.ts";
import type {Planner, PlannerInput, PlannerOutput} from "../contracts.ts";
import {plannerAnswerSchema} from "./answer_schema.ts";
import {checkAnswer} from "./check_answer.ts";
import {converse} from "./converse.ts";
import {plannerMessage, QUESTION_LENGTH} from "./planner_prompt.ts";
import {offerSteps} from "./prompts/offer_steps.ts";
import {plannerV1} from "./prompts/planner_v1.ts";

/** A prompt that a workspace may put in place of ours. */
export interface Template {
  version: string;
  text: string;
}

export interface HostedPlannerConfig {
  models: RoleModels;
  /** The account of a turn, by the turn's signal. */
  account: (signal: AbortSignal) => Account;
  /** Answers when every model fails, where "offline" ends the list of models. */
  offline?: Planner;
  /** Lets the model write steps over these tools; without them it writes readings and SQL. */
  tools?: ToolLookup;
  template?: Template;
  retryBaseMs?: number;
}

/**
 * A planner that asks a language model: one call for a simple question, one more where its answer has faults. It shows the
 * model names, types and aggregates, never a row.
 */
export function createHostedPlanner(config: HostedPlannerConfig): Planner {
  const {models, offline, tools, template = plannerV1, retryBaseMs} = config;
  const fallback = models.offline ? offline : undefined;
  const instructions = tools ? template.text + offerSteps(tools) : template.text;
  return {
    name: [...models.models.map((model) => model.id), ...(models.offline ? ["offline"] : [])].join(", "),
    async plan(input: PlannerInput): Promise<PlannerOutput> {
      if (!models.models.length && fallback) return fallback.plan(input);
      if (input.question.length > QUESTION_LENGTH) return tooLong(input.question);
      const {text, shown} = plannerMessage(input);
      const prompt = {
        role: "planner",
        instructions,
        messages: [{role: "user" as const, content: text}],
        schema: plannerAnswerSchema,
        shown,
      };
      try {
        return await converse(prompt, (reply) => checkAnswer(reply, input, tools), {
          models: models.models,
          account: config.account(input.signal),
          signal: input.signal,
          ...(retryBaseMs !== undefined && {retryBaseMs}),
        });
      } catch (error) {
        if (fallback && error instanceof TabletalkError && error.code === "model_failed")
          return fallback.plan(input);
        throw error;
      }
    },
  };
}

function tooLong(question: string): PlannerOutput {
  const reason = `The question has ${question.length} characters; ${QUESTION_LENGTH} can be read.`;
  return {kind: "declined", reason, suggestions: [], unplaced: []};
}
