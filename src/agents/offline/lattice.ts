import type {ChartKind} from "../../charts/spec.ts";
import type {AggregateFunction} from "../../tools/measure.ts";
import {ADJECTIVES, type Adjective} from "./adjectives.ts";
import type {LexColumn, Lexicon} from "./lexicon.ts";
import {lookUp} from "./lexicon_look_up.ts";
import {isEnglish, isSlip} from "./morphology.ts";
import type {PeriodPhrase} from "./period_phrase.ts";
import {withDefinedEdges} from "./talk/defined_edges.ts";
import type {DefinedTerm} from "./talk/defined_term.ts";
import type {Token} from "./tokens.ts";
import * as words from "./vocabulary.ts";
import {FILLERS} from "./vocabulary.ts";

export type Comparator = ">" | ">=" | "<" | "<=" | "=" | "!=";

/** What a stretch of the question may mean. */
export type Meaning =
  | {is: "column"; column: LexColumn}
  | {is: "value"; column: LexColumn; value: string | number | boolean; needsColumn: boolean}
  | {is: "number"; value: number; unit?: string}
  | {is: "quoted"; text: string}
  | {is: "function"; fn: AggregateFunction}
  | {is: "comparator"; op: Comparator; adjective?: Adjective}
  | {is: "postComparator"; op: ">=" | "<="}
  | {is: "superlative"; adjective: Adjective; direction: "max" | "min"}
  | {is: "adjective"; adjective: Adjective}
  | {is: "chart"; kind: ChartKind | undefined}
  | {is: "arrangement"; arrangement: words.Arrangement}
  | {is: "intent"; intent: keyof typeof words.INTENTS}
  | {is: "unit"; unit: string}
  | {is: "sort"; how: "asc" | "desc" | "sort"}
  | {is: "contains"; how: "contains" | "starts_with" | "ends_with"}
  | {is: "period"; phrase: PeriodPhrase}
  | {is: "axis"; axis: "x" | "y"}
  | {is: "table"}
  | {is: "defined"; term: DefinedTerm}
  | {[Word in Plain]: {is: Word}}[Plain];

export type Plain =
  | "count"
  | "distinctWord"
  | "rows"
  | "not"
  | "by"
  | "share"
  | "rate"
  | "wh"
  | "list"
  | "and"
  | "or"
  | "comma"
  | "between"
  | "than"
  | "top"
  | "bottom"
  | "with"
  | "arithmetic"
  | "each"
  | "copula"
  | "average"
  | "also"
  | "lightVerb";

export type Edge = Meaning & {from: number; to: number; cost: number; text: string};

const PLAIN: [Plain, Iterable<string>][] = [
  ["count", words.COUNT_WORDS],
  ["distinctWord", words.DISTINCT_WORDS],
  ["rows", words.ROW_WORDS],
  ["not", words.NEGATIONS],
  ["by", words.BY_WORDS],
  ["share", words.SHARE_WORDS],
  ["rate", words.RATE_WORDS],
  ["wh", words.WH_WORDS],
  ["list", words.LIST_WORDS],
  [
    "and",
    [
      "sized by",
      "size by",
      "with size",
      "with sizes by",
      "and",
      "as well as",
      "along with",
      "plus",
      "together with",
      "&",
    ],
  ],
  ["or", ["or", "and/or"]],
  ["comma", [",", ";"]],
  ["between", ["between", "from", "ranging from", "in the range of", "in the range"]],
  ["than", ["than", "vs", "versus", "vs.", "compared to", "compared with", "against", "relative to", "v"]],
  ["top", ["top", "first", "best"]],
  ["bottom", ["bottom", "last", "worst"]],
  [
    "with",
    [
      "with",
      "that have",
      "who have",
      "which have",
      "having",
      "that has",
      "who had",
      "that had",
      "had",
      "have",
      "has",
      "of",
      "where",
      "whose",
    ],
  ],
  [
    "copula",
    [
      "is",
      "are",
      "was",
      "were",
      "be",
      "been",
      "come from",
      "came from",
      "comes from",
      "that are",
      "who are",
      "that were",
      "who were",
      "which are",
      "do",
      "did",
      "have",
      "had",
      "has",
    ],
  ],
  [
    "average",
    [
      "average",
      "the average",
      "avg",
      "mean",
      "the mean",
      "the overall average",
      "overall average",
      "the median",
      "median",
    ],
  ],
  ["arithmetic", ["*", "/", "+", "times", "multiplied by", "divided by", "minus", "plus"]],
];

let phraseBook: Map<string, Meaning[]> | undefined;

