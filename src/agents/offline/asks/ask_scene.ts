import type {ColumnProfile, TableProfile} from "../../../data/profile.ts";
import type {Plan, Step} from "../../../planning/plan.ts";
import type {Reading} from "../../../planning/reading.ts";
import type {PlannerInput, PlannerOutput} from "../../contracts.ts";
import type {LexColumn, Lexicon} from "../lexicon.ts";
import {lookUp} from "../lexicon_look_up.ts";
import {emptyReading} from "../scene.ts";
import {nameWords, type Token, tokenize} from "../tokens.ts";
import {FILLERS} from "../vocabulary.ts";

/** A question about a file as people put it, and what it is asked of. */
export interface AskScene {
  /** In plain words. */
  question: string;
  lower: string;
  /** The table it is about: the first. */
  table: TableProfile;
  tables: readonly TableProfile[];
  lexicon: Lexicon;
  /** The words of each of `tables`. */
  lexicons: readonly Lexicon[];
  /** The reading of the answer before. */
  before: Reading | undefined;
  input: PlannerInput;
  /** What the grammar makes of other words alone; undefined where it makes nothing sure of them. */
  read(words: string): Promise<Reading | undefined>;
}

/** One kind of question: a plan or a refusal where it is of that kind. */
export type Ask = (scene: AskScene) => PlannerOutput | undefined | Promise<PlannerOutput | undefined>;

/** A column that some words of the question name. */
export interface Said {
  column: LexColumn;
  from: number;
  to: number;
  cost: number;
}

const MOST_WORDS = 4;
const DEAREST = 0.62;

/** The columns that a text names, left to right; the longest and surest name of each place. */
export function columnsSaid(
  scene: Pick<AskScene, "lexicon">,
  text: string,
  accept: (column: LexColumn) => boolean = () => true,
): Said[] {
  const tokens = tokenize(text);
  const found: Said[] = [];
  for (let from = 0; from < tokens.length; from++) {
    const best = bestAt(scene.lexicon, tokens, from, accept);
    if (!best) continue;
    found.push(best);
    from = best.to - 1;
  }
  return found;
}

function bestAt(
  lexicon: Lexicon,
  tokens: readonly Token[],
  from: number,
  accept: (column: LexColumn) => boolean,
): Said | undefined {
  for (let to = Math.min(tokens.length, from + MOST_WORDS); to > from; to--) {
    const words = tokens.slice(from, to).map((token) => token.lower.replace(/[^\p{L}\p{N}%]/gu, ""));
    if (words.some((word) => word === "") || (words.length === 1 && FILLERS.has(words[0]!))) continue;
    const entries = lookUp(lexicon, words, words.length === 1).flatMap((entry) =>
      entry.kind === "column" && entry.cost <= DEAREST && accept(entry.column) ? [entry] : [],
    );
    const [best] = entries.sort((a, b) => a.cost - b.cost);
    if (best) return {column: best.column, from, to, cost: best.cost};
  }
  return undefined;
}

export const isNumber = ({type}: ColumnProfile): boolean => type === "integer" || type === "number";
export const isDay = ({type}: ColumnProfile): boolean => type === "date" || type === "timestamp";

/** The date that things happened on: the first of the table. */
export const mainDate = (table: TableProfile): ColumnProfile | undefined => table.columns.find(isDay);

/** A yes/no column whose name has one of these stems. */
export function flagCalled(table: TableProfile, stems: RegExp): ColumnProfile | undefined {
  return table.columns.find(
    (column) => column.type === "boolean" && nameWords(column.name).some((word) => stems.test(word)),
  );
}

/** A reading that asks for nothing but what a kind puts into it. */
export const blankReading = (table: string, change: Partial<Reading>): Reading => ({
  ...emptyReading(table),
  placements: [],
  score: 1,
  ...change,
});

export const planned = (reading: Reading, steps: Step[], headline = "answer"): PlannerOutput => ({
  kind: "plan",
  plan: {reading, steps, headline} satisfies Plan,
});

export const declined = (reason: string, suggestions: readonly string[] = []): PlannerOutput => ({
  kind: "declined",
  reason,
  suggestions: [...suggestions],
  unplaced: [],
});

/** The day after one, as YYYY-MM-DD. */
export const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
