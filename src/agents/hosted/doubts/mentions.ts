import type {TableProfile} from "../../../data/profile.ts";
import {buildLexicon, type LexColumn, type Lexicon} from "../../offline/lexicon.ts";
import {lookUp} from "../../offline/lexicon_look_up.ts";
import {dateColumnOf, type PeriodPhrase} from "../../offline/period_phrase.ts";
import {findPeriods} from "../../offline/periods.ts";
import {datesOf} from "../../offline/scene.ts";
import {nameWords, type Token, tokenize} from "../../offline/tokens.ts";
import {FILLERS, NEGATIONS} from "../../offline/vocabulary.ts";
import type {Cell} from "./condition_truth.ts";

/** A stretch of a question that the data has a name for: columns and values that it may stand for, and whether it is denied. */
export interface Mention {
  from: number;
  to: number;
  text: string;
  columns: {column: LexColumn; cost: number}[];
  values: {column: LexColumn; value: Cell; cost: number}[];
  /** "without", "outside", "nobody" before it. */
  denied: boolean;
  /** The denial is of all rows, not of a part of them: ", not counting tests", "excluding refunds". */
  aside: boolean;
}

/** A question cut by what the data calls things. */
export interface Heard {
  question: string;
  tokens: readonly Token[];
  lexicon: Lexicon;
  mentions: readonly Mention[];
  periods: readonly PeriodPhrase[];
  /** Content words that the data has no name for. */
  unknown: readonly Token[];
  /** Columns of the turn before, which a follow-up need not name again. */
  carried: ReadonlySet<string>;
}

const MOST_WORDS = 4;
const DEAREST_COLUMN = 0.85;
const DEAREST_VALUE = 0.45;

/** Words that ask or compute; where one is in a column's name too, it stands for that only in the whole name. */
const ASKING = new Set(
  `average avg mean median total sum count number max maximum min minimum most least highest lowest top bottom best worst rate share percent
  percentage pct fraction proportion part ratio per each every by between over under above below more less fewer than at least
  many much how what which who when where list show first last next previous year years month months quarter quarters week
  weeks day days date hour time times biggest largest smallest growth change running cumulative trend compare difference
  altogether together typical normal usual single different distinct unique value values amount all any have has had do does
  did is are was were sold sell order ordered ordering orders not no without`.split(/\s+/),
);

const DENYING = new Set([
  ...NEGATIONS.filter((word) => !word.includes(" ")),
  ...`excl ex werent arent isnt wasnt doesnt dont didnt hasnt havent hadnt cant lacking lack lacks bar barring nobody none noone nothing nor cannot unable fail failed fails w/o unlike beyond`.split(
    " ",
  ),
]);
/** They deny a thing only where nothing else is said of it: "failed" is a value too. */
const AMBIGUOUS = new Set(["fail", "failed", "fails", "drop", "ex", "bar", "beyond", "remove", "minus"]);
const DENIED_WITHIN = 4;

/** What units measure, in words: a column in kilograms is a weight. */
const DIMENSIONS: readonly [units: readonly string[], words: readonly string[]][] = [
  [
    ["kg", "kgs", "lb", "lbs", "g", "t", "oz"],
    ["weight", "weights", "mass"],
  ],
  [
    ["km", "kms", "mi", "mile", "miles"],
    ["distance", "distances", "kilometres", "kilometers", "miles"],
  ],
  [
    ["min", "mins", "minute", "minutes"],
    ["minutes", "minute", "duration"],
  ],
  [
    ["sec", "secs", "seconds", "ms", "hr", "hrs", "hours", "days"],
    ["seconds", "hours", "duration"],
  ],
  [
    ["°c", "°f", "celsius", "fahrenheit"],
    ["temperature", "degrees"],
  ],
];

/** Hears what a question names in a table and those that are joined to it. */
export function hear(
  asked: string,
  table: TableProfile,
  joined: readonly TableProfile[],
  asOf: Date,
  carried: ReadonlySet<string> = new Set(),
): Heard {
  const question = plainly(asked);
  const lexicon = buildLexicon(table, joined);
  addUnitWords(lexicon);
  const tokens = tokenize(question);
  const dates = datesOf(lexicon.columns, [], tokens);
  const periods = findPeriods(question, {
    asOf: asOf.toISOString().slice(0, 10),
    dateColumns: dates.flatMap(({profile}) => dateColumnOf(profile) ?? []),
  });
  const inPeriod = (token: Token): boolean =>
    periods.some(({start, end, certain}) => certain && token.start >= start && token.end <= end);
  const mentions: Mention[] = [];
  const unknown: Token[] = [];
  for (let from = 0; from < tokens.length; ) {
    const found = tokens[from]!.kind === "mark" ? undefined : longestAt(tokens, from, lexicon, inPeriod);
    if (found)
      mentions.push({
        ...found,
        denied: isDenied(tokens, from, mentions),
        aside:
          /^(?:.*,[^,]*\b(?:no|not|without)|.*\b(?:excluding|excl|except|ignoring|leaving out|not counting))\b[^,]*$/i.test(
            question.slice(0, tokens[from]!.start),
          ),
      });
    else if (isContent(tokens[from]!) && !inPeriod(tokens[from]!)) unknown.push(tokens[from]!);
    from = found ? found.to : from + 1;
  }
  return {question, tokens, lexicon, mentions: withHeads(mentions), periods, unknown, carried};
}

