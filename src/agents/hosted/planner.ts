import {TabletalkError} from "../../errors.ts";
import type {Account} from "../../models/account.ts";
import type {RoleModels} from "../../models/roles.ts";
import type {Plan} from "../../planning/plan.ts";
import type {ToolLookup} from "../../planning/validate.ts";
import type {Artifact} from "../../tools/tool.ts";
import type {Planner, PlannerInput, PlannerOutput, StepFailure} from "../contracts.ts";
import {type Delegated, plannerAnswerSchema} from "./answer_schema.ts";
import {checkAnswer} from "./check_answer.ts";
import {converse} from "./converse.ts";
import {delegate} from "./delegate.ts";
import {mendSteps} from "./mend.ts";
import {plannerMessage, QUESTION_LENGTH} from "./planner_prompt.ts";
import {plannerV3} from "./prompts/planner_v3.ts";
import {reviewPlan} from "./review.ts";
import {withSecondReading} from "./second_reading.ts";
import {SPECIALISTS, type Specialist} from "./specialists.ts";

/** A prompt that a workspace may put in place of ours. */
export interface Template {
  version: string;
  text: string;
}

export interface HostedPlannerConfig {
  models: RoleModels;
  /** Models of the specialists and of the reviewer. Default: the planner's. */
  specialistModels?: RoleModels;
  reviewerModels?: RoleModels;
  /** The account of a turn, by the turn's signal. */
  account: (signal: AbortSignal) => Account;
  /** Answers when every model fails, where "offline" ends the list of models. */
  offline?: Planner;
  /** Reads each question too, and is asked about where it reads another number. */
  secondReader?: Planner;
  /** Lets the model delegate to specialists, who write steps over these tools; without them it writes readings and SQL. */
  tools?: ToolLookup;
  specialists?: readonly Specialist[];
  template?: Template;
  retryBaseMs?: number;
}

/**
 * A planner that asks a language model: one call for a simple question, one more where its answer has faults. It shows the
 * model names, types and aggregates, never a row.
 */
export function createHostedPlanner(config: HostedPlannerConfig): Planner {
  const {
    models,
    offline,
    secondReader,
    tools,
    template = plannerV3,
    retryBaseMs,
    specialists = SPECIALISTS,
  } = config;
  const fallback = models.offline ? offline : undefined;
  const instructions = tools ? template.text + offer(specialists) : template.text;
  const {specialistModels = models, reviewerModels = models} = config;
  const askingFor = ({signal}: PlannerInput, {models: asked} = models) => ({
    models: asked,
    account: config.account(signal),
    signal,
    ...(retryBaseMs !== undefined && {retryBaseMs}),
  });
  return {
    name: [...models.models.map((model) => model.id), ...(models.offline ? ["offline"] : [])].join(", "),
    async plan(input: PlannerInput): Promise<PlannerOutput> {
      if (!models.models.length && fallback) return fallback.plan(input);
      if (input.question.length > QUESTION_LENGTH) return tooLong(input.question);
      const mention = tools && mentioned(input.question, specialists);
      const {text, shown} = plannerMessage(input);
      const prompt = {
        role: "planner",
        instructions,
        messages: [{role: "user" as const, content: text}],
        schema: plannerAnswerSchema,
        shown,
      };
      const asking = askingFor(input);
      try {
        const planned = mention
          ? {kind: "delegated" as const, goals: [mention]}
          : await converse(prompt, (reply) => checkAnswer(reply, input, tools), asking);
        if (planned.kind !== "delegated")
          return secondReader ? withSecondReading(planned, input, secondReader) : planned;
        const writing = {...askingFor(input, specialistModels), tools: tools!, specialists};
        return await delegate(planned.goals, input, writing);
      } catch (error) {
        if (fallback && error instanceof TabletalkError && error.code === "model_failed")
          return fallback.plan(input);
        throw error;
      }
    },
    ...(tools && {
      mend: (input: PlannerInput, plan: Plan, failures: readonly StepFailure[]) =>
        mendSteps(plan, failures, input, {...askingFor(input, specialistModels), tools}),
      review: (input: PlannerInput, plan: Plan, artifacts: ReadonlyMap<string, Artifact>) =>
        reviewPlan(plan, artifacts, input, {...askingFor(input, reviewerModels), rounds: 1}),
    }),
  };
}

/** "@statistics is this significant?": that specialist, with the rest as its goal, and no call of the planner. */
function mentioned(question: string, specialists: readonly Specialist[]): Delegated | undefined {
  const [, name, goal] = /^\s*@(\w+)[\s,:]+(\S[\s\S]*)$/.exec(question) ?? [];
  const known = specialists.find((one) => one.name.toLowerCase() === name?.toLowerCase());
  return known && goal ? {to: known.name, goal} : undefined;
}

function offer(specialists: readonly Specialist[]): string {
  return `\n\nSpecialists:\n${specialists.map(({name, does}) => `- ${name}: ${does}`).join("\n")}`;
}

function tooLong(question: string): PlannerOutput {
  const reason = `The question has ${question.length} characters; ${QUESTION_LENGTH} can be read.`;
  return {kind: "declined", reason, suggestions: [], unplaced: []};
}
