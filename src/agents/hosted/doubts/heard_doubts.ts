import type {TableProfile} from "../../../data/profile.ts";
import type {Reading} from "../../../planning/reading.ts";
import {columnDoubts, strangeColumns} from "./column_doubts.ts";
import {dateDoubts} from "./date_doubts.ts";
import {type Heard, hear} from "./mentions.ts";
import {shareDoubts} from "./share_doubts.ts";
import {stretchDoubts} from "./stretch_doubts.ts";
import {thingDoubts} from "./thing_doubts.ts";
import {otherValues, signDoubts, valueDoubts} from "./value_doubts.ts";

const heardIn = (
  question: string,
  reading: Reading,
  profiles: readonly TableProfile[],
  asOf: Date,
  carried?: ReadonlySet<string>,
): {heard: Heard; table: TableProfile} | undefined => {
  const table = profiles.find((one) => one.table === reading.table);
  if (!table) return undefined;
  const joined = profiles.filter((one) => reading.joins.some((join) => join.table === one.table));
  return {heard: hear(question, table, joined, asOf, carried), table};
};

/** Columns that a reading measures or groups by and that no word of the question stands for. */
export function unheardColumns(
  question: string,
  reading: Reading,
  profiles: readonly TableProfile[],
  asOf: Date,
): string[] {
  const found = heardIn(question, reading, profiles, asOf);
  return found ? strangeColumns(found.heard, reading) : [];
}

/**
 * What a question names in the data and a reading does otherwise or not at all: sentences for the model that wrote it. The same
 * lexicon is asked as when no model reads; what conditions do is found by trying them on values, not by their wording.
 */
export function heardDoubts(
  question: string,
  reading: Reading,
  profiles: readonly TableProfile[],
  asOf: Date,
  carried?: ReadonlySet<string>,
): string[] {
  const found = heardIn(question, reading, profiles, asOf, carried);
  if (!found) return [];
  const {heard, table} = found;
  return [
    ...valueDoubts(heard, reading),
    ...otherValues(heard, reading),
    ...signDoubts(heard, reading),
    ...columnDoubts(heard, reading),
    ...thingDoubts(heard, reading, table),
    ...stretchDoubts(heard, reading),
    ...dateDoubts(heard, reading),
    ...shareDoubts(heard, reading),
  ];
}

/** Whether what a question denies is left out by every reading, whatever their conditions are written like. */
export function keepsDenials(
  {question, profiles, asOf}: {question: string; profiles: readonly TableProfile[]; asOf: Date},
  readings: readonly Reading[],
): boolean {
  return (
    readings.length > 0 &&
    readings.every((reading) => {
      const heard = heardIn(question, reading, profiles, asOf)?.heard;
      if (!heard) return false;
      return heard.mentions.some(({denied}) => denied) && valueDoubts(heard, reading).length === 0;
    })
  );
}
