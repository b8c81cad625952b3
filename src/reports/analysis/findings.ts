import type {BoundText} from "../document.ts";
import {sentence} from "./bound_text.ts";
import {type CorrectedTest, correctedTests} from "./ledger.ts";
import type {FindingDraft, Theme} from "./question.ts";
import type {AnalysisState, Asked} from "./run_questions.ts";
import {relativeSize, type Strength, strengthOf} from "./strength.ts";

/** A finding as the report states it. */
export interface Finding extends Omit<FindingDraft, "weight"> {
  asked: Asked;
  theme: Theme;
  strength: Strength | "descriptive";
  /** Larger is more important. */
  importance: number;
}

const SURE: Record<Finding["strength"], number> = {strong: 3, moderate: 2, weak: 0.7, descriptive: 1};

/**
 * The findings of all questions, the most important first: those whose test holds after correcting for every test that was
 * made, and those that describe. What may be chance is none.
 * @param isGoal whether somebody asked about the target: what is about something else then matters less
 */
export function findingsOf(state: AnalysisState, target: string | undefined, isGoal = false): Finding[] {
  const byName = testsByName(state);
  const found = state.asked.flatMap((asked) =>
    asked.drafts.flatMap((draft) => withStrength(draft, asked, byName, target, isGoal) ?? []),
  );
  return withoutRepeats(found.sort((a, b) => b.importance - a.importance));
}

/** Questions whose tests found nothing that is more than chance. */
export function unsureOf(state: AnalysisState, findings: readonly Finding[]): Asked[] {
  const said = new Set(findings.filter(({minor}) => !minor).map(({asked}) => asked.id));
  const corrections = testsByName(state);
  const isSure = ({id, drafts}: Asked): boolean =>
    drafts.some(
      ({test}) => test && strengthOf(test, corrections.get(`${id} ${test.step} ${test.entry}`)) !== undefined,
    );
  return state.asked.filter(
    (asked) => corrections.size > 0 && isTested(asked) && !said.has(asked.id) && !isSure(asked),
  );
}

const isTested = ({drafts}: Asked): boolean => drafts.some(({test}) => test !== undefined);

function testsByName({ledger}: AnalysisState): Map<string, CorrectedTest> {
  return new Map(correctedTests(ledger).map((one) => [`${one.question} ${one.step} ${one.name}`, one]));
}

function withStrength(
  draft: FindingDraft,
  asked: Asked,
  tests: ReadonlyMap<string, CorrectedTest>,
  target: string | undefined,
  isGoal: boolean,
): Finding | undefined {
  const strength = draft.test
    ? strengthOf(draft.test, tests.get(`${asked.id} ${draft.test.step} ${draft.test.entry}`))
    : "descriptive";
  if (strength === undefined) return undefined;
  const {weight, headline, ...rest} = draft;
  const size = draft.test ? Math.min(1, relativeSize(draft.test.effect) / 3) : 0;
  const aboutTarget = target !== undefined && draft.about.includes(target) ? 0.8 : 0;
  const beside = isGoal && aboutTarget === 0 && asked.question.theme !== "goal" ? 0.4 : 1;
  return {
    ...rest,
    headline: sentence(headline),
    asked,
    theme: asked.question.theme,
    strength,
    importance: draft.minor ? 0.1 * weight : beside * (SURE[strength] * (0.5 + weight) + size) + aboutTarget,
  };
}

/** Of findings that say the same of the same columns the most important; a plain description gives way to a tested one. */
function withoutRepeats(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((one) => {
    const key = pairOf(one);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** What a finding is about, whatever the order. */
export function pairOf({about, theme}: Pick<Finding, "about" | "theme">): string {
  const isPair = about.length === 2 && ["drivers", "groups", "associations"].includes(theme);
  return `${isPair ? "pair" : theme} ${[...about].sort().join("\u0000")}`;
}

/** A finding's sentences, without those that a reader need not see twice. */
export function bodyOf({detail, caveat}: Pick<Finding, "detail" | "caveat">): BoundText | undefined {
  return detail ?? caveat;
}
