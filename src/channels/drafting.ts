import type {Writer, WriterInput} from "../agents/contracts.ts";
import {withoutUnverified} from "../planning/sentences.ts";
import {numbersOfConditions} from "../planning/step_numbers.ts";
import {type Verification, verifyDraft} from "../planning/verify.ts";

/** What is said when no sentence of a draft could be bound: the table still stands beside it. */
const NOTHING_LEFT = "Here is the result.";

/**
 * Has a reply written and binds every number in it. What cannot be bound goes back to the writer once; a sentence that
 * then still says an unbound number is removed.
 */
export async function draftAndVerify(writer: Writer, input: WriterInput): Promise<Verification> {
  const {reading, outputs} = input.plan;
  const conditions = reading ? [] : numbersOfConditions(input.plan);
  const about = {reading, outputs, conditions, question: input.question};
  const first = verifyDraft(await writer.write(input), input.artifacts, about);
  if (first.unbound.length === 0) return first;
  const second = verifyDraft(await writer.write({...input, unbound: first.unbound}), input.artifacts, about);
  if (second.unboundAt.length === 0) return second;
  const text = withoutUnverified(second.text, second.unboundAt).trim() || NOTHING_LEFT;
  return verifyDraft({text, values: second.values}, input.artifacts, about);
}
