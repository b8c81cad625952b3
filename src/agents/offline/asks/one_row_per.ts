import type {Measure} from "../../../tools/measure.ts";
import {hasSpellings} from "../same_things.ts";
import {nameWords} from "../tokens.ts";
import {moneyColumns} from "../trade_words.ts";
import {type Ask, blankReading, columnsSaid, isNumber, planned} from "./ask_scene.ts";
import {vocabulary} from "./places_words.ts";
import {dealKey, thingCalled} from "./things.ts";

const ONE_ROW = /\b(?:one|1|a|single) (?:row|line|record|entry) (?:per|for each|for every|each|by)\s+(.+)$/i;
/** "roll it up to store level" */
const ROLLED =
  /\b(?:roll(?:ed)? (?:\w+ )?up|collapse|condense|squash|boil(?:ed)? (?:\w+ )?down)(?: (?:it|this|that|them|everything|the data))? (?:to|by|at|per|into|on) (?:one (?:row|line) (?:per|for each) )?(.+)$/i;
const MOST = 6;

/** The words that such a question is made of. */
export const ONE_ROW_PER_WORDS = vocabulary(`
  one | 1 | a | single | row | line | record | entry | per | each | every | by | for each | instead | instead of | rather than
  | not | with | showing | total | number | how many | count | no of | number of | item | items | turn | collapse | roll | roll up | rolled | condense | squash | boil | down | level | basis | up | them | everything | also`);

/** "one row per store": the rows in groups, with how many there were, and the sums of what adds up. */
export const askOneRowPer: Ask = (scene) => {
  const {question, table, lexicon} = scene;
  const found = ONE_ROW.exec(question) ?? ROLLED.exec(question);
  if (!found) return undefined;
  const rest = found[1]!.replace(/\b(?:instead of|not|rather than)\b.*$/i, "");
  const [what, more] = rest.replace(/\b(?:level|basis)\b/i, " ").split(/\bwith\b|,|:|\bshowing\b|\band\b/i);
  const word = /\p{L}+/u.exec((what ?? "").replace(/^\s*(?:the|a|each)\s/i, ""))?.[0] ?? "";
  const deal = dealKey(table);
  const isDeal =
    deal &&
    nameWords(deal.name).some((one) => one === word.toLowerCase() || `${one}s` === word.toLowerCase());
  const said = columnsSaid(
    {lexicon},
    what ?? "",
    (column) => column.table === table.table && !isNumber(column.profile),
  )[0]?.column.profile;
  const thing = isDeal
    ? {key: deal, label: deal}
    : said
      ? {key: said, label: said}
      : thingCalled(word, table);
  if (!thing) return undefined;
  const numbers = more
    ? columnsSaid({lexicon}, more, (column) => isNumber(column.profile)).map(({column}) => column.profile)
    : [];
  const counts = more !== undefined && /\bnumber\b|\bhow many\b|\bcount\b|\bno\b/i.test(more);
  const adds = table.columns.filter(
    (column) =>
      isNumber(column) &&
      column.role === "measure" &&
      column.additivity === "additive" &&
      !/^(?:ln|line)$|%|\bnps\b|rating|score/i.test(column.name),
  );
  const money = moneyColumns(table);
  const chosen =
    numbers.length > 0
      ? numbers
      : counts
        ? []
        : [...money, ...adds.filter((column) => !money.includes(column))].slice(0, MOST);
  const measures: Measure[] = [
    ...chosen.map(
      ({name, unit}): Measure => ({
        name: `total ${name}`,
        fn: "sum",
        of: {column: name},
        ...(unit && {unit}),
      }),
    ),
    {name: "rows", fn: "count"},
  ];
  const column = {column: thing.key.name};
  const of = hasSpellings(thing.key) ? {fn: "upper" as const, of: column} : column;
  const groups = [{name: thing.key.name, of}];
  const order = [{by: thing.key.name, direction: "asc"}];
  const reading = blankReading(table.table, {
    measures,
    groups,
    assumptions: [`one row for each ${thing.key.name}; amounts are added up`],
  });
  return planned(
    reading,
    [
      {
        id: "per_thing",
        tool: "aggregate",
        purpose: "one row each",
        input: {table: table.table, measures: counts ? measures.slice(-1) : measures, groups, order},
      },
      {
        id: "size",
        tool: "aggregate",
        purpose: "count them",
        input: {table: table.table, measures: [{name: "rows made", fn: "count_distinct", of}]},
      },
    ],
    "per_thing",
  );
};
