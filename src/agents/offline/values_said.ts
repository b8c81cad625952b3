import {usStateOf} from "../../data/geography/us_states.ts";
import type {Cell} from "../../data/table.ts";
import type {LexColumn, LexEntry} from "./lexicon.ts";
import {isEnglish, singular} from "./morphology.ts";
import {valueSynonyms} from "./synonyms.ts";
import {nameKey, nameWords} from "./tokens.ts";
import {FILLERS} from "./vocabulary.ts";

/** A way to say a value; `derived`: by the stem of its word. */
export interface SaidValue {
  key: string;
  entry: LexEntry;
  derived: boolean;
}

/** All ways to say values of a column: those of the profile, or those that a look-up found. */
export function valuesSaid(column: LexColumn, values: readonly Cell[], extra: number): SaidValue[] {
  const {profile} = column;
  if (profile.type !== "text" && profile.type !== "boolean") return [];
  const said: SaidValue[] = [];
  const add = (key: string, entry: LexEntry): unknown => said.push({key, entry, derived: false});
  const addStem = (key: string, entry: LexEntry): unknown => said.push({key, entry, derived: true});
  const free = profile.role === "text" || profile.role === "identifier";
  for (const value of values) {
    if (value === null || value === "") continue;
    const text = String(value);
    const key = nameKey(text);
    const lower = text.toLowerCase();
    const needsColumn =
      key.length < 2 ||
      FILLERS.has(lower) ||
      profile.type === "boolean" ||
      ["yes", "no", "y", "n", "true", "false"].includes(lower);
    const entry = (cost: number): LexEntry => ({
      kind: "value",
      column,
      value: value as string | boolean,
      cost: cost + extra,
      needsColumn,
    });
    add(key, entry(0.05));
    const state = profile.geography === "us_state" ? usStateOf(text) : undefined;
    if (state?.by === "code") add(nameKey(state.name), entry(0.1));
    const words = nameWords(text);
    if (/^[a-z]$/.test(lower))
      for (const other of valueSynonyms(lower))
        if (other.length > 3) add(nameKey(other), {...entry(0.2), needsColumn: false} as LexEntry);
    if (words.length === 0 || needsColumn) continue;
    const last = words.at(-1)!;
    if (/^\p{L}+$/u.test(last)) {
      const one = singular(last);
      if (one !== last) add([...words.slice(0, -1), one].join(""), entry(0.08));
    }
    for (const other of valueSynonyms(lower)) if (other.length > 1) add(nameKey(other), entry(0.2));
    if (free) continue;
    if (words.length === 1) addStem(words[0]!, entry(0.3));
    if (words.length > 1 && words.length <= 5) {
      for (const [index, word] of words.entries()) {
        if (
          index > 0 ||
          word.length < 3 ||
          (word.length < 4 && isEnglish(word)) ||
          FILLERS.has(word) ||
          !lower.startsWith(`${word} `)
        )
          continue;
        add(word, entry(0.45));
      }
      if (words.length > 2) add(words.slice(0, 2).join(""), entry(0.3));
    }
  }
  return said;
}

const MOST_WORDED = 60;

/** "TV" of Based on TV: a word that one value of a few has alone stands for it, beside the column's name. */
export function ownWordsSaid(column: LexColumn, extra: number): SaidValue[] {
  const {type, distinct, top} = column.profile;
  if (type !== "text" || distinct > MOST_WORDED || top.length < distinct) return [];
  const said: SaidValue[] = [];
  const holders = new Map<string, Set<string>>();
  for (const {value} of top)
    for (const word of nameWords(String(value ?? "")))
      holders.set(word, new Set([...(holders.get(word) ?? []), String(value)]));
  for (const [word, values] of holders) {
    const [only] = values;
    if (values.size > 1 || only === undefined || word.length < 2 || FILLERS.has(word) || /^\d+$/.test(word))
      continue;
    if (nameWords(only).length < 2) continue;
    const entry: LexEntry = {kind: "value", column, value: only, cost: 0.35 + extra, needsColumn: true};
    said.push({key: word, entry, derived: false});
  }
  return said;
}
