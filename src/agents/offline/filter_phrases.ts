import type {Condition} from "../../tools/condition.ts";
import {hintedColumns, isFlag} from "./column_nature.ts";
import type {Comparator, Edge} from "./lattice.ts";
import type {LexColumn} from "./lexicon.ts";
import {stem} from "./morphology.ts";
import {edge, either, list, literal, map, optional, type Rule, sequence} from "./parser.ts";
import type {FilterPhrase} from "./phrase.ts";
import {nameWords} from "./tokens.ts";

const numeric = (column: LexColumn): boolean =>
  column.profile.type === "integer" || column.profile.type === "number";
const integer = (column: LexColumn): boolean => column.profile.type === "integer";

export const quote = (value: string | number | boolean): string => String(value);
export const negate = (condition: Condition): Condition => ({op: "not", arg: condition});

const column = (accept: (found: LexColumn) => boolean = () => true): Rule<LexColumn> =>
  map(
    edge("column", "filter", (found) => accept(found.column)),
    (found) => found.column,
  );
const numericColumn = column((found) => numeric(found) && found.profile.role !== "date");
const countColumn = column(
  (found) => integer(found) && found.profile.role === "measure" && found.profile.additivity !== "average",
);
const number = edge("number", "filter");
const not = edge("not", "filter");
const copula = optional(
  literal("filler", "is", "are", "was", "were", "of", "equals", "=", ":", "in", "being", "be", "as"),
);
const UNIT_WORDS = [
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
const unitWords = optional(
  list(literal("filter", ...UNIT_WORDS), (_source, at) => [{to: at, value: undefined, cost: 0, marks: []}]),
);

const compare = (of: LexColumn, op: Comparator, value: number): FilterPhrase => ({
  kind: "filter",
  column: of,
  condition: {op, of: of.ref, value: value},
  said: `${of.profile.name} ${op} ${value}`,
  ...(op === "=" && {equals: {values: [value], negated: false}}),
});

const hinted = (adjective: {hints: string[]}, found: LexColumn): boolean => {
  const words = found.profile.name.toLowerCase();
  return adjective.hints.some((hint) => words.includes(hint));
};

type ValueEdge = Extract<Edge, {is: "value"}>;

const sameColumn = (edges: ValueEdge[]): boolean => edges.every((found) => found.column === edges[0]!.column);
const joint = either<unknown>(
  edge("comma", "filter"),
  edge("and", "filter"),
  edge("or", "filter"),
  sequence(edge("comma", "filter"), either<unknown>(edge("and", "filter"), edge("or", "filter"))),
  literal("filter", "/", "&", "nor"),
);

function valueFilter(found: ValueEdge[], negated: boolean): FilterPhrase | undefined {
  if (!sameColumn(found)) return undefined;
  const of = found[0]!.column;
  const values = [...new Set(found.map((one) => one.value))];
  const condition: Condition =
    values.length === 1 ? {op: "=", of: of.ref, value: values[0]!} : {op: "in", of: of.ref, values};
  const name = of.profile.name;
  const said =
    values.length === 1
      ? `${name} is ${negated ? "not " : ""}${quote(values[0]!)}`
      : `${name} is ${negated ? "not " : ""}in (${values.map(quote).join(", ")})`;
  return {
    kind: "filter",
    column: of,
    condition: negated ? negate(condition) : condition,
    said,
    equals: {values, negated},
  };
}

const values = list(
  edge("value", "filter", (found) => !found.needsColumn),
  joint,
);
const anyValues = list(edge("value", "filter"), joint);

/** "West", "not West", "West and East", "region is West", "the West region". */
const byValue: Rule<FilterPhrase> = either(
  map(sequence(optional(not), values), ([no, found]) => valueFilter(found, no !== undefined)),
  map(
    sequence(
      optional(not),
      column(),
      copula,
      optional(not),
      optional(literal("filter", "either", "from")),
      anyValues,
    ),
    ([before, of, , after, , found]) =>
      found[0]!.column === of
        ? valueFilter(found, (before !== undefined) !== (after !== undefined))
        : undefined,
  ),
  map(sequence(optional(not), anyValues, column()), ([no, found, of]) =>
    found[0]!.column === of ? valueFilter(found, no !== undefined) : undefined,
  ),
);

const comparator = edge("comparator", "filter");
const post = edge("postComparator", "filter");

const byNumber: Rule<FilterPhrase> = either(
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
      flip((before !== undefined) !== (after !== undefined), {
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
    sequence(literal("filter", "zero", "no"), countColumn),
    ([, of]) => ({...compare(of, "=", 0), said: `${of.profile.name} is 0`}),
    0.2,
  ),
);

const flip = (no: boolean, filter: FilterPhrase): FilterPhrase =>
  no
    ? {
        kind: "filter",
        column: filter.column,
        condition: negate(filter.condition),
        said: `not (${filter.said})`,
        ...(filter.equals && {equals: {...filter.equals, negated: !filter.equals.negated}}),
      }
    : filter;

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

/** "warmer than 2012" compares with a year, not with 2012 degrees. */
const isYearOf = (value: number, of: LexColumn): boolean =>
  Number.isInteger(value) &&
  value >= 1500 &&
  value <= 2200 &&
  typeof of.profile.max === "number" &&
  value > 4 * of.profile.max;

/** "older than 30": the adjective says which column. */
export const byAdjective =
  (columns: readonly LexColumn[]): Rule<FilterPhrase> =>
  (source, at) =>
    either(
      sequence(
        edge("comparator", "filter", (found) => (found.adjective?.hints.length ?? 0) > 0),
        number,
        unitWords,
      ),
      sequence(
        edge("comparator", "filter", (found) => !found.adjective),
        number,
        literal("filter", "years", "year"),
        literal("filter", "old"),
      ) as Rule<never>,
    )(source, at).flatMap((parse) => {
      const [cmp, n] = parse.value as [
        Extract<Edge, {is: "comparator"}>,
        Extract<Edge, {is: "number"}>,
        unknown,
      ];
      const hints = cmp.adjective ?? {hints: ["age"]};
      return columns
        .filter((found) => numeric(found) && hinted(hints, found) && !isYearOf(n.value, found))
        .map((found) => ({
          ...parse,
          cost: parse.cost + 0.1 + 0.3 * (1 - 1 / nameWords(found.profile.name).length),
          value: compare(found, cmp.op, n.value),
        }));
    });

const MEASURED_IN: Record<string, string[]> = {
  degrees: ["temperature", "temp"],
  celsius: ["temperature", "temp"],
  fahrenheit: ["temperature", "temp"],
};

const PAID: Record<string, string[]> = {
  spent: ["spend", "spent", "sales", "amount", "revenue", "total", "price"],
  spend: ["spend", "spent", "sales", "amount", "revenue", "total", "price"],
  paid: ["paid", "fare", "price", "amount", "cost", "fee"],
  earn: ["salary", "income", "wage", "earnings", "pay"],
  earned: ["gross", "revenue", "earnings", "salary", "income"],
  earning: ["salary", "income", "wage", "earnings", "pay"],
  grossed: ["gross"],
  weighing: ["weight", "mass"],
  weigh: ["weight", "mass"],
};

/** "who spent more than 100": the verb says which column. */
const byVerb: Rule<FilterPhrase> = (source, at) =>
  sequence(
    literal("filter", ...Object.keys(PAID)),
    comparator,
    number,
    unitWords,
  )(source, at).flatMap((parse) => {
    const [verb, cmp, n] = parse.value;
    const adjective = {
      forms: {base: [], comparative: [], superlative: []},
      direction: "max" as const,
      hints: PAID[verb] ?? [],
    };
    return hintedColumns(adjective, source.columns).map((of) => ({
      ...parse,
      cost: parse.cost + 0.1,
      value: compare(of, cmp.op, n.value),
    }));
  });

const YOUNG = ["children", "kids", "child", "minors", "babies", "boys", "girls"];

/** "children under 10": the people say which column. */
const byPeople: Rule<FilterPhrase> = (source, at) =>
  sequence(
    literal("filter", ...YOUNG),
    optional(literal("filter", "aged", "who")),
    comparator,
    number,
    unitWords,
  )(source, at).flatMap((parse) => {
    const [, , cmp, n] = parse.value;
    const adjective = {
      forms: {base: [], comparative: [], superlative: []},
      direction: "max" as const,
      hints: ["age"],
    };
    return hintedColumns(adjective, source.columns).map((of) => ({
      ...parse,
      value: compare(of, cmp.op, n.value),
    }));
  });

/** "above 30 degrees": the unit says which column. */
const byUnit: Rule<FilterPhrase> = (source, at) =>
  sequence(
    comparator,
    number,
    literal("filter", ...Object.keys(MEASURED_IN)),
  )(source, at).flatMap((parse) => {
    const [cmp, n, unit] = parse.value;
    const adjective = {
      forms: {base: [], comparative: [], superlative: []},
      direction: cmp.op.startsWith(">") ? ("max" as const) : ("min" as const),
      hints: MEASURED_IN[unit] ?? [],
    };
    return hintedColumns(adjective, source.columns).map((of) => ({
      ...parse,
      cost: parse.cost + 0.15,
      value: compare(of, cmp.op, n.value),
    }));
  });

const AVERAGES: Rule<"avg" | "median"> = map(edge("average", "filter"), (found) =>
  found.text.toLowerCase().includes("median") ? "median" : "avg",
);
const byAverage: Rule<FilterPhrase> = either(
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

const missing = edge("intent", "filter", (found) => found.intent === "missing");
const known = (of: LexColumn, isNull: boolean): FilterPhrase => ({
  kind: "filter",
  column: of,
  condition: {op: isNull ? "is_null" : "is_not_null", of: of.ref},
  said: `${of.profile.name} is ${isNull ? "" : "not "}missing`,
});
const gappy = column((found) => found.profile.nulls > 0);
const byMissing: Rule<FilterPhrase> = either(
  map(sequence(optional(not), missing, column()), ([no, , of]) => known(of, no === undefined)),
  map(sequence(column(), copula, optional(not), missing), ([of, , no]) => known(of, no === undefined)),
  map(
    sequence(literal("filter", "without", "no", "lacking", "lack", "lacks", "missing"), gappy),
    ([, of]) => known(of, true),
    0.1,
  ),
  map(sequence(edge("not", "filter"), edge("with", "filter"), gappy), ([, , of]) => known(of, true), 0.1),
  map(sequence(literal("filter", "known", "non-missing", "recorded"), gappy), ([, of]) => known(of, false)),
);

const text = column((found) => found.profile.type === "text");
const piece: Rule<string> = either(
  map(edge("quoted", "filter"), (found) => found.text),
  (source, at) => {
    const token = source.tokens[at];
    if (!token || token.kind !== "word") return [];
    return [
      {to: at + 1, value: token.text, cost: 0.2, marks: [{from: at, to: at + 1, place: "filter" as const}]},
    ];
  },
);
const byText: Rule<FilterPhrase> = either(
  map(
    sequence(
      text,
      optional(not),
      edge("contains", "filter"),
      optional(literal("filter", "the", "a", "letter", "word")),
      optional(literal("filter", "letter", "word")),
      piece,
    ),
    ([of, no, how, , , part]) => ({
      kind: "filter",
      column: of,
      condition: no ? negate({op: how.how, of: of.ref, value: part}) : {op: how.how, of: of.ref, value: part},
      said: `${of.profile.name} ${no ? "not " : ""}${how.how.replace("_", " ")} "${part}"`,
    }),
  ),
  map(
    sequence(text, copula, edge("quoted", "filter")),
    ([of, , found]) => ({
      kind: "filter",
      column: of,
      condition: {op: "=", of: of.ref, value: found.text},
      said: `${of.profile.name} is ${found.text}`,
      equals: {values: [found.text], negated: false},
    }),
    0.05,
  ),
);

const byFlag: Rule<FilterPhrase> = map(
  sequence(optional(not), column(isFlag)),
  ([no, of]) => {
    const value = of.profile.type === "boolean" ? true : 1;
    return {
      kind: "filter",
      column: of,
      condition: {op: "=", of: of.ref, value: no ? (value === true ? false : 0) : value},
      said: `${of.profile.name} is ${no ? (value === true ? "false" : "0") : String(value)}`,
      equals: {values: [no ? (value === true ? false : 0) : value], negated: false},
      flag: true,
    };
  },
  0.05,
);

const byColumns: Rule<FilterPhrase> = map(
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

/** The other side of a flag: who died did not survive. */
const OPPOSITES: Record<string, string[]> = {
  surviv: ["died", "dead", "perished", "drowned", "die", "deaths", "victims"],
  aliv: ["died", "dead", "die"],
  churn: ["stayed", "retained", "stay", "kept"],
  activ: ["inactive"],
  return: ["kept"],
  default: ["repaid"],
};

const byOpposite: Rule<FilterPhrase> = (source, at) => {
  const token = source.tokens[at];
  if (!token) return [];
  const stems = Object.keys(OPPOSITES).filter((key) => OPPOSITES[key]!.includes(token.lower));
  const columns =
    stems.length === 0
      ? []
      : source.columns.filter(
          (found) =>
            isFlag(found) &&
            nameWords(found.profile.name).some((word) => stems.some((key) => stem(word).startsWith(key))),
        );
  return columns.map((of) => {
    const value = of.profile.type === "boolean" ? false : 0;
    const filter: FilterPhrase = {
      kind: "filter",
      column: of,
      condition: {op: "=", of: of.ref, value},
      said: `${of.profile.name} is ${value}`,
      equals: {values: [value], negated: false},
      flag: true,
    };
    return {
      to: at + 1,
      value: filter,
      cost: 0.2,
      marks: [{from: at, to: at + 1, place: "filter" as const, as: `${of.profile.name} = ${value}`}],
    };
  });
};

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
const byOrdinal: Rule<FilterPhrase> = map(
  sequence(
    ordinal,
    column((found) => integer(found) && found.profile.distinct <= 20),
  ),
  ([value, of]) => ({
    ...compare(of, "=", value),
    said: `${of.profile.name} is ${value}`,
  }),
);

/** Every way to say a condition. */
export const filterPhrase: Rule<FilterPhrase> = either(
  byValue,
  byNumber,
  byAverage,
  byUnit,
  byPeople,
  byVerb,
  byMissing,
  byText,
  byFlag,
  byOpposite,
  byOrdinal,
  byColumns,
);
