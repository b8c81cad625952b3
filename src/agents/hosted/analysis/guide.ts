import {z} from "zod";
import type {Prompt} from "../../../models/ask.ts";
import type {AnalysisGuide, FindingSoFar, GuideInput} from "../../analysis.ts";
import {makeCards} from "../card.ts";
import {type ConverseOptions, converse, isPassedOver} from "../converse.ts";
import {extractJson} from "../extract_json.ts";
import {fence, tame} from "../fence.ts";
import {QUESTION_LENGTH} from "../planner_prompt.ts";
import {analystV1, orderV1} from "../prompts/analyst_v1.ts";

const questionsSchema = z.object({questions: z.array(z.string().trim().min(3).max(300)).max(20)});
const orderSchema = z.object({order: z.array(z.number().int().min(0)).max(40)});
const MOST_ASKED = 60;

/**
 * A guide that asks a language model: it is shown names, types, aggregates and the sentences that were found, never a row. A
 * model that cannot be reached or writes rubbish has nothing to ask: the analysis goes on without it.
 */
export function createGuide(
  asking: (signal: AbortSignal) => ConverseOptions,
): Pick<AnalysisGuide, "next" | "order"> {
  return {
    async next(input) {
      const {questions} = await askedOf(
        analystV1,
        questionsSchema,
        nextMessage(input),
        input,
        asking(input.signal),
        {questions: []},
      );
      return questions.slice(0, input.most);
    },
    async order(input) {
      const {order} = await askedOf(orderV1, orderSchema, orderMessage(input), input, asking(input.signal), {
        order: [],
      });
      return order;
    },
  };
}

async function askedOf<Reply>(
  {version, text}: {version: string; text: string},
  schema: z.ZodType<Reply>,
  content: string,
  {profile}: Pick<GuideInput, "profile">,
  options: ConverseOptions,
  none: Reply,
): Promise<Reply> {
  const prompt: Prompt = {
    role: "planner",
    version,
    instructions: text,
    messages: [{role: "user", content}],
    schema,
    shown: {columns: makeCards([profile]).columns, results: []},
  };
  try {
    return await converse<Reply>(
      prompt,
      async (reply) => {
        const parsed = schema.safeParse(reply.object ?? extractJson(reply.text));
        return parsed.success
          ? {value: parsed.data, doubts: []}
          : {
              issues: parsed.error.issues
                .slice(0, 3)
                .map((one) => `${one.path.join(".") || "answer"}: ${one.message}`),
            };
      },
      options,
    );
  } catch (error) {
    if (isPassedOver(error)) return none;
    throw error;
  }
}

function nextMessage({goal, profile, asked, findings, most}: GuideInput): string {
  return [
    fence("dataset", makeCards([profile]).text),
    fence("findings", sayFindings(findings)),
    fence(
      "asked",
      asked
        .slice(-MOST_ASKED)
        .map((one) => tame(one, 200))
        .join("\n"),
    ),
    `The goal: ${goal === undefined ? "what is worth knowing of this table" : tame(goal, QUESTION_LENGTH)}`,
    `At most ${most} questions.`,
  ].join("\n");
}

function orderMessage({goal, findings}: {goal?: string; findings: readonly FindingSoFar[]}): string {
  return [
    fence("findings", sayFindings(findings)),
    `The goal: ${goal === undefined ? "what is worth knowing of this table" : tame(goal, QUESTION_LENGTH)}`,
  ].join("\n");
}

const sayFindings = (findings: readonly FindingSoFar[]): string =>
  findings.map(({says, strength}, at) => `${at} (${strength}): ${tame(says, 300)}`).join("\n") ||
  "nothing yet";
