import type {Shown} from "../../models/account.ts";
import {sayDefinition} from "../../planning/definitions.ts";
import {sayReading} from "../../planning/say_reading.ts";
import type {EarlierTurn, PlannerInput, TaughtWord} from "../contracts.ts";
import {makeCards} from "./card.ts";
import {fence, tame} from "./fence.ts";

/** Questions that a follow-up may refer to. */
const EARLIER_TURNS = 3;
/** Characters of a question. */
export const QUESTION_LENGTH = 4000;

/** What the planner's model reads after its instructions, and what of the data that shows. */
export function plannerMessage(input: PlannerInput): {text: string; shown: Shown} {
  const card = makeCards(input.profiles);
  const text = [
    fence("dataset", card.text),
    ...(input.definitions?.length ? [fence("definitions", sayDefinitions(input.definitions))] : []),
    ...earlierLines(input),
    `Today is ${dayIn(input.asOf, input.timeZone)} (${input.timeZone}).`,
    `Question: ${tame(input.question, QUESTION_LENGTH)}`,
  ].join("\n");
  return {text, shown: {columns: card.columns, results: []}};
}

/** Words of the workspace, which mean this wherever the question says them. */
function sayDefinitions(definitions: readonly TaughtWord[]): string {
  const lines = definitions.map((one) => tame(sayDefinition(one), 300));
  return ["In the question these words mean:", ...lines].join("\n");
}

/** The questions that a follow-up may refer to, newest last; nothing where there are none. */
export function earlierLines(input: Pick<PlannerInput, "earlier">): string[] {
  const earlier = input.earlier.slice(-EARLIER_TURNS).map(sayEarlier);
  return earlier.length ? [fence("earlier", earlier.join("\n"))] : [];
}

/** An earlier question and how it was read; never its results. */
function sayEarlier({question, plan}: EarlierTurn): string {
  const query = plan.steps.find((step) => step.id === plan.headline)?.input.sql;
  const read = plan.reading
    ? sayReading(plan.reading)
    : typeof query === "string"
      ? `SQL: ${query}`
      : plan.steps.map((step) => step.tool).join(", ");
  return `Q: ${tame(question, 300)}\n${tame(read, 500)}`;
}

function dayIn(date: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", {timeZone, dateStyle: "short"}).format(date);
}
