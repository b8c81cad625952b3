import {createRequire} from "node:module";
import {distance} from "fastest-levenshtein";

interface Lemmatizer {
  noun(word: string): string;
  verb(word: string): string;
  adjective(word: string): string;
}

const require = createRequire(import.meta.url);
let lemmatizer: Lemmatizer | undefined;
let stemmer: ((word: string) => string) | undefined;
let dictionary: Record<string, unknown> | undefined;

/** The dictionary form of a noun: `countries` -> country, `women` -> woman. Source: WordNet's rules, by wink-lemmatizer. */
export function singular(word: string): string {
  lemmatizer ??= require("wink-lemmatizer") as Lemmatizer;
  if (word === "data" || word === "species" || word === "series") return word;
  return lemmatizer.noun(word);
}

/** The dictionary form of a verb: `flew` -> fly. */
export function infinitive(word: string): string {
  lemmatizer ??= require("wink-lemmatizer") as Lemmatizer;
  return lemmatizer.verb(word);
}

/** Porter's second stemmer: `survival` and `survived` share a stem. */
export function stem(word: string): string {
  stemmer ??= require("wink-porter2-stemmer") as (word: string) => string;
  return stemmer(word);
}

/** Whether English has the word (WordNet's list): a known word is never taken for a misspelling. */
export function isEnglish(word: string): boolean {
  dictionary ??= require("wink-lexicon/src/wn-words.js") as Record<string, unknown>;
  return (
    Object.hasOwn(dictionary, word) ||
    Object.hasOwn(dictionary, singular(word)) ||
    Object.hasOwn(dictionary, infinitive(word))
  );
}

/** Whether `typed` may be a slip for `meant`: one edit from 4 letters, two from 8; two swapped letters are one edit. */
export function isSlip(typed: string, meant: string): boolean {
  if (typed.length === 3 && meant.length === 3) return swapped(typed, meant);
  if (typed.length < 4 || meant.length < 4 || typed[0] !== meant[0]) return false;
  const most = Math.min(typed.length, meant.length) >= 8 ? 2 : 1;
  if (Math.abs(typed.length - meant.length) > most) return false;
  return distance(typed, meant) <= most || swapped(typed, meant);
}

function swapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const at = [...a].findIndex((letter, index) => letter !== b[index]);
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}
