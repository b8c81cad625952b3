import type {PlannerInput, PlannerOutput} from "../contracts.ts";
import type {PlannerAnswer} from "./answer_schema.ts";
import {tame} from "./fence.ts";

const LONGEST = 200;

/** An output of which it is said that the question was rewritten after a kept one; without examples nothing is said. */
export function sayingRewritten<V extends {value: PlannerOutput} | {issues: string[]}>(
  verdict: V,
  {rewritten}: PlannerAnswer,
  {question, examples = []}: Pick<PlannerInput, "question" | "examples">,
): V {
  if (!("value" in verdict) || examples.length === 0 || !rewritten || isSame(rewritten, question))
    return verdict;
  const note = `the question means “${tame(rewritten, LONGEST)}”, as one before whose answer was kept`;
  return {...verdict, value: noted(verdict.value, note)};
}

function noted(output: PlannerOutput, note: string): PlannerOutput {
  if (output.kind === "readings") {
    const readings = output.readings.map((one) => ({...one, assumptions: [...one.assumptions, note]}));
    return {...output, readings};
  }
  if (output.kind === "declined") return output;
  const {plan} = output;
  const steps = plan.steps.map((step) =>
    step.id === plan.headline ? {...step, purpose: [step.purpose, note].filter(Boolean).join("; ")} : step,
  );
  return {...output, plan: {...plan, steps}};
}

const isSame = (a: string, b: string): boolean => plain(a) === plain(b);
const plain = (text: string): string => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");
