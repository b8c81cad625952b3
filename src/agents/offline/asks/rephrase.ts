import type {TableProfile} from "../../../data/profile.ts";
import type {Lexicon} from "../lexicon.ts";
import {moneyColumns} from "../trade_words.ts";
import {withoutFrames} from "./frames.ts";
import {moreThan} from "./more_than.ts";
import {inOneWording} from "./same_meaning.ts";
import {withBothYears} from "./two_stretches.ts";

/** What follows a thing that is counted in a stretch of time: "jobs last week". */
const WHEN =
  " (?=(?:(?:in|during|since|for|on|from|before|after) )?(?:last|this|yesterday|today|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|q[1-4]|20\\d\\d|ytd)(?: (?:month|week|quarter|year|20\\d\\d))?\\W*$)";

/**
 * Turns of phrase that say in many words what the grammar has one for: "takings less refunds" is net takings, "per job" where
 * each row is a job says nothing, "top few" are five, "ever" and "overall" leave nothing out.
 */
export function rephrased(question: string, table: TableProfile, lexicon: Lexicon): string {
  const core = withoutFrames(question, (word) => lexicon.keys.has(word));
  let text = withBothYears(inOneWording(moreThan(core, table, lexicon), table, lexicon))
    .replace(/\b(?:the )?whole lot\b/gi, "total")
    .replace(/\bhow many (?:line items|lines)\b/gi, "how many rows")
    .replace(/\bhow many difference\b/gi, "how many different")
    .replace(
      /\b(?:aov|(?:average|avg|mean) (?:spend|sales?|revenue|value|amount|takings) (?:per|of an?|for each|for an) (?:order|basket|purchase))\b/gi,
      "average order value",
    )
    .replace(
      /\bhow much (?:did|do|have|has) (?:we|i|they) (?:sell|sold|make|made|earn|earned|bring in|brought in|taken?)\b/gi,
      "total sales",
    )
    .replace(/\b(?:biggest|top|best|highest) spenders\b/gi, "top customers")
    .replace(/\bhow (?:are|were|did) we (?:doing|do|performing|perform)(?=.*\blast year\b)/gi, "ytd")
    .replace(
      /^(orders|invoices|bookings|transactions|customers) (?=(?:in|during|since|last|this|for|on|from) (?:january|february|march|april|may|june|july|august|september|october|november|december|q[1-4]|20\d\d|month|week|quarter|year)\b)/i,
      "how many $1 ",
    )
    .replace(/\btop (?:few|couple|handful)\b/gi, "top 5")
    .replace(
      /\b(?:who|what|which) (?:is|are) (?:our|the|my) (?:biggest|best|largest|top) (\p{L}+),? top (\d+)\b/giu,
      "top $2 $1",
    )
    .replace(/\b(?:ever|of all time|all time|in history|all told|so far)\s*\??$/i, "")
    .replace(/\b(\p{L}{3,}) (?:vs|versus|or|and|compared (?:to|with)) (?:non|not|no)[- ]?\1\b/giu, "by $1")
    .replace(/\bnon[- ](\p{L}+)\b/giu, "not $1");
  const nouns = [...lexicon.rowNouns].filter((noun) => noun.length > 2);
  const isKeyed = table.keys.length > 0;
  if (isKeyed && nouns.length > 0 && /\b(?:average|avg|mean|median|typical)\b/i.test(text))
    text = text.replace(
      new RegExp(`\\b(?:per|for each|for every|each|a) (?:${nouns.join("|")})\\b`, "i"),
      "",
    );
  if (nouns.length > 0) text = text.replace(new RegExp(`^(${nouns.join("|")})${WHEN}`, "i"), "how many $1 ");
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
