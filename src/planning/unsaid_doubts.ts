import type {ColumnProfile, TableProfile} from "../data/profile.ts";
import {namePartsOf} from "./claims/column_units.ts";
import type {WordDoubt} from "./doubt.ts";
import {isPlannedByHand} from "./other_plans.ts";
import type {Reading} from "./reading.ts";
import {asksForChart} from "./shape_doubts.ts";
import {accountsFor} from "./words_accounted.ts";

const COUNTS =
  /\b(?:how (?:many|often|frequent\w*|common|popular|busy)|count\w*|numbers?|no\.? of|rows|records|lines(?! (?:chart|graph|plot))|entries|frequen\w*|volumes?|times|most|least|common\w*|popular\w*|busi\w*|quiet\w*|breakdown|distribut\w*|split|mix|occur\w*|happen\w*|top|#)\b/i;
const AMOUNTS =
  /\b(?:go(?:es)?|going|went|comes?|coming|came|spen[dt]\w*|paid|pays?|payouts?|cost\w*|money|cash|worth|earn\w*|how much|owed?|owing)\b/i;
const GROUPED =
  /\b(?:by|per|each|every|all|which|whos?|whose|what|whats|where|when|vs|versus|v|or|split\w*|across|between|compar\w*|among\w*|within|against|top|bottom|most|least|rank\w*|break\w*|broken|group\w*|different|various|do|does|did|more|less|fewer|than|best|worst|\w+est|\w+ly|over time|trend|distribut\w*|pivot|list|show|table|matrix|cross\w*|depend\w*|affect\w*|vary|varies|differ\w*|chart|plot|graph|draw|bars?|pie|line|relat\w*|summar\w*|same|why|mix|spread|go with)\b|[:/]/i;
const BINNED =
  /\b(?:bins?|binned|buckets?|ranges?|bands?|brackets?|intervals?|distribut\w*|histogram|spread|group\w*|by|per|each|steps?|deciles?|levels?|across|vs|versus|against|affect\w*|depend\w*|relat\w*|vary|varies)\b/i;
const EXTREME_ALONE =
  /^\W*(?:(?:and|ok|so|the) )*(?:highest|lowest|most|least|biggest|largest|smallest|best|worst|longest|shortest)\b/i;
const WHO = /\b(?:whos?|which|top|biggest|largest|smallest|highest|lowest|most|least|best|worst)\b/i;
const OF_WEEK = /\b(?:in|of|during|through(?:out)?) (?:the|a) week\b/i;
const PART_OF =
  /^(.+?)\s+as an?\s+(?:%|pct|per ?cent(?:age)?|share|proportion|fraction|portion)\s+of\s+(.+)$/i;
const OF_OTHER_FILE =
  /\b(?:that|which|who)\s+(?:we|i|they)\s+(?:list|have|know|hold|track|stock)\b|\bin both\b|\b(?:in|on) (?:our|the other|my) (?:list|file|sheet|table)\b/i;

/** What a reading holds and no word of the question says. */
export function unsaidDoubts(
  question: string,
  reading: Reading,
  profile: TableProfile | undefined,
): WordDoubt[] {
  if (!profile) return [];
  const words = question.toLowerCase().match(/\p{L}[\p{L}\p{M}]*/gu) ?? [];
  return [
    ...countedRows(question, words, reading, profile),
    ...(isPlannedByHand(reading) ? [] : groups(question, reading, profile)),
    ...histogram(question, reading),
    ...ranked(question, words, reading, profile),
    ...extreme(question, reading, profile),
    ...unsaidInFollowUps(question, reading, profile),
  ];
}

/** The same of a follow-up, whose groups and measure may be those of the answer before. */
export function unsaidInFollowUps(
  question: string,
  reading: Reading,
  profile: TableProfile | undefined,
): WordDoubt[] {
  const isOfWeek = OF_WEEK.test(question) && reading.groups.some(({unit}) => unit === "week");
  return [
    ...swapped(question, reading),
    ...(isOfWeek ? [shape("weeks are given, and a time within the week may be meant")] : []),
    ...(profile ? repeatsOfOne(question, reading, profile) : []),
  ];
}

/** A condition on what another file lists, where only one is read. */
export function otherFileDoubts(
  question: string,
  {joins}: Reading,
  steps: string,
  profiles: readonly TableProfile[],
  table: string,
): string[] {
  const others = profiles.filter((one) => one.table !== table);
  const isUsed = joins.length > 0 || others.some((one) => steps.includes(JSON.stringify(one.table)));
  const [said] = OF_OTHER_FILE.exec(question) ?? [];
  return said && others.length > 0 && !isUsed ? [`“${said}” may be a condition on another file`] : [];
}

/** Rows are counted for want of a word for anything else, and the table has amounts. */
function countedRows(
  question: string,
  words: readonly string[],
  {intent, measures, assumptions, placements, chart, groups: by, period}: Reading,
  {columns}: TableProfile,
): WordDoubt[] {
  const isCount = measures.length === 1 && measures[0]!.fn === "count" && !measures[0]!.of;
  if (intent !== "aggregate" || !isCount || !assumptions.includes("counted rows")) return [];
  if (COUNTS.test(question) || placements.some(({place}) => place === "table")) return [];
  const hasAmounts = columns.some(({role, additivity}) => role === "measure" && additivity === "additive");
  const dates = columns.filter(({type}) => type === "date" || type === "timestamp");
  const ids = columns.filter(({role}) => role === "identifier");
  const isOfRows = [...dates, ...ids].some(({name}) =>
    words.some((word) =>
      namePartsOf(name).some(
        (part) => part.length > 3 && !/^(?:date|time|year|month)/.test(part) && accountsFor(part, word),
      ),
    ),
  );
  const isBare = by.length === 0 && period !== undefined;
  const isAmount = AMOUNTS.test(question);
  return hasAmounts && !isOfRows && (isAmount || (isBare && !chart?.asked))
    ? [{kind: "grain", says: "rows are counted, and no word asks for their count"}]
    : [];
}

/** Groups, or ranges of a number, that no word asks for. */
function groups(question: string, reading: Reading, profile: TableProfile): WordDoubt[] {
  const {intent, groups: by, comparison, filters, assumptions} = reading;
  if (intent !== "aggregate" || asksForChart(reading) || comparison) return [];
  const binned = by.find(({bins, width, edges}) => bins ?? width ?? edges);
  if (binned && !BINNED.test(question))
    return [{kind: "grain", says: `no word asks for ranges of ${binned.name}`}];
  if (binned || GROUPED.test(question)) return [];
  const many = (question.toLowerCase().match(/\p{L}+s\b/gu) ?? []).filter((word) => word.length > 3);
  return by.flatMap(({name, of, unit, part}) => {
    const column = "column" in of ? profile.columns.find((one) => one.name === of.column) : undefined;
    const isKept = JSON.stringify(filters).includes(JSON.stringify(column?.name));
    const isTold = assumptions.some((one) => one.includes(name));
    const isNamed = many.some((word) => namePartsOf(name).some((one) => accountsFor(one, word)));
    return isNamed || unit || part || !column || isKept || isTold || column.role === "date"
      ? []
      : [{kind: "unasked" as const, says: `“by ${name}” was not asked for`}];
  });
}

/** "any booking twice" is no repeated hour: a column of few values always repeats. */
function repeatsOfOne(
  question: string,
  {intent, columns}: Reading,
  {rows, columns: all}: TableProfile,
): WordDoubt[] {
  const [only, second] = columns;
  const column = all.find((one) => one.name === only?.name);
  if (intent !== "duplicates" || !column || second) return [];
  const isSaid = new RegExp(
    `\\b(?:same|by|per|repeated|duplicated?s?|dupes?|shared?|unique)\\s+(?:the\\s+)?${escaped(namePartsOf(column.name)[0] ?? "")}`,
    "i",
  ).test(question);
  return column.distinct < 0.5 * (rows - column.nulls) && !isSaid
    ? [shape(`rows that share ${column.name} are taken for repeats, and it has few values`)]
    : [];
}

/** "bar of total grads by category" as the distribution of one column. */
function histogram(question: string, {intent, chart, groups: by, columns}: Reading): WordDoubt[] {
  if (intent !== "distribution" || !chart?.asked || by.length > 0) return [];
  const [, word] = /\b(?:by|per|for each|across)\s+(?:(?:the|each|every)\s+)?(\p{L}+)/iu.exec(question) ?? [];
  const own = columns.flatMap(({name}) => namePartsOf(name));
  return word && !own.some((part) => accountsFor(part, word.toLowerCase()))
    ? [shape(`“by ${word}” has no place in it`)]
    : [];
}

/** Rows ranked where a thing was asked for: without its name, or where it has several rows. */
function ranked(
  question: string,
  words: readonly string[],
  {intent, groups: by, order, limit, columns, filters, period}: Reading,
  profile: TableProfile,
): WordDoubt[] {
  if ((intent !== "rows" && intent !== "which") || by.length > 0 || order.length === 0) return [];
  if ((intent === "rows" && limit === undefined) || !WHO.test(question)) return [];
  const things = profile.columns.filter(isThing);
  const shown = columns.flatMap(({name}) => things.find((one) => one.name === name) ?? []);
  if (
    intent === "rows" &&
    columns.length > 0 &&
    shown.length === 0 &&
    things.length > 0 &&
    /\bwho/i.test(question)
  )
    return [shape("rows are given without a word for what they are of")];
  const years = profile.columns.filter(
    ({name, role}) => role === "date" || /(?:^|_|\b)(?:year|yr)\b/i.test(name),
  );
  const isOfOneTime =
    period !== undefined || years.some(({name}) => JSON.stringify(filters).includes(JSON.stringify(name)));
  if (isOfOneTime || years.length === 0) return [];
  const repeated = things.find(
    (one) =>
      one.distinct < 0.5 * (profile.rows - one.nulls) &&
      !JSON.stringify(filters).includes(JSON.stringify(one.name)) &&
      words.some((word) => namePartsOf(one.name).some((part) => part.length > 3 && accountsFor(part, word))),
  );
  return repeated && !/\b(?:rows?|records?|ever|single|in (?:a|one|any) (?:single )?year)\b/i.test(question)
    ? [{kind: "grain", says: `each ${repeated.name} has several rows, and single rows are ranked`}]
    : [];
}

/** "highest per person 2020?" asks who it is as well. */
function extreme(
  question: string,
  {intent, measures, groups: by}: Reading,
  profile: TableProfile,
): WordDoubt[] {
  const isOne = measures.length === 1 && (measures[0]!.fn === "max" || measures[0]!.fn === "min");
  return intent === "aggregate" &&
    isOne &&
    by.length === 0 &&
    EXTREME_ALONE.test(question) &&
    profile.columns.some(isThing)
    ? [shape("the figure alone is given, and who has it may be meant")]
    : [];
}

/** "jams as a % of breakdowns": the part is what stands before. */
function swapped(question: string, {measures}: Reading): WordDoubt[] {
  const [, part, whole] = PART_OF.exec(question) ?? [];
  const [share] = measures;
  if (!part || !whole || !share?.over || !share.where) return [];
  const values = [...JSON.stringify(share.where).matchAll(/"value":"([^"]+)"/g)].flatMap(([, value = ""]) =>
    namePartsOf(value),
  );
  const holds = (text: string): boolean =>
    (text.toLowerCase().match(/\p{L}+/gu) ?? []).some((word) => values.some((one) => accountsFor(one, word)));
  return holds(whole) && !holds(part) ? [shape("the part and the whole may be the other way round")] : [];
}

const isThing = ({role, type, distinct}: ColumnProfile): boolean =>
  role !== "measure" && role !== "date" && type === "text" && distinct >= 10;
const shape = (says: string): WordDoubt => ({kind: "shape", says});
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
