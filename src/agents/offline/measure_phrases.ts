import {groups} from "../../data/roles.ts";
import type {Expression} from "../../tools/condition.ts";
import {isFlag} from "./column_nature.ts";
import type {LexColumn} from "./lexicon.ts";
import {singular} from "./morphology.ts";
import {
  edge,
  either,
  list,
  literal,
  map,
  optional,
  type Parse,
  type Rule,
  type Source,
  sequence,
} from "./parser.ts";
import type {Phrase} from "./phrase.ts";
import {COUNTED} from "./row_nouns.ts";
import {nameWords} from "./tokens.ts";
import {moneyColumns} from "./trade_words.ts";

const numeric = (column: LexColumn): boolean =>
  column.profile.type === "integer" || column.profile.type === "number";
const ordered = (column: LexColumn): boolean =>
  numeric(column) || column.profile.type === "date" || column.profile.type === "timestamp";

export const measured = (accept: (found: LexColumn) => boolean = numeric): Rule<LexColumn> =>
  map(
    edge("column", "measure", (found) => accept(found.column)),
    (found) => found.column,
  );

export const and: Rule<unknown> = either<unknown>(
  sequence(edge("comma", "filler"), edge("and", "filler")),
  edge("comma", "filler"),
  edge("and", "filler"),
  literal("filler", "&", "vs", "versus"),
);

const OPERATORS: Record<string, "+" | "-" | "*" | "/"> = {
  "*": "*",
  "/": "/",
  "+": "+",
  times: "*",
  "multiplied by": "*",
  "divided by": "/",
  minus: "-",
  plus: "+",
};

/** "price times quantity" */
const expression: Rule<{of: Expression; column: LexColumn; said: string}> = map(
  sequence(measured(), edge("arithmetic", "measure"), measured()),
  ([left, sign, right]) => {
    const op = OPERATORS[sign.text.toLowerCase()];
    if (!op || left === right) return undefined;
    return {
      of: {op, left: left.ref, right: right.ref},
      column: left,
      said: `${left.profile.name} ${op} ${right.profile.name}`,
    };
  },
);

/** "the gap between high and low" of a row. */
const gapBetween: Rule<{of: Expression; column: LexColumn; said: string}> = map(
  sequence(
    edge("intent", "measure", ({text}) => /^(?:gap|difference|range)\b/i.test(text)),
    optional(literal("filler", "between", "of")),
    measured(),
    edge("and", "measure"),
    measured(),
  ),
  ([, , left, , right]) =>
    left === right
      ? undefined
      : {
          of: {op: "-", left: left.ref, right: right.ref},
          column: left,
          said: `${left.profile.name} - ${right.profile.name}`,
        },
);

const plainTarget = (
  accept?: (found: LexColumn) => boolean,
): Rule<{of: Expression; column: LexColumn; said: string}> =>
  map(measured(accept), (column) => ({of: column.ref, column, said: column.profile.name}));

const fn = edge("function", "measure");
const numericFunctions = new Set(["avg", "sum", "median", "stddev", "variance"]);

const named = (source: Source, ...endings: string[]): LexColumn | undefined =>
  source.columns.find(
    (column) => numeric(column) && endings.includes(nameWords(column.profile.name).at(-1) ?? ""),
  );

/** Ratios that every shop knows: what they are made of is taken from the columns' names. */
const ratio: Rule<Phrase> = (source, at) => {
  const words = source.tokens.slice(at, at + 3).map((token) => token.lower);
  const sales = named(source, "sales", "revenue", "turnover", "total", "amount");
  const profit = named(source, "profit");
  const found = (length: number, value: Extract<Phrase, {kind: "ratio"}>): Parse<Phrase>[] => [
    {to: at + length, value, cost: 0, marks: [{from: at, to: at + length, place: "measure", as: value.name}]},
  ];
  const margin =
    words[0] === "profit" && /^margins?$/.test(words[1] ?? "")
      ? 2
      : /^margins?$/.test(words[0] ?? "")
        ? 1
        : 0;
  if (margin > 0 && sales && profit && !named(source, "margin")) {
    return found(margin, {kind: "ratio", name: "profit margin", part: profit, whole: sales, per: "sum"});
  }
  const deal = averageDeal(source, words);
  return deal ? found(deal.length, deal.value) : [];
};

const DEALS: Record<string, readonly string[]> = {
  order: ["order"],
  invoice: ["invoice"],
  transaction: ["transaction", "txn", "trans", "order"],
  basket: ["order", "transaction", "txn", "receipt", "basket"],
  purchase: ["order", "purchase", "transaction", "txn"],
  sale: ["order", "transaction", "txn", "sale"],
  txn: ["txn", "transaction"],
  booking: ["booking"],
};
const WORTH = /^(?:values?|sizes?|amounts?|worth|spend|totals?|money)$/;

