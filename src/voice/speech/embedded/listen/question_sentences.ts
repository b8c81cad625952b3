import type {Term, Vocabulary} from "../../vocabulary.ts";
import type {WeighedSentence} from "./ngram_model.ts";
import {PARTS, PATTERNS} from "./question_patterns.ts";
import {saidNumber, saidOrdinal, saidYears} from "./said_numbers.ts";

type Piece = string | {slot: string} | {choice: Piece[][]};

export interface SentenceOptions {
  /** How many sentences are made. */
  sentences: number;
  seed?: number;
}

/**
 * Sentences that people may say in a call about this data: the patterns filled with its names and values, drawn by chance
 * (the same each time), and each name at least a few times.
 */
export function* questionSentences(
  vocabulary: Vocabulary,
  {sentences, seed = 1}: SentenceOptions,
): Generator<WeighedSentence> {
  const random = randomOf(seed);
  const fill = slots(vocabulary, random);
  const total = PATTERNS.reduce((sum, [weight]) => sum + weight, 0);
  const parsed = PATTERNS.map(([weight, pattern]) => ({
    pieces: parse(pattern),
    times: Math.max(3, Math.round((weight / total) * sentences)),
  }));
  for (const {pieces, times} of parsed)
    for (let time = 0; time < times; time++) {
      const words = say(pieces, fill, random).split(/\s+/).filter(Boolean);
      if (words.length > 0) yield {words, weight: 1};
    }
  for (const said of saidForms(vocabulary.terms)) yield {words: said.split(" "), weight: 0.5};
}

const PARSED = new Map(Object.entries(PARTS).map(([name, pattern]) => [name, parse(pattern)]));

function say(pieces: readonly Piece[], fill: (slot: string) => string, random: () => number): string {
  let said = "";
  for (const piece of pieces) {
    if (typeof piece === "string") said += piece;
    else if ("choice" in piece)
      said += say(piece.choice[Math.floor(random() * piece.choice.length)]!, fill, random);
    else {
      const part = PARSED.get(piece.slot);
      said += part ? say(part, fill, random) : fill(piece.slot);
    }
  }
  return said;
}

/** Reads a pattern: text, `{slot}`, and `[choice|choice]` in any depth. */
function parse(pattern: string): Piece[] {
  let at = 0;
  const sequence = (): Piece[] => {
    const pieces: Piece[] = [];
    let text = "";
    const flush = (): void => {
      if (text) pieces.push(text);
      text = "";
    };
    while (at < pattern.length && pattern[at] !== "|" && pattern[at] !== "]") {
      const sign = pattern[at]!;
      if (sign === "{") {
        flush();
        const end = pattern.indexOf("}", at);
        pieces.push({slot: pattern.slice(at + 1, end)});
        at = end + 1;
      } else if (sign === "[") {
        flush();
        const choice: Piece[][] = [];
        do {
          at++;
          choice.push(sequence());
        } while (pattern[at] === "|");
        at++;
        pieces.push({choice});
      } else {
        text += sign;
        at++;
      }
    }
    flush();
    return pieces;
  };
  return sequence();
}

/** What numbers are of, where people say it. */
const UNITS =
  "dollars euros pounds percent years days hours minutes seconds weeks months miles kilometers meters feet inches millimeters centimeters degrees kilograms grams tons liters people points times stars".split(
    " ",
  );