function phrases(): Map<string, Meaning[]> {
  if (phraseBook) return phraseBook;
  const book = new Map<string, Meaning[]>();
  const put = (phrase: string, meaning: Meaning): void => {
    book.set(phrase, [...(book.get(phrase) ?? []), meaning]);
  };
  const all = <Name extends string>(
    lists: Partial<Record<Name, string[]>>,
    make: (name: Name) => Meaning,
  ): void => {
    for (const name of Object.keys(lists) as Name[])
      for (const phrase of lists[name] ?? []) put(phrase.replaceAll("-", " ").trim(), make(name));
  };
  for (const [is, list] of PLAIN) for (const phrase of list) put(phrase, {is} as Meaning);
  all(words.FUNCTIONS, (fn) => ({is: "function", fn}));
  all(words.COMPARATORS, (op) => ({is: "comparator", op}));
  all(words.POST_COMPARATORS, (op) => ({is: "postComparator", op}));
  all(words.CHARTS, (kind) => ({is: "chart", kind: kind === "any" ? undefined : kind}));
  all(words.ARRANGEMENTS, (arrangement) => ({is: "arrangement", arrangement}));
  all(words.INTENTS, (intent) => ({is: "intent", intent}));
  all(words.SORT_WORDS, (how) => ({is: "sort", how}));
  all(words.CONTAINS, (how) => ({is: "contains", how}));
  all(words.AXES, (axis) => ({is: "axis", axis}));
  for (const [phrase, unit] of Object.entries(words.TIME_UNIT_NOUNS)) put(phrase, {is: "unit", unit});
  for (const adjective of ADJECTIVES) {
    for (const phrase of adjective.forms.base) put(phrase, {is: "adjective", adjective});
    for (const phrase of adjective.forms.comparative) {
      put(`${phrase} than`, {is: "comparator", op: adjective.direction === "max" ? ">" : "<", adjective});
      put(phrase, {is: "adjective", adjective});
    }
    for (const phrase of adjective.forms.superlative)
      put(phrase, {is: "superlative", adjective, direction: adjective.direction});
  }
  phraseBook = book;
  return book;
}

const SCALES: Record<string, number> = {k: 1e3, m: 1e6, b: 1e9};
const NUMBER_WORDS: Record<string, number> = {
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  hundred: 100,
  thousand: 1e3,
  million: 1e6,
  dozen: 12,
};
const SUMS: Record<string, number> = {fiver: 5, tenner: 10, grand: 1000};
const MAGNITUDES: Record<string, number> = {
  hundred: 100,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  k: 1e3,
  m: 1e6,
  mn: 1e6,
  bn: 1e9,
};

/** Reads a number at a token: `1,200`, `$3.5k`, `10%`, `five`, `2 million`. */
export function readNumber(
  tokens: readonly Token[],
  at: number,
): {value: number; to: number; unit?: string} | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  let value: number;
  let unit: string | undefined;
  if (token.kind === "number") {
    const match = /^(-?)([$€£]?)([\d,.]+)([kmb%]?)$/.exec(token.lower);
    if (!match) return undefined;
    value = Number(match[3]!.replaceAll(",", "")) * (SCALES[match[4]!] ?? 1) * (match[1] ? -1 : 1);
    unit = match[2] || (match[4] === "%" ? "%" : undefined);
  } else if (token.kind === "word" && Object.hasOwn(NUMBER_WORDS, token.lower)) {
    value = NUMBER_WORDS[token.lower]!;
  } else if (token.kind === "word" && Object.hasOwn(SUMS, token.lower)) {
    value = SUMS[token.lower]!;
    unit = "$";
  } else return undefined;
  if (!Number.isFinite(value)) return undefined;
  let to = at + 1;
  const next = tokens[to];
  if (next?.kind === "word" && Object.hasOwn(MAGNITUDES, next.lower) && next.lower !== token.lower) {
    value *= MAGNITUDES[next.lower]!;
    to++;
  }
  const after = tokens[to]?.lower;
  if (after === "%" || after === "percent") return {value, to: to + 1, unit: "%"};
  if (after === "dollars" || after === "usd" || after === "euros") return {value, to: to + 1, unit: "$"};
  return unit ? {value, to, unit} : {value, to};
}

