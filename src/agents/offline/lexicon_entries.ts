import type {LexEntry, Lexicon} from "./lexicon.ts";
import {stem} from "./morphology.ts";

/** Adds a way to say a column or a value; of two costs of the same the lower one stays. */
export function addEntry(lexicon: Lexicon, key: string, entry: LexEntry): void {
  if (!key) return;
  const list = [...(lexicon.keys.get(key) ?? [])];
  const same = list.findIndex(
    (other) =>
      other.kind === entry.kind &&
      other.column === entry.column &&
      (other.kind === "column" || (entry.kind === "value" && other.value === entry.value)),
  );
  if (same < 0) list.push(entry);
  else if (list[same]!.cost > entry.cost) list[same] = entry;
  lexicon.keys.set(key, list);
}

/** Adds an entry under the stem of a word, where the stem is long enough to tell words apart. */
export const addStem = (lexicon: Lexicon, word: string, entry: LexEntry): void => {
  const key = stem(word);
  if (key.length >= 3) lexicon.stems.set(key, [...(lexicon.stems.get(key) ?? []), entry]);
};
