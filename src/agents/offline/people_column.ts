import type {ColumnProfile, TableProfile} from "../../data/profile.ts";
import {nameWords} from "./tokens.ts";

const PEOPLE = new Set(
  `guest guests person people customer client employee staff member patient player driver student teacher author artist director actor
  visitor speaker candidate user contact agent rep technician engineer holder winner scorer host passenger`.split(
    /\s+/,
  ),
);
/** Words that make of a column of people one of something else: a customer's type, a driver's number. */
const NOT_NAMES = new Set(
  "id no number code type kind class group category segment status count total age sex gender city country region email phone date".split(
    " ",
  ),
);

/** The one column that says who: guests, customers, drivers by their names. Undefined where none does, or several do. */
export function peopleColumn({columns}: Pick<TableProfile, "columns">): ColumnProfile | undefined {
  const found = columns.filter(({name, type, distinct}) => {
    const words = nameWords(name);
    return (
      type === "text" &&
      distinct > 1 &&
      words.some((word) => PEOPLE.has(word)) &&
      !words.some((word) => NOT_NAMES.has(word))
    );
  });
  return found.length === 1 ? found[0] : undefined;
}
