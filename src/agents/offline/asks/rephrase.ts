import type {TableProfile} from "../../../data/profile.ts";
import type {Lexicon} from "../lexicon.ts";
import {moneyColumns} from "../trade_words.ts";

/**
 * Turns of phrase that say in many words what the grammar has one for: "takings less refunds" is net takings, "per job" where
 * each row is a job says nothing, "top few" are five, "ever" and "overall" leave nothing out.
 */
export function rephrased(question: string, table: TableProfile, lexicon: Lexicon): string {
  let text = question
    .replace(/\btop (?:few|couple|handful)\b/gi, "top 5")
    .replace(
      /\b(?:who|what|which) (?:is|are) (?:our|the|my) (?:biggest|best|largest|top) (\p{L}+),? top (\d+)\b/giu,
      "top $2 $1",
    )
    .replace(/\b(?:ever|of all time|in history|all told|so far)\s*\??$/i, "")
    .replace(/\bbusiest\b/gi, "best")
    .replace(/\bquietest\b/gi, "worst")
    .replace(/\bnon[- ](\p{L}+)\b/giu, "not $1");
  const nouns = [...lexicon.rowNouns].filter((noun) => noun.length > 2);
  if (nouns.length > 0 && /\b(?:average|avg|mean|median|typical)\b/i.test(text))
    text = text.replace(
      new RegExp(`\\b(?:per|for each|for every|each|a) (?:${nouns.join("|")})\\b`, "i"),
      "",
    );
  const money = moneyColumns(table);
  const net = money.find(({name}) => /\bnet\b/i.test(name));
  if (net && money.length > 1)
    text = text.replace(
      /\b(?:gross )?(sales|takings|revenue|turnover|income)\s+(?:less|minus|after|net of|without|excluding)\s+(?:the )?(?:refunds|discounts?|returns)\b/gi,
      (whole, word: string) =>
        table.columns.some(
          ({name, role}) => role === "measure" && /refund|disc|return/i.test(name) && !hasStatus(table),
        )
          ? `net ${word}`
          : whole,
    );
  return text.trim();
}

/** A column of statuses says refunds of rows: those can be left out. */
const hasStatus = (table: TableProfile): boolean =>
  table.columns.some(
    ({type, top}) =>
      type === "text" && top.length <= 30 && top.some(({value}) => /^refund/i.test(String(value))),
  );
