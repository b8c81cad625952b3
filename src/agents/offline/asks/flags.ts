import type {ColumnProfile, TableProfile} from "../../../data/profile.ts";
import type {Filter} from "../../../planning/reading.ts";
import type {Condition} from "../../../tools/condition.ts";
import type {Group, Measure} from "../../../tools/measure.ts";
import {groupByColumn} from "../column_nature.ts";
import {lookUp} from "../lexicon.ts";
import {nameWords, tokenize} from "../tokens.ts";
import {type Ask, type AskScene, blankReading, columnsSaid, declined, planned} from "./ask_scene.ts";
import {vocabulary} from "./places_words.ts";

const CHURN = /\bchurn(?:ed|ing)?\b|\battrition\b|\bretention\b/i;
const FUTURE =
  /\bwill\b|\bgoing to\b|\babout to\b|\blikely to\b|\bat risk\b|\bmight\b|\bgonna\b|\bpredict\b/i;
const LATE = /\b(?:late|delayed|overdue)\b/i;
const PUNCTUAL = /\bon[- ]?time\b|\bpunctual\b/i;
const MANY = /\bhow many\b|\bnumber of\b|\bcount\b/i;

interface Flag {
  column: ColumnProfile;
  /** What of the flag is counted. */
  value: boolean;
  said: string;
}

/** The words that such a question is made of. */
export const FLAG_WORDS = vocabulary(`
  rate | level | churn | churned | churning | attrition | retention | late | delayed | overdue | on time | ontime | punctual |
  percentage | percent | share | proportion | fraction | arrived | delivered | came | went | number | how many | days | jobs | orders`);

/** "% churned", "how many were late", "Hull vs York on time": the share of a yes/no column, of the rows that have one. */
export const askFlag: Ask = (scene) => {
  const {question, table} = scene;
  if (
    FUTURE.test(question) ||
    /\bwhy\b|\bstop\b|\bsignifican|\bchance\b|\breal(?:ly)?\b|\bbecause\b|\bage\b/i.test(question)
  )
    return undefined;
  const churn = CHURN.test(question);
  const flag = flagMeant(question, table);
  if (!flag)
    return churn && !/\bby\b/i.test(question)
      ? declined(
          `${table.table} has no column that tells who left, so there is no churn rate in it.`,
          lastSeen(table),
        )
      : undefined;
  const rest = churnless(question);
  const sides = sidesSaid(scene, rest);
  if (sides === undefined) return undefined;
  const {groups, filters} = sides;
  const of = {column: flag.column.name};
  const is: Condition = {op: "=", of, value: flag.value};
  const known: Condition = {op: "is_not_null", of};
  const share: Measure = {
    name: flag.said,
    fn: "count",
    where: is,
    over: {fn: "count", where: known},
    unit: "%",
  };
  const counted: Measure = {name: `${flag.said} (count)`, fn: "count", where: is};
  const many = MANY.test(question);
  const measures = many ? [counted, share] : groups.length > 0 ? [share] : [share, counted];
  const where = filters.map(({condition}) => condition);
  const missing =
    flag.column.nulls > 0 ? [`of those with a ${flag.column.name}: ${flag.column.nulls} have none`] : [];
  const reading = blankReading(table.table, {
    measures,
    groups,
    filters,
    assumptions: [`${flag.said} is ${flag.column.name} ${flag.value ? "yes" : "no"}`, ...missing],
  });
  return planned(reading, [
    {
      id: "answer",
      tool: "aggregate",
      purpose: "the share of a yes/no column",
      input: {
        table: table.table,
        measures,
        ...(groups.length > 0 && {groups}),
        ...(where.length > 0 && {where: where.length > 1 ? {op: "and", args: where} : where[0]}),
      },
    },
  ]);
};

