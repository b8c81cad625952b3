import type {ColumnProfile, TableProfile} from "../../data/profile.ts";
import type {Cell} from "../../data/table.ts";
import type {ColumnRef} from "../../tools/condition.ts";
import {addColumn} from "./lexicon_columns.ts";
import {addEntry, addStem} from "./lexicon_entries.ts";
import {placeWords} from "./lexicon_places.ts";
import {peopleColumn} from "./people_column.ts";
import {COUNTED, rowNouns} from "./row_nouns.ts";
import type {DefinedTerm} from "./talk/defined_term.ts";
import {addTradeWords} from "./trade_words.ts";
import {ownWordsSaid, type SaidValue, valuesSaid} from "./values_said.ts";

/** A column as the grammar knows it. */
export interface LexColumn {
  ref: ColumnRef;
  profile: ColumnProfile;
  table: string;
}

/** A way to say a column or a value. The lower the cost, the surer; 0 is the name itself. */
export type LexEntry =
  | {kind: "column"; column: LexColumn; cost: number}
  | {kind: "value"; column: LexColumn; value: string | number | boolean; cost: number; needsColumn: boolean};

/** What a table's columns and values are called: made from its profile alone. */
export interface Lexicon {
  columns: LexColumn[];
  tables: TableProfile[];
  keys: Map<string, LexEntry[]>;
  stems: Map<string, LexEntry[]>;
  /** Short forms in column names that are no words: `dept`, `sib`. */
  abbreviations: Map<string, LexEntry[]>;
  /** The words of the columns' names: what a misspelled word inside a longer name may stand for. */
  words: Set<string>;
  /** Words that were taught. */
  defined?: readonly DefinedTerm[];
  /** What one row is called: from the table's name, its key, or the people that it lists. */
  rowNouns: Set<string>;
}

const made = new WeakMap<TableProfile, {lookups: readonly TableProfile[]; lexicon: Lexicon}[]>();

/**
 * The lexicon of a table; columns of `lookups` (tables that join safely) come with a small extra cost. It is made once for a
 * profile, and each caller gets a copy of its own to add found values to.
 */
export function buildLexicon(base: TableProfile, lookups: readonly TableProfile[] = []): Lexicon {
  const known = made.get(base) ?? [];
  const same = known.find(
    (one) => one.lookups.length === lookups.length && one.lookups.every((table, at) => table === lookups[at]),
  );
  const lexicon = same?.lexicon ?? makeLexicon(base, lookups);
  if (!same) made.set(base, [...known, {lookups, lexicon}]);
  return {...lexicon, keys: new Map(lexicon.keys), stems: new Map(lexicon.stems)};
}

function makeLexicon(base: TableProfile, lookups: readonly TableProfile[]): Lexicon {
  const lexicon: Lexicon = {
    columns: [],
    tables: [base, ...lookups],
    keys: new Map(),
    stems: new Map(),
    abbreviations: new Map(),
    words: new Set(),
    rowNouns: rowNouns(base),
  };
  for (const table of lexicon.tables) {
    const extra = table === base ? 0 : 0.1;
    for (const profile of table.columns) {
      if (table !== base && base.columns.some((column) => column.name === profile.name)) continue;
      const column: LexColumn = {
        ref: table === base ? {column: profile.name} : {column: profile.name, table: table.table},
        profile,
        table: table.table,
      };
      lexicon.columns.push(column);
      addColumn(lexicon, column, extra);
      for (const word of placeWords(profile, lexicon.tables))
        addEntry(lexicon, word, {kind: "column", column, cost: 0.3 + extra});
      if (COUNTED.has(profile.name.toLowerCase()) && profile.role === "measure" && table === base) {
        for (const noun of lexicon.rowNouns) addEntry(lexicon, noun, {kind: "column", column, cost: 0.15});
        lexicon.rowNouns.clear();
      }
      addValues(
        lexicon,
        column,
        profile.top.map((entry) => entry.value),
        extra,
      );
      putSaid(lexicon, ownWordsSaid(column, extra));
    }
  }
  addPeople(lexicon, base);
  addTradeWords(lexicon);
  return lexicon;
}

/** "people" of a table of guests or drivers, where no column is called so and a row is not one of them. */
function addPeople(lexicon: Lexicon, base: TableProfile): void {
  const people = peopleColumn(base);
  const column = lexicon.columns.find(({profile}) => profile === people);
  if (!column) return;
  for (const word of ["people", "person", "persons"])
    if (!lexicon.keys.has(word) && !lexicon.rowNouns.has(word))
      addEntry(lexicon, word, {kind: "column", column, cost: 0.3});
}

/** Adds values to a column's lexicon: those of the profile, or those that a look-up found. */
export function addValues(lexicon: Lexicon, column: LexColumn, values: readonly Cell[], extra = 0): void {
  putSaid(lexicon, valuesSaid(column, values, extra));
}

function putSaid(lexicon: Lexicon, said: readonly SaidValue[]): void {
  for (const {key, entry, derived} of said) {
    if (derived) addStem(lexicon, key, entry);
    else addEntry(lexicon, key, entry);
  }
}
