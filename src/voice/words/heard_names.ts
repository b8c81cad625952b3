import {distance} from "fastest-levenshtein";
import {isEnglish, singular, stem} from "../../agents/offline/morphology.ts";
import type {Term, Vocabulary} from "../speech/vocabulary.ts";
import {QUESTION_WORDS} from "./question_words.ts";
import {soundKey} from "./sound_key.ts";
import {isNumberWord} from "./spoken_numbers.ts";

/** The names of a vocabulary, ready to be found in what was heard. */
export interface HeardNames {
  /** What is written for words that are said, where that is one thing alone. */
  written: Map<string, string>;
  /** Every single word that names are made of, and its stem. */
  words: Set<string>;
  /** What columns are called when they are said. */
  columns: Set<string>;
  /** Phrases by how they sound. */
  sounds: Map<string, SoundingName[]>;
  longest: number;
}

interface SoundingName {
  said: string;
  written: string;
}

const MOST_WORDS = 8;
/** Names beyond these are found as they are said, not by how they sound. */
const MOST_SOUNDS = 5000;
const PREPARED = new WeakMap<Vocabulary, HeardNames>();

/** Prepares a vocabulary, once for each. */
export function heardNames(vocabulary: Vocabulary): HeardNames {
  const kept = PREPARED.get(vocabulary);
  if (kept) return kept;
  const found = new Map<string, Set<Term>>();
  const words = new Set<string>();
  const columns = new Set<string>();
  for (const term of vocabulary.terms) {
    const parts = wordsOf(term.said);
    if (parts.length === 0 || parts.length > MOST_WORDS || term.written.length > 120) continue;
    const said = parts.join(" ");
    if (term.kind === "column") columns.add(said);
    found.set(said, (found.get(said) ?? new Set()).add(term));
    for (const word of [...parts, ...wordsOf(term.written)]) {
      words.add(word);
      if (term.kind !== "value") words.add(stem(word));
    }
  }
  const written = new Map<string, string>();
  const sounds: HeardNames["sounds"] = new Map();
  for (const [said, terms] of found) {
    const names = new Set([...terms].map((term) => term.written));
    const [only] = terms;
    if (!only) continue;
    // "7-Eleven" and "Seven Eleven": which of them is for the planner, and neither is the number 711.
    if (names.size !== 1 && isNumbersName(said, only)) written.set(said, said);
    if (names.size !== 1) continue;
    if (isSafe(said, only)) written.set(said, only.written);
    if (only.kind !== "definition" && sounds.size < MOST_SOUNDS)
      keep(sounds, soundKey(said), {
        said: said.replaceAll(" ", ""),
        written: only.written,
      });
  }
  const prepared = {
    written,
    words,
    columns,
    sounds,
    longest: Math.min(MOST_WORDS, Math.max(0, ...[...written.keys()].map((said) => said.split(" ").length))),
  };
  PREPARED.set(vocabulary, prepared);
  return prepared;
}

/** Whether writing it for what is said can hurt no other meaning: words that questions are made of stay words. */
function isSafe(said: string, {written, kind}: Term): boolean {
  const parts = said.split(" ");
  if (isNumbersName(said, {written, kind})) return true;
  if (parts.every((word) => QUESTION_WORDS.has(word))) return false;
  // One word that is another word when it is written: "revenue" for "rev" helps nobody.
  return parts.length > 1 || kind === "value" || written.toLowerCase() === said;
}

/** A value that is said with words of numbers alone and is no number: "Seven Eleven". */
function isNumbersName(said: string, {written, kind}: Pick<Term, "written" | "kind">): boolean {
  const parts = said.split(" ");
  return (
    kind === "value" &&
    parts.length > 1 &&
    /\p{L}/u.test(written) &&
    parts.every((word) => isNumberWord(word) || ORDINAL.test(word))
  );
}

const ORDINAL = /^(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)$/;

