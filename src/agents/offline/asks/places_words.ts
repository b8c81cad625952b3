import type {Placement} from "../../../planning/reading.ts";
import type {LexEntry, Lexicon} from "../lexicon.ts";
import {lookUp} from "../lexicon_look_up.ts";
import {singular, stem} from "../morphology.ts";
import {parseNumber} from "../number_words.ts";
import {dateColumnOf, type PeriodPhrase} from "../period_phrase.ts";
import {findPeriods} from "../periods.ts";
import {datesOf} from "../scene.ts";
import {nameWords, type Token, tokenize} from "../tokens.ts";
import {COUNT_WORDS, FUNCTIONS, NEGATIONS, SHARE_WORDS} from "../vocabulary.ts";
import type {AskScene} from "./ask_scene.ts";

/** Words and turns of phrase, apart by bars, of which a kind of question is made. */
export interface Vocabulary {
  phrases: ReadonlySet<string>;
  stems: ReadonlySet<string>;
}

const MOST_WORDS = 4;
/** A name that a word is surely meant for is not placed by one that it might be meant for. */
const NEAR = 0.1;
/** Values of a loose name ("acme" of Acme Ltd and Acme Inc) stand for one another. */
const NEAR_VALUE = 0.3;
const DEAREST = 0.75;
const DENIED = /"not"|!=|not_in|is_null|"<"|\bnull_/;

/** Words that carry nothing of what is asked: they ask, join, point and greet. */
const FUNCTION_WORDS = new Set(
  `a an the of in on at to for from is are was were be been being am do does did doing done has have had having will would could
  should can may might shall must please pls thanks thank you your me my our ours us we i it its they them their there here this that these
  those who whom whose which what when where how if as with and or but so then now also again too quite very about into onto out off up via
  any anything anyone anybody some something someone all ok okay hi hey hello well right really actually basically just simply only exactly
  quick quickly currently still yet ever got get gets getting give gives show shows tell tells see look looks looking find want need know
  like let make makes made go goes went gone come comes came ones one's thing things s ll re ve d m whats
  answer say says said think between among within`.split(/\s+/),
);
/** What any file is made of. */
const DATA_WORDS = new Set(
  `data dataset file table sheet spreadsheet row rows record records entry entries line lines column columns value values number numbers
  figure figures`.split(/\s+/),
);
const RANKING = new Set(
  "most least top bottom highest lowest biggest smallest largest best worst more less first".split(" "),
);
const BOUNDS = new Set("than over under above below least most exceeding beyond longer shorter".split(" "));
const BY = new Set("by per each every across split broken grouped versus vs compared compare".split(" "));

/** A vocabulary of a list of words and phrases that bars separate. */
export function vocabulary(list: string): Vocabulary {
  const phrases = new Set(list.split("|").map((phrase) => phrase.trim().replace(/\s+/g, " ")));
  const stems = new Set(
    [...phrases].filter((one) => one.length > 3 && !one.includes(" ")).map((one) => stem(one)),
  );
  return {phrases, stems};
}

/** The words of a text that are no function words and none of a kind's own. */
export const contentWords = (text: string, own: Vocabulary): string[] =>
  tokenize(text).flatMap(({lower, text: word, kind}) =>
    kind === "mark" || FUNCTION_WORDS.has(lower) || isOwn([lower], own) ? [] : [word],
  );

/** Where the words of a question went, and those that have no place. */
export interface Places {
  placements: Placement[];
  left: string[];
}

type Place = Placement["place"] | undefined;

/**
 * Where a plan of some kind has the words of a question. A word has a place where it belongs to the kind's own words, names a
 * column or a value that the plan uses, a row, a function that it computes, a number or a time that stands in it, or says
 * nothing. A plan that drops a word answers another question.
 */
