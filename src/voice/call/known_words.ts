import type {Vocabulary} from "../speech/vocabulary.ts";

const kept = new WeakMap<Vocabulary, ReadonlySet<string>>();

/** Whether a word, in small letters, is of the names and values of the data. */
export function knownIn(vocabulary: Vocabulary): (word: string) => boolean {
  return (word) => {
    const words =
      kept.get(vocabulary) ??
      new Set(vocabulary.terms.flatMap(({written, said}) => [...wordsOf(written), ...wordsOf(said)]));
    kept.set(vocabulary, words);
    return words.has(word);
  };
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}']+/gu) ?? [];
}
