import type {Condition} from "../../tools/condition.ts";
import {isFlag} from "./column_nature.ts";
import {column, copula, joint, negate, not, quote} from "./filter_parts.ts";
import type {Edge} from "./lattice.ts";
import type {LexColumn} from "./lexicon.ts";
import {stem} from "./morphology.ts";
import {edge, either, list, literal, map, optional, type Rule, sequence} from "./parser.ts";
import type {FilterPhrase} from "./phrase.ts";
import {nameWords} from "./tokens.ts";

type ValueEdge = Extract<Edge, {is: "value"}>;

const sameColumn = (edges: ValueEdge[]): boolean => edges.every((found) => found.column === edges[0]!.column);

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
export const byValue: Rule<FilterPhrase> = either(
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

const text = column((found) => found.profile.type === "text");

const piece: Rule<string> = either(
  map(edge("quoted", "filter"), (found) => found.text),
  (source, at) => {
    const token = source.tokens[at];
    if (token?.kind !== "word") return [];
    return [
      {to: at + 1, value: token.text, cost: 0.2, marks: [{from: at, to: at + 1, place: "filter" as const}]},
    ];
  },
);

export const byText: Rule<FilterPhrase> = either(
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

export const byFlag: Rule<FilterPhrase> = map(
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

/** What a yes of a flag is called, where its name does not say it. */
const FATES: Record<string, string[]> = {
  surviv: ["lived"],
  churn: ["left", "quit"],
  default: ["defaulted"],
};

/** "how many lived": the yes of a flag by another word. */
export const byFate: Rule<FilterPhrase> = (source, at) => {
  const word = source.tokens[at]?.lower ?? "";
  const stems = Object.keys(FATES).filter((key) => FATES[key]!.includes(word));
  return source.columns
    .filter(
      (found) =>
        isFlag(found) &&
        nameWords(found.profile.name).some((part) => stems.some((key) => stem(part).startsWith(key))),
    )
    .map((of) => {
      const value = of.profile.type === "boolean" ? true : 1;
      return {
        to: at + 1,
        value: {
          kind: "filter",
          column: of,
          condition: {op: "=", of: of.ref, value},
          said: `${of.profile.name} is ${value}`,
          equals: {values: [value], negated: false},
          flag: true,
        },
        cost: 0.02,
        marks: [{from: at, to: at + 1, place: "filter" as const, as: `${of.profile.name} = ${value}`}],
      };
    });
};

/** The other side of a flag: who died did not survive. */
const OPPOSITES: Record<string, string[]> = {
  surviv: ["died", "dead", "perished", "drowned", "die", "deaths", "victims"],
  aliv: ["died", "dead", "die"],
  churn: ["stayed", "retained", "stay", "kept"],
  activ: ["inactive"],
  return: ["kept"],
  default: ["repaid"],
};

export const byOpposite: Rule<FilterPhrase> = (source, at) => {
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

const missing = edge("intent", "filter", (found) => found.intent === "missing");

const known = (of: LexColumn, isNull: boolean): FilterPhrase => ({
  kind: "filter",
  column: of,
  condition: {op: isNull ? "is_null" : "is_not_null", of: of.ref},
  said: `${of.profile.name} is ${isNull ? "" : "not "}missing`,
});

const gappy = column((found) => found.profile.nulls > 0);

export const byMissing: Rule<FilterPhrase> = either(
  map(
    sequence(literal("filter", "without", "lacking", "lack", "lacks"), column()),
    ([, of]) => known(of, true),
    0.3,
  ),
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
