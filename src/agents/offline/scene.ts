import type {TableProfile} from "../../data/profile.ts";
import type {Reading} from "../../planning/reading.ts";
import {isDate, isYear} from "./column_nature.ts";
import type {LexColumn, Lexicon} from "./lexicon.ts";
import {stem} from "./morphology.ts";
import {nameWords, type Token} from "./tokens.ts";

/** What a question is read against: a table, its words, and the question itself. */
export interface Scene {
  tokens: readonly Token[];
  lexicon: Lexicon;
  profile: TableProfile;
  columns: readonly LexColumn[];
  /** Columns that tell time, the one that a period is meant of first. */
  dates: readonly LexColumn[];
  yesNo: boolean;
}

/** A reading in the making, and how far-fetched it is. */
export interface Candidate {
  reading: Omit<Reading, "placements" | "score">;
  cost: number;
}

/** Dates first, then years; a column named in the question before the others. */
export function datesOf(
  columns: readonly LexColumn[],
  named: readonly LexColumn[],
  tokens: readonly Token[] = [],
): LexColumn[] {
  const stems = new Set(
    tokens.filter((token) => /(ed|en|ing|ment)$/.test(token.lower)).map((token) => stem(token.lower)),
  );
  const rank = (column: LexColumn): number =>
    named.includes(column) ? 0 : isDate(column) && happened(column, stems) ? 0.5 : isDate(column) ? 1 : 2;
  return columns.filter((column) => isDate(column) || isYear(column)).sort((a, b) => rank(a) - rank(b));
}

/** "sales shipped in May": of several dates the one whose name the verb is of. */
function happened({profile}: LexColumn, stems: ReadonlySet<string>): boolean {
  const own = nameWords(profile.name).filter((word) => !["date", "day", "at", "on", "time"].includes(word));
  return own.length > 0 && own.every((word) => stems.has(stem(word)));
}

export const emptyReading = (table: string): Candidate["reading"] => ({
  intent: "aggregate",
  table,
  joins: [],
  measures: [],
  groups: [],
  filters: [],
  windows: [],
  having: [],
  columns: [],
  order: [],
  question: "what",
  assumptions: [],
});

/** Words that say what sort of answer is wanted, wherever they stand. */
export const asks = (scene: Scene, ...words: string[]): boolean =>
  scene.tokens.some((token) => words.includes(token.lower));

/** Each row is a day of its own: "days" are rows. */
export const isDaily = (scene: Scene): boolean =>
  scene.columns.some(
    (column) => column.profile.type === "date" && scene.profile.keys.includes(column.profile.name),
  );
