import type {Edge} from "./lattice.ts";
import type {LexColumn} from "./lexicon.ts";
import {countable, distinct, measured} from "./measure_phrases.ts";
import {edge, either, literal, map, optional, type Rule, sequence} from "./parser.ts";
import type {PerThing, Phrase} from "./phrase.ts";

const FUNCTIONS = new Set(["avg", "median", "max", "min"]);
const MANY = 60;

const isNumeric = ({profile}: LexColumn): boolean => profile.type === "integer" || profile.type === "number";
const isDated = ({profile}: LexColumn): boolean => profile.type === "date" || profile.type === "timestamp";

/** What several rows may be of: an order with several lines, a customer with several orders. */
export const isThing = (column: LexColumn): boolean =>
  !isDated(column) &&
  column.profile.type !== "boolean" &&
  (!isNumeric(column) || column.profile.role === "identifier");

export const things: Rule<LexColumn> = map(countable, (column) => (isThing(column) ? column : undefined));

/** Things that are many and have names or numbers of their own: customers, orders; not regions. */
const isOneOfMany = (column: LexColumn): boolean =>
  isThing(column) && (column.profile.role === "identifier" || column.profile.distinct > MANY);

const comparator = edge("comparator", "filter");
const number = edge("number", "filter", (found) => !found.unit);
const rows = either<unknown>(edge("rows", "filter"), edge("table", "filter"));
const counted: Rule<LexColumn | undefined> = either<LexColumn | undefined>(
  map(sequence(optional(distinct), things), ([, column]) => column),
  // A row is what is counted.
  (source, at) => rows(source, at).map((parse) => ({...parse, value: undefined})),
);

const has = literal("filter", "with", "having", "have", "has", "had", "placed", "made");
const numberHere: Rule<{value: number}> = (source, at) =>
  number(source, at).filter(({marks}) => marks.length === 1);

/** "more than 5 orders", "exactly one order", "3 or more products", "only one visit": how many of a thing a group has. */
export const havingThings: Rule<Phrase> = either<Phrase>(
  map(sequence(optional(has), comparator, number, counted), ([, cmp, n, column]) => bound(cmp.op, n, column)),
  map(sequence(number, edge("postComparator", "filter"), counted), ([n, cmp, column]) =>
    bound(cmp.op, n, column),
  ),
  map(sequence(literal("filter", "only", "just"), number, counted), ([, n, column]) => bound("=", n, column)),
  map(sequence(has, numberHere, things), ([, n, column]) => bound("=", n, column), 0.15),
);

const bound = (
  op: Extract<Phrase, {kind: "having"}>["op"],
  {value}: {value: number},
  column: LexColumn | undefined,
): Phrase => ({kind: "having", op, value, ...(column && {counted: column})});

/** "no orders", "without sales": of which a group has none in the time that is asked about. */
export const without: Rule<Phrase> = map(
  sequence(
    edge("not", "filter", (found) =>
      /^(?:no|without|did not have|do not have|zero)$/.test(found.text.toLowerCase()),
    ),
    either<LexColumn | undefined>(
      counted,
      measured((found) => isNumeric(found) && found.profile.additivity === "additive"),
    ),
  ),
  () => ({kind: "none"}),
  0.05,
);

const PER: Rule<unknown> = either<unknown>(
  edge("by", "group", ({text}) =>
    /^(?:per|each|every|(?:for|in|of|on|at|from|per) (?:each|every))$/i.test(text),
  ),
  sequence(
    literal("group", "in", "on", "of", "for", "by"),
    literal("group", "a", "an", "each", "every", "one"),
  ),
);
const fn = edge("function", "measure", (found) => FUNCTIONS.has(found.fn));
type Part = Pick<PerThing, "part" | "counted">;
const amount: Rule<Part> = map(
  measured((found) => isNumeric(found) && found.profile.additivity === "additive"),
  (part) => ({part}),
);
const number_of: Rule<Part> = map(counted, (column) => (column ? {counted: column} : {}));
/** Orders and rows have numbers of their own; a rating is a word for each. */
const ownNumbers: Rule<Part> = map(number_of, (part) =>
  part.counted && part.counted.profile.role !== "identifier" ? undefined : part,
);
const count = edge("count", "measure");
const onAverage = edge("function", "measure", ({text}) => /average|mean|typical/i.test(text));
const unit = edge("unit", "group", (found) =>
  ["day", "week", "month", "quarter", "year"].includes(found.unit),
);

const many = (column: LexColumn): LexColumn | undefined => (isOneOfMany(column) ? column : undefined);

const per = (found: Extract<Edge, {is: "function"}>, part: Part, whole: LexColumn): Phrase | undefined =>
  part.counted === whole ? undefined : {kind: "perThing", fn: found.fn as PerThing["fn"], ...part, whole};

/** "average lines per order", "median spend per customer", "how many products in an order on average". */
export const perThing: Rule<Phrase> = either<Phrase>(
  map(sequence(fn, count, number_of, PER, things), ([found, , part, , whole]) => per(found, part, whole)),
  map(sequence(fn, ownNumbers, PER, map(things, many)), ([found, part, , whole]) => per(found, part, whole)),
  map(sequence(fn, amount, PER, map(things, many)), ([found, part, , whole]) => per(found, part, whole)),
  map(sequence(count, number_of, PER, things, onAverage), ([, part, , whole, found]) =>
    per(found, part, whole),
  ),
  map(sequence(amount, PER, map(things, many), onAverage), ([part, , whole, found]) =>
    per(found, part, whole),
  ),
  map(sequence(fn, count, number_of, PER, unit), ([found, , part, , by]) => ({
    kind: "perThing",
    fn: found.fn as PerThing["fn"],
    ...part,
    unit: by.unit,
  })),
);
