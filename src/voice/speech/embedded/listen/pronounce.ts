import {readFile} from "node:fs/promises";
import type {Spell} from "./letter_phones.ts";

/** A word's sounds in the alphabet of CMU's dictionary, one string a way to say it: `["T AH M EY T OW", "T AH M AA T OW"]`. */
export type Pronunciations = Map<string, string[]>;

/** Reads a dictionary in CMU's format. */
export async function readDictionary(path: string): Promise<Pronunciations> {
  const found: Pronunciations = new Map();
  for (const line of (await readFile(path, "utf8")).split("\n")) {
    const at = line.indexOf(" ");
    if (at <= 0) continue;
    const open = line.indexOf("(");
    const word = line.slice(0, open > 0 && open < at ? open : at);
    const phones = line.slice(at + 1).trim();
    const ways = found.get(word);
    if (ways) ways.push(phones);
    else found.set(word, [phones]);
  }
  return found;
}

/**
 * How words are pronounced: by the dictionary; as a plural or possessive of one that is in it; letter by letter where they
 * have no vowel; else as `spell` guesses from the letters. A word that nobody can say is left out.
 */
export async function pronounce(
  words: Iterable<string>,
  dictionary: Pronunciations,
  spell: Spell,
): Promise<Pronunciations> {
  const found: Pronunciations = new Map();
  const unknown: string[] = [];
  for (const word of words) {
    const ways = dictionary.get(word) ?? inflected(word, dictionary) ?? letters(word, dictionary);
    if (ways) found.set(word, ways);
    else if (/^[a-z']+$/.test(word)) unknown.push(word);
  }
  const guessed = unknown.length > 0 ? await spell(unknown) : new Map<string, string>();
  for (const [word, phones] of guessed) found.set(word, [phones]);
  return found;
}

const VOICELESS = /(P|T|K|F|TH)$/;
const HISSING = /(S|Z|SH|ZH|CH|JH)$/;

function inflected(word: string, dictionary: Pronunciations): string[] | undefined {
  const stem = /^(.+?)'?s$/.exec(word)?.[1];
  const ways = stem === undefined ? undefined : dictionary.get(stem);
  return ways?.map((phones) => {
    if (HISSING.test(phones)) return `${phones} IH Z`;
    return VOICELESS.test(phones) ? `${phones} S` : `${phones} Z`;
  });
}

function letters(word: string, dictionary: Pronunciations): string[] | undefined {
  if (!/^[a-z]{1,5}$/.test(word) || /[aeiouy]/.test(word)) return undefined;
  const sounds = [...word].map((letter) => dictionary.get(`${letter}.`)?.[0] ?? dictionary.get(letter)?.[0]);
  return sounds.every((one) => one !== undefined) ? [sounds.join(" ")] : undefined;
}
