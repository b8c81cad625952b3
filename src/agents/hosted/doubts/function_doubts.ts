import type {Reading} from "../../../planning/reading.ts";
import {FUNCTIONS} from "../../offline/vocabulary.ts";
import type {Heard} from "./mentions.ts";

const words = (phrases: readonly string[] = []): string =>
  phrases
    .map((one) => one.replaceAll(".", "\\."))
    .toSorted((a, b) => b.length - a.length)
    .join("|");
const TOTAL = new RegExp(
  `\\b(?:${words(FUNCTIONS.sum?.filter((one) => one !== "overall"))})\\b(?! number)`,
  "i",
);
const MIDDLE = new RegExp(`\\b(?:${words(FUNCTIONS.median)})\\b`, "i");
const USUAL = /\b(?:normally|typically|usually|ordinarily|generally|typical|on average|as a rule)\b/i;
const CENTRE = new RegExp(
  `\\b(?:${words([...(FUNCTIONS.avg ?? []), ...(FUNCTIONS.median ?? [])])}|normally|typically|usually|normal|usual)\\b`,
  "i",
);
/** One of a kind, and ends of an order. */
const ONE = /\b(?:each|per|every|an?|most|least|\w+est)\b/i;
/** What was spent, sold or taken is all of it. */
const AMOUNT =
  /\b(?:what|how much)\b.*\b(?:did|was|were|has|have|had|we|they|i)\b.*\b(?:spen[dt]|pay|paid|cost|earn(?:ed)?|tak(?:e|en)|took|ma[dk]e|los[et]|sell|sold|use[d]?|bring|brought)\b/i;
const CENTRES = new Set(["avg", "median", "quantile", "mode"]);

/** The function that a question's words ask for, where every measure of a reading has another. */
export function functionDoubts({question, mentions, tokens}: Heard, reading: Reading): string[] {
  const own = reading.measures.filter(({over}) => !over);
  if (own.length === 0 || own.length < reading.measures.length || reading.windows.length > 0) return [];
  const plain = mentions
    .filter(({values}) => values.length > 0)
    .reduce(
      (text, one) => text.replace(question.slice(tokens[one.from]!.start, tokens[one.to - 1]!.end), " "),
      question,
    );
  const fns = own.map(({fn}) => fn);
  const written = JSON.stringify(own).toLowerCase();
  const doubts: string[] = [];
  const total = TOTAL.exec(plain)?.[0];
  const centred = CENTRE.test(plain);
  if (
    total &&
    !centred &&
    !written.includes(total.toLowerCase()) &&
    fns.every((fn) => fn !== "sum" && !fn.startsWith("count"))
  )
    doubts.push("the question asks for a total");
  else if (!total && !centred && !ONE.test(plain) && AMOUNT.test(plain) && fns.every((fn) => CENTRES.has(fn)))
    doubts.push("the question asks how much in all, and this is of one row");
  if (
    MIDDLE.test(plain) &&
    !fns.includes("median") &&
    !fns.includes("quantile") &&
    !written.includes("median")
  )
    doubts.push("the question asks for a median");
  const sums = fns.every((fn) => fn === "sum" || fn === "max" || fn === "min");
  if (USUAL.test(plain) && !total && sums)
    doubts.push("the question asks for what is usual: an average or a median");
  return doubts;
}
