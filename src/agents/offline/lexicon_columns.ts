import type {ColumnProfile, TableProfile} from "../../data/profile.ts";
import type {LexColumn, LexEntry, Lexicon} from "./lexicon.ts";
import {addEntry, addStem} from "./lexicon_entries.ts";
import {isEnglish, singular, stem} from "./morphology.ts";
import {spokenFor} from "./spoken_columns.ts";
import {nameSynonyms} from "./synonyms.ts";
import {nameKey, nameWords} from "./tokens.ts";

const GENERIC = new Set([
  "name",
  "type",
  "number",
  "total",
  "id",
  "date",
  "value",
  "code",
  "count",
  "amount",
  "in",
  "of",
  "the",
  "per",
  "by",
  "is",
  "no",
  "a",
  "and",
  "rate",
  "average",
  "max",
  "min",
  "mean",
  "all",
  "new",
  "data",
  "time",
  "to",
  "for",
  "on",
  "number_of",
  "us",
]);
const UNITS = new Set(
  `lbs lb kg g usd eur gbp mm cm m km miles mi min mins minutes hours hrs pct percent celsius c f ft in % mph kmh ms sec seconds dollars`.split(
    " ",
  ),
);

/** Adds what a column is called: its name, parts of it, other words for them, and short forms. */
export function addColumn(lexicon: Lexicon, column: LexColumn, extra: number): void {
  const words = nameWords(column.profile.name);
  const put = (phrase: string[], cost: number): void => {
    const entry: LexEntry = {kind: "column", column, cost: cost + extra};
    addEntry(lexicon, nameKey(phrase.join("")), entry);
    const last = phrase.at(-1)!;
    const one = singular(last);
    if (one !== last)
      addEntry(lexicon, [...phrase.slice(0, -1), one].join(""), {...entry, cost: entry.cost + 0.02});
  };
  for (const word of words) if (word.length >= 4) lexicon.words.add(word);
  if (words.length === 0) {
    addEntry(lexicon, nameKey(column.profile.name), {kind: "column", column, cost: extra});
    return;
  }
  const isNumber = column.profile.name.includes("#") && lexicon.tables[0]!.keys.includes(column.profile.name);
  if (isNumber) {
    // "Ticket #": a ticket is a row, and its number is seldom meant.
    put(words, 0.3);
    put([...words, "number"], 0);
    return;
  }
  put(words, 0);
  addEntry(lexicon, nameKey(column.profile.name), {kind: "column", column, cost: extra});
  if (isPartOfCalendar(words)) {
    if (/^(?:day|dow)/.test(words[0]!)) for (const other of ["weekday", "dow"]) put([other], 0.05);
    return;
  }
  if (
    lexicon.tables[0]!.keys.includes(column.profile.name) &&
    column.profile.role === "identifier" &&
    words.length > 1
  ) {
    if (words.at(-1) === "id") put(["id"], 0.3);
    return;
  }
  const content = stripUnits(words);
  putSpoken(lexicon, content, put);
  const twin = twinCost(lexicon.tables[0]!, column.profile, content);
  if (content.length < words.length) put(content, 0.04);
  if (content.length === 2) put([...content].reverse(), 0.06);
  for (let from = 0; from < content.length; from++) {
    for (let to = from + 1; to <= content.length; to++) {
      const phrase = content.slice(from, to);
      if (phrase.length === content.length) continue;
      const dull = phrase.every((word) => GENERIC.has(word) || word.length < 2);
      const head = to === content.length ? 0.2 : 0.28;
      const cost = head + twin + (dull ? 0.35 : 0) + 0.1 * (1 - phrase.length / content.length);
      put(phrase, cost);
      if (phrase.length === 2) putTurned(phrase as [string, string], cost + 0.05, put);
    }
  }
  if (content.length === 2) {
    const key = content.map(stem).join("");
    lexicon.stems.set(key, [...(lexicon.stems.get(key) ?? []), {kind: "column", column, cost: 0.15 + extra}]);
  }
  for (const [index, word] of content.entries()) {
    const share = content.length === 1 ? 0.05 : index === content.length - 1 ? 0.25 : 0.35;
    const dull = GENERIC.has(word) ? 0.35 : 0;
    if (word.length >= 3 && /^\p{L}+$/u.test(word) && !isEnglish(word)) {
      const entry: LexEntry = {kind: "column", column, cost: share + 0.4 + extra};
      lexicon.abbreviations.set(word, [...(lexicon.abbreviations.get(word) ?? []), entry]);
    }
    addStem(lexicon, word, {kind: "column", column, cost: share + dull + 0.15 + extra});
    const isInside = content.length > 2 && index > 0 && index < content.length - 1;
    for (const other of isInside ? [] : [...nameSynonyms(word), ...nameSynonyms(singular(word))]) {
      const phrase = content.length === 1 ? [other] : undefined;
      if (phrase) put(phrase, 0.3);
      else {
        const swapped = [...content.slice(0, index), other, ...content.slice(index + 1)];
        put(swapped, 0.12);
        if (swapped.length === 2) put([...swapped].reverse(), 0.14);
        put([other], share + dull + 0.35);
        if (swapped.length === 2) {
          const place = 1 - index;
          for (const second of nameSynonyms(swapped[place]!)) {
            const both = index === 0 ? [other, second] : [second, other];
            put(both, 0.2);
            put([...both].reverse(), 0.22);
          }
        }
      }
    }
  }
}

