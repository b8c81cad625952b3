import type {TaughtWord} from "../../contracts.ts";
import type {Lexicon} from "../lexicon.ts";
import {tokenize} from "../tokens.ts";
import {comparable, type DefinedTerm} from "./defined_term.ts";

/** A taught word that a table has no use for, and why. */
export interface Useless {
  taught: TaughtWord;
  /** As it is compared with a question. */
  words: string[];
  headed: boolean;
  reason: string;
}

/** The taught words of a workspace, as they can be read in one table. */
export interface Taught {
  terms: DefinedTerm[];
  useless: Useless[];
}

const READ = new WeakMap<readonly TaughtWord[], ReadonlyMap<string, Taught>>();

/** What was read of these words, by table. */
export const taughtIn = (
  definitions: readonly TaughtWord[] | undefined,
): ReadonlyMap<string, Taught> | undefined => definitions && READ.get(definitions);

export const keepTaught = (definitions: readonly TaughtWord[], read: ReadonlyMap<string, Taught>): void => {
  READ.set(definitions, read);
};

/** A lexicon that knows the taught words that were read for its table; the given one stays as it is. */
export function withTaught(lexicon: Lexicon, definitions: readonly TaughtWord[] | undefined): Lexicon {
  const taught = taughtIn(definitions)?.get(lexicon.tables[0]!.table);
  if (!taught || taught.terms.length === 0) return lexicon;
  const keys = new Map(lexicon.keys);
  // Known words are not taken for misspelled ones.
  for (const {taught: word} of taught.terms)
    for (const {lower} of tokenize(word.term))
      for (const form of [lower, comparable(lower)]) if (!keys.has(form)) keys.set(form, []);
  return {...lexicon, keys, defined: taught.terms};
}
