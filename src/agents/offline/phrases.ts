import type {Expression} from "../../tools/condition.ts";
import {isFlag} from "./column_nature.ts";
import {byAdjective} from "./filter_hints.ts";
import {filterPhrase} from "./filter_phrases.ts";
import type {Edge} from "./lattice.ts";
import type {LexColumn} from "./lexicon.ts";
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
import type {GroupItem, Phrase} from "./phrase.ts";
import {nameWords} from "./tokens.ts";

const numeric = (column: LexColumn): boolean =>
  column.profile.type === "integer" || column.profile.type === "number";
const ordered = (column: LexColumn): boolean =>
  numeric(column) || column.profile.type === "date" || column.profile.type === "timestamp";

const measured = (accept: (found: LexColumn) => boolean = numeric): Rule<LexColumn> =>
  map(
    edge("column", "measure", (found) => accept(found.column)),
    (found) => found.column,
  );

const and: Rule<unknown> = either<unknown>(
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
  const entity = words[1] ?? "";
  if (
    ["average", "avg", "mean", "typical"].includes(words[0] ?? "") &&
    ["order", "basket", "invoice", "transaction"].includes(entity) &&
    ["value", "size", "amount"].includes(words[2] ?? "")
  ) {
    const id = source.columns.find(
      (column) => column.profile.role === "identifier" && nameWords(column.profile.name).includes(entity),
    );
    if (id && sales)
      return found(3, {
        kind: "ratio",
        name: `average ${entity} ${words[2]}`,
        part: sales,
        whole: id,
        per: "count_distinct",
      });
  }
  return [];
};

