import {hintedColumns} from "./column_nature.ts";
import {
  column,
  comparator,
  compare,
  copula,
  countColumn,
  flip,
  fromZero,
  hinted,
  integer,
  joint,
  not,
  number,
  numericColumn,
  unitWords,
} from "./filter_parts.ts";
import type {Comparator} from "./lattice.ts";
import type {LexColumn} from "./lexicon.ts";
import {edge, either, list, literal, map, optional, type Rule, sequence} from "./parser.ts";
import type {FilterPhrase} from "./phrase.ts";

const post = edge("postComparator", "filter");

export const byNumber: Rule<FilterPhrase> = either(
  map(sequence(optional(not), numericColumn, copula, comparator, number, unitWords), ([no, of, , cmp, n]) =>
    flip(no !== undefined, compare(of, cmp.op, n.value)),
  ),
  map(sequence(optional(not), comparator, number, unitWords, numericColumn), ([no, cmp, n, , of]) =>
    cmp.adjective && !hinted(cmp.adjective, of) && cmp.adjective.hints.length > 0
      ? undefined
      : flip(no !== undefined, compare(of, cmp.op, n.value)),
  ),
  map(sequence(numericColumn, copula, number, unitWords, post), ([of, , n, , cmp]) =>
    compare(of, cmp.op, n.value),
  ),
  map(sequence(number, post, unitWords, numericColumn), ([n, cmp, , of]) => compare(of, cmp.op, n.value)),
  map(sequence(number, unitWords, post, numericColumn), ([n, , cmp, of]) => compare(of, cmp.op, n.value)),
  map(
    sequence(
      optional(numericColumn),
      edge("between", "filter"),
      number,
      literal("filter", "and", "to", "-"),
      number,
      unitWords,
      optional(numericColumn),
    ),
    ([before, , low, , high, , after]) =>
      before && after ? undefined : range(before ?? after, low.value, high.value),
  ),
  map(
    sequence(numericColumn, copula, number, literal("filter", "to", "-"), number, unitWords),
    ([of, , low, , high]) => range(of, low.value, high.value),
  ),
  map(
    sequence(
      optional(not),
      column((found) => integer(found)),
      copula,
      optional(not),
      number,
      unitWords,
    ),
    ([before, of, , after, n]) =>
      isAYear(n.value, of)
        ? undefined
        : flip((before !== undefined) !== (after !== undefined), {
            ...compare(of, "=", n.value),
            said: `${of.profile.name} is ${n.value}`,
          }),
    0.1,
  ),
  map(
    sequence(
      column((found) => integer(found)),
      copula,
      list(number, joint),
    ),
    ([of, , found]) =>
      found.length < 2
        ? undefined
        : inList(
            of,
            found.map((one) => one.value),
          ),
  ),
  map(
    sequence(
      list(number, joint),
      column((found) => integer(found)),
    ),
    ([found, of]) =>
      found.length < 2
        ? undefined
        : inList(
            of,
            found.map((one) => one.value),
          ),
  ),
  map(
    sequence(
      number,
      column((found) => integer(found)),
    ),
    ([n, of]) => ({...compare(of, "=", n.value), said: `${of.profile.name} is ${n.value}`}),
    0.1,
  ),
  map(
    sequence(literal("filter", "zero", "no"), either(countColumn, fromZero)),
    ([, of]) => ({...compare(of, "=", 0), said: `${of.profile.name} is 0`}),
    0.2,
  ),
  map(sequence(literal("filter", "negative"), numericColumn), ([, of]) => compare(of, "<", 0)),
  map(sequence(numericColumn, copula, literal("filter", "negative")), ([of]) => compare(of, "<", 0)),
  map(sequence(literal("filter", "positive"), numericColumn), ([, of]) => compare(of, ">", 0)),
  map(sequence(numericColumn, copula, literal("filter", "positive")), ([of]) => compare(of, ">", 0)),
);

