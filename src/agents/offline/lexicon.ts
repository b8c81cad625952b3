import {countryOf} from "../../data/geography/countries.ts";
import type {ColumnProfile, TableProfile} from "../../data/profile.ts";
import type {Cell} from "../../data/table.ts";
import type {ColumnRef} from "../../tools/condition.ts";
import {isEnglish, isSlip, singular, stem} from "./morphology.ts";
import {COUNTED, rowNouns} from "./row_nouns.ts";
import {spokenFor} from "./spoken_columns.ts";
import {nameSynonyms} from "./synonyms.ts";
import type {DefinedTerm} from "./talk/defined_term.ts";
import {nameKey, nameWords} from "./tokens.ts";
import {addTradeWords} from "./trade_words.ts";
import {ownWordsSaid, type SaidValue, valuesSaid} from "./values_said.ts";
import {FILLERS} from "./vocabulary.ts";

/** A column as the grammar knows it. */
export interface LexColumn {
  ref: ColumnRef;
  profile: ColumnProfile;
  table: string;
}

/** A way to say a column or a value. The lower the cost, the surer; 0 is the name itself. */
export type LexEntry =
  | {kind: "column"; column: LexColumn; cost: number}
  | {kind: "value"; column: LexColumn; value: string | number | boolean; cost: number; needsColumn: boolean};

/** What a table's columns and values are called: made from its profile alone. */
export interface Lexicon {
  columns: LexColumn[];
  tables: TableProfile[];
  keys: Map<string, LexEntry[]>;
  stems: Map<string, LexEntry[]>;
  /** Short forms in column names that are no words: `dept`, `sib`. */
  abbreviations: Map<string, LexEntry[]>;
  /** The words of the columns' names: what a misspelled word inside a longer name may stand for. */
  words: Set<string>;
  /** Words that were taught. */
  defined?: readonly DefinedTerm[];
  /** What one row is called: from the table's name, its key, or the people that it lists. */
  rowNouns: Set<string>;
}

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

const made = new WeakMap<TableProfile, {lookups: readonly TableProfile[]; lexicon: Lexicon}[]>();

/**
 * The lexicon of a table; columns of `lookups` (tables that join safely) come with a small extra cost. It is made once for a
 * profile, and each caller gets a copy of its own to add found values to.
 */
export function buildLexicon(base: TableProfile, lookups: readonly TableProfile[] = []): Lexicon {
  const known = made.get(base) ?? [];
  const same = known.find(
    (one) => one.lookups.length === lookups.length && one.lookups.every((table, at) => table === lookups[at]),
  );
  const lexicon = same?.lexicon ?? makeLexicon(base, lookups);
  if (!same) made.set(base, [...known, {lookups, lexicon}]);
  return {...lexicon, keys: new Map(lexicon.keys), stems: new Map(lexicon.stems)};
}

function makeLexicon(base: TableProfile, lookups: readonly TableProfile[]): Lexicon {
  const lexicon: Lexicon = {
    columns: [],
    tables: [base, ...lookups],
    keys: new Map(),
    stems: new Map(),
    abbreviations: new Map(),
    words: new Set(),
    rowNouns: rowNouns(base),
  };
  for (const table of lexicon.tables) {
    const extra = table === base ? 0 : 0.1;
    for (const profile of table.columns) {
      if (table !== base && base.columns.some((column) => column.name === profile.name)) continue;
      const column: LexColumn = {
        ref: table === base ? {column: profile.name} : {column: profile.name, table: table.table},
        profile,
        table: table.table,
      };
      lexicon.columns.push(column);
      addColumn(lexicon, column, extra);
      for (const word of placeWords(profile, lexicon.tables))
        add(lexicon, word, {kind: "column", column, cost: 0.3 + extra});
      if (COUNTED.has(profile.name.toLowerCase()) && profile.role === "measure" && table === base) {
        for (const noun of lexicon.rowNouns) add(lexicon, noun, {kind: "column", column, cost: 0.15});
        lexicon.rowNouns.clear();
      }
      addValues(
        lexicon,
        column,
        profile.top.map((entry) => entry.value),
        extra,
      );
      putSaid(lexicon, ownWordsSaid(column, extra));
    }
  }
  addTradeWords(lexicon);
  return lexicon;
}

const PLACE_WORDS = ["country", "nation", "region"];

/** What a column is called whose values are mostly countries, whatever its name: words that no column is called by. */
function placeWords(profile: ColumnProfile, tables: readonly TableProfile[]): string[] {
  if (profile.type !== "text" || profile.distinct > 250 || profile.top.length === 0) return [];
  const values = profile.top.slice(0, 40);
  const known = values.filter(({value}) => (countryOf(String(value))?.by ?? "iso2") !== "iso2").length;
  if (known < 0.6 * values.length) return [];
  const taken = new Set(tables.flatMap((table) => table.columns.flatMap((column) => nameWords(column.name))));
  return PLACE_WORDS.filter((word) => !taken.has(word));
}