/** Whether the name of a column begins at a word. */
export function isColumnAt(words: readonly string[], at: number, {columns}: HeardNames): boolean {
  for (let count = 1; count <= Math.min(MOST_WORDS, words.length - at); count++) {
    const said = words.slice(at, at + count).join(" ");
    if (columns.has(said) || columns.has(singular(said))) return true;
  }
  return false;
}

/** The longest name that begins at a word, as the data writes it. */
export function nameAt(
  words: readonly string[],
  at: number,
  names: HeardNames,
): {written: string; words: number} | undefined {
  for (let count = Math.min(names.longest, words.length - at); count > 0; count--) {
    const said = words.slice(at, at + count).join(" ");
    const written = names.written.get(said);
    if (written !== undefined) return {written, words: count};
  }
  return undefined;
}

const SHORTEST_KEY = 3;
const LONG_KEY = 5;

/**
 * The name that words sound like, where they are no words of their own: "chin strap" is Chinstrap, "adeli" is Adelie. Words that
 * questions are made of, and words of the data, are never taken for others.
 */
export function soundsLike(
  words: readonly string[],
  at: number,
  names: HeardNames,
): {written: string; words: number} | undefined {
  if (names.sounds.size === 0 || !isOpen(words[at], names)) return undefined;
  for (let count = Math.min(3, words.length - at); count > 0; count--) {
    const heard = words.slice(at, at + count);
    const isAllOpen = heard.every((word) => isOpen(word, names));
    // "Gen two" is Gentoo: where the first is no word at all, the next may be a word of questions.
    if (!isAllOpen && isEnglish(heard[0]!)) continue;
    const areWords = !isAllOpen || heard.every((word) => isEnglish(word));
    const key = soundKey(heard.join(""));
    if (key.length < SHORTEST_KEY) continue;
    const joined = heard.join("");
    const near = soundingNear(key, areWords, names)
      .flatMap(({off, named}) => named.map((name) => ({name, off, spelling: distance(joined, name.said)})))
      .filter(({name, off, spelling}) => isNear(off, spelling, name.said.length, key.length, areWords, count))
      .sort((a, b) => a.off - b.off || a.spelling - b.spelling);
    const [best, second] = near;
    const isAlone =
      best &&
      (!second ||
        second.off > best.off ||
        second.spelling > best.spelling ||
        second.name.written === best.name.written);
    if (best && isAlone) return {written: best.name.written, words: count};
  }
  return undefined;
}

/** The names of one sound, and for what is no word those of nearly the same. */
function soundingNear(
  key: string,
  areWords: boolean,
  {sounds}: HeardNames,
): {off: number; named: SoundingName[]}[] {
  const same = sounds.get(key);
  if (same) return [{off: 0, named: same}];
  if (areWords || key.length < LONG_KEY) return [];
  return [...sounds].flatMap(([other, named]) =>
    Math.abs(other.length - key.length) <= 1 && other[0] === key[0] && distance(key, other) === 1
      ? [{off: 1, named}]
      : [],
  );
}

function keep(sounds: HeardNames["sounds"], key: string, name: SoundingName): void {
  const named = sounds.get(key);
  if (named) named.push(name);
  else sounds.set(key, [name]);
}

/** A word that is known is given up only for one that sounds the same; what is no word may be a little off. */
function isNear(
  off: number,
  spelling: number,
  length: number,
  key: number,
  areWords: boolean,
  count: number,
): boolean {
  if (areWords) return off === 0 && spelling <= (count > 1 ? 2 : 1) && length >= 5;
  if (off === 0) return spelling <= Math.max(2, length * 0.4);
  return off === 1 && key >= LONG_KEY && spelling <= Math.max(2, length * 0.3);
}

function isOpen(word: string | undefined, {words}: HeardNames): boolean {
  if (word === undefined || !/^\p{Script=Latin}{2,}$/u.test(word)) return false;
  return (
    !QUESTION_WORDS.has(word) && !words.has(word) && !words.has(stem(word)) && !words.has(singular(word))
  );
}

/** The words of a name, in small letters. */
function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}']+/gu) ?? [];
}
