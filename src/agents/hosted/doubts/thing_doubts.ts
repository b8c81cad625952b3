import type {ColumnProfile, TableProfile} from "../../../data/profile.ts";
import type {Reading} from "../../../planning/reading.ts";
import {lookUp} from "../../offline/lexicon_look_up.ts";
import {singular, stem} from "../../offline/morphology.ts";
import {nameWords} from "../../offline/tokens.ts";
import {columnsIn} from "./condition_truth.ts";
import type {Heard} from "./mentions.ts";

const KEY_WORDS = new Set(["id", "no", "number", "code", "key", "nr", "num", "ref", "reference"]);
const LINES = /^(?:lines?|rows?|items?|records?|entries|details?|quantity|date|dates|month|year|value|size)$/;
const GROUPS = new Set(["per", "by", "each", "every", "a", "an"]);

/** Things that have a number of their own which several rows share are counted by it, and averaged over. */
export function thingDoubts(heard: Heard, reading: Reading, table: TableProfile): string[] {
  const said = reading.assumptions.join(" ").toLowerCase();
  const doubts: string[] = [];
  for (const {column, word} of thingsOf(table)) {
    const at = heard.tokens.findIndex(({lower}) => stem(singular(lower)) === stem(word));
    if (at < 0 || said.includes(word)) continue;
    const next = heard.tokens[at + 1]?.lower ?? "";
    const before = heard.tokens[at - 1]?.lower ?? "";
    const used = columnsIn([reading.measures, reading.groups, reading.columns]).has(column.name);
    const counts = reading.measures.filter(({fn}) => fn === "count" || fn === "count_distinct");
    const counted = new RegExp(
      `(?:\\b(?:how many|number of|count(?: of)?|# of)(?: \\p{L}+)? |^)${word}s?\\b|\\b(?:share|percent(?:age)?|pct|proportion|fraction|%) of (?:the |all )?${word}s\\b|%\\s*of ${word}s\\b`,
      "iu",
    ).test(heard.question);
    const byRows = counts.some(({fn, of}) => fn === "count" && (!of || columnsIn(of).has(column.name)));
    if (counted && byRows && !LINES.test(next) && !GROUPS.has(before))
      doubts.push(`a row is no ${word}: count_distinct of ${column.name} counts each once`);
    const divided = reading.measures.some(({over}) => over && columnsIn(over.of).has(column.name));
    const otherGroups =
      /^(?:by|for|in|on|at)$/.test(heard.tokens[at + 1]?.lower ?? "") && reading.groups.length > 0;
    if (before === "per" && otherGroups && !divided)
      doubts.push(`the question asks per ${word}: divide by count_distinct of ${column.name}`);
    const average = /\b(?:avg|average|mean|typical)\b/i.test(heard.question);
    const ofThing = /^(?:value|size|amount|total|spend)$/.test(next) || (before === "per" && average);
    const overRows = reading.measures.some(
      ({fn, over}) => (fn === "avg" || fn === "median") && over === undefined,
    );
    if (average && ofThing && overRows && !used)
      doubts.push(
        `an average of ${word}s is asked for, and this one is of rows: divide by count_distinct of ${column.name}`,
      );
  }
  return [...doubts, ...perDoubts(heard, reading)];
}

/** "transactions per visitor" is not divided by rows where no row is a visitor, nor by another thing. */
function perDoubts(heard: Heard, reading: Reading): string[] {
  const at = heard.tokens.findIndex(({lower}, index) => lower === "per" && index > 0);
  const noun = heard.tokens[at + 1];
  if (at < 0 || noun?.kind !== "word") return [];
  const word = noun.lower;
  return reading.measures.flatMap(({over}) => {
    if (!over || (over.fn !== "count" && over.fn !== "count_distinct")) return [];
    const named = lookUp(heard.lexicon, [word], true).flatMap((one) =>
      one.kind === "column" ? [one.column.profile.name] : [],
    );
    const divisor = [...columnsIn(over.of)];
    const ofRows =
      heard.lexicon.rowNouns.has(word) || LINES.test(word) || /^(?:row|line|record|day)s?$/.test(word);
    const grouped = columnsIn(reading.groups);
    if (named.some((name) => grouped.has(name) || divisor.includes(name))) return [];
    if (divisor.some((name) => nameWords(name).some((one) => stem(one) === stem(singular(word))))) return [];
    if (divisor.length === 0 && ofRows) return [];
    if (divisor.length > 0 && named.length === 0) return [];
    return [`the question asks per ${word}, and the reading divides by ${divisor[0] ?? "rows"}`];
  });
}

/** Columns such as `order_id` that several rows share, with what they number. */
function thingsOf(table: TableProfile): {column: ColumnProfile; word: string}[] {
  return table.columns.flatMap((column) => {
    const words = nameWords(column.name);
    const repeats = !table.keys.includes(column.name) && column.distinct < 0.95 * (table.rows - column.nulls);
    const [word] = words;
    return word && words.length === 2 && KEY_WORDS.has(words[1]!) && repeats
      ? [{column, word: singular(word)}]
      : [];
  });
}