function add(lexicon: Lexicon, key: string, entry: LexEntry): void {
  if (!key) return;
  const list = [...(lexicon.keys.get(key) ?? [])];
  const same = list.findIndex(
    (other) =>
      other.kind === entry.kind &&
      other.column === entry.column &&
      (other.kind === "column" || (entry.kind === "value" && other.value === entry.value)),
  );
  if (same < 0) list.push(entry);
  else if (list[same]!.cost > entry.cost) list[same] = entry;
  lexicon.keys.set(key, list);
}

const addStem = (lexicon: Lexicon, word: string, entry: LexEntry): void => {
  const key = stem(word);
  if (key.length >= 3) lexicon.stems.set(key, [...(lexicon.stems.get(key) ?? []), entry]);
};

function addColumn(lexicon: Lexicon, column: LexColumn, extra: number): void {
  const words = nameWords(column.profile.name);
  const put = (phrase: string[], cost: number): void => {
    const entry: LexEntry = {kind: "column", column, cost: cost + extra};
    add(lexicon, nameKey(phrase.join("")), entry);
    const last = phrase.at(-1)!;
    const one = singular(last);
    if (one !== last)
      add(lexicon, [...phrase.slice(0, -1), one].join(""), {...entry, cost: entry.cost + 0.02});
  };
  for (const word of words) if (word.length >= 4) lexicon.words.add(word);
  if (words.length === 0) {
    add(lexicon, nameKey(column.profile.name), {kind: "column", column, cost: extra});
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
  add(lexicon, nameKey(column.profile.name), {kind: "column", column, cost: extra});
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

/** Adds values to a column's lexicon: those of the profile, or those that a look-up found. */
export function addValues(lexicon: Lexicon, column: LexColumn, values: readonly Cell[], extra = 0): void {
  putSaid(lexicon, valuesSaid(column, values, extra));
}

function putSaid(lexicon: Lexicon, said: readonly SaidValue[]): void {
  for (const {key, entry, derived} of said) {
    if (derived) addStem(lexicon, key, entry);
    else add(lexicon, key, entry);
  }
}

/** Every entry that a phrase may stand for, spelled exactly, inflected, derived or (`slips`) misspelled. */
export function lookUp(lexicon: Lexicon, words: readonly string[], slips: boolean): LexEntry[] {
  const key = words.join("");
  const found = new Map<string, LexEntry>();
  const keep = (entries: readonly LexEntry[] | undefined, more: number): void => {
    for (const entry of entries ?? []) {
      const id = `${entry.kind}:${entry.column.table}:${entry.column.profile.name}:${entry.kind === "value" ? String(entry.value) : ""}`;
      const cost = entry.cost + more;
      if ((found.get(id)?.cost ?? Number.POSITIVE_INFINITY) > cost) found.set(id, {...entry, cost});
    }
  };
  keep(lexicon.keys.get(key), 0);
  const last = words.at(-1)!;
  const one = singular(last);
  if (one !== last) keep(lexicon.keys.get([...words.slice(0, -1), one].join("")), 0.02);
  if (found.size === 0 && words.length <= 2) keep(lexicon.stems.get(words.map(stem).join("")), 0);
  if (found.size === 0 && words.length === 1 && last.length >= 5 && !FILLERS.has(last)) {
    const shorts = [...lexicon.abbreviations].filter(([short]) => abbreviates(short, last));
    const begun = shorts.filter(([short]) => last.startsWith(short));
    for (const [, entries] of begun.length > 0 ? begun : shorts) keep(entries, 0);
  }
  if (found.size === 0 && slips && words.length === 1 && last.length >= 3 && !FILLERS.has(last)) {
    const known = isEnglish(last);
    for (const [other, entries] of lexicon.keys) {
      if (!isSlip(last, other) && !(last.endsWith("s") && isSlip(last.slice(0, -1), other))) continue;
      if (!known) keep(entries, 0.4);
      else if (last.length >= 5)
        keep(
          entries.filter((entry) => entry.kind === "column" && entry.cost <= 0.05),
          0.9,
        );
    }
  }
  if (found.size === 0 && words.length > 1 && words.length <= 4) {
    const mended = words.map((word) =>
      isEnglish(word) ? word : ([...lexicon.words].find((other) => isSlip(word, other)) ?? word),
    );
    if (mended.some((word, index) => word !== words[index])) keep(lexicon.keys.get(mended.join("")), 0.4);
    else if (words.some((word) => lexicon.words.has(word))) {
      // "production budge": a word of its own too, but not beside the other word of a name.
      const meant = words.map((word) =>
        lexicon.words.has(word) ? word : ([...lexicon.words].find((other) => isSlip(word, other)) ?? word),
      );
      const entries = lexicon.keys.get(meant.join("")) ?? [];
      if (meant.some((word, index) => word !== words[index]))
        keep(
          entries.filter((entry) => entry.kind === "column" && entry.cost <= 0.05),
          0.45,
        );
    }
  }
  return [...found.values()];
}

/** Whether a short form leaves letters out of a word: `sib` of siblings, `dept` of department. */
function abbreviates(short: string, word: string): boolean {
  if (word.length < short.length + 2 || word[0] !== short[0]) return false;
  if (word.startsWith(short)) return true;
  let at = 0;
  for (const letter of word) if (letter === short[at]) at++;
  return short.length >= 4 && at === short.length;
}
