import {existsSync, readdirSync, readFileSync} from "node:fs";
import {basename, join, resolve} from "node:path";
import {z} from "zod";
import {TabletalkError} from "../src/errors.ts";
import {judge, type Reply} from "./judge_answer.ts";
import type {Asked, Suite, SuiteCase} from "./outside/adapter.ts";
import {scoreChart} from "./scorers/chart.ts";
import {scoreCost} from "./scorers/cost.ts";
import {scoreEvidence} from "./scorers/evidence.ts";
import {scoreLatency} from "./scorers/latency.ts";
import {scorePlan} from "./scorers/plan.ts";
import {scoreValues} from "./scorers/values.ts";
import {type Question, questionSchema, readSuite} from "./suite.ts";
import {WITHIN_ONE_CHOICE} from "./tally.ts";

const TARGET_MS = 300;
const TARGET_TOKENS = 3000;

const thresholdsSchema = z.object({
  right: z.number().int().nonnegative(),
  wrong: z.number().int().nonnegative(),
  /** Of the answered ones, from 0 to 1. */
  rightWhenAnswered: z.number().min(0).max(1).optional(),
});
export type Thresholds = z.infer<typeof thresholdsSchema>;

/**
 * A suite of ours: a folder with questions.jsonl, in the form of main-job/README.md.
 * @throws TabletalkError bad_use where there is none
 */
export function ownSuite(folder: string): Suite {
  const path = join(folder, "questions.jsonl");
  if (!existsSync(path))
    throw new TabletalkError(
      "bad_use",
      `There is no questions.jsonl in ${folder}.`,
      "Name a folder that holds one, or a suite of evals/.",
    );
  return suiteOfQuestions(basename(folder), readSuite(path), folder);
}

/** Questions as a suite; their files lie below `folder`, or at their absolute paths. */
export function suiteOfQuestions(name: string, questions: readonly Question[], folder: string): Suite {
  const cases = questions.map(
    (question): SuiteCase => ({
      id: question.id,
      files: question.data.map((file) => resolve(folder, file)),
      turns: [...(question.earlier ?? []), question.question],
      concepts: [question.kind],
      follow: true,
      ...(question.hashes && {hashes: question.hashes}),
      finish: (asked) => finished(question, asked),
    }),
  );
  return {name, cases};
}

/** The suites beside this file whose questions are asked as they are: those in the form of main-job. */
export function askedSuites(): string[] {
  return readdirSync(import.meta.dirname).filter((name) => {
    const path = join(import.meta.dirname, name, "questions.jsonl");
    if (!existsSync(path)) return false;
    const [first = ""] = readFileSync(path, "utf8").split("\n");
    return questionSchema.safeParse(JSON.parse(first)).success;
  });
}

/** The bars of a suite; absent where it has none. */
export function thresholdsOf(folder: string): Thresholds | undefined {
  const path = join(folder, "thresholds.json");
  return existsSync(path) ? thresholdsSchema.parse(JSON.parse(readFileSync(path, "utf8"))) : undefined;
}

function finished(question: Question, asked: Asked): ReturnType<SuiteCase["finish"]> {
  const {answer} = asked;
  const reply: Reply =
    answer && asked.state !== "error"
      ? {answer, state: asked.state, ...(asked.options && {options: asked.options})}
      : {error: asked.error ?? "no answer"};
  const {withinOneChoice, ...judgement} = judge(question, reply);
  const scores = {
    [WITHIN_ONE_CHOICE]: Number(withinOneChoice),
    ...(answer && asked.state === "answered" && answerScores(question, answer)),
    latency: scoreLatency(asked.ms, TARGET_MS),
    ...(asked.usage && {cost: scoreCost(asked.usage, TARGET_TOKENS)}),
  };
  const line = {id: question.id, declined: asked.state !== "answered", reply: answer?.answer ?? ""};
  return {line, judgement: {...judgement, scores}};
}

function answerScores(question: Question, answer: NonNullable<Asked["answer"]>): Record<string, number> {
  const scores = {
    values: scoreValues(question, answer),
    plan: scorePlan(answer),
    chart: scoreChart(question, answer),
    evidence: scoreEvidence(answer),
  };
  return Object.fromEntries(
    Object.entries(scores).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}
