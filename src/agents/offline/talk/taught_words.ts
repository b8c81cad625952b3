import type {TableProfile} from "../../../data/profile.ts";
import {goesBeforeColumns, plainMeaning} from "../../../planning/definitions.ts";
import type {PlannerInput, TaughtWord} from "../../contracts.ts";
import {lookupsOf} from "../answer_question.ts";
import {buildLexicon, type Lexicon} from "../lexicon.ts";
import {nameKey} from "../tokens.ts";
import {type DefinedTerm, isThing, wordsOf} from "./defined_term.ts";
import {readMeaning} from "./read_meaning.ts";
import {keepTaught, type Taught, taughtIn, type Useless} from "./taught_lexicon.ts";

/** Reads every taught word against every table, so that the lexicons of this input know them. */
export async function readTaught(input: PlannerInput): Promise<ReadonlyMap<string, Taught>> {
  const {definitions = [], profiles} = input;
  const known = taughtIn(definitions);
  if (known) return known;
  const read = new Map<string, Taught>();
  for (const table of profiles) {
    const taught: Taught = {terms: [], useless: []};
    for (const word of definitions) {
      const found = await readWord(word, table, input);
      if ("reason" in found) taught.useless.push(found);
      else taught.terms.push(found);
    }
    read.set(table.table, taught);
  }
  keepTaught(definitions, read);
  return read;
}

/** One word against one table: what it comes to there, or why to nothing. */
export async function readWord(
  taught: TaughtWord,
  table: TableProfile,
  input: PlannerInput,
): Promise<DefinedTerm | Useless> {
  const lexicon = buildLexicon(table, lookupsOf(table, input.profiles));
  const words = wordsOf(taught.term);
  const headed = words.length > 1 && isThing(words.at(-1)!, lexicon);
  const one = {...input, profiles: [table], definitions: []};
  const defined = await readMeaning(taught.term, plainMeaning(taught.meaning), lexicon, one);
  if ("reason" in defined) return {taught, words, headed, reason: defined.reason};
  const column = columnCalled(taught.term, lexicon);
  if (column && defined.kind !== "narrowing" && !goesBeforeColumns(taught.meaning))
    return {taught, words, headed, reason: `${column} is a column of ${table.table}, and keeps its name`};
  return {taught, words, headed: headed && defined.kind === "condition", defined};
}

/** The column whose whole name a term is: "Net £" is called net. */
export function columnCalled(term: string, lexicon: Lexicon): string | undefined {
  const key = nameKey(term);
  const [base] = lexicon.tables;
  return base?.columns.find(
    ({name}) => nameKey(name) === key || nameKey(name.replace(/[^\p{L}\p{N}\s_]+/gu, "")) === key,
  )?.name;
}
