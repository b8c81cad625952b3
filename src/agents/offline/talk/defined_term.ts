import type {Filter} from "../../../planning/reading.ts";
import type {Condition} from "../../../tools/condition.ts";
import type {Measure} from "../../../tools/measure.ts";
import type {TaughtWord} from "../../contracts.ts";
import {isFlag} from "../column_nature.ts";
import type {LexColumn, Lexicon} from "../lexicon.ts";
import {singular} from "../morphology.ts";
import {type Token, tokenize} from "../tokens.ts";

/** What a taught word comes to in one table. */
export type Defined =
  /** It keeps rows: "big orders". */
  | {kind: "condition"; condition: Condition; said: string; column: LexColumn}
  /** It is another name of a column, of which perhaps not all rows count. */
  | {kind: "column"; column: LexColumn; filters: Filter[]}
  /** It is a figure. */
  | {kind: "measure"; measure: Measure; filters: Filter[]}
  /** It stays what it is, and not all rows count: "sales means sales without refunds". */
  | {kind: "narrowing"; filters: Filter[]};

/** A taught word that can be read in a table. */
export interface DefinedTerm {
  taught: TaughtWord;
  /** In dictionary form. */
  words: string[];
  /** Whether its last word is a thing that the data has, such as the customers of "active customer". */
  headed: boolean;
  defined: Defined;
}

/** A word as it is compared: lower case, singular. */
export const comparable = (word: string): string => singular(word.toLowerCase());

export const wordsOf = (term: string): string[] => tokenize(term).map(({lower}) => comparable(lower));

/** Where tokens say a taught word: all of it, or what stands before its head where the head is said elsewhere. */
export function placesOf(
  {words, headed}: Pick<DefinedTerm, "words" | "headed">,
  tokens: readonly Pick<Token, "lower">[],
): {from: number; to: number}[] {
  const said = tokens.map(({lower}) => comparable(lower));
  const starts = (sought: readonly string[]): number[] =>
    said.flatMap((_, at) => (sought.every((word, index) => said[at + index] === word) ? [at] : []));
  const head = words.at(-1)!;
  if (!headed || words.length < 2) return starts(words).map((from) => ({from, to: from + words.length}));
  const own = words.slice(0, -1);
  // "customers are active": the head stands elsewhere.
  if (!said.includes(head)) return [];
  return starts(own).map((from) => ({from, to: from + own.length}));
}

/** Whether a word names a thing of the data: a row, or what a column names or numbers; not a state ("survived") or an amount. */
export function isThing(word: string, lexicon: Lexicon): boolean {
  if (lexicon.rowNouns.has(word)) return true;
  return (lexicon.keys.get(word) ?? []).some(
    (entry) =>
      entry.kind === "column" &&
      entry.cost <= 0.4 &&
      !isFlag(entry.column) &&
      (entry.column.profile.type === "text" || entry.column.profile.role === "identifier"),
  );
}