/** "births 2014": the year of them, and no amount. */
const isAYear = (value: number, {profile}: LexColumn): boolean =>
  Number.isInteger(value) &&
  value >= 1900 &&
  value <= 2100 &&
  profile.role === "measure" &&
  profile.additivity === "additive" &&
  typeof profile.min === "number" &&
  profile.distinct > 30;

const range = (of: LexColumn | undefined, low: number, high: number): FilterPhrase | undefined =>
  of && low <= high
    ? {
        kind: "filter",
        column: of,
        condition: {op: "between", of: of.ref, low, high},
        said: `${of.profile.name} from ${low} to ${high}`,
      }
    : undefined;

const inList = (of: LexColumn, found: number[]): FilterPhrase => ({
  kind: "filter",
  column: of,
  condition: {op: "in", of: of.ref, values: found},
  said: `${of.profile.name} is in (${found.join(", ")})`,
  equals: {values: found, negated: false},
});

const AVERAGES: Rule<"avg" | "median"> = map(edge("average", "filter"), (found) =>
  found.text.toLowerCase().includes("median") ? "median" : "avg",
);

/** "hotter than average": the adjective says which column. */
export const byHintedAverage: Rule<FilterPhrase> = (source, at) =>
  sequence(comparator, AVERAGES)(source, at).flatMap((parse) => {
    const [cmp, how] = parse.value;
    if (!cmp.adjective || cmp.adjective.hints.length === 0) return [];
    return hintedColumns(cmp.adjective, source.columns).flatMap((of) => {
      const value = against(of, cmp.op, how);
      return value ? [{...parse, cost: parse.cost + 0.1, value}] : [];
    });
  });

export const byAverage: Rule<FilterPhrase> = either(
  map(
    sequence(numericColumn, copula, comparator, AVERAGES, optional(numericColumn)),
    ([of, , cmp, how, again]) => (again && again !== of ? undefined : against(of, cmp.op, how)),
  ),
  map(sequence(comparator, AVERAGES, numericColumn), ([cmp, how, of]) => against(of, cmp.op, how)),
);

const against = (of: LexColumn, op: Comparator, how: "avg" | "median"): FilterPhrase | undefined =>
  op === "=" || op === "!="
    ? undefined
    : {
        kind: "filter",
        column: of,
        condition: {op: "compare_to", of: of.ref, comparison: op, aggregate: how},
        said: `${of.profile.name} ${op} the ${how === "avg" ? "average" : "median"} ${of.profile.name}`,
      };

export const byColumns: Rule<FilterPhrase> = map(
  sequence(numericColumn, copula, comparator, numericColumn),
  ([left, , cmp, right]) =>
    left === right
      ? undefined
      : {
          kind: "filter",
          column: left,
          condition: {op: "compare_columns", left: left.ref, comparison: cmp.op, right: right.ref},
          said: `${left.profile.name} ${cmp.op} ${right.profile.name}`,
        },
);

const ORDINALS = [
  "zeroth",
  "first",
  "second",
  "third",
  "fourth",
  "fifth",
  "sixth",
  "seventh",
  "eighth",
  "ninth",
  "tenth",
];

const ordinal: Rule<number> = (source, at) => {
  const word = source.tokens[at]?.lower ?? "";
  const value = ORDINALS.includes(word)
    ? ORDINALS.indexOf(word)
    : Number(/^(\d+)(?:st|nd|rd|th)$/.exec(word)?.[1] ?? Number.NaN);
  return Number.isNaN(value)
    ? []
    : [{to: at + 1, value, cost: 0, marks: [{from: at, to: at + 1, place: "filter" as const}]}];
};

/** "first class": a code that counts. */
export const byOrdinal: Rule<FilterPhrase> = map(
  sequence(
    ordinal,
    column((found) => integer(found) && found.profile.distinct <= 20),
  ),
  ([value, of]) => ({
    ...compare(of, "=", value),
    said: `${of.profile.name} is ${value}`,
  }),
);
