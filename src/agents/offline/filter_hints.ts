import {hintedColumns, onlyAmount} from "./column_nature.ts";
import {comparator, compare, hinted, number, numeric, unitWords} from "./filter_parts.ts";
import type {Edge} from "./lattice.ts";
import type {LexColumn} from "./lexicon.ts";
import {edge, either, literal, optional, type Rule, sequence} from "./parser.ts";
import type {FilterPhrase} from "./phrase.ts";
import {nameWords} from "./tokens.ts";
import {moneyColumns} from "./trade_words.ts";

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
  took: [],
  made: [],
  earned: ["gross", "revenue", "earnings", "salary", "income"],
  earning: ["salary", "income", "wage", "earnings", "pay"],
  grossed: ["gross"],
  went: ["price", "cost"],
  sold: ["price"],
  cost: ["price", "cost", "budget", "fare"],
  costs: ["price", "cost", "budget", "fare"],
  costing: ["price", "cost", "budget", "fare"],
  priced: ["price"],
  weighing: ["weight", "mass"],
  weigh: ["weight", "mass"],
};

/** Verbs of money that comes in, whatever its column is called. */
const TAKING = new Set(["sold", "took", "made", "earned", "grossed", "spent", "spend"]);

/** "who spent more than 100": the verb says which column. */
export const byVerb: Rule<FilterPhrase> = (source, at) =>
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
    const hinted = hintedColumns(adjective, source.columns).filter(
      ({profile: {max}}) => typeof max !== "number" || n.value <= max,
    );
    const [money] = TAKING.has(verb)
      ? moneyColumns({columns: source.columns.map(({profile}) => profile)})
      : [];
    const taken = source.columns.filter(({profile}) => profile === money);
    return (hinted.length > 0 ? hinted : taken).map((of) => ({
      ...parse,
      cost: parse.cost + (hinted.length > 0 ? 0.1 : 0.15),
      value: compare(of, cmp.op, n.value),
    }));
  });

const YOUNG = ["children", "kids", "child", "minors", "babies", "boys", "girls"];

/** "children under 10": the people say which column. */
export const byPeople: Rule<FilterPhrase> = (source, at) =>
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

const MONEY_WORDS = ["dollars", "dollar", "bucks", "euros", "quid", "usd", "eur", "gbp"];

/** "over 500 dollars", "under $10": the currency says that money is meant. */
export const byMoney: Rule<FilterPhrase> = (source, at) =>
  sequence(
    comparator,
    number,
    optional(literal("filter", ...MONEY_WORDS)),
  )(source, at).flatMap((parse) => {
    const [cmp, n, word] = parse.value;
    if (cmp.adjective || (!word && !["$", "€", "£"].includes(n.unit ?? ""))) return [];
    const money = moneyColumns({columns: source.columns.map(({profile}) => profile)});
    return source.columns
      .filter(({profile}) => money.includes(profile))
      .map((of) => ({
        ...parse,
        cost: parse.cost + 0.15 + 0.05 * money.indexOf(of.profile),
        value: compare(of, cmp.op, n.value),
      }));
  });

/** "days with more than 8500": of the one amount that there is. */
export const byOnlyAmount: Rule<FilterPhrase> = (source, at) => {
  const of = onlyAmount(source.columns);
  if (!of) return [];
  return sequence(
    literal("filter", "with", "having", "had", "that", "where"),
    optional(literal("filter", "had", "have", "has")),
    comparator,
    number,
  )(source, at).flatMap((parse) => {
    const [, , cmp, n] = parse.value;
    const isEnd = !source.tokens.slice(parse.to).some(({kind}) => kind !== "mark");
    const {min, max} = of.profile;
    const isIn = typeof min === "number" && typeof max === "number" && n.value >= min && n.value <= max;
    return isEnd && isIn && !cmp.adjective?.hints.length && !n.unit
      ? [{...parse, cost: parse.cost + 0.2, value: compare(of, cmp.op, n.value)}]
      : [];
  });
};

const MINORS = ["children", "kids", "minors", "child"];
const ADULTS = ["adults", "grown-ups", "grownups"];

/** "kids" of people whose ages are known: under 18, which the reading says. */
export const byMinors: Rule<FilterPhrase> = (source, at) => {
  const word = source.tokens[at]?.lower ?? "";
  const [young, grown] = [MINORS.includes(word), ADULTS.includes(word)];
  if (!young && !grown) return [];
  return source.columns
    .filter(({profile}) => numeric({profile} as LexColumn) && nameWords(profile.name).includes("age"))
    .filter(({profile}) => Number(profile.min) >= 0 && Number(profile.max) <= 120 && Number(profile.min) < 18)
    .map((of) => ({
      to: at + 1,
      value: compare(of, young ? "<" : ">=", 18),
      cost: 0.2,
      marks: [
        {from: at, to: at + 1, place: "filter" as const, as: `${of.profile.name} ${young ? "<" : ">="} 18`},
      ],
    }));
};

/** "above 30 degrees": the unit says which column. */
export const byUnit: Rule<FilterPhrase> = (source, at) =>
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

const LOSSES = [
  "losing money",
  "loses money",
  "lose money",
  "making a loss",
  "made a loss",
  "unprofitable",
  "loss making",
  "in the red",
];

/** "losing money": a profit below zero. */
export const byLoss: Rule<FilterPhrase> = (source, at) => {
  const words = source.tokens.slice(at, at + 3).map((token) => token.lower);
  const said = LOSSES.find((phrase) => words.slice(0, phrase.split(" ").length).join(" ") === phrase);
  if (said === undefined) return [];
  const to = at + said.split(" ").length;
  return source.columns
    .filter((of) => numeric(of) && /profit/i.test(of.profile.name))
    .map((of) => ({
      to,
      value: compare(of, "<", 0),
      cost: 0.1,
      marks: [{from: at, to, place: "filter" as const, as: `${of.profile.name} < 0`}],
    }));
};
