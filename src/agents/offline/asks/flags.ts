import type {ColumnProfile, TableProfile} from "../../../data/profile.ts";
import type {Filter} from "../../../planning/reading.ts";
import type {Condition} from "../../../tools/condition.ts";
import type {Group, Measure} from "../../../tools/measure.ts";
import {groupByColumn} from "../column_nature.ts";
import {lookUp} from "../lexicon_look_up.ts";
import {stem} from "../morphology.ts";
import {nameWords, tokenize} from "../tokens.ts";
import {type Ask, type AskScene, blankReading, columnsSaid, declined, isDay, planned} from "./ask_scene.ts";
import {vocabulary} from "./places_words.ts";

const CHURN = /\bchurn(?:ed|ing)?\b|\battrition\b|\bretention\b/i;
const FUTURE =
  /\bwill\b|\bgoing to\b|\babout to\b|\blikely to\b|\bat risk\b|\bmight\b|\bgonna\b|\bpredict\b/i;
const LATE = /\b(?:late|delayed|overdue)\b/i;
const PUNCTUAL = /\bon[- ]?time\b|\bpunctual\b/i;
const MANY = /\bhow many\b|\bnumber of\b|\bcount\b/i;

interface Flag {
  column: ColumnProfile;
  /** What of the flag is counted; absent where it is that there is a value at all. */
  value?: boolean | string;
  said: string;
  /** The words that name it, where they are the data's own. */
  words?: RegExp;
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
  const flag = flagMeant(question, table) ?? rateMeant(scene) ?? happenedMeant(scene);
  if (!flag)
    return churn && !/\bby\b/i.test(question)
      ? declined(
          `${table.table} has no column that tells who left, so there is no churn rate in it.`,
          lastSeen(table),
        )
      : undefined;
  const rest = churnless(flag.words ? question.replace(flag.words, " ") : question);
  const {groups, filters} = sidesSaid(scene, rest);
  const of = {column: flag.column.name};
  const is: Condition = flag.value === undefined ? {op: "is_not_null", of} : {op: "=", of, value: flag.value};
  const known: Condition | undefined = flag.value === undefined ? undefined : {op: "is_not_null", of};
  const share: Measure = {
    name: flag.said,
    fn: "count",
    where: is,
    over: {fn: "count", ...(known && {where: known})},
    unit: "%",
  };
  const counted: Measure = {name: `${flag.said} (count)`, fn: "count", where: is};
  const many = MANY.test(question);
  const measures = many ? [counted, share] : groups.length > 0 ? [share] : [share, counted];
  const where = filters.map(({condition}) => condition);
  const missing =
    known && flag.column.nulls > 0
      ? [`of those with a ${flag.column.name}: ${flag.column.nulls} have none`]
      : [];
  const reading = blankReading(table.table, {
    measures,
    groups,
    filters,
    assumptions: [`${flag.said} is ${sayFlag(flag)}`, ...missing],
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

const sayFlag = ({column, value}: Flag): string =>
  value === undefined
    ? `a ${column.name} that is there`
    : `${column.name} ${typeof value === "string" ? value : value ? "yes" : "no"}`;

const MOST_VALUES = 20;

/** "no show rate", "cancellation rate by source": the share of one value of a column of few. */
function rateMeant({question, lexicon, table}: AskScene): Flag | undefined {
  const before = /^(.*?)[- ]rates?\b/i.exec(question)?.[1];
  if (before === undefined) return undefined;
  const tokens = tokenize(before);
  for (let from = Math.max(0, tokens.length - 3); from < tokens.length; from++) {
    const words = tokens.slice(from).map(({lower}) => lower);
    const [entry] = lookUp(lexicon, words, false)
      .filter((one) => one.kind === "value" && one.column.table === table.table && one.cost <= 0.35)
      .sort((a, b) => a.cost - b.cost);
    if (
      entry?.kind !== "value" ||
      typeof entry.value !== "string" ||
      entry.column.profile.distinct > MOST_VALUES
    )
      continue;
    const said = words.join(" ");
    return {
      column: entry.column.profile,
      value: entry.value,
      said: entry.value,
      words: new RegExp(`\\b${said.replace(/[^\p{L}\p{N} ]/gu, ".")}(?=[- ]rates?\\b)`, "iu"),
    };
  }
  return undefined;
}

/** "% of people who left": the rows that have the date of it. */
function happenedMeant({question, table}: AskScene): Flag | undefined {
  if (!/%|\bpercent\w*|\bshare\b|\bproportion\b|\bfraction\b/i.test(question)) return undefined;
  const said = tokenize(question).map(({lower}) => lower);
  const found = table.columns.filter(
    (column) =>
      isDay(column) &&
      column.nulls > 0 &&
      nameWords(column.name)
        .filter((word) => !["date", "at", "on", "time", "day"].includes(word))
        .some((word) => said.some((one) => one === word || (one.length > 4 && stem(one) === stem(word)))),
  );
  const [column] = found;
  if (!column || found.length > 1) return undefined;
  const own = nameWords(column.name).filter((word) => word.length > 2);
  return {column, said: `has ${column.name}`, words: new RegExp(`\\b(?:${own.join("|")})\\b`, "giu")};
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

/** The groups and the values that the rest names. */
export function sidesSaid(
  scene: Pick<AskScene, "lexicon" | "table">,
  rest: string,
): {groups: Group[]; filters: Filter[]} {
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
    }
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

function valueAt({lexicon, table}: Pick<AskScene, "lexicon" | "table">, words: readonly string[]) {
  for (let length = words.length; length > 0; length--) {
    const found = lookUp(lexicon, words.slice(0, length), false).flatMap((entry) =>
      entry.kind === "value" && entry.column.table === table.table && entry.cost <= 0.5 && !entry.needsColumn
        ? [entry]
        : [],
    );
    const [best, next] = found.sort((a, b) => a.cost - b.cost);
    // A part of a name is meant only where one value begins with it.
    if (best && best.cost > 0.3 && next) continue;
    if (best?.kind === "value") return {column: best.column.profile.name, value: best.value, length};
  }
  return undefined;
}

const lastSeen = (table: TableProfile): string[] => {
  const date = table.columns.find(({type}) => type === "date" || type === "timestamp");
  return date ? [`who has no ${date.name} since a day that you name`] : [];
};