export function placesOfWords(
  {question, lexicon, input}: Pick<AskScene, "question" | "lexicon" | "input">,
  plan: unknown,
  own: Vocabulary,
): Places {
  const tokens = tokenize(question);
  const written = JSON.stringify(plan);
  const lower = written.toLowerCase();
  const places: Place[] = tokens.map(({kind}) => (kind === "mark" ? "filler" : undefined));

  const dates = datesOf(lexicon.columns, [], tokens).flatMap((column) => dateColumnOf(column.profile) ?? []);
  const asOf = input.asOf.toISOString().slice(0, 10);
  const adrift = new Set<number>();
  for (const phrase of findPeriods(question, {asOf, dateColumns: dates})) {
    const toItsEnd = phrase.kind === "period" && /\bend of\b/i.test(question.slice(0, phrase.end));
    const stands =
      standsInPlan(phrase, written) ||
      (toItsEnd && phrase.to !== undefined && written.includes(`"${phrase.to}`));
    for (const [at, token] of tokens.entries()) {
      if (token.start < phrase.start || token.end > phrase.end) continue;
      if (stands) places[at] = "period";
      else if (isTime(phrase) && !LINKS.has(token.lower)) adrift.add(at);
    }
  }
  for (let from = 0; from < tokens.length; from++) {
    for (let to = Math.min(tokens.length, from + MOST_WORDS); to > from; to--) {
      const words = tokens.slice(from, to).map((token) => token.lower.replace(/[^\p{L}\p{N}%]/gu, ""));
      if (words.some((word) => word === "")) continue;
      const entries = lookUp(lexicon, words, words.length === 1);
      const used =
        usedAs(entries, words, lower) ?? (isOwn(words, own) && !namesValue(entries) ? "intent" : undefined);
      if (!used) continue;
      places.fill(used, from, to);
      break;
    }
  }
  const plain = (token: Token, at: number): Place => {
    const word = token.lower.replace(/[^\p{L}\p{N}%]/gu, "");
    if (DENIALS.has(token.lower) || DENIALS.has(word)) return DENIED.test(written) ? "filter" : undefined;
    if (FUNCTION_WORDS.has(word)) return "intent";
    const isColumn = lexicon.columns.some(({profile}) => profile.name.toLowerCase() === word);
    if (DATA_WORDS.has(word)) return isColumn ? undefined : "table";
    if (namesRows(lexicon, word)) return "table";
    if (RANKING.has(word) && /"order":\[\{/.test(written)) return "order";
    if (BOUNDS.has(word) && /"[<>]=?"/.test(written)) return "filter";
    if (BY.has(word) && /"groups":\[\{|"comparison":\{/.test(written)) return "intent";
    if (isFunctionOf(word, tokens[at + 1]?.lower, written)) return "measure";
    return isNumberOf(token, written) ? "filter" : undefined;
  };
  for (const [at, token] of tokens.entries()) {
    if (!adrift.has(at)) places[at] ??= plain(token, at);
    else if (token.kind === "number" && isNumberOf(token, written)) places[at] ??= "limit";
  }
  return {
    left: tokens.flatMap(({text}, at) => (places[at] ? [] : [text])),
    placements: tokens.map(({text, start, end}, at) => ({text, start, end, place: places[at] ?? "unplaced"})),
  };
}

const DENIALS = new Set([
  ...NEGATIONS.filter((word) => !word.includes(" ")),
  ..."less hasn't haven't never".split(" "),
]);

/** What a plan uses of what the words name most surely. */
function usedAs(
  entries: readonly LexEntry[],
  words: readonly string[],
  written: string,
): "column" | "filter" | undefined {
  const known = entries.filter(
    (entry) => entry.cost <= DEAREST && !(entry.kind === "value" && entry.needsColumn),
  );
  const cheapest = Math.min(...known.map(({cost}) => cost));
  const used = known.find((entry) => {
    const literal =
      entry.kind === "column" && nameWords(entry.column.profile.name).some((word) => isOneOf(word, words));
    const near = entry.kind === "value" ? NEAR_VALUE : NEAR;
    if (entry.cost > cheapest + near && !literal) return false;
    const name = JSON.stringify(entry.column.profile.name).toLowerCase();
    const column = written.includes(`"column":${name}`);
    if (entry.kind === "column") return column;
    return written.includes(JSON.stringify(entry.value).toLowerCase());
  });
  return used && (used.kind === "column" ? "column" : "filter");
}

/** "in may" is a time that a plan keeps to, whatever "may" is elsewhere. */
const isTime = ({kind, certain}: PeriodPhrase): boolean =>
  (kind === "period" || kind === "recurring") && certain;
const LINKS = new Set(
  "in on of at for from to the since during between and by was were is did last this".split(" "),
);

/** Whether a word is what a row is called. */
export const namesRows = (lexicon: Lexicon, word: string): boolean =>
  lexicon.rowNouns.has(word) || namesRow(lexicon, word);

/** "tickets" where nearly each row has a Ticket # of its own. */
const namesRow = ({columns, tables}: Lexicon, word: string): boolean =>
  columns.some(
    ({profile, table}) =>
      table === tables[0]?.table &&
      (profile.type === "text" || profile.role === "identifier") &&
      profile.distinct >= 0.95 * (tables[0]?.rows ?? 0) &&
      nameWords(profile.name).length <= 2 &&
      nameWords(profile.name)[0] === singular(word),
  );

/** "orders" of Order Date. */
const isOneOf = (word: string, said: readonly string[]): boolean =>
  said.length === 1 && word.length > 2 && (word === said[0] || word === singular(said[0]!));

const namesValue = (entries: readonly LexEntry[]): boolean => {
  const cheapest = Math.min(...entries.map(({cost}) => cost));
  return entries.some(
    (entry) => entry.kind === "value" && !entry.needsColumn && entry.cost <= cheapest && entry.cost <= 0.12,
  );
};

const isOwn = (words: readonly string[], {phrases, stems}: Vocabulary): boolean =>
  phrases.has(words.join(" ")) || (words.length === 1 && words[0]!.length > 3 && stems.has(stem(words[0]!)));

/** Whether a plan keeps to a stretch of time, cuts by it, or sets it against another. */
function standsInPlan(phrase: PeriodPhrase, written: string): boolean {
  switch (phrase.kind) {
    case "period": {
      const ends = [phrase.from, phrase.to].filter((end) => end !== undefined);
      const years = [phrase.fromYear, phrase.toYear].filter((year) => year !== undefined);
      return (
        (ends.length > 0 && ends.every((end) => written.includes(`"${end}`))) ||
        (years.length > 0 && years.every((year) => new RegExp(`\\b${year}\\b`).test(written)))
      );
    }
    case "recurring":
      return (
        written.includes(`"part":"${phrase.part}"`) ||
        (phrase.part === "month" &&
          phrase.values.every((month) => written.includes(`-${String(month).padStart(2, "0")}-01"`)))
      );
    case "grain":
      return (
        (phrase.unit !== undefined && written.includes(`"unit":"${phrase.unit}"`)) ||
        (phrase.part !== undefined && written.includes(`"part":"${phrase.part}"`))
      );
    default:
      return written.includes('"comparison":{');
  }
}

function isFunctionOf(word: string, next: string | undefined, written: string): boolean {
  const both = next === undefined ? word : `${word} ${next}`;
  for (const [fn, phrases] of Object.entries(FUNCTIONS))
    if (phrases.includes(word)) {
      if (written.includes(`"fn":"${fn}"`)) return true;
      return fn === "avg" && /"fn":"median"|"over":\{/.test(written);
    }
  if (COUNT_WORDS.includes(word) || COUNT_WORDS.includes(both) || word === "many" || word === "much")
    return /"fn":"(?:count|count_distinct|sum|null_count)"/.test(written);
  if (SHARE_WORDS.includes(word)) return written.includes('"over":{');
  return false;
}

function isNumberOf(token: Token, written: string): boolean {
  const value = parseNumber(token.text);
  return value !== undefined && new RegExp(`[:,\\[]${value}(?:[,}\\]])`).test(written);
}
