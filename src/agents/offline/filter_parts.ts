import type {Condition} from "../../tools/condition.ts";
import type {Comparator} from "./lattice.ts";
import type {LexColumn} from "./lexicon.ts";
import {edge, either, list, literal, map, optional, type Rule, sequence} from "./parser.ts";
import type {FilterPhrase} from "./phrase.ts";

export const numeric = (column: LexColumn): boolean =>
  column.profile.type === "integer" || column.profile.type === "number";

export const integer = (column: LexColumn): boolean => column.profile.type === "integer";

export const quote = (value: string | number | boolean): string => String(value);

export const negate = (condition: Condition): Condition => ({op: "not", arg: condition});

export const column = (accept: (found: LexColumn) => boolean = () => true): Rule<LexColumn> =>
  map(
    edge("column", "filter", (found) => accept(found.column)),
    (found) => found.column,
  );

export const numericColumn = column((found) => numeric(found) && found.profile.role !== "date");

export const countColumn = column(
  (found) => integer(found) && found.profile.role === "measure" && found.profile.additivity !== "average",
);

/** Amounts of which 0 is the least: no discount is a discount of 0. */
export const fromZero = column(
  (found) => numeric(found) && found.profile.role === "measure" && found.profile.min === 0,
);

export const number = edge("number", "filter");

export const not = edge("not", "filter");

export const copula = optional(
  literal("filler", "is", "are", "was", "were", "of", "equals", "=", ":", "in", "being", "be", "as"),
);

export const UNIT_WORDS = [
  "years",
  "year",
  "old",
  "yrs",
  "dollars",
  "dollar",
  "usd",
  "euros",
  "mm",
  "cm",
  "m",
  "km",
  "kg",
  "lbs",
  "pounds",
  "miles",
  "minutes",
  "mins",
  "hours",
  "seconds",
  "percent",
  "%",
  "degrees",
  "people",
  "points",
  "stars",
  "units",
  "ft",
  "feet",
  "inches",
  "mph",
  "grams",
  "g",
  "times",
  "days",
];

export const unitWords = optional(
  list(literal("filter", ...UNIT_WORDS), (_source, at) => [{to: at, value: undefined, cost: 0, marks: []}]),
);

export const compare = (of: LexColumn, op: Comparator, value: number): FilterPhrase => ({
  kind: "filter",
  column: of,
  condition: {op, of: of.ref, value: value},
  said: `${of.profile.name} ${op} ${value}`,
  ...(op === "=" && {equals: {values: [value], negated: false}}),
});

export const joint = either<unknown>(
  edge("comma", "filter"),
  edge("and", "filter"),
  edge("or", "filter"),
  sequence(edge("comma", "filter"), either<unknown>(edge("and", "filter"), edge("or", "filter"))),
  literal("filter", "/", "&", "nor"),
);

export const comparator = edge("comparator", "filter");

export const flip = (no: boolean, filter: FilterPhrase): FilterPhrase =>
  no
    ? {
        kind: "filter",
        column: filter.column,
        condition: negate(filter.condition),
        said: `not (${filter.said})`,
        ...(filter.equals && {equals: {...filter.equals, negated: !filter.equals.negated}}),
      }
    : filter;

export const hinted = (adjective: {hints: string[]}, found: LexColumn): boolean => {
  const words = found.profile.name.toLowerCase();
  return adjective.hints.some((hint) => words.includes(hint));
};
