import type {Answer} from "../../src/channels/channel.ts";
import {placeOf} from "../judge_answer.ts";
import type {Question} from "../suite.ts";

/** The share of the expected numbers that stand in the answer beside their labels; of alternatives the best. */
export function scoreValues(question: Question, answer: Answer): number | undefined {
  const {values, alternatives} = question.expect;
  const sets = [...(values ? [values] : []), ...(alternatives ?? [])].filter((set) => set.length > 0);
  if (sets.length === 0) return undefined;
  const shares = sets.map(
    (set) =>
      set.filter((value) => placeOf(value, answer, set.length > 1, question.kind) !== undefined).length /
      set.length,
  );
  return Math.max(...shares);
}
