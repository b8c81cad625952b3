import type {AnalysisGuide, GuidedAnswer} from "../../agents/analysis.ts";
import type {Session} from "../../data/engine.ts";
import type {TableProfile} from "../../data/profile.ts";
import {TabletalkError} from "../../errors.ts";
import type {Execution} from "../../planning/execute.ts";
import type {Plan} from "../../planning/plan.ts";
import type {Verification} from "../../planning/verify.ts";
import type {ReportDocument} from "../document.ts";
import {type AnalysisBudget, DEFAULT_BUDGET} from "./budget.ts";
import {documentOf} from "./document.ts";
import {type Finding, findingsOf} from "./findings.ts";
import {type GoalRead, readGoal} from "./goal.ts";
import {guidedWaves, orderedBy} from "./guided.ts";
import {firstWave, lastWave, secondWave} from "./programme.ts";
import {type AnalysisState, demandResults, type RunParts, runWave} from "./run_questions.ts";
import {subjectsOf} from "./subjects.ts";

export interface AnalysisRequest {
  /** What it is to find out; absent: what there is to find. */
  goal?: string;
  /** Default: the one that the goal speaks of, else the largest. */
  table?: string;
  budget?: Partial<AnalysisBudget>;
}

/** What an analysis works with. */
export interface AnalysisParts extends Pick<RunParts, "registry" | "signal" | "longStepMs" | "onProgress"> {
  session: Session;
  limits: {timeMs: number; rows: number};
  asOf: Date;
  timeZone: string;
  /** Keeps the recipe of each question and returns its id. Absent: none is kept. */
  keepRecipe?: (finished: {
    question: string;
    plan: Plan;
    execution: Execution;
    written: Verification;
    writer: string;
    asOf: Date;
    timeZone: string;
  }) => Promise<string>;
  /** Goes where the findings lead. Absent: the fixed programme alone. */
  guide?: AnalysisGuide;
  /** Answers a question in plain words, with its numbers bound. Needed where there is a guide. */
  answer?: (question: string) => Promise<GuidedAnswer | undefined>;
}

/**
 * A goal, the questions that it takes, their plans in waves, and the synthesis as a report. The same request on the same data
 * gives the same findings where no guide is asked.
 * @throws TabletalkError no_data where there is nothing to look at; bad_use for a table that is not there; aborted
 */
export async function analyse(request: AnalysisRequest, parts: AnalysisParts): Promise<ReportDocument> {
  const {session, signal, asOf, timeZone} = parts;
  const goal = request.goal?.trim() || undefined;
  const {profile, read, others} = await chooseTable(request.table, goal, parts);
  const subjects = subjectsOf(profile, {
    ...(read?.target && {target: read.target}),
    columns: read?.columns ?? [],
    ...(read?.period && {period: read.period}),
  });
  const dataset = session.datasets.find(({name}) => name === profile.table)!;
  const state: AnalysisState = {
    budget: {...DEFAULT_BUDGET, ...request.budget},
    spent: {steps: 0, begun: performance.now(), tokens: 0},
    asked: [],
    ledger: {tests: [], hidden: 0},
    leftOut: [],
  };
  const run: RunParts = {
    registry: parts.registry,
    signal,
    ...(parts.longStepMs !== undefined && {longStepMs: parts.longStepMs}),
    ...(parts.onProgress && {onProgress: parts.onProgress}),
    context: {
      session,
      profile: async (table) => (table === profile.table ? profile : session.profile(table, {signal})),
      limits: parts.limits,
      asOf,
      timeZone,
    },
  };
  await runWave(1, firstWave(subjects, asOf), state, run);
  const resultsWith = (step: string) => state.asked.find(({artifacts}) => artifacts.has(step))?.results;
  const screening = resultsWith("drivers");
  await runWave(2, secondWave(subjects, screening), state, run);
  if (parts.guide && parts.answer)
    await guidedWaves({guide: parts.guide, answer: parts.answer, goal, subjects}, state, run);
  await runWave(3, lastWave(subjects, screening, resultsWith("pairs"), asOf), state, run);
  demandResults(state);
  const target = subjects.target?.name;
  const found = findingsOf(state, target, read?.target !== undefined);
  const findings = parts.guide ? await orderedBy(parts.guide, found, {goal, subjects, signal}, state) : found;
  const assumptions = [
    ...(read?.said ?? []).map((said) => `The period looked at is ${said}.`),
    ...(others.length > 0
      ? [
          `Only ${profile.table} was looked at; ${others.join(", ")} ${others.length === 1 ? "was" : "were"} not.`,
        ]
      : []),
    ...(goal && read && !read.target
      ? [`The goal names no outcome in this table's own words, so ${target ?? "its rows"} was looked at.`]
      : []),
  ];
  return documentOf({
    ...(goal !== undefined && {goal}),
    subjects,
    state,
    findings,
    dataset,
    asOf,
    timeZone,
    assumptions,
    recipes: await recipesOf(state, findings, parts),
    ...(parts.guide && {guide: parts.guide.name}),
  });
}

interface Chosen {
  profile: TableProfile;
  read?: GoalRead;
  /** The tables that were not chosen. */
  others: string[];
}

async function chooseTable(
  table: string | undefined,
  goal: string | undefined,
  {session, signal, asOf, timeZone}: AnalysisParts,
): Promise<Chosen> {
  const names = session.datasets.map(({name}) => name);
  if (names.length === 0)
    throw new TabletalkError("no_data", "There is no data to analyse.", "Name a file or a table.");
  if (table !== undefined && !names.includes(table))
    throw new TabletalkError(
      "bad_use",
      `There is no table ${table}.`,
      `The tables are: ${names.join(", ")}.`,
    );
  const looked = await Promise.all(
    names
      .filter((name) => table === undefined || name === table)
      .map(async (name) => {
        const profile = await session.profile(name, {signal});
        return {profile, read: goal === undefined ? undefined : readGoal(goal, profile, {asOf, timeZone})};
      }),
  );
  const [best] = looked.sort(
    (a, b) =>
      (b.read?.score ?? 0) - (a.read?.score ?? 0) ||
      b.profile.rows * b.profile.columns.length - a.profile.rows * a.profile.columns.length,
  );
  const {profile, read} = best!;
  return {profile, ...(read && {read}), others: names.filter((name) => name !== profile.table)};
}

/** The recipe of each question, with what the report says of it. */
async function recipesOf(
  state: AnalysisState,
  findings: readonly Finding[],
  {keepRecipe, asOf, timeZone, signal}: AnalysisParts,
): Promise<{id: string; question: string}[]> {
  const kept: {id: string; question: string}[] = [];
  for (const {id, question, execution, guided} of state.asked) {
    signal.throwIfAborted();
    if (guided?.recipe !== undefined) kept.push({id: guided.recipe, question: question.asks});
    if (!keepRecipe || !execution || execution.artifacts.size === 0) continue;
    const own = findings.filter(({asked}) => asked.id === id);
    const text = own[0]?.headline ?? {text: "Nothing that is more than chance.", evidence: []};
    const evidence = text.evidence.map((one) => ({
      ...one,
      evidence: one.evidence.map((cell) => ({...cell, step: cell.step.replace(`${id}_`, "")})),
    }));
    const written = {text: text.text, evidence, values: [], unbound: [], unboundAt: []};
    const recipe = await keepRecipe({
      question: question.asks,
      plan: question.plan,
      execution,
      written,
      writer: "analysis",
      asOf,
      timeZone,
    });
    kept.push({id: recipe, question: question.asks});
  }
  return kept;
}
