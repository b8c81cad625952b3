import type {GuidedAnswer} from "../../agents/analysis.ts";
import {TabletalkError} from "../../errors.ts";
import type {AnalysisRequest} from "../../reports/analysis/analyse.ts";
import type {AnalysisProgress} from "../../reports/analysis/run_questions.ts";
import type {ReportDocument} from "../../reports/document.ts";
import {harmless} from "../harmless.ts";
import {runTurn} from "../turn.ts";
import type {TurnParts, TurnSetting} from "../turn_parts.ts";

/** What an analysis takes of a turn. */
export type AnalysisSetting = Pick<TurnSetting, "asOf" | "timeZone" | "signal">;

/**
 * Runs a deep analysis over the session of a turn: the fixed programme, and with a hosted planner the questions that the
 * findings lead to, each answered as any question is.
 * @throws TabletalkError no_data, bad_use, time_limit, aborted
 */
export async function makeAnalysis(
  request: AnalysisRequest,
  parts: TurnParts,
  setting: AnalysisSetting,
  tell: (progress: AnalysisProgress) => void = () => {},
): Promise<ReportDocument> {
  const {analyse} = await import("../../reports/analysis/analyse.ts");
  const planner = await parts.planner();
  const {guide} = planner;
  const {asOf, timeZone, signal} = setting;
  let answered = 0;
  return analyse(request, {
    session: parts.session,
    registry: parts.registry,
    limits: parts.limits,
    ...(parts.longStepMs !== undefined && {longStepMs: parts.longStepMs}),
    asOf,
    timeZone,
    signal,
    keepRecipe: (finished) => parts.keepRecipe(finished),
    onProgress: tell,
    ...(guide && {
      guide: {...guide, name: planner.name, tokens: () => answered},
      answer: async (question: string) => {
        // An account of its own, so that one question cannot use up what the others may.
        const own = AbortSignal.any([signal]);
        const found = await answerOf(question, parts, {asOf, timeZone, signal: own});
        answered += await tokensOf(parts, own);
        return found;
      },
    }),
  });
}

/** "Question 3 of 12: Does sales differ by region?" */
export function sayProgress({number, of, question}: AnalysisProgress): string {
  return harmless(`Question ${number} of ${of}: ${question}`);
}

/** A question answered like one that a person asks; undefined where it was declined, asked back, or failed. */
async function answerOf(
  question: string,
  parts: TurnParts,
  setting: AnalysisSetting,
): Promise<GuidedAnswer | undefined> {
  try {
    const answer = await runTurn(parts, {...setting, question, earlier: [], charts: "asked"}, () => {});
    if (answer.declined || answer.choices.length > 0 || !answer.plan) return undefined;
    return {
      plan: answer.plan,
      artifacts: new Map(Object.entries(answer.artifacts)),
      text: answer.answer,
      evidence: answer.evidence,
      ...(answer.recipe !== undefined && {recipe: answer.recipe}),
    };
  } catch (error) {
    if (setting.signal.aborted || !(error instanceof TabletalkError)) throw error;
    return undefined;
  }
}

async function tokensOf(parts: TurnParts, signal: AbortSignal): Promise<number> {
  const tokens = (await parts.usage?.(signal))?.tokens as
    | {inputTokens?: number; outputTokens?: number}
    | undefined;
  return (tokens?.inputTokens ?? 0) + (tokens?.outputTokens ?? 0);
}