/** "takings" for a column of bills, where no column is called so. */
function putSpoken(
  {tables}: Lexicon,
  content: readonly string[],
  put: (phrase: string[], cost: number) => void,
): void {
  const taken = new Set(tables.flatMap((table) => table.columns.flatMap(({name}) => nameWords(name))));
  const free = (said: string): boolean => !taken.has(said) && !taken.has(singular(said));
  for (const said of spokenFor(content.join(" ")).filter(free)) put([said], 0.3);
  const head = content.at(-1) ?? "";
  if (content.length > 1 && !GENERIC.has(head))
    for (const said of spokenFor(head).filter(free)) put([said], 0.45);
}

/** "payment date" for two words of Date_Payment_Made, and "payment day". */
function putTurned(
  [first, second]: readonly [string, string],
  cost: number,
  put: (phrase: string[], cost: number) => void,
): void {
  put([second, first], cost);
  for (const other of nameSynonyms(first)) put([second, other], cost + 0.1);
  for (const other of nameSynonyms(second)) put([first, other], cost + 0.1);
}

/**
 * "Customer ID" and "Customer Name" are both the customer. Where each name has one id the name is meant; otherwise the id,
 * which tells namesakes apart. A date of the thing ("Order Date") is meant last.
 */
function twinCost(table: TableProfile, column: ColumnProfile, words: readonly string[]): number {
  const [first, second] = words;
  if (words.length !== 2 || !first || !second) return 0;
  const twins = table.columns.filter(
    (other) => other !== column && nameWords(other.name)[0] === first && nameWords(other.name).length === 2,
  );
  const ending = (other: ColumnProfile): string => nameWords(other.name)[1] ?? "";
  if (column.role === "date" && twins.length > 0) return 0.35;
  if (second === "id" && twins.some((other) => ending(other) === "name" && other.distinct >= column.distinct))
    return 0.3;
  if (second === "name" && twins.some((other) => ending(other) === "id" && other.distinct > column.distinct))
    return 0.15;
  return 0;
}

const CALENDAR = new Set("day date week month quarter year hour".split(" "));

/** day_of_week, date_of_month: no part of such a name stands for it. */
const isPartOfCalendar = (words: readonly string[]): boolean =>
  words.length === 3 && words[1] === "of" && CALENDAR.has(words[0]!) && CALENDAR.has(words[2]!);

function stripUnits(words: string[]): string[] {
  let end = words.length;
  while (end > 1 && UNITS.has(words[end - 1]!) && !isLeast(words, end - 1)) end--;
  return words.slice(0, end);
}

/** "min" of temp_min is the least; of "running time min" the minutes. */
const isLeast = (words: readonly string[], at: number): boolean =>
  words[at] === "min" &&
  !words
    .slice(0, at)
    .some((word) => /^(?:time|times|duration|length|runtime|delay|wait|elapsed)$/.test(word));
