import type {Reading} from "../../../planning/reading.ts";
import type {PlannerInput, PlannerOutput} from "../../contracts.ts";
import {corrected} from "../follow_up.ts";
import {tokenize} from "../tokens.ts";
import {FILLERS} from "../vocabulary.ts";

/** A question that could not be answered, and its words that had no place. */
export interface DeclinedQuestion {
  question: string;
  unplaced: readonly string[];
}

const MOST_WORDS = 7;
const MOST_DECLINED = 10;
/** Begins a question of its own. */
const OWN =
  /^\W*(?:how|what|which|who|when|where|why|is|are|was|were|does|do|did|can|could|total|average|count|sum|median|top|bottom|list|forecast|compare)\b/i;
const LEADS =
  /^(?:(?:ok(?:ay)?|then|and|so|please|just|show|give|use|try|with|for|of|by|the|me|it)\b[\s,:]*)+/i;

/**
 * A short message after a question that could not be answered, read together with it: what was missing ("draw bars", then "running
 * time") or what a word without a place meant. Undefined where the two make no question.
 */
export async function planJoined(
  plan: (input: PlannerInput) => Promise<PlannerOutput>,
  {question: before, unplaced}: DeclinedQuestion,
  input: PlannerInput,
): Promise<PlannerOutput | undefined> {
  const said = corrected(input.question) ?? input.question;
  if (OWN.test(said) && corrected(input.question) === undefined) return undefined;
  if (weighty(said) > MOST_WORDS || weighty(before) > MOST_DECLINED) return undefined;
  const rest = said
    .replace(LEADS, "")
    .replace(/[?.!]+$/, "")
    .trim();
  if (rest === "") return undefined;
  for (const question of joinedWordings(before.replace(/[?.!]+$/, ""), unplaced, rest)) {
    const output = await plan({...input, question, earlier: []});
    if (output.kind === "plan" && output.plan.reading)
      return {...output, plan: {...output.plan, reading: joined(output.plan.reading, before)}};
    if (output.kind === "readings")
      return {...output, readings: output.readings.map((reading) => joined(reading, before))};
  }
  return undefined;
}

const weighty = (text: string): number =>
  tokenize(text).filter((token) => token.kind !== "mark" && !FILLERS.has(token.lower)).length;

/** The question before with what it lacked; with the words in place of what could not be placed. */
function joinedWordings(before: string, unplaced: readonly string[], rest: string): string[] {
  const words = tokenize(before).filter(({text}) => unplaced.includes(text));
  const [first, last] = [words[0], words.at(-1)];
  if (unplaced.length > 0) {
    if (!first || !last || unplaced.length > 3) return [];
    return [`${before.slice(0, first.start)}${rest}${before.slice(last.end)}`];
  }
  return [`${before} of ${rest}`, `${before} ${rest}`, `${rest} ${before}`];
}

const joined = (reading: Reading, before: string): Reading => ({
  ...reading,
  assumptions: [...reading.assumptions, `this goes with “${before}”`],
});