const measure: Rule<Phrase> = either<Phrase>(
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

const distinct = edge("distinctWord", "measure");
const count = edge("count", "measure");
const countable = map(
  edge(
    "column",
    "measure",
    (found) =>
      (!numeric(found.column) && !isFlag(found.column)) ||
      found.column.profile.role === "identifier" ||
      found.column.profile.role === "category",
  ),
  (found) => found.column,
);

const counting: Rule<Phrase> = either<Phrase>(
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

const groupColumn: Rule<GroupItem> = either<GroupItem>(
  map(edge("column", "group"), (found) => ({kind: "column", column: found.column})),
  map(edge("period", "group"), (found) =>
    found.phrase.kind === "grain" ? {kind: "grain", phrase: found.phrase} : undefined,
  ),
  map(edge("unit", "group"), (found) => ({kind: "unit", unit: found.unit}), 0.05),
);
const by = edge("by", "group");
const grouping: Rule<Phrase> = either<Phrase>(
  map(
    sequence(
      literal("group", "in", "from", "for", "across", "among", "at", "on", "with", "of", "between"),
      distinct,
      list(groupColumn, and),
    ),
    ([, , items]) => ({
      kind: "group",
      items,
      by: true,
    }),
  ),
  map(
    sequence(
      by,
      optional(by),
      list(groupColumn, either<unknown>(and, sequence(edge("and", "filler"), by), by)),
    ),
    ([, , items]) => ({kind: "group", items, by: true}),
  ),
  map(edge("period", "group"), (found) =>
    found.phrase.kind === "grain"
      ? {kind: "group", items: [{kind: "grain", phrase: found.phrase}], by: true}
      : undefined,
  ),
);

const whichGroup: Rule<Phrase> = map(
  sequence(
    edge("wh", "group", (found) => /^(which|what|whose)/.test(found.text.toLowerCase())),
    optional(distinct),
    groupColumn,
  ),
  ([wh, , item]) => ({kind: "whichGroup", item, wh: wh.text.toLowerCase()}),
  0.02,
);

const NUMBER = map(
  edge(
    "number",
    "limit",
    (found) => Number.isInteger(found.value) && found.value > 0 && found.value <= 1000 && !found.unit,
  ),
  (found) => found.value,
);
const superlativeEdge = edge("superlative", "order");
const superlative: Rule<Phrase> = either<Phrase>(
  map(sequence(edge("top", "limit"), NUMBER, optional(superlativeEdge)), ([, n, how]) => ({
    kind: "super",
    direction: how?.direction ?? "max",
    n,
    word: "top",
    ...(how && {adjective: how.adjective}),
  })),
  map(sequence(edge("bottom", "limit"), NUMBER), ([, n]) => ({
    kind: "super",
    direction: "min",
    n,
    word: "bottom",
  })),
  map(sequence(NUMBER, superlativeEdge), ([n, how]) => extreme(how, n)),
  map(sequence(superlativeEdge, NUMBER), ([how, n]) => extreme(how, n)),
  map(superlativeEdge, (how) => extreme(how)),
);

function extreme(how: Extract<Edge, {is: "superlative"}>, n?: number): Phrase {
  const word = how.text.toLowerCase();
  return {
    kind: "super",
    direction: how.direction,
    adjective: how.adjective,
    word,
    ...(n !== undefined && {n}),
  };
}

/** "six distributors with the biggest": how many, apart from the superlative. */
const bareNumber: Rule<Phrase> = map(NUMBER, (value) => ({kind: "number", value}), 0.3);

const axis = edge("axis", "order");
const direction = edge("sort", "order", (found) => found.how !== "sort");
const anySort = edge("sort", "order");

const sorting: Rule<Phrase> = either<Phrase>(
  map(sequence(anySort, axis, optional(direction)), ([how, found, end]) => ({
    kind: "sort",
    how: end?.how ?? how.how,
    axis: found.axis,
  })),
  map(sequence(axis, direction), ([found, how]) => ({kind: "sort", how: how.how, axis: found.axis})),
  map(
    sequence(
      direction,
      edge("sort", "order", (found) => found.how === "sort"),
      axis,
    ),
    ([how, , found]) => ({kind: "sort", how: how.how, axis: found.axis}),
  ),
  map(
    sequence(
      edge("sort", "order", (found) => found.how === "sort"),
      measured(() => true),
      optional(edge("sort", "order", (found) => found.how !== "sort")),
    ),
    ([, column, how]) => ({kind: "sort", how: how?.how ?? "sort", column}),
  ),
  map(edge("sort", "order"), (found) => ({kind: "sort", how: found.how})),
);

/** "excluding 2012" */
const notPeriod: Rule<Phrase> = map(sequence(edge("not", "filter"), edge("period", "filter")), ([, found]) =>
  found.phrase.kind === "period" ? {kind: "notPeriod", phrase: found.phrase} : undefined,
);

const single: Rule<Phrase> = either<Phrase>(
  map(edge("column", "column"), (found) => ({kind: "column", column: found.column}), 0.12),
  map(list(fn, and), (found) => ({kind: "function", fns: found.map((one) => one.fn)}), 0.3),
  map(edge("share", "measure"), () => ({kind: "share"})),
  map(
    sequence(
      measured(() => true),
      edge("rate", "measure"),
    ),
    ([column]) => ({kind: "rate", column}),
  ),
  map(
    edge("period", "period", (found) => found.phrase.kind !== "grain"),
    (found) => ({kind: "period", phrase: found.phrase}),
  ),
  map(edge("chart", "output"), (found) => ({kind: "chart", chart: found.kind})),
  map(edge("arrangement", "output"), (found) => ({kind: "arrangement", arrangement: found.arrangement})),
  map(edge("intent", "intent"), (found) => ({kind: "intent", intent: found.intent})),
  map(edge("than", "intent"), () => ({kind: "than"}), 0.05),
  map(edge("rows", "table"), () => ({kind: "rows"})),
  map(edge("table", "table"), () => ({kind: "rows"})),
  map(edge("wh", "intent"), (found) => ({kind: "wh", word: found.text.toLowerCase()})),
  map(edge("list", "output"), () => ({kind: "list"})),
  map(edge("or", "filler"), () => ({kind: "or"})),
  map(edge("and", "filler"), () => ({kind: "and"})),
  map(edge("comma", "filler"), () => ({kind: "and"})),
  map(edge("copula", "filler"), () => ({kind: "copula"}), 0.01),
  map(edge("unit", "table"), (found) => ({kind: "unit", unit: found.unit}), 0.1),
  map(edge("adjective", "order"), (found) => ({kind: "vague", adjective: found.adjective}), 0.3),
);

const comparator = edge("comparator", "filter");
const anyNumber = edge("number", "filter");

/** "more than 10 orders", "an average fare over 50": kept by what a group comes to. */
const having: Rule<Phrase> = either<Phrase>(
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

/** Every phrase that a question may be made of; columns are needed for adjectives that imply one. */
export const anyPhrase = (columns: readonly LexColumn[]): Rule<Phrase> =>
  either<Phrase>(
    measure,
    counting,
    having,
    grouping,
    whichGroup,
    superlative,
    bareNumber,
    notPeriod,
    sorting,
    filterPhrase,
    byAdjective(columns),
    single,
  );
