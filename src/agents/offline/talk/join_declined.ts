import type {Planner, PlannerInput} from "../../contracts.ts";
import {columnsSaid} from "../asks/ask_scene.ts";
import {corrected} from "../follow_up.ts";
import {buildLexicon} from "../lexicon.ts";
import {tokenize} from "../tokens.ts";
import {FILLERS} from "../vocabulary.ts";

/** A question that was declined or asked back, and its words that had no place. */
export interface OpenQuestion {
  question: string;
  unplaced: readonly string[];
  /** It was asked back, and not declined. */
  asked: boolean;
}

const MOST_WORDS = 6;
const MOST_BEFORE = 12;
/** So few words are read with the question before even where they are a question alone. */
const FEW_WORDS = 3;
/** Begins a question of its own. */
const OWN =
  /^\W*(?:how|what|which|who|whose|when|where|why|is|are|was|were|does|do|did|can|could|total|average|count|sum|median|top|bottom|list|forecast|compare|forget|remember)\b/i;
/** Leans on an answer, which an open question has not. */
const LEANS = /^\W*(?:and|also|same|now|but|instead|then|what about|how about)\b/i;
const LEADS =
  /^(?:(?:ok(?:ay)?|then|and|so|please|just|show|give|use|try|of|by|the|me|it|only|plot|draw|chart)\b[\s,:]*)+/i;
const LIMITS =
  /^(?:without|not|no|with|excluding|except|for|in|from|where|only|since|before|after|last|this)\b/i;

/**
 * A short message after an open question, as one question with it: what was missing ("draw bars", then "running time"), what a word
 * without a place meant, or which of two was meant ("total sales", then "net"). Undefined where the two make no question.
 */
export async function joinedQuestion(
  planner: Planner,
  {question, unplaced, asked}: OpenQuestion,
  input: PlannerInput,
): Promise<string | undefined> {
  const change = corrected(input.question);
  const said = change ?? input.question;
  if (change === undefined && (OWN.test(said) || LEANS.test(said))) return undefined;
  if (weighty(said) > MOST_WORDS || weighty(question) > MOST_BEFORE) return undefined;
  // What was declined though it names columns lacks nothing that a further word could bring.
  if (!asked && unplaced.length === 0 && namesColumns(question, input)) return undefined;
  if (change === undefined && !LIMITS.test(said) && weighty(said) > (asked ? 1 : FEW_WORDS)) {
    const alone = await planner.plan({...input, question: said});
    if (alone.kind !== "declined") return undefined;
  }
  const rest = (LIMITS.test(said) ? said : said.replace(LEADS, "")).replace(/[?.!]+$/, "").trim();
  if (rest === "" || tokenize(rest).every((token) => token.kind === "number")) return undefined;
  const before = question.replace(/[?.!]+$/, "");
  for (const whole of wordings(before, unplaced, rest, asked)) {
    const output = await planner.plan({...input, question: whole, earlier: []});
    if (output.kind === "plan" || (output.kind === "readings" && !asked)) return whole;
  }
  return undefined;
}

const namesColumns = (question: string, input: PlannerInput): boolean =>
  input.profiles.some((table) => columnsSaid({lexicon: buildLexicon(table)}, question).length > 0);

const weighty = (text: string): number =>
  tokenize(text).filter((token) => token.kind !== "mark" && !FILLERS.has(token.lower)).length;

/** The question before with what it lacked; with the words in place of what could not be placed. */
function wordings(before: string, unplaced: readonly string[], rest: string, asked: boolean): string[] {
  if (asked || LIMITS.test(rest))
    return unplaced.length > 0 ? [] : [`${before} ${rest}`, ...(asked ? [beforeLast(before, rest)] : [])];
  if (unplaced.length === 0) return [`${before} of ${rest}`, `${before} ${rest}`, `${rest} ${before}`];
  const words = tokenize(before).filter(({text}) => unplaced.includes(text));
  const [first, last] = [words[0], words.at(-1)];
  if (!first || !last || unplaced.length > 3) return [];
  return [`${before.slice(0, first.start)}${rest}${before.slice(last.end)}`];
}

/** "total sales", then "net": total net sales. */
function beforeLast(before: string, rest: string): string {
  const at = before.lastIndexOf(" ") + 1;
  return `${before.slice(0, at)}${rest} ${before.slice(at)}`;
}
