import {personalIn} from "../../data/catalogue/personal_columns.ts";
import type {ColumnProfile, TableProfile} from "../../data/profile.ts";
import {nameParts} from "../../data/roles.ts";

/** The frequent values of a column, as they are written. */
export interface ColumnValues {
  column: string;
  values: string[];
}

const MOST_A_COLUMN = 100;
const MOST = 2000;
const LONGEST = 80;
/** Columns of such names may hold persons' names, which nothing else tells. */
const WHO =
  /^(name|names|person|agent|owner|contact|employee|customer|client|author|manager|user|member|player|patient|student|teacher|doctor|driver|guest|signer|assignee|creator|reporter|by|who|leader|seller|salesperson|rep|representative)$/;
const PERSON_LIKE = /^\p{Lu}[\p{L}'’.-]*,?(?: \p{Lu}[\p{L}'’.-]*){1,3}$/u;

/**
 * The values that datasets are found by: of columns that repeat or name things, and never of one that may be about persons.
 */
export function searchedValues(profile: TableProfile): ColumnValues[] {
  let left = MOST;
  return profile.columns.flatMap((column): ColumnValues[] => {
    if (left <= 0 || !isSearched(profile, column)) return [];
    const values = column.top
      .map(({value}) => String(value).trim())
      .filter((value) => value !== "" && value.length <= LONGEST)
      .slice(0, Math.min(left, MOST_A_COLUMN));
    left -= values.length;
    return values.length > 0 ? [{column: column.name, values}] : [];
  });
}

function isSearched(profile: TableProfile, column: ColumnProfile): boolean {
  if (column.type !== "text") return false;
  if (column.role !== "category" && column.role !== "geography" && column.role !== "text") return false;
  if (column.geography === "postcode" || personalIn(profile, column)) return false;
  const texts = column.top.map(({value}) => String(value));
  const mean = texts.reduce((sum, text) => sum + text.length, 0) / Math.max(1, texts.length);
  if (mean > 40) return false;
  const persons = texts.filter((text) => PERSON_LIKE.test(text.trim())).length;
  return !(nameParts(column.name).some((word) => WHO.test(word)) && persons >= 0.5 * texts.length);
}
