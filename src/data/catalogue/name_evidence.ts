import {nameParts} from "../roles.ts";
import {coreWords, endsWith, entityWords, singular} from "./words.ts";

/** What two columns' names say about a join: from 0 (nothing) to 1 (they name the same thing). */
export interface NameEvidence {
  score: number;
  why?: string;
}

/** Words that many unrelated tables have a column of: the same name tells nothing. */
const GENERIC = new Set(
  "rank row index position pos seq sequence line item step level grade score value total count amount quantity qty price type status flag active class group label title description comment comments note notes text year month day date week weekday quarter hour time age size weight unit round version created updated start end from to".split(
    " ",
  ),
);

/** A column's name taken apart, once. */
export interface ColumnNames {
  table: string;
  column: string;
  /** Without anything between its words. */
  plain: string;
  core: string[];
  entity: string[];
}

/** Takes a column's name apart. */
export const namesOf = (table: string, column: string): ColumnNames => ({
  table,
  column,
  plain: condensed(column),
  core: coreWords(column),
  entity: entityWords(table),
});

/**
 * What the names say of a column that may refer to the key of another table: the same name, the table's name
 * (`orders.customer_id` and `customers.id`), its last part (`ship_country` and `countries.code`), an abbreviation.
 */
export function nameEvidence(from: ColumnNames, key: ColumnNames): NameEvidence {
  const [own, theirs, entity] = [from.core, key.core, key.entity];
  const said = `${from.column} and ${key.table}.${key.column}`;
  const names = {why: `${from.column} names ${key.table}`};
  if (from.plain === key.plain && specific(own))
    return {score: 1, why: `both columns are called ${key.column}`};
  // customerid, without anything between the words
  const target = theirs.length > 0 ? theirs : entity;
  if (specific(target) && from.plain === `${target.join("")}id`)
    return theirs.length === 0 ? {score: 1, ...names} : {score: 1, why: `${said} name the same thing`};
  if (own.length === 0) {
    // id in both: only where the other column names this very table
    const back = specific(theirs) && same(theirs, from.entity);
    return back ? {score: 0.9, why: `${key.column} names ${from.table}`} : {score: 0};
  }
  if (!specific(own)) return {score: 0};
  if (theirs.length === 0) {
    if (same(own, entity)) return {score: 1, ...names};
    if (endsWith(entity, own)) return {score: 0.8, ...names};
    return endsWith(own, entity)
      ? {score: 0.7, why: `${from.column} ends with the name of ${key.table}`}
      : {score: 0};
  }
  if (same(own, theirs)) return {score: 0.9, why: `${said} name the same thing`};
  if (same(own, entity)) return {score: 0.75, ...names};
  if (!specific(theirs)) return {score: 0};
  if (endsWith(own, theirs)) return {score: 0.7, why: `${from.column} ends like ${key.table}.${key.column}`};
  if (endsWith(theirs, own) && endsWith(entity, own)) return {score: 0.7, ...names};
  return {score: 0};
}

const specific = (words: readonly string[]): boolean => words.some((word) => !GENERIC.has(word));

const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && endsWith(one, other);

const condensed = (name: string): string => nameParts(name).map(singular).join("");
