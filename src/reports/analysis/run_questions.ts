import type {GuidedAnswer} from "../../agents/analysis.ts";
import {TabletalkError} from "../../errors.ts";
import {type Execution, executePlan} from "../../planning/execute.ts";
import type {ToolLookup} from "../../planning/validate.ts";
import type {Artifact, ToolContext} from "../../tools/tool.ts";
import {type AnalysisBudget, type Reached, reached, type Spending, timeLeft} from "./budget.ts";
import {type AnalysisLedger, testsOfArtifact} from "./ledger.ts";
import type {AnalysisQuestion, FindingDraft, Results} from "./question.ts";

/** A question that was asked, and what came of it. */
export interface Asked {
  /** q1, q2, ...: tables of its steps are called q1_test. */
  id: string;
  wave: number;
  question: AnalysisQuestion;
  artifacts: ReadonlyMap<string, Artifact>;
  /** Of one that was run here: what its recipe is made of. */
  execution?: Execution;
  results: Results;
  drafts: FindingDraft[];
  /** Of one that a guide asked: how it was answered. */
  guided?: GuidedAnswer;
  /** Steps that failed, with why. */
  failed: string[];
}

/** What an analysis tells while it runs. */
export interface AnalysisProgress {
  wave: number;
  /** From 1, of those known so far. */
  number: number;
  of: number;
  question: string;
  /** 0 to 1. */
  share: number;
}

export interface RunParts {
  registry: ToolLookup;
  context: Omit<ToolContext, "artifacts" | "signal">;
  signal: AbortSignal;
  longStepMs?: number;
  onProgress?: (progress: AnalysisProgress) => void;
}

/** What is known while an analysis runs. */
export interface AnalysisState {
  budget: AnalysisBudget;
  spent: Spending;
  asked: Asked[];
  ledger: AnalysisLedger;
  /** Questions that were not asked, and why. */
  leftOut: {asks: string; why: Reached}[];
}

/** Runs the questions of a wave one after another, each as a plan, until the budget is reached. */
export async function runWave(
  wave: number,
  questions: readonly AnalysisQuestion[],
  state: AnalysisState,
  parts: RunParts,
): Promise<void> {
  const before = state.asked.length;
  for (const [at, question] of questions.entries()) {
    parts.signal.throwIfAborted();
    const why = reached(state.budget, state.spent, question.plan.steps.length);
    if (why) {
      state.leftOut.push({asks: question.asks, why});
      continue;
    }
    parts.onProgress?.({
      wave,
      number: before + at + 1,
      of: before + questions.length,
      question: question.asks,
      share: shareDone(state, wave, at / questions.length),
    });
    await runQuestion(wave, question, state, parts);
  }
}

/** How much of an analysis is done: waves are thought to be alike, and the budget ends it. */
function shareDone({budget, spent}: AnalysisState, wave: number, within: number): number {
  const byWave = (wave - 1 + within) / Math.max(3, budget.waves - 1);
  const byTime = 1 - timeLeft(budget, spent) / (budget.minutes * 60_000);
  return Math.min(0.98, Math.max(byWave, byTime));
}

async function runQuestion(
  wave: number,
  question: AnalysisQuestion,
  state: AnalysisState,
  parts: RunParts,
): Promise<void> {
  const id = `q${state.asked.length + 1}`;
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), Math.max(1, timeLeft(state.budget, state.spent)));
  try {
    const execution = await executePlan(question.plan, {
      registry: parts.registry,
      context: parts.context,
      signal: AbortSignal.any([parts.signal, limit.signal]),
      ...(parts.longStepMs !== undefined && {longStepMs: parts.longStepMs}),
    });
    state.spent.steps += question.plan.steps.length;
    keep(id, wave, question, execution, state);
  } catch (error) {
    if (parts.signal.aborted || !limit.signal.aborted) throw error;
    // The time ended in the middle of it: what was found before stands.
    state.leftOut.push({asks: question.asks, why: "time"});
  } finally {
    clearTimeout(timer);
  }
}

function keep(
  id: string,
  wave: number,
  question: AnalysisQuestion,
  execution: Execution,
  state: AnalysisState,
): void {
  const results = resultsOf(id, execution.artifacts);
  const failed = execution.steps
    .filter((step) => step.state === "failed")
    .map(({error}) => error?.message ?? "It failed.");
  const drafts = question.read(results);
  const {artifacts} = execution;
  state.asked.push({id, wave, question, artifacts, execution, results, drafts, failed});
  countTests(id, question, execution.artifacts, results, state.ledger);
}

/** What came of a plan, its tables named for the report. */
export function resultsOf(id: string, artifacts: ReadonlyMap<string, Artifact>): Results {
  return {artifact: (step) => artifacts.get(step), key: (step) => `${id}_${step}`};
}

/** Adds every test of a question's artifacts to the ledger, those that its artifacts do not show too. */
export function countTests(
  id: string,
  question: Pick<AnalysisQuestion, "hiddenTests" | "plan">,
  artifacts: ReadonlyMap<string, Artifact>,
  results: Results,
  ledger: AnalysisLedger,
): void {
  for (const [step, artifact] of artifacts) {
    const said = question.plan.steps.find((one) => one.id === step)?.purpose;
    const of = {question: id, step, ...(said !== undefined && {said})};
    ledger.tests.push(...testsOfArtifact(of, artifact));
  }
  ledger.hidden += question.hiddenTests?.(results) ?? 0;
}

/** @throws TabletalkError when not one question could be answered */
export function demandResults({asked, leftOut}: AnalysisState): void {
  if (asked.some(({artifacts}) => artifacts.size > 0)) return;
  const why = asked.flatMap(({failed}) => failed)[0];
  throw new TabletalkError(
    leftOut.length > 0 && asked.length === 0 ? "time_limit" : "no_data",
    why ?? "The budget was over before the first question was answered.",
    "Give it more steps and minutes, or another table.",
  );
}
