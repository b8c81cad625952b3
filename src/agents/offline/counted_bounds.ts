import type {Reading} from "../../planning/reading.ts";

const NUMBERS = "one two three four five six seven eight nine ten".split(" ");
const BOUND =
  /\b(?:exactly|only|just|at least|at most|more than|fewer than|less than|over|under|no more than)\s+(?:an?\s+)?(one|two|three|four|five|six|seven|eight|nine|ten|single)\s+\p{L}/iu;

/**
 * Whether a reading keeps a bound that is written as a word: "exactly one order". Small number words are fillers elsewhere ("one of
 * the regions"), and such a bound must not go with them.
 */
export function keepsBound(
  question: string,
  reading: Pick<Reading, "filters" | "having" | "limit" | "each" | "measures">,
): boolean {
  const [, word] = BOUND.exec(question) ?? [];
  if (word === undefined) return true;
  const value = word.toLowerCase() === "single" ? 1 : NUMBERS.indexOf(word.toLowerCase()) + 1;
  const written = JSON.stringify([
    reading.filters.map(({condition}) => condition),
    reading.having,
    reading.each,
    reading.measures,
  ]);
  return reading.limit === value || new RegExp(`:${value}[,}\\]]`).test(written);
}