/** All meanings of all stretches of at most seven tokens: `edges[i]` start at token i. */
export function buildLattice(
  tokens: readonly Token[],
  lexicon: Lexicon,
  periods: readonly PeriodPhrase[],
): Edge[][] {
  const edges: Edge[][] = tokens.map(() => []);
  const book = phrases();
  const put = (from: number, to: number, meaning: Meaning, cost: number): void => {
    const text = tokens
      .slice(from, to)
      .map((token) => token.text)
      .join(" ");
    edges[from]!.push({...meaning, from, to, cost, text});
  };
  const exact = (word: string): boolean =>
    (lexicon.keys.get(word) ?? []).some((entry) => entry.kind === "column" && entry.cost === 0);
  const dated = (at: number): boolean =>
    periods.some(
      (phrase) => phrase.certain && tokens[at]!.start >= phrase.start && tokens[at]!.end <= phrase.end,
    );
  for (let from = 0; from < tokens.length; from++) {
    const number = readNumber(tokens, from);
    if (number && !(dated(from) && /^\d{4}$/.test(tokens[from]!.lower)))
      put(
        from,
        number.to,
        number.unit
          ? {is: "number", value: number.value, unit: number.unit}
          : {is: "number", value: number.value},
        0,
      );
    if (tokens[from]!.kind === "quoted") put(from, from + 1, {is: "quoted", text: tokens[from]!.text}, 0);
    for (let to = from + 1; to <= Math.min(tokens.length, from + 7); to++) {
      const part = tokens.slice(from, to);
      const item = isLineOfOrder(tokens, from, to);
      if (item) put(from, to, {is: "rows"}, 0);
      for (const meaning of book.get(part.map((token) => token.lower).join(" ")) ?? [])
        if (!item || meaning.is !== "chart")
          put(
            from,
            to,
            meaning,
            meaning.is === "unit" && part.length === 1 && exact(part[0]!.lower) ? 0.3 : 0,
          );
      if (part.length === 1) for (const meaning of slipOf(part[0]!, lexicon)) put(from, to, meaning, 0.4);
      if (part.some((token) => token.kind === "mark" && !["&", "/"].includes(token.text))) continue;
      const keyWords = part.map((token) => token.lower.replace(/[^\p{L}\p{M}\p{N}%]/gu, "")).filter(Boolean);
      if (keyWords.length === 0) continue;
      if (lexicon.rowNouns.has(keyWords.join(""))) put(from, to, {is: "table"}, 0.05);
      for (const entry of lookUp(lexicon, keyWords, part.length === 1 && part[0]!.kind !== "number")) {
        if (entry.kind === "column") put(from, to, {is: "column", column: entry.column}, entry.cost);
        else
          put(
            from,
            to,
            {
              is: "value",
              column: entry.column,
              value: entry.value,
              needsColumn: entry.needsColumn && !isCode(part[0]!, entry.value),
            },
            entry.cost + (entry.needsColumn ? 0.3 : 0),
          );
      }
    }
  }
  for (const phrase of periods) {
    const from = tokens.findIndex((token) => token.end > phrase.start);
    let to = from;
    while (to < tokens.length && tokens[to]!.start < phrase.end) to++;
    if (from >= 0 && to > from) {
      const named = phrase.kind === "grain" && tokens.slice(from, to).some((token) => exact(token.lower));
      put(from, to, {is: "period", phrase}, (phrase.certain === false ? 0.3 : 0) + (named ? 0.3 : 0));
    }
  }
  return lexicon.defined ? withDefinedEdges(edges, tokens, lexicon) : edges;
}

const OF = new Set(["of", "per", "in", "on", "each", "every"]);

/** "of a line", "per line", "order lines": lines of an order are rows, and no chart. */
function isLineOfOrder(tokens: readonly Token[], from: number, to: number): boolean {
  if (to !== from + 1 || !/^lines?$/.test(tokens[from]!.lower)) return false;
  if (/^(?:chart|graph|plot|diagram)$/.test(tokens[to]?.lower ?? "")) return false;
  const before = tokens[from - 1]?.lower ?? "";
  const article = ["a", "an", "each", "every", "one"].includes(before);
  return OF.has(before) || before === "order" || (article && OF.has(tokens[from - 2]?.lower ?? ""));
}

let singleWords: string[] | undefined;

/** What a misspelled word of the vocabulary means: "correlaton". A word that English or the data has is not misspelled. */
function slipOf(token: Token, lexicon: Lexicon): Meaning[] {
  const word = token.lower;
  const book = phrases();
  if (
    token.kind !== "word" ||
    word.length < 5 ||
    book.has(word) ||
    FILLERS.has(word) ||
    lexicon.keys.has(word) ||
    isEnglish(word)
  )
    return [];
  singleWords ??= [...book.keys()].filter((phrase) => phrase.length >= 5 && /^\p{L}+$/u.test(phrase));
  return singleWords.filter((other) => isSlip(word, other)).flatMap((other) => book.get(other) ?? []);
}

/** One capital letter that is a value as it stands, such as the rating R: not the words "I" and "A". */
const isCode = (token: Token, value: string | number | boolean): boolean =>
  token.text === value && /^[B-HJ-Z]$/.test(token.text);