/** "average order value", "average basket": money for each deal, not for each row. */
function averageDeal(
  source: Source,
  words: readonly string[],
): {length: number; value: Extract<Phrase, {kind: "ratio"}>} | undefined {
  const [fn, entity = "", worth = ""] = words;
  const called = DEALS[singular(entity)];
  if (!["average", "avg", "mean", "typical"].includes(fn ?? "") || !called) return undefined;
  const hasWorth = WORTH.test(worth);
  if (!hasWorth && singular(entity) !== "basket") return undefined;
  const columns = source.columns.map((column) => ({
    column,
    words: nameWords(column.profile.name).map((word) => singular(word).replace(/^txns$/, "txn")),
  }));
  const [money] = moneyColumns({columns: source.columns.map(({profile}) => profile)});
  const part = source.columns.find(({profile}) => profile === money);
  const of = columns.filter((one) => one.words.some((word) => called.includes(word)));
  const id = of.find(({column}) => column.profile.type === "text");
  const counted = of.find(
    ({column}) => column.profile.type === "integer" && column.profile.additivity === "additive",
  );
  const whole = id ?? counted;
  if (!part || !whole) return undefined;
  return {
    length: hasWorth ? 3 : 2,
    value: {
      kind: "ratio",
      name: `average ${entity}${hasWorth ? ` ${worth}` : ""}`,
      part,
      whole: whole.column,
      per: id ? "count_distinct" : "sum",
    },
  };
}

export const measure: Rule<Phrase> = either<Phrase>(
  ratio,
  map(
    sequence(
      list(fn, and),
      list(
        either(
          expression,
          plainTarget((found) => ordered(found) || found.profile.type === "text"),
        ),
        and,
      ),
    ),
    ([fns, targets]) => {
      const wanted = fns.map((found) => found.fn);
      if (
        wanted.some((name) => numericFunctions.has(name)) &&
        targets.some((target) => !numeric(target.column))
      )
        return undefined;
      return {kind: "measure", fns: wanted, targets};
    },
  ),
  map(
    sequence(plainTarget(), fn),
    ([target, found]) => ({kind: "measure", fns: [found.fn], targets: [target]}),
    0.15,
  ),
  map(sequence(quantile, plainTarget()), ([q, target]) => ({
    kind: "measure",
    fns: ["quantile"],
    targets: [target],
    q,
  })),
  map(expression, (found) => ({kind: "expression", ...found})),
  map(
    sequence(edge("superlative", "measure"), gapBetween),
    ([how, found]) => ({kind: "measure", fns: [how.direction], targets: [found]}),
    0.05,
  ),
  map(sequence(fn, gapBetween), ([how, found]) =>
    how.fn === "sum" ? undefined : {kind: "measure", fns: [how.fn], targets: [found]},
  ),
);

function quantile(source: Source, at: number): Parse<number>[] {
  for (let from = at; from < Math.min(source.tokens.length - 1, at + 3); from++) {
    const match = /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(source.tokens[from]!.lower);
    if (match && source.tokens[from + 1]!.lower.startsWith("percentile")) {
      return [
        {
          to: from + 2,
          value: Number(match[1]) / 100,
          cost: 0,
          marks: [{from, to: from + 2, place: "measure"}],
        },
      ];
    }
  }
  return [];
}

/** "last order date", "the first visit date": the ends of a column of dates. */
export const endOfDates: Rule<Phrase> = map(
  sequence(
    literal("measure", "last", "latest", "first", "earliest", "newest", "oldest"),
    measured(({profile}) => profile.type === "date" || profile.type === "timestamp"),
  ),
  ([end, column]) => ({
    kind: "measure",
    fns: [/^(?:last|latest|newest)$/.test(end) ? "max" : "min"],
    targets: [{of: column.ref, column, said: column.profile.name}],
  }),
  0.05,
);

export const distinct = edge("distinctWord", "measure");
const count = edge("count", "measure");
export const countable = map(
  edge(
    "column",
    "measure",
    (found) =>
      (!numeric(found.column) && !isFlag(found.column)) ||
      found.column.profile.role === "identifier" ||
      (COUNTED.has(found.column.profile.name.toLowerCase()) && found.column.profile.role === "measure") ||
      groups(found.column.profile),
  ),
  (found) => found.column,
);

export const counting: Rule<Phrase> = either<Phrase>(
  map(sequence(count, optional(distinct), countable), ([, different, entity]) => ({
    kind: "count",
    entity,
    distinct: different !== undefined,
    rows: false,
  })),
  map(
    sequence(
      count,
      distinct,
      measured(() => true),
    ),
    ([, , entity]) => ({kind: "count", entity, distinct: true, rows: false}),
  ),
  map(
    sequence(count, optional(distinct), either<unknown>(edge("rows", "measure"), edge("table", "measure"))),
    ([, different]) => ({kind: "count", distinct: different !== undefined, rows: true}),
  ),
  map(count, () => ({kind: "count", distinct: false, rows: false}), 0.05),
  map(
    sequence(
      distinct,
      measured(() => true),
      count,
    ),
    ([, entity]) => ({kind: "count", entity, distinct: true, rows: false}),
  ),
  map(
    sequence(
      distinct,
      measured(() => true),
    ),
    ([, column]) => ({kind: "distinct", column}),
  ),
);

const comparator = edge("comparator", "filter");
const anyNumber = edge("number", "filter");

/** "more than 10 orders", "an average fare over 50": kept by what a group comes to. */
export const having: Rule<Phrase> = either<Phrase>(
  map(
    sequence(comparator, anyNumber, either<unknown>(edge("rows", "filter"), edge("table", "filter"))),
    ([cmp, n]) => ({kind: "having", op: cmp.op, value: n.value}),
  ),
  map(
    sequence(
      fn,
      plainTarget(),
      optional(literal("filler", "is", "are", "was", "were", "of")),
      comparator,
      anyNumber,
    ),
    ([found, target, , cmp, n]) => ({
      kind: "having",
      op: cmp.op,
      value: n.value,
      of: {fn: found.fn, ...target},
    }),
  ),
);
