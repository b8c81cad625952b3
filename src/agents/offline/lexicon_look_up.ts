import type {LexEntry, Lexicon} from "./lexicon.ts";
import {isEnglish, isSlip, singular, stem} from "./morphology.ts";
import {FILLERS} from "./vocabulary.ts";

/** Every entry that a phrase may stand for, spelled exactly, inflected, derived or (`slips`) misspelled. */
export function lookUp(lexicon: Lexicon, words: readonly string[], slips: boolean): LexEntry[] {
  const key = words.join("");
  const found = new Map<string, LexEntry>();
  const keep = (entries: readonly LexEntry[] | undefined, more: number): void => {
    for (const entry of entries ?? []) {
      const id = `${entry.kind}:${entry.column.table}:${entry.column.profile.name}:${entry.kind === "value" ? String(entry.value) : ""}`;
      const cost = entry.cost + more;
      if ((found.get(id)?.cost ?? Number.POSITIVE_INFINITY) > cost) found.set(id, {...entry, cost});
    }
  };
  keep(lexicon.keys.get(key), 0);
  const last = words.at(-1)!;
  const one = singular(last);
  if (one !== last) keep(lexicon.keys.get([...words.slice(0, -1), one].join("")), 0.02);
  if (found.size === 0 && words.length <= 2) keep(lexicon.stems.get(words.map(stem).join("")), 0);
  if (found.size === 0 && words.length === 1 && last.length >= 5 && !FILLERS.has(last)) {
    const shorts = [...lexicon.abbreviations].filter(([short]) => abbreviates(short, last));
    const begun = shorts.filter(([short]) => last.startsWith(short));
    for (const [, entries] of begun.length > 0 ? begun : shorts) keep(entries, 0);
  }
  if (found.size === 0 && slips && words.length === 1 && last.length >= 3 && !FILLERS.has(last)) {
    const known = isEnglish(last);
    for (const [other, entries] of lexicon.keys) {
      if (!isSlip(last, other) && !(last.endsWith("s") && isSlip(last.slice(0, -1), other))) continue;
      if (!known) keep(entries, 0.4);
      else if (last.length >= 5)
        keep(
          entries.filter((entry) => entry.kind === "column" && entry.cost <= 0.05),
          0.9,
        );
    }
  }
  if (found.size === 0 && words.length > 1 && words.length <= 4) {
    const mended = words.map((word) =>
      isEnglish(word) ? word : ([...lexicon.words].find((other) => isSlip(word, other)) ?? word),
    );
    if (mended.some((word, index) => word !== words[index])) keep(lexicon.keys.get(mended.join("")), 0.4);
    else if (words.some((word) => lexicon.words.has(word))) {
      // "production budge": a word of its own too, but not beside the other word of a name.
      const meant = words.map((word) =>
        lexicon.words.has(word) ? word : ([...lexicon.words].find((other) => isSlip(word, other)) ?? word),
      );
      const entries = lexicon.keys.get(meant.join("")) ?? [];
      if (meant.some((word, index) => word !== words[index]))
        keep(
          entries.filter((entry) => entry.kind === "column" && entry.cost <= 0.05),
          0.45,
        );
    }
  }
  return [...found.values()];
}

/** Whether a short form leaves letters out of a word: `sib` of siblings, `dept` of department. */
function abbreviates(short: string, word: string): boolean {
  if (word.length < short.length + 2 || word[0] !== short[0]) return false;
  if (word.startsWith(short)) return true;
  let at = 0;
  for (const letter of word) if (letter === short[at]) at++;
  return short.length >= 4 && at === short.length;
}
