import type {Mention} from "../mentions.ts";
import type {ShownNumber} from "../scan_numbers.ts";
import type {ColumnView} from "./table_view.ts";

/** A piece of a sentence: a row's name, a number, a word, or a sign. */
export interface Token {
  kind: "row" | "number" | "word" | "sign";
  start: number;
  end: number;
  text: string;
  /** In lower case. */
  word: string;
  mention?: Mention;
  /** Every meaning of a row's name: it may be a value of several columns. */
  mentions?: Mention[];
  number?: ShownNumber;
  /** The measures that a word names. */
  columns?: ColumnView[];
}

/** A stretch [from, to) of the tokens. */
export interface Stretch {
  from: number;
  to: number;
}

/** The tokens of a sentence, in order. What lies within a covered place is left out. */
export function tokensOf(
  text: string,
  sentence: {start: number; end: number},
  mentions: readonly Mention[],
  numbers: readonly ShownNumber[],
  names: readonly {start: number; end: number}[] = [],
): Token[] {
  const tokens: Token[] = [];
  const place = (kind: Token["kind"], start: number, end: number, extra: Partial<Token> = {}) => {
    const said = text.slice(start, end);
    tokens.push({kind, start, end, text: said, word: said.toLowerCase(), ...extra});
  };
  const isIn = (one: {start: number; end: number}) => one.start >= sentence.start && one.end <= sentence.end;
  const bySpan = Map.groupBy(mentions.filter(isIn), (one) => `${one.start} ${one.end}`);
  for (const same of bySpan.values()) {
    const [mention] = same;
    place("row", mention!.start, mention!.end, {mention: mention!, mentions: same});
  }
  const isTaken = (start: number, end: number) => tokens.some((one) => start < one.end && end > one.start);
  for (const number of numbers.filter(isIn))
    if (!isTaken(number.start, number.end)) place("number", number.start, number.end, {number});
  for (const {start, end} of names.filter(isIn)) if (!isTaken(start, end)) place("word", start, end);
  const taken = [...tokens];
  const part = text.slice(sentence.start, sentence.end);
  for (const match of part.matchAll(
    /\p{L}[\p{L}\p{M}\p{N}]*(?:[-'’&.](?=\p{L})[\p{L}\p{N}]+)*|[^\s\p{L}]/gu,
  )) {
    const start = match.index + sentence.start;
    const end = start + match[0].length;
    if (taken.some((one) => start < one.end && end > one.start)) continue;
    place(/^\p{L}/u.test(match[0]) ? "word" : "sign", start, end);
  }
  return tokens.sort((a, b) => a.start - b.start);
}

const JOINS = new Set([
  "and",
  "while",
  "whereas",
  "but",
  "although",
  "though",
  "whilst",
  "yet",
  "then",
  "with",
  "followed",
]);
const PAIRING = new Set(["and", "or", "&"]);

/**
 * The parts of a sentence that each make one claim: cut at signs and at words that join clauses, but not between the names
 * of an enumeration, and not within brackets.
 */
export function partsOf(tokens: readonly Token[]): Stretch[] {
  const parts: Stretch[] = [];
  let from = 0;
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    if (token.text === "(") depth++;
    if (token.text === ")") depth = Math.max(0, depth - 1);
    if (depth > 0) continue;
    const isCut =
      (token.kind === "sign" && /^[,;:–—]$/.test(token.text) && !isEnumerating(tokens, at)) ||
      (token.kind === "word" && JOINS.has(token.word) && at > from && !isEnumerating(tokens, at));
    if (!isCut) continue;
    if (at > from) parts.push({from, to: at});
    from = token.kind === "sign" ? at + 1 : at;
  }
  if (from < tokens.length) parts.push({from, to: tokens.length});
  return parts;
}

/** "A, B and C": a comma or an "and" between names, or between numbers that come right after each other. */
function isEnumerating(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]!;
  if (token.text !== "," && !PAIRING.has(token.word)) return false;
  const before = skipped(tokens, at, -1);
  const after = skipped(tokens, at, 1);
  return before?.kind === "row" && after?.kind === "row" && !hasValueAfter(tokens, after);
}

/** The next token in a direction that is no article, joining word or key noun. */
function skipped(tokens: readonly Token[], at: number, step: 1 | -1): Token | undefined {
  for (let index = at + step; index >= 0 && index < tokens.length; index += step) {
    const token = tokens[index]!;
    if (token.text === "," || PAIRING.has(token.word) || token.word === "the") continue;
    return token;
  }
  return undefined;
}

function hasValueAfter(tokens: readonly Token[], row: Token): boolean {
  const at = tokens.indexOf(row);
  const next = tokens[at + 1];
  const second = tokens[at + 2];
  return (next?.text === "(" && second?.kind === "number") || next?.kind === "number";
}