/** "those who did and those who didn't": the other side of a comparison. */
const OTHER_SIDE =
  /\s*\b(?:and|or|vs\.?|versus)\s+(?:of\s+)?(?:those\s+|the ones\s+)?(?:who|that|which)?\s*(?:did|does|do|is|are|was|were|has|have)(?:n['’]?t| not)\b(?=\s*(?:$|[?.!,]))/gi;

/** Short forms of denials written out; "with and without" denies nothing. */
export const plainly = (question: string): string =>
  question
    .replace(/\bw\/o\b/gi, "without")
    .replace(OTHER_SIDE, "")
    .replace(/\bwith(?:\s+|\/)(?:(?:and|or|vs\.?|versus|&)\s+)?without\b/gi, "with");

/** "no account manager": what is denied is the last of the names that stand together. */
function withHeads(mentions: readonly Mention[]): Mention[] {
  const heads = mentions.map((one) => ({...one}));
  for (const [at, one] of heads.entries()) {
    const next = heads[at + 1];
    const which =
      one.values.length === 0 && one.columns.every(({column}) => column.profile.type !== "boolean");
    if (!one.denied || !which || next?.from !== one.to || next.columns.length === 0) continue;
    next.denied = true;
    one.denied = false;
  }
  return heads;
}

function longestAt(
  tokens: readonly Token[],
  from: number,
  lexicon: Lexicon,
  inPeriod: (token: Token) => boolean,
): Omit<Mention, "denied" | "aside"> | undefined {
  for (let to = Math.min(tokens.length, from + MOST_WORDS); to > from; to--) {
    const span = tokens.slice(from, to);
    if (span.some((one) => one.kind === "mark") || span.every(inPeriod)) continue;
    const words = span.map((one) => one.lower);
    const capital = span.length === 1 && /^(?![AI]$)\p{Lu}+$/u.test(span[0]!.text);
    if (!capital && FILLERS.has(words[0]!) && FILLERS.has(words.at(-1)!)) continue;
    const text = words.join(" ");
    const asks = to === from + 1 && ASKING.has(words[0]!);
    const entries = lookUp(lexicon, words, to === from + 1 && !asks);
    const columns = entries
      .filter((one) => one.kind === "column" && one.cost <= (asks ? 0.05 : DEAREST_COLUMN))
      .map(({column, cost}) => ({column, cost}));
    const values = entries.flatMap((one) =>
      one.kind === "value" &&
      (!one.needsColumn || isCapital(span, one.value)) &&
      one.cost <= DEAREST_VALUE &&
      !(asks && one.cost > 0.05)
        ? [{column: one.column, value: one.value, cost: one.cost}]
        : [],
    );
    if (columns.length + values.length > 0) return {from, to, text, columns, values};
  }
  return undefined;
}

/** "US" and "R" in capitals are values, where "us" is a word and "r" is none. */
const isCapital = (span: readonly Token[], value: Cell): boolean =>
  span.length === 1 && /^(?![AI]$)\p{Lu}+$/u.test(span[0]!.text) && span[0]!.text === value;

const isContent = (token: Token): boolean =>
  token.kind === "word" && token.text.length > 2 && !FILLERS.has(token.lower) && !ASKING.has(token.lower);

/** Whether a word before denies it, or it goes on from one that is denied: "no refunds or tests". */
function isDenied(tokens: readonly Token[], from: number, before: readonly Mention[]): boolean {
  const last = before.at(-1);
  const joins = (lower: string): boolean => ["or", "and", "nor", ",", "&"].includes(lower);
  if (last?.denied && from > last.to && tokens.slice(last.to, from).every(({lower}) => joins(lower)))
    return true;
  const least = Math.max(last?.to ?? 0, from - DENIED_WITHIN);
  for (let at = from - 1; at >= least; at--) {
    const {lower} = tokens[at]!;
    if (tokens[at]!.kind === "mark") return false;
    if (DENYING.has(lower) && !AMBIGUOUS.has(lower)) {
      const paired =
        tokens[at - 1] && ["or", "and"].includes(tokens[at - 1]!.lower) && tokens[at - 2]?.lower === "with";
      const only = tokens[at + 1]?.lower === "only" || tokens[at + 1]?.lower === "just";
      return !paired && !only;
    }
  }
  return false;
}

/** Lets "weight" stand for a column in kilograms, "minutes" for one in mins. */
function addUnitWords(lexicon: Lexicon): void {
  for (const column of lexicon.columns) {
    if (column.profile.type !== "integer" && column.profile.type !== "number") continue;
    const unit = (column.profile.unit ?? nameWords(column.profile.name).at(-1) ?? "").toLowerCase();
    for (const [units, words] of DIMENSIONS) {
      if (!units.includes(unit)) continue;
      for (const word of words) {
        const known = lexicon.keys.get(word) ?? [];
        if (!known.some((one) => one.column === column))
          lexicon.keys.set(word, [...known, {kind: "column", column, cost: 0.3}]);
      }
    }
  }
}
