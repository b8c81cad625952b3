import type {PlannerOutput} from "../agents/contracts.ts";
import {TabletalkError} from "../errors.ts";
import type {Doubt} from "../planning/doubt.ts";
import type {Execution} from "../planning/execute.ts";
import {lackingOf} from "../planning/outputs.ts";
import type {Plan} from "../planning/plan.ts";
import type {SecondRoute} from "../planning/second_route.ts";
import {emptyAnswer} from "./answer.ts";
import type {Answer} from "./channel.ts";
import {harmless} from "./harmless.ts";

/** The reply to a question that the planner declines. */
export function declinedAnswer({
  reason,
  suggestions,
  unplaced,
}: Omit<Extract<PlannerOutput, {kind: "declined"}>, "kind">): Answer {
  const said =
    unplaced.length > 0 ? ` I could not place: ${unplaced.map((one) => `“${one}”`).join(", ")}.` : "";
  const lines = [`${reason}${said}`, ...suggestions.map((one) => `  - ${one}`)];
  return {...emptyAnswer(harmless(lines.join("\n"))), declined: {reason, suggestions, unplaced}};
}

/** The reply where what was computed cannot be an answer. */
export function refusedAnswer(error: TabletalkError, plan: Plan | undefined): Answer {
  const reason = `${error.message} ${error.next}`;
  return {
    ...emptyAnswer(harmless(reason)),
    declined: {reason, suggestions: [], unplaced: []},
    ...(plan && {plan}),
  };
}

/** What was computed; or why a tool would not compute it, which is an answer to the person and no failure. */
export async function orRefusal<Value>(computed: Promise<Value>): Promise<Value | TabletalkError> {
  return computed.catch((error: unknown) => {
    if (error instanceof TabletalkError && (error.code === "refused" || error.code === "bad_plan"))
      return error;
    throw error;
  });
}

/** Where two ways give two numbers, neither is said as the answer. */
export function disagreement({
  column,
  first,
  second,
}: Extract<SecondRoute, {kind: "differs"}>): TabletalkError {
  return new TabletalkError(
    "refused",
    `Two ways of computing ${column} disagree (${String(first)} and ${String(second)}), so I give no number.`,
    "Please report this with the question; /sql shows the rows.",
  );
}

/** Where what was computed is not what the words ask for, and no reading says what it is. */
export function doubted(doubts: readonly Doubt[]): TabletalkError {
  const why = doubts.map(({says}) => says).join("; ");
  return new TabletalkError(
    "refused",
    `I am not sure that I read you right, so I give no number: ${why}.`,
    "Ask it in other words, or one part of it.",
  );
}

/** Why a procedure gives no answer: a reply in a form of its own is whole or none. */
export function unanswered(plan: Plan, execution: Execution): TabletalkError | undefined {
  if (!plan.outputs) return undefined;
  const lacking = lackingOf(plan.outputs, execution.artifacts);
  if (lacking.length === 0 || (plan.outputs.form === "prose" && lacking.length < plan.outputs.all.length))
    return undefined;
  const failed = execution.steps.find((one) => one.error)?.error;
  return new TabletalkError(
    "refused",
    `There is no value for ${lacking.map((one) => one.said).join(", ")}.`,
    failed ? `${failed.message} ${failed.next}` : "No row counts, or the values do not allow it.",
  );
}