function flagMeant(question: string, table: TableProfile): Flag | undefined {
  const called = (pattern: RegExp): ColumnProfile | undefined =>
    table.columns.find(
      (column) => column.type === "boolean" && pattern.test(nameWords(column.name).join(" ")),
    );
  if (CHURN.test(question)) {
    const column = called(/\b(?:churn|attrit|cancel|left|lost)/);
    if (column)
      return {
        column,
        value: !/\bretention\b/i.test(question),
        said: /\bretention\b/i.test(question) ? "retained" : "churned",
      };
    const active = called(/\b(?:active|retained)\b/);
    return active && {column: active, value: /\bretention\b/i.test(question), said: "churned"};
  }
  const asked =
    /\bhow many (?!were|was|are|is|did)(\p{L}{4,})\s+(?:days?|rows?|lines?|orders?|jobs?|weeks?|entries|records|ones|stores?|customers?|accounts?)\b/iu.exec(
      question,
    )?.[1];
  const named = asked
    ? table.columns.find(
        (column) => column.type === "boolean" && nameWords(column.name).includes(asked.toLowerCase()),
      )
    : undefined;
  if (named && asked) return {column: named, value: true, said: asked.toLowerCase()};
  const late = called(/\b(?:late|delayed|overdue)\b/);
  const punctual = called(/\bon time\b|\bontime\b|\bpunctual\b/);
  if (PUNCTUAL.test(question) && punctual) return {column: punctual, value: true, said: "on time"};
  if (LATE.test(question) && late) return {column: late, value: true, said: "late"};
  if (LATE.test(question) && punctual) return {column: punctual, value: false, said: "late"};
  return undefined;
}

const churnless = (question: string): string =>
  question
    .replace(
      /\bhow many (\p{L}{4,})\s+(?:days?|rows?|lines?|orders?|jobs?|weeks?|entries|records|ones|stores?|customers?|accounts?)\b/iu,
      (whole, word: string) => (/were|was|are|did/i.test(word) ? whole : " "),
    )
    .replace(CHURN, " ")
    .replace(LATE, " ")
    .replace(PUNCTUAL, " ");

const FRAME = new Set(
  "what is our the rate percent percentage share of % how many were was are is by per for each in vs versus v against compared to with and customers customer accounts account jobs job deliveries delivery orders members who whats please show me did we have number go went came arrived delivered has been got a proportion fraction chart level overall count total they users ? ,".split(
    " ",
  ),
);

/** The groups and the values that the rest names; undefined where a word of it has no place. */
function sidesSaid(scene: AskScene, rest: string): {groups: Group[]; filters: Filter[]} | undefined {
  const {lexicon, table} = scene;
  const tokens = tokenize(rest);
  const groups: Group[] = [];
  const values = new Map<string, (string | number | boolean)[]>();
  const columns = columnsSaid(
    {lexicon},
    rest,
    (column) => column.table === table.table && column.profile.distinct <= 50,
  );
  for (let at = 0; at < tokens.length; at++) {
    const column = columns.find(({from}) => from === at);
    const word = tokens[at]!.lower;
    const value = valueAt(
      scene,
      tokens.slice(at, at + 3).map(({lower}) => lower),
    );
    if (value && !FRAME.has(word)) {
      values.set(value.column, [...(values.get(value.column) ?? []), value.value]);
      at += value.length - 1;
    } else if (column && !FRAME.has(word)) {
      groups.push(groupByColumn(column.column));
      at = column.to - 1;
    } else if (!FRAME.has(word)) return undefined;
  }
  const filters: Filter[] = [];
  for (const [name, all] of values) {
    const of = {column: name};
    if (all.length > 1) groups.push({name, of});
    filters.push(
      all.length > 1
        ? {condition: {op: "in", of, values: all}, said: `${name} is in (${all.join(", ")})`}
        : {condition: {op: "=", of, value: all[0]!}, said: `${name} is ${String(all[0])}`},
    );
  }
  return {
    groups: groups.filter((group, at) => groups.findIndex(({name}) => name === group.name) === at),
    filters,
  };
}

function valueAt({lexicon, table}: AskScene, words: readonly string[]) {
  for (let length = words.length; length > 0; length--) {
    const found = lookUp(lexicon, words.slice(0, length), false).flatMap((entry) =>
      entry.kind === "value" && entry.column.table === table.table && entry.cost <= 0.3 && !entry.needsColumn
        ? [entry]
        : [],
    );
    const [best] = found.sort((a, b) => a.cost - b.cost);
    if (best?.kind === "value") return {column: best.column.profile.name, value: best.value, length};
  }
  return undefined;
}

const lastSeen = (table: TableProfile): string[] => {
  const date = table.columns.find(({type}) => type === "date" || type === "timestamp");
  return date ? [`who has no ${date.name} since a day that you name`] : [];
};