function slots(vocabulary: Vocabulary, random: () => number): (slot: string) => string {
  const said = (kind: Term["kind"]): string[][] =>
    vocabulary.terms.filter((term) => term.kind === kind).map((term) => saidWays(term));
  const [columns, tables, values, definitions] = [
    said("column"),
    said("table"),
    said("value"),
    said("definition"),
  ];
  // "rider age" speaks of riders, "order id" of orders.
  const heads = columns.map(([name]) => [name!.split(" ")[0]!]).filter(([word]) => word!.length > 2);
  const names = [...columns, ...definitions];
  const any = (ways: readonly string[][], otherwise: string): string => {
    const term = ways[Math.floor(random() * ways.length)];
    // The first way is the whole name, and is said most.
    return term ? term[random() < 0.6 ? 0 : Math.floor(random() * term.length)]! : otherwise;
  };
  const one = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const fillers: Readonly<Record<string, () => string>> = {
    column: () => any(names, "value"),
    columns: () => plural(any(names, "value")),
    head: () => any(heads, "row"),
    heads: () => plural(any(heads, "row")),
    table: () => any(tables, "row"),
    tables: () => (random() < 0.5 ? any(tables, "rows") : plural(any(tables, "row"))),
    value: () => (values.length > 0 ? any(values, "") : any(names, "value")),
    count: () =>
      saidNumber(one([1, 2, 3, 3, 4, 5, 5, 5, 6, 7, 8, 9, 10, 10, 10, 12, 15, 20, 25, 30, 50, 100])),
    year: () =>
      one(saidYears(random() < 0.8 ? 2010 + Math.floor(random() * 18) : 1950 + Math.floor(random() * 80))),
    date: () => {
      const day = saidOrdinal(1 + Math.floor(random() * 31));
      const month = say(PARSED.get("month")!, () => "", random);
      return random() < 0.7 ? `${month} ${day}` : `the ${day} of ${month}`;
    },
    number: () => (random() < 0.3 ? `${number(random)} ${one(UNITS)}` : number(random)),
  };
  return (slot) => fillers[slot]?.() ?? slot;
}

function number(random: () => number): string {
  const up = (limit: number): number => Math.floor(random() * limit);
  const kind = random();
  if (kind < 0.3) return saidNumber(up(100));
  if (kind < 0.45) return saidNumber(10 * (1 + up(10)));
  if (kind < 0.6) return saidNumber(100 * (1 + up(10)));
  if (kind < 0.7) return random() < 0.5 ? "a hundred" : "a thousand";
  if (kind < 0.8) return `${saidNumber(1 + up(100))} thousand`;
  if (kind < 0.85) return `${saidNumber(1 + up(20))} million`;
  if (kind < 0.92) return `${saidNumber(up(100))} point ${saidNumber(up(10))}`;
  if (kind < 0.97) return `${saidNumber(5 * up(20))} percent`;
  return saidNumber(1 + up(1000));
}

/** Names as they are said: whole, and shorter, as people leave words out ("bill" of "bill length in millimeters"). */
function saidWays({said, kind}: Term): string[] {
  const words = said.split(/\s+/).filter(Boolean);
  const short = words.filter((_, at) => at < wordsBeforeUnit(words));
  const ways = [words.join(" ")];
  if (short.length < words.length) ways.push(short.join(" "));
  if (kind !== "value" && short.length > 1) ways.push(short.slice(1).join(" "), short.slice(0, -1).join(" "));
  if (kind === "value" && words.length > 2) ways.push(words.slice(0, 2).join(" "), words.slice(1).join(" "));
  return ways.filter(Boolean);
}

/** "bill length in millimeters" is "bill length" to most. */
function wordsBeforeUnit(words: readonly string[]): number {
  const at = words.findIndex((word, index) => index > 0 && (word === "in" || word === "per"));
  return at < 0 ? words.length : at;
}

/** Each name, its plural and singular: what the model must know, however seldom it was drawn. */
function* saidForms(terms: readonly Term[]): Generator<string> {
  for (const term of terms) {
    for (const way of saidWays(term)) {
      yield way;
      if (term.kind === "column") {
        const [head = ""] = way.split(" ");
        yield head;
        yield plural(head);
      }
      if (term.kind === "table" || term.kind === "column") {
        yield plural(way);
        const single = singular(way);
        if (single !== way) yield single;
      }
    }
  }
}

/** The plural of what is said; what ends as one stays. */
export function plural(said: string): string {
  if (/[^s]s$/.test(said)) return said;
  if (/[^aeiou]y$/.test(said)) return `${said.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(said) ? `${said}es` : `${said}s`;
}

/** The singular of what is said; what does not end as a plural stays. */
export function singular(said: string): string {
  if (/(ss|us|is)$/.test(said)) return said;
  if (said.endsWith("ies")) return `${said.slice(0, -3)}y`;
  return /(ss|x|z|ch|sh)es$/.test(said) ? said.slice(0, -2) : said.replace(/s$/, "");
}

function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
