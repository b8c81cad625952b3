import type {AnalysisGuide, FindingSoFar, GuidedAnswer} from "../../agents/analysis.ts";
import {sentencesOf} from "../../planning/sentences.ts";
import type {BoundText} from "../document.ts";
import {reached, timeLeft} from "./budget.ts";
import {type Finding, findingsOf} from "./findings.ts";
import type {AnalysisQuestion, FindingDraft, FindingTest, Results} from "./question.ts";
import {type AnalysisState, countTests, type RunParts, resultsOf} from "./run_questions.ts";
import type {Subjects} from "./subjects.ts";
import {effectIn, isShaky} from "./test_figures.ts";

/** Questions of one wave that a guide may choose. */
const MOST_AT_ONCE = 4;

interface Guided {
  guide: AnalysisGuide;
  answer: (question: string) => Promise<GuidedAnswer | undefined>;
  goal: string | undefined;
  subjects: Subjects;
}

/**
 * Asks what the guide would ask next, wave by wave, until it has nothing to ask or the budget is reached. Its questions are
 * planned and executed like any other; what it says beside them counts for nothing.
 */
export async function guidedWaves(
  {guide, answer, goal, subjects}: Guided,
  state: AnalysisState,
  parts: RunParts,
): Promise<void> {
  for (let wave = 1; wave <= state.budget.waves; wave += 1) {
    state.spent.tokens = guide.tokens?.() ?? 0;
    if (state.spent.tokens >= state.budget.tokens) {
      state.leftOut.push({asks: "Where the findings lead from here", why: "tokens"});
      return;
    }
    if (timeLeft(state.budget, state.spent) <= 0) return;
    const known = new Set(state.asked.map(({question}) => bare(question.asks)));
    const input = {
      ...(goal !== undefined && {goal}),
      profile: subjects.profile,
      asked: state.asked.map(({question}) => question.asks),
      findings: soFar(findingsOf(state, subjects.target?.name)),
      most: MOST_AT_ONCE,
      signal: parts.signal,
    };
    const asked = (await guide.next(input)).filter((one) => !known.has(bare(one))).slice(0, MOST_AT_ONCE);
    if (asked.length === 0) return;
    for (const [at, question] of asked.entries()) {
      parts.signal.throwIfAborted();
      const why = reached(state.budget, state.spent, 1);
      if (why) {
        state.leftOut.push({asks: question, why});
        continue;
      }
      parts.onProgress?.({
        wave: 2 + wave,
        number: state.asked.length + 1,
        of: state.asked.length + asked.length - at,
        question,
        share: Math.min(0.9, 0.4 + 0.1 * wave),
      });
      await askOne(question, 2 + wave, answer, state);
    }
  }
}

async function askOne(
  question: string,
  wave: number,
  answer: Guided["answer"],
  state: AnalysisState,
): Promise<void> {
  const guided = await answer(question);
  if (!guided) return;
  const id = `q${state.asked.length + 1}`;
  const results = resultsOf(id, guided.artifacts);
  const asked: AnalysisQuestion = {
    theme: "goal",
    asks: question,
    plan: guided.plan,
    priority: 5,
    read: () => readGuided(results, guided, question),
  };
  state.spent.steps += guided.plan.steps.length;
  const {artifacts} = guided;
  state.asked.push({
    id,
    wave,
    question: asked,
    artifacts,
    results,
    drafts: asked.read(results),
    guided,
    failed: [],
  });
  countTests(id, asked, guided.artifacts, results, state.ledger);
}

/** The verified reply: its first sentence is what was found, the rest says more. */
function readGuided(
  results: Results,
  {text, evidence, artifacts, plan}: GuidedAnswer,
  question: string,
): FindingDraft[] {
  const whole: BoundText = {
    text,
    evidence: evidence.map(({text: shown, start, end, evidence: cells}) => ({
      text: shown,
      start,
      end,
      evidence: cells.map((cell) =>
        artifacts.has(cell.step) ? {...cell, step: results.key(cell.step)} : cell,
      ),
    })),
  };
  const [first] = sentencesOf(text).filter(({start, end}) => text.slice(start, end).trim() !== "");
  if (!first) return [];
  const rest = part(whole, first.end, text.length);
  const headline = artifacts.get(plan.headline);
  const test = testIn(artifacts);
  return [
    {
      headline: part(whole, first.start, first.end),
      ...(rest.text !== "" && {detail: rest}),
      about: [question],
      weight: 0.7,
      ...(test && {test}),
      ...(headline?.kind === "table" &&
        headline.table.rows.length > 1 && {
          table: {step: plan.headline, title: headline.title, rows: 10},
        }),
    },
  ];
}

function testIn(artifacts: GuidedAnswer["artifacts"]): FindingTest | undefined {
  for (const [step, artifact] of artifacts) {
    const found = artifact.kind === "statistic" ? effectIn(artifact) : undefined;
    const hasP = artifact.table.rows.some(([figure]) => figure === "p");
    if (found && hasP) return {step, entry: artifact.title, effect: found.effect, ...isShaky(artifact)};
  }
  return undefined;
}

/** A stretch of a text with its own evidence. */
function part(whole: BoundText, from: number, to: number): BoundText {
  const raw = whole.text.slice(from, to);
  const start = from + (raw.length - raw.trimStart().length);
  const text = raw.trim();
  return {
    text,
    evidence: whole.evidence
      .filter((one) => one.start >= start && one.end <= start + text.length)
      .map((one) => ({...one, start: one.start - start, end: one.end - start})),
  };
}

/** The findings in the order that the guide puts the summary's in; those that it does not name follow as they were. */
export async function orderedBy(
  guide: AnalysisGuide,
  findings: Finding[],
  scene: {goal: string | undefined; subjects: Subjects; signal: AbortSignal},
  state: AnalysisState,
): Promise<Finding[]> {
  if (!guide.order || (guide.tokens?.() ?? 0) >= state.budget.tokens) return findings;
  const places = await guide.order({
    ...(scene.goal !== undefined && {goal: scene.goal}),
    profile: scene.subjects.profile,
    findings: soFar(findings),
    signal: scene.signal,
  });
  state.spent.tokens = guide.tokens?.() ?? 0;
  const shown = shownTo(findings);
  const first = [...new Set(places)].flatMap((place) => shown[place] ?? []);
  // What is weak or minor stays below, whatever the guide thinks of it.
  const sure = first.filter(({strength, minor}) => strength !== "weak" && !minor);
  return [...sure, ...findings.filter((one) => !sure.includes(one))];
}

/** What a guide is shown: the places that it names are of these. */
const shownTo = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({minor}) => !minor).slice(0, 30);

const soFar = (findings: readonly Finding[]): FindingSoFar[] =>
  shownTo(findings).map(({headline, strength}) => ({says: headline.text, strength}));

const bare = (question: string): string =>
  question
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
