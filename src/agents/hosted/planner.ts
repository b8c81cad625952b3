import type {Account} from "../../models/account.ts";
import type {Health} from "../../models/health.ts";
import type {HostedModel} from "../../models/providers.ts";
import type {RoleModels} from "../../models/roles.ts";
import type {Plan} from "../../planning/plan.ts";
import type {ToolLookup} from "../../planning/validate.ts";
import type {Artifact} from "../../tools/tool.ts";
import type {Planner, PlannerInput, PlannerOutput, StepFailure} from "../contracts.ts";
import {createGuide} from "./analysis/guide.ts";
import {type Delegated, plannerAnswerSchema} from "./answer_schema.ts";
import {checkAnswer} from "./check_answer.ts";
import {converse, isPassedOver} from "./converse.ts";
import {delegate} from "./delegate.ts";
import {isForKaggle, KAGGLE, mayNeedKaggle} from "./kaggle/may_need.ts";
import {mendSteps} from "./mend.ts";
import {plannerMessage, QUESTION_LENGTH} from "./planner_prompt.ts";
import {PROMPTS} from "./prompts/current.ts";
import type {PromptName, Template} from "./prompts/template.ts";
import {reviewPlan} from "./review.ts";
import {withSecondReading} from "./second_reading.ts";
import {SPECIALISTS, type Specialist} from "./specialists.ts";

/** The prompts and specialists of a workspace: ours, and what it put in their place or beside them. */
export interface Templates {
  prompts: Readonly<Record<PromptName, Template>>;
  specialists: readonly Specialist[];
}

export interface HostedPlannerConfig {
  models: RoleModels;
  /** Models of the specialists and of the reviewer. Default: the planner's. */
  specialistModels?: RoleModels;
  reviewerModels?: RoleModels;
  /** The models that an agent names for itself. */
  modelsOf?: (names: string) => readonly HostedModel[];
  /** The account of a turn, by the turn's signal. */
  account: (signal: AbortSignal) => Account;
  /** Answers when every model fails, where "offline" ends the list of models. */
  offline?: Planner;
  /** Reads each question too, and is asked about where it reads another number. */
  secondReader?: Planner;
  /** Lets the model delegate to specialists, who write steps over these tools; without them it writes readings and SQL. */
  tools?: ToolLookup;
  /** Asked for at each question: a workspace may change them. Default: ours. */
  templates?: () => Promise<Templates>;
  retryBaseMs?: number;
  /** Which models are passed over for now. Default: what this process knows. */
  health?: Health;
}

/**
 * A planner that asks a language model: one call for a simple question, one more where its answer has faults. It shows the
 * model names, types and aggregates, never a row.
 */
export function createHostedPlanner(config: HostedPlannerConfig): Planner {
  const {models, offline, secondReader, tools, retryBaseMs, modelsOf, health} = config;
  const {templates = async () => ({prompts: PROMPTS, specialists: SPECIALISTS})} = config;
  const fallback = models.offline ? offline : undefined;
  const {specialistModels = models, reviewerModels = models} = config;
  const askingFor = ({signal}: Pick<PlannerInput, "signal">, {models: asked} = models) => ({
    models: asked,
    account: config.account(signal),
    signal,
    fallback: fallback !== undefined,
    ...(health && {health}),
    ...(retryBaseMs !== undefined && {retryBaseMs}),
  });
  return {
    name: [...models.models.map((model) => model.id), ...(models.offline ? ["offline"] : [])].join(", "),
    async plan(input: PlannerInput): Promise<PlannerOutput> {
      if (!models.models.length && fallback) return fallback.plan(input);
      if (input.question.length > QUESTION_LENGTH) return tooLong(input.question);
      const {prompts, specialists} = await templates();
      const {kaggle} = input;
      const withKaggle = kaggle && !specialists.some(({name}) => isForKaggle(name));
      const mention = tools && mentioned(input.question, withKaggle ? [...specialists, KAGGLE] : specialists);
      const offered = withKaggle && mayNeedKaggle(input.question) ? [...specialists, KAGGLE] : specialists;
      const {text, shown} = plannerMessage(input);
      const prompt = {
        role: "planner",
        version: prompts.planner.version,
        instructions: tools ? prompts.planner.text + offer(offered) : prompts.planner.text,
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
        const forKaggle = withKaggle ? planned.goals.filter(({to}) => isForKaggle(to)) : [];
        if (kaggle && forKaggle.length > 0) {
          const {lookOnKaggle} = await import("./kaggle/look_on_kaggle.ts");
          return await lookOnKaggle(
            forKaggle,
            {...input, kaggle},
            {...askingFor(input, specialistModels), isPart: forKaggle.length < planned.goals.length},
          );
        }
        return await delegate(planned.goals, input, {
          ...askingFor(input, specialistModels),
          tools: tools!,
          specialists,
          template: prompts.specialist,
          ...(modelsOf && {modelsOf}),
        });
      } catch (error) {
        if (fallback && isPassedOver(error)) return fallback.plan(input);
        throw error;
      }
    },
    ...(models.models.length > 0 && {guide: createGuide((signal) => askingFor({signal}))}),
    ...(tools && {
      mend: async (input: PlannerInput, plan: Plan, failures: readonly StepFailure[]) => {
        const template = (await templates()).prompts.specialist;
        return mendSteps(plan, failures, input, {...askingFor(input, specialistModels), tools, template});
      },
      review: async (input: PlannerInput, plan: Plan, artifacts: ReadonlyMap<string, Artifact>) => {
        const template = (await templates()).prompts.reviewer;
        return reviewPlan(plan, artifacts, input, {
          ...askingFor(input, reviewerModels),
          rounds: 1,
          template,
        });
      },
    }),
  };
}

/**
 * "@statistics is this significant?": that specialist, with the rest as its goal, and no call of the planner. A name that is none
 * of them may be one in the data: it is a part of the question.
 */
function mentioned(question: string, specialists: readonly OnOffer[]): Delegated | undefined {
  const [, name, goal] = /^\s*@(\w+)[\s,:]+(\S[\s\S]*)$/.exec(question) ?? [];
  const known = specialists.find((one) => one.name.toLowerCase() === name?.toLowerCase());
  return known && goal ? {to: known.name, goal} : undefined;
}

/** Whom the planner may give work. */
type OnOffer = Pick<Specialist, "name" | "does">;

function offer(specialists: readonly OnOffer[]): string {
  return `\n\nSpecialists:\n${specialists.map(({name, does}) => `- ${name}: ${does}`).join("\n")}`;
}

function tooLong(question: string): PlannerOutput {
  const reason = `The question has ${question.length} characters; ${QUESTION_LENGTH} can be read.`;
  return {kind: "declined", reason, suggestions: [], unplaced: []};
}
