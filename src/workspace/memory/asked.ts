import {z} from "zod";
import {isWhole, wordsOf} from "../../agents/hosted/similar_questions.ts";
import {type Plan, planSchema} from "../../planning/plan.ts";
import type {AskedQuestion} from "../../store/asked_questions.ts";

/** A question of the workspace that was answered, as it was asked in full. */
export interface Asked {
  turn: string;
  question: string;
  plan: Plan;
  /** The conversation's id in the store. */
  conversation: string;
  actor?: string;
  isKept: boolean;
  isPinned: boolean;
  askedAt: string;
}

/** What is kept of an answer, as far as it says what was asked. */
const keptSchema = z.object({
  joined: z.string().optional(),
  parts: z.array(z.object({question: z.string(), plan: z.unknown()})).optional(),
});

/** What one turn answered: its question in full with its plan, or each of the questions of a message with its own. */
export function answeredIn(turn: {question: string; plan: unknown; answer: unknown}): {
  question: string;
  plan: Plan;
}[] {
  const {joined, parts} = keptSchema.safeParse(turn.answer).data ?? {};
  const all = parts ?? [{question: joined ?? turn.question, plan: turn.plan}];
  return all.flatMap(({question, plan}) => {
    const parsed = planSchema.safeParse(plan);
    return parsed.success ? [{question, plan: parsed.data}] : [];
  });
}

/** The questions that mean the same whoever asks them: one that leans on what was said before it is none. */
export function wholeQuestions(turns: readonly AskedQuestion[]): Asked[] {
  return turns.flatMap(({turn, isKept, isPinned, askedAt, conversation, actor, ...rest}) =>
    answeredIn(rest)
      .filter(({question}) => isWhole(question))
      .map((one) => ({
        ...one,
        turn,
        isKept,
        isPinned,
        askedAt,
        conversation,
        ...(actor !== undefined && {actor}),
      })),
  );
}

/** A question without capitals, closing points and gaps: what two people who ask the same have in common. */
export function plainly(question: string): string {
  const words =
    question
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}%$€£.,<>=+-]+/gu) ?? [];
  return words.map(withoutPoints).filter(Boolean).join(" ");
}

/** Step by step: a pattern would go over a text of points alone again and again. */
function withoutPoints(word: string): string {
  let end = word.length;
  while (end > 0 && ".,-".includes(word[end - 1]!)) end -= 1;
  return word.slice(0, end);
}

/** What tells two wordings of one question apart from another question: its telling words, in whatever order. */
export const wordingOf = (question: string): string => [...wordsOf(question)].sort().join(" ");

/**
 * The datasets that a plan may read, of all names that the workspace has or had: every one that its steps or its reading
 * speak of. Rather one too many: who may not see one of them is not told of the question.
 */
export function datasetsNamed(plan: Plan, known: readonly string[]): string[] {
  const text = JSON.stringify([plan.steps.map(({input}) => input), plan.reading?.table, plan.reading?.joins]);
  const words = new Set(text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []);
  const lower = text.toLowerCase();
  return known.filter((name) => {
    const small = name.toLowerCase();
    return /^[\p{L}\p{N}_]+$/u.test(small) ? words.has(small) : lower.includes(small);
  });
}
