import {type Confirmation, confirmationsOf} from "../planning/confirmations.ts";
import type {Plan} from "../planning/plan.ts";
import {readingSchema} from "../planning/reading.ts";
import type {ToolLookup} from "../planning/validate.ts";
import {emptyAnswer} from "./answer.ts";
import type {Answer, TurnEvent} from "./channel.ts";
import {harmless} from "./harmless.ts";

const NO =
  /^(?:no|nope|nah|don'?t|do not|never ?mind|cancel|stop|leave it|rather not|n)(?:[\s,]+(?:thanks|thank you|please|run|it|that|do))*[\s.!]*$/i;

/** The steps of a plan that nobody agreed to yet. */
export function unconfirmed(plan: Plan, tools: ToolLookup, confirmed: ReadonlySet<string>): Confirmation[] {
  return confirmationsOf(plan, tools).filter(({digest}) => !confirmed.has(digest));
}

/** Asks whether a plan may do what it would do outside; nothing of it was run. */
export function askToRun(
  plan: Plan,
  asked: readonly Confirmation[],
  confirmed: Iterable<string>,
  emit: (event: TurnEvent) => void,
): Answer {
  const [only, ...more] = asked.map((one) => harmless(one.question));
  const head = more.length === 0 ? only! : "This does several things outside. Run them all?";
  const lines = more.length === 0 ? [] : [only!, ...more].map((one) => `  - ${one}`);
  const choices = [
    {
      reading: readingSchema.parse({intent: "procedure", table: ""}),
      plan,
      said: "Yes, run it",
      values: [],
      confirms: [...new Set([...confirmed, ...asked.map(({digest}) => digest)])],
    },
  ];
  const question = [head, ...lines].join("\n");
  emit({type: "choices", question, choices});
  return {
    ...emptyAnswer(`${question}\n  1. Yes, run it\nNothing was run yet: "yes" runs it, "no" leaves it.`),
    choices,
  };
}

/** Whether a message leaves what was asked. */
export const isNo = (message: string): boolean => NO.test(message.trim());

/** What is said then. */
export const leftAlone = (): Answer => emptyAnswer("Nothing was run.");
