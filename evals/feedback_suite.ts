import {z} from "zod";
import {recipeSchema} from "../src/planning/recipe.ts";
import type {DislikedTurn} from "../src/store/feedback.ts";
import type {Suite} from "./outside/adapter.ts";
import {suiteOfQuestions} from "./own_suite.ts";
import {type Question, questionSchema} from "./suite.ts";

const MOST_VALUES = 8;
const wrongValues = z.array(z.union([z.number(), z.string()]));

/**
 * An answer that somebody disliked, as a line of a suite: the question, its files with the hash of what was read, and what must not
 * be answered again. Whoever knows the right values writes them into `expect.values`. Undefined where the recipe cannot be read.
 */
export function feedbackCase({
  turn,
  question,
  earlier,
  recipe,
  comments,
}: DislikedTurn): Question | undefined {
  const read = recipeSchema.safeParse(recipe);
  if (!read.success || read.data.datasets.length === 0) return undefined;
  const {datasets, values, text} = read.data;
  return questionSchema.parse({
    id: `down-${turn.slice(-8)}`,
    data: datasets.map(({sourcePath}) => sourcePath),
    hashes: datasets.map(({hash}) => hash),
    ...(earlier.length > 0 && {earlier}),
    question,
    kind: "feedback",
    ...(comments.length > 0 && {comment: comments.join(" · ")}),
    expect: {
      outcome: "answer_or_decline",
      not: {
        values: wrongValues.parse(
          values
            .flatMap(({value}) => (typeof value === "number" || typeof value === "string" ? [value] : []))
            .slice(0, MOST_VALUES),
        ),
        text,
      },
    },
  });
}

/** The disliked answers of a workspace as a suite. */
export function feedbackSuite(turns: readonly DislikedTurn[]): Suite {
  return suiteOfQuestions("feedback", feedbackCases(turns), process.cwd());
}

export function feedbackCases(turns: readonly DislikedTurn[]): Question[] {
  return turns.flatMap((one) => feedbackCase(one) ?? []);
}
