import type {Reading} from "../../planning/reading.ts";
import type {Nearest} from "../contracts.ts";
import type {Read} from "./read.ts";

const MOST = 3;
const MOST_LEFT_OUT = 2;
/** Dearer than the best by this, a reading is no guess worth showing. */
const MARGIN = 0.12;
const LEAST_SCORE = 0.6;
/** Words that say which rows or columns are meant, or that deny: what stands behind them is not left out. */
const BINDS =
  /^(?:in|of|for|from|by|per|at|on|with|without|not|no|except|excluding|only|just|than|over|under|above|below|where|whose|called|named|like|vs|versus|and|or|each|every|to|between|most|least|total|average|many|much|which|what|how|is|are|was|were)$/i;
const TIME =
  /^(?:days?|nights?|weeks?|weekends?|weekdays?|months?|quarters?|years?|mornings?|evenings?|summer|winter|spring|autumn|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}*|older|newer|younger|before|after|last|next)$/iu;
const INTENTS: ReadonlySet<Reading["intent"]> = new Set(["aggregate", "which", "compare", "correlation"]);

/**
 * The readings of a question without the words that have no place, where those are few and say neither which rows nor which
 * column: a name that the data does not have is never left out. `readAgain` reads other words.
 */
export async function nearestReadings(
  question: string,
  unplaced: readonly string[],
  readAgain: (words: string) => Promise<Read[]>,
): Promise<Nearest[]> {
  if (unplaced.length === 0 || unplaced.length > MOST_LEFT_OUT) return [];
  const said = question.match(/\p{L}[\p{L}\p{M}'’]*|\d\S*/gu) ?? [];
  if (said.length < unplaced.length + 2 || !unplaced.every((word) => canBeLeftOut(word, said))) return [];
  const rest = unplaced.reduce((text, word) => text.replace(wholeWord(word), " "), question);
  const complete = (await readAgain(rest)).filter((one) => one.unplaced.length === 0 && isWorth(one.reading));
  return complete
    .filter(({cost}) => cost <= complete[0]!.cost + MARGIN)
    .slice(0, MOST)
    .map(({reading}) => ({reading, without: [...unplaced]}));
}

/** Nothing in it is guessed, and it is no count of rows whose condition may be the word that was left out. */
function isWorth({intent, score, assumptions, measures, groups}: Reading): boolean {
  const counts = groups.length === 0 && measures.every(({fn, of}) => fn === "count" && !of);
  return (
    INTENTS.has(intent) &&
    score >= LEAST_SCORE &&
    !counts &&
    assumptions.every((one) => !/nothing else was said|counted rows/.test(one))
  );
}

/** In small letters, and not what a word before it binds to the data. */
function canBeLeftOut(word: string, said: readonly string[]): boolean {
  const at = said.findIndex((one) => one.toLowerCase() === word.toLowerCase());
  if (TIME.test(word)) return false;
  if (at < 0 || /[^\p{Ll}'’]/u.test(said[at]!) || word.length < 3) return false;
  return at > 0 && !BINDS.test(said[at - 1]!);
}

const wholeWord = (word: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}\\p{N}])`, "iu");
