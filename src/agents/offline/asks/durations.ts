import type {ColumnProfile} from "../../../data/profile.ts";
import type {Expression} from "../../../tools/condition.ts";
import type {Group, Measure} from "../../../tools/measure.ts";
import {groupByColumn} from "../column_nature.ts";
import {stem} from "../morphology.ts";
import {nameWords} from "../tokens.ts";
import {type Ask, type AskScene, blankReading, columnsSaid, isDay, planned} from "./ask_scene.ts";
import {isDuration} from "./checks.ts";
import {vocabulary} from "./places_words.ts";

const NORMAL =
  /\b(?:normal|normally|typical|typically|usual|usually|average|avg|mean|median|generally|long|standard|how (?:far|soon|quick(?:ly)?|fast|slow(?:ly)?))\b/i;
const USUAL =
  /\b(?:normal|normally|typical|typically|usual|usually|generally|standard|how long|how (?:far|soon|quick(?:ly)?|fast|slow(?:ly)?))\b/i;
const TIME =
  /\btimes?\b|\bhow long\b|\bdays\b|\bhours\b|\bminutes\b|\bdurations?\b|\blead time\b|\bturnaround\b|\bhow (?:far (?:ahead|in advance|out)|soon|quick(?:ly)?|slow(?:ly)?|fast)\b/i;
const BEYOND =
  /\b(?:took|take|takes|taking|longer|lasted|later)\b.*\b(?:more than|over|longer than|at least|less than|under)\s+(?:(a|an|one|two|three|\d+)\s*)(day|week|hour|minute|min|month)s?\b/i;
const LENGTHS: Record<string, number> = {
  minute: 1 / 1440,
  min: 1 / 1440,
  hour: 1 / 24,
  day: 1,
  week: 7,
  month: 30,
};
/** Roots of the names of dates, and the verbs by which people speak of them. */
const SYNONYMS: Record<string, string[]> = {
  desp: ["despatch", "dispatch", "despatched", "dispatched", "ship", "shipped", "sent", "out", "leave"],
  ship: ["dispatch", "despatch", "sent", "shipped", "shipping"],
  deliver: ["deliver", "delivery", "delivered", "arrive", "arrived"],
  cancel: ["cancel", "cancelled", "cancelling", "churn", "churned", "leave", "left", "quit", "stay"],
  left: [
    "leave",
    "leaves",
    "leaving",
    "left",
    "quit",
    "quitting",
    "going",
    "stay",
    "stays",
    "stayed",
    "last",
    "lasts",
  ],
  clos: [
    "close",
    "closed",
    "closing",
    "close off",
    "resolve",
    "resolved",
    "shut",
    "solve",
    "solved",
    "finish",
    "fix",
    "fixed",
    "sort",
    "sorted",
  ],
  resol: [
    "close",
    "closed",
    "closing",
    "resolve",
    "resolved",
    "solve",
    "solved",
    "fix",
    "fixed",
    "sort",
    "sorted",
  ],
  repl: ["reply", "replied", "answer", "answered", "respond", "responded", "response", "get back"],
  respon: ["reply", "replied", "answer", "answered", "respond", "responded", "response", "get back"],
  paid: ["pay", "pays", "paid", "payment", "settle", "settled"],
  book: ["book", "books", "booked", "booking", "reserve", "reserved"],
  return: ["return", "returned", "bring back", "come back"],
  depart: ["depart", "departed", "stay", "stays", "stayed", "leave", "left", "go"],
  end: ["end", "ended", "finish", "finished"],
};

/** The words that such a question is made of. */
export const DURATION_WORDS = vocabulary(`
  normal | normally | typical | typically | usual | usually | generally | long | standard | how long | time | times | duration | days | hours |
  minutes | lead time | turnaround | take | takes | took | taking | last | lasts | people | someone | somebody | stay | stays | stayed | before | until | till | first |
  far | ahead | in advance | advance | soon | quick | quickly | fast | slow | slowly | roughly | about | on average | wait | waiting | back | average | mean |
  ${Object.values(SYNONYMS).flat().join(" | ")}`);

/** The words of "how many took more than a week". */
export const LONGER_WORDS = vocabulary(`
  how many | took | take | takes | taking | longer | lasted | later | more than | over | longer than | at least | less than | under | a | an | one | two | three | 2 | 3 | 4 | 5 | 6 | 7 | 8 |
  9 | 10 | 12 | 14 | 24 | 30 | 48 | 60 | 90 | day | days | week | weeks | hour | hours | minute | minutes | min | mins | month | months | than | number of | time |
  ${Object.values(SYNONYMS).flat().join(" | ")}`);

/** "how many took more than a week to go out": the rows with a length of time beyond one that is named. */
export const askLonger: Ask = (scene) => {
  const beyond = BEYOND.exec(scene.question);
  const length = beyond && lengthMeant(scene);
  return beyond && length ? countBeyond(scene, length, beyond) : undefined;
};

