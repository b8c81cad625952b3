import {byAdjective} from "./filter_hints.ts";
import {filterPhrase} from "./filter_phrases.ts";
import type {LexColumn} from "./lexicon.ts";
import {and, counting, distinct, endOfDates, having, measure, measured} from "./measure_phrases.ts";
import {bareNumber, sorting, superlative} from "./order_phrases.ts";
import {edge, either, list, literal, map, optional, type Rule, sequence} from "./parser.ts";
import type {GroupItem, Phrase} from "./phrase.ts";
import {bothSides, eachOfThem, inUnit, scope} from "./scope_phrases.ts";
import {definedMeasure} from "./talk/defined_edges.ts";
import {havingThings, perThing, without} from "./thing_phrases.ts";

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

/** "excluding 2012" */
const notPeriod: Rule<Phrase> = map(sequence(edge("not", "filter"), edge("period", "filter")), ([, found]) =>
  found.phrase.kind === "period" ? {kind: "notPeriod", phrase: found.phrase} : undefined,
);

const single: Rule<Phrase> = either<Phrase>(
  map(edge("column", "column"), (found) => ({kind: "column", column: found.column}), 0.12),
  map(
    list(edge("function", "measure"), and),
    (found) => ({kind: "function", fns: found.map((one) => one.fn)}),
    0.3,
  ),
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

/** Every phrase that a question may be made of; columns are needed for adjectives that imply one. */
export const anyPhrase = (columns: readonly LexColumn[]): Rule<Phrase> =>
  either<Phrase>(
    measure,
    definedMeasure,
    endOfDates,
    counting,
    having,
    havingThings,
    without,
    perThing,
    scope,
    bothSides,
    inUnit,
    eachOfThem,
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
