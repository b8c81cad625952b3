import {tame} from "../fence.ts";

const LENGTH = 220;
const NUMBERS = /\d(?:[\d.,]*\d)?/g;
/** Words that look like names: with a capital, a digit, or a line between. */
const NAMES = /[\p{L}\p{N}][\p{L}\p{N}_'’-]*/gu;
const NAMELIKE = /\p{Lu}|\p{N}|_/u;
const REFERENCE = /[\w-]+\/[\w-]+/g;
/** Words that sentences begin with. */
const BEGINS =
  /^(?:no|none|nothing|neither|not|the|this|that|these|they|there|it|its|all|both|each|every|only|some|any|a|an|what|data|daily|monthly|yearly|with|for|by|from|has|holds|kaggle)$/i;
const LICENCES = /\b(?:licen[cs]\w*|cc0|creative commons|public domain|commercial\w*)\b/i;
const ADDRESS = /\b(?:https?|www|kaggle\.com)\b|:\/\//i;

/** What words of a model are held against. */
export interface Grounds {
  /** Everything that was shown of what they speak of, and the question. */
  shown: string;
  /** References that may be named, in small letters: a description may name others, and proves none. */
  refs: ReadonlySet<string>;
  /** It is asked of licences, and what is said names no data set: then they may be spoken of. */
  ofLicences?: boolean;
}

/** Whether a question asks what a licence allows. */
export const asksOfLicences = (question: string): boolean => LICENCES.test(question);

/**
 * What in a model's words stands nowhere: numbers, names, references, and what the program says itself. Empty where all is bound.
 */
export function unboundIn(text: string, {shown, refs, ofLicences = false}: Grounds): string[] {
  if (ADDRESS.test(text) || (LICENCES.test(text) && !ofLicences))
    return ["licences and addresses are told by the program: leave them out"];
  const named = [...text.matchAll(REFERENCE)].map(([ref]) => ref.toLowerCase());
  const strange = named.filter((ref) => !refs.has(ref));
  const there = wordsOf(shown);
  const numbers = new Set((shown.match(NUMBERS) ?? []).map(plainNumber));
  const words = [...text.matchAll(NAMES)].flatMap(([word], at) => {
    const plain = word.toLowerCase().replace(/['’]s$/, "");
    if (there.has(plain) || !NAMELIKE.test(word)) return [];
    if (at === 0 && BEGINS.test(word)) return [];
    // "49" and "2008-2017" are held against numbers.
    const parts = word.match(NUMBERS) ?? [];
    const isNumbers = /^[\p{N}'’-]+$/u.test(word) && parts.length > 0;
    if (isNumbers && parts.every((one) => numbers.has(plainNumber(one)))) return [];
    if (word.split(/[-'’]/).every((part) => there.has(part.toLowerCase()) || !NAMELIKE.test(part))) return [];
    return [word];
  });
  const missing = (text.match(NUMBERS) ?? []).filter((one) => !numbers.has(plainNumber(one)));
  return [...new Set([...strange, ...words, ...missing])].map(
    (one) => `"${tame(one)}" stands nowhere in what was shown`,
  );
}

/** A model's words in one line; empty where they are none. */
export const oneLine = (text: string | null | undefined): string =>
  tame(text ?? "", LENGTH).replace(/[\s.;,]+$/, "");

const plainNumber = (text: string): string => text.replaceAll(",", "").replace(/\.0+$/, "");

function wordsOf(text: string): Set<string> {
  const words = (text.match(NAMES) ?? []).map((word) => word.toLowerCase());
  return new Set(words.flatMap((word) => [word, ...word.split(/[-_'’]/)]));
}