/** "normal delivery time", "how long do we take to despatch": the median of a length of time, with the middle half. */
export const askDuration: Ask = async (scene) => {
  const {question, table} = scene;
  if (BEYOND.test(question)) return undefined;
  const timed = TIME.test(question.replace(/\b(?:over|across|through|with|along) (?:the )?time\b/gi, ""));
  if (!(NORMAL.test(question) && timed)) return undefined;
  if (/\bby (?:month|week|day|year)\b|\bcorrelat|\btop\b|\bhighest\b/i.test(question)) return undefined;
  const length = lengthMeant(scene);
  if (!length) return undefined;
  // "average fare of the first days" is a plain measure where the grammar reads all of it.
  if (!USUAL.test(question) && (await scene.read(question))) return undefined;
  const {of, said, unit} = length;
  const mean = /\b(?:average|avg|mean)\b/i.test(question) && !/\b(?:normal|typical|usual)/i.test(question);
  const asUnit = unit ? {unit} : {};
  const measures: Measure[] = [
    {name: `${mean ? "average" : "median"} ${said}`, fn: mean ? "avg" : "median", of, ...asUnit},
    {name: "lower quartile", fn: "quantile", q: 0.25, of, ...asUnit},
    {name: "upper quartile", fn: "quantile", q: 0.75, of, ...asUnit},
  ];
  const groups = groupsSaid(scene);
  const reading = blankReading(table.table, {
    measures,
    groups,
    assumptions: ["normal is the median; half of all lie between the quartiles"],
  });
  return planned(reading, [
    {
      id: "answer",
      tool: "aggregate",
      purpose: "the middle and the spread",
      input: {
        table: table.table,
        measures: groups.length > 0 ? measures.slice(0, 1) : measures,
        ...(groups.length > 0 && {groups}),
      },
    },
  ]);
};

interface Length {
  of: Expression;
  said: string;
  unit?: string;
  /** In days, of one unit. */
  days: number;
}

/** A column of durations, or the days from the first date to the one that the verb speaks of. */
function lengthMeant(scene: AskScene): Length | undefined {
  const {table, question} = scene;
  const dates = table.columns.filter(isDay);
  const [first] = dates;
  const words = question.toLowerCase().split(/[^\p{L}]+/u);
  const spoken = dates.filter((column) => isSpokenOf(column, words));
  const [from, later] = spoken.length > 1 ? spoken : [first, spoken.find((column) => column !== first)];
  const durations = table.columns.filter(isDuration);
  const named = durations.filter((column) =>
    ownWords(column).some((word) => words.some((said) => said === word || stem(said) === stem(word))),
  );
  const plain = durations.filter((column) => ownWords(column).length === 0);
  const [only, ...more] = named.length > 0 ? named : spoken.length > 1 ? [] : plain;
  if (only && more.length === 0)
    return {of: {column: only.name}, said: only.name, days: 1 / 1440, ...(only.unit && {unit: only.unit})};
  if (!from || !later || spoken.length > 2) return undefined;
  const [start, end] = inTime(from, later);
  const days: Expression = {op: "-", left: {column: end.name}, right: {column: start.name}};
  const said = `from ${start.name} to ${end.name}`;
  if (start.type === "timestamp" && end.type === "timestamp")
    return {of: {op: "*", left: days, right: {constant: 24}}, said: `hours ${said}`, days: 1 / 24};
  return {of: days, said: `days ${said}`, days: 1};
}

const LENGTH_WORDS = new Set(
  `min mins minutes minute h hour hours hr hrs s sec secs seconds day days week weeks duration time times elapsed total length down lost taken spent wait waiting
  run running runtime lead turnaround processing process trip ride travel flight call handling handle service cycle m d`.split(
    /\s+/,
  ),
);

/** The words of a length's name that say which length it is: "sick" of Sick Days. */
const ownWords = ({name}: ColumnProfile): string[] =>
  nameWords(name).filter((word) => !LENGTH_WORDS.has(word) && !/^\d/.test(word));

/** Of two dates the one that happens first, by their first days in the data. */
function inTime(one: ColumnProfile, other: ColumnProfile): [ColumnProfile, ColumnProfile] {
  const [a, b] = [String(one.min), String(other.min)];
  return b < a ? [other, one] : [one, other];
}

function isSpokenOf(column: ColumnProfile, words: readonly string[]): boolean {
  const own = nameWords(column.name).filter((word) => !["date", "at", "on", "time", "day"].includes(word));
  return own.some((word) =>
    words.some(
      (said) =>
        said.length > 2 &&
        (said === word ||
          stem(said) === stem(word) ||
          Object.entries(SYNONYMS).some(
            ([root, others]) => word.startsWith(root) && (others.includes(said) || said.startsWith(root)),
          )),
    ),
  );
}

function countBeyond(scene: AskScene, {of, said, days}: Length, found: RegExpExecArray) {
  const {table} = scene;
  const amount = {a: 1, an: 1, one: 1, two: 2, three: 3}[found[1]!.toLowerCase()] ?? Number(found[1]);
  const value = Math.round((amount * (LENGTHS[found[2]!.toLowerCase()] ?? 1)) / days);
  const op = /less than|under/i.test(found[0]) ? ("<" as const) : (">" as const);
  const where = {op, of, value};
  const measures: Measure[] = [{name: "count", fn: "count"}];
  const reading = blankReading(table.table, {
    measures,
    filters: [{condition: where, said: `${said} ${op} ${value}`}],
    assumptions: ["counted rows"],
  });
  return planned(reading, [
    {id: "answer", tool: "aggregate", purpose: "count those", input: {table: table.table, where, measures}},
  ]);
}

/** "per depot" */
export function groupsSaid({question, lexicon, table}: AskScene): Group[] {
  const match = /\b(?:by|per|for each|in each|across|each)\s+(.+)$/i.exec(question);
  if (!match) return [];
  return columnsSaid({lexicon}, match[1]!, (column) => !isDay(column.profile) && column.table === table.table)
    .slice(0, 2)
    .map(({column}) => groupByColumn(column));
}
