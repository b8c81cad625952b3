import type {ColumnProfile, TableProfile} from "../data/profile.ts";
import type {Expression} from "../tools/condition.ts";
import {namePartsOf} from "./claims/column_units.ts";
import {isAkin, isSynonym} from "./claims/vocabulary.ts";
import type {WordDoubt} from "./doubt.ts";
import {grainDoubts} from "./grain_doubts.ts";
import {isPlannedByHand} from "./other_plans.ts";
import type {Reading} from "./reading.ts";
import {shapeDoubts} from "./shape_doubts.ts";
import {undoneDoubts} from "./undone_doubts.ts";
import {unsaidDoubts} from "./unsaid_doubts.ts";
import {accountsFor} from "./words_accounted.ts";

const AVERAGE = /(?<!\b(?:above|below|over|under|than)(?: the)? )\b(?:average|avg|averaged|mean|typical)\b/i;
const MEDIAN = /\bmedian\b/i;
const GROWTH = /\b(?:grew|grow|grows|growing|growth|shrank|declined?|increased?|decreased?|change[ds]?)\b/i;
const TIME =
  /\b(?:trend|over time|evol\w+|develop\w*|histor\w+|time series|by|per|each|every|(?:dai|week|month|quarter|year|annual)ly?|hour|day|weekday|week|month|mth|mnth|quarter|qtr|year|yr|date|time|when|since|change\w*|gr[eo]w\w*|line chart|timeline|ytd|seasonal\w*)s?\b/i;

/** What the question's own words ask for and the reading does not do, or what they would fit as well: each in a few words. */
export function questionDoubts(
  question: string,
  reading: Reading,
  profile: TableProfile | undefined,
): WordDoubt[] {
  const words = wordsOf(question);
  return [
    ...rivals(words, reading, profile),
    ...lengthOrTime(words, reading, profile),
    ...leftOut(question, reading).map((says) => ({kind: "left_out" as const, says})),
    ...(isPlannedByHand(reading) ? [] : unaskedGroups(question, words, reading, profile)).map((says) => ({
      kind: "unasked" as const,
      says,
    })),
    ...undoneDoubts(question, reading),
    ...unnamedMeasure(words, reading, profile),
    ...hardlyNamed(words, reading, profile),
    ...twoDates(question, reading, profile).map((says) => ({kind: "date" as const, says})),
    ...shapeDoubts(question, reading, profile).map((says) => ({kind: "shape" as const, says})),
    ...grainDoubts(question, reading, profile),
    ...unsaidDoubts(question, reading, profile),
  ];
}

function wordsOf(text: string): string[] {
  return [...text.toLowerCase().matchAll(/\p{L}[\p{L}\p{M}]*/gu)].map(([word]) => word);
}

/** Another measure whose name the question's words fit as well: "temperature" where there are two. */
function rivals(words: readonly string[], reading: Reading, profile: TableProfile | undefined): WordDoubt[] {
  const numbers = (profile?.columns ?? []).filter((column) => column.role === "measure");
  const used = new Set(reading.measures.flatMap((measure) => columnsOf(measure.of)));
  if (used.size !== 1) return [];
  const own = numbers.find((column) => used.has(column.name));
  const placed = reading.placements.filter((one) => own && one.as === own.name && one.place !== "filler");
  const naming = own
    ? words.filter((word) => names(word, own) || placed.some((one) => wordsOf(one.text).includes(word)))
    : [];
  if (!own || naming.length === 0 || isWhole(own, words)) return [];
  const others = numbers.filter(
    (column) =>
      column !== own &&
      naming.every((word) => names(word, column)) &&
      !(isSplit(reading) && isNetOf(own, column)),
  );
  return others.length === 0
    ? []
    : [
        {
          kind: "rival",
          says: `${others[0]!.name} fits the words as well as ${own.name}`,
          others: others.map(({name}) => ({kind: "column", from: own.name, to: name})),
        },
      ];
}

const LONG = new Set(["longest", "shortest"]);
const LASTS = /^(?:minutes?|mins?|hours?|hrs?|seconds?|secs?|days?|duration|time)$/i;
const REACHES = /^(?:km|kms|kilometers?|kilometres?|miles?|mi|meters?|metres?|distance|length)$/i;

/** "the longest trip" in minutes or in kilometres, where the table has both. */
function lengthOrTime(
  words: readonly string[],
  {measures, order, columns}: Reading,
  profile: TableProfile | undefined,
): WordDoubt[] {
  if (!words.some((word) => LONG.has(word))) return [];
  if (words.some((word) => LASTS.test(word) || REACHES.test(word))) return [];
  const numbers = (profile?.columns ?? []).filter((column) => column.role === "measure");
  const used = new Set([
    ...measures.flatMap((measure) => columnsOf(measure.of)),
    ...order.map(({by}) => by),
    ...columns.map(({name}) => name),
  ]);
  const named = (column: ColumnProfile): boolean => words.some((word) => names(word, column));
  const of = (unit: RegExp) => numbers.filter(({name}) => namePartsOf(name).some((part) => unit.test(part)));
  const [lasting, reaching] = [of(LASTS), of(REACHES)];
  const own = [...lasting, ...reaching].find(({name}) => used.has(name));
  if (!own || named(own)) return [];
  const others = (lasting.includes(own) ? reaching : lasting).filter(({name}) => !used.has(name));
  return others.length === 0
    ? []
    : [
        {
          kind: "rival",
          says: `${others[0]!.name} may be what is long as well as ${own.name}`,
          others: others.map(({name}) => ({kind: "column", from: own.name, to: name})),
        },
      ];
}

/** A bare total is asked about; of groups or periods the net is meant, and the reading says so. */
const isSplit = ({groups, period, filters, comparison, windows, measures}: Reading): boolean =>
  groups.length + filters.length + windows.length > 0 ||
  period !== undefined ||
  comparison !== undefined ||
  measures.some(({over}) => over !== undefined);
const isNetOf = (net: ColumnProfile, gross: ColumnProfile): boolean =>
  /\bnet\b/i.test(plain(net)) && plain(gross).replace(/\bgross\b/i, "net") === plain(net);
const plain = ({name}: ColumnProfile): string => namePartsOf(name).join(" ").toLowerCase();

/** A column of numbers that was taken where no word names one, and there are others. */
function unnamedMeasure(
  words: readonly string[],
  reading: Reading,
  profile: TableProfile | undefined,
): WordDoubt[] {
  if (reading.assumptions.every((one) => !/nothing else was said/.test(one))) return [];
  const numbers = (profile?.columns ?? []).filter((column) => column.role === "measure");
  const used = reading.measures.flatMap((measure) => (measure.fn === "count" ? [] : columnsOf(measure.of)));
  const taken = numbers.find((column) => used.includes(column.name));
  if (!taken || used.length !== 1 || numbers.length < 2) return [];
  // Money is what is meant where nothing is said.
  if (MONEY.test(`${plain(taken)} ${taken.unit ?? ""}`)) return [];
  const isNamed =
    words.some(
      (word) =>
        names(word, taken) ||
        namePartsOf(taken.name).some((part) => part.length > 2 && word.startsWith(part)),
    ) || reading.placements.some((one) => one.as?.includes(taken.name));
  const like = numbers.filter(
    (column) => column !== taken && column.additivity === taken.additivity && column.unit === taken.unit,
  );
  return isNamed
    ? []
    : [
        {
          kind: "unnamed",
          says: `no word names ${taken.name}`,
          others: like.map(({name}) => ({kind: "column", from: taken.name, to: name})),
        },
      ];
}

/** A column ordered by, of whose long name a word stands for one part alone, and that in other words. */
function hardlyNamed(
  words: readonly string[],
  {intent, order, measures}: Reading,
  profile: TableProfile | undefined,
): WordDoubt[] {
  const by = order[0]?.by;
  const of = measures.find(({name}) => name === by)?.of;
  const name = of && "column" in of ? of.column : intent === "rows" ? by : undefined;
  const column = profile?.columns.find((one) => one.name === name && one.role === "measure");
  const parts = column ? namePartsOf(column.name) : [];
  if (parts.length < 3 || words.some((word) => parts.some((part) => isAkin(word, part)))) return [];
  return [{kind: "unnamed", says: `hardly a word names ${column!.name}`}];
}

const MONEY = /\b(?:sales|revenue|takings|turnover|amount|income|net|gross)\b|[$€£]/i;

const DAY_OR_YEAR =
  /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?\s+'?(\d\d)\b(?!\s*(?:st|nd|rd|th|,?\s*(?:19|20)\d\d))/gi;

/** "may 09" is a day in May or May 2009, where the data has that year. */
function twoDates(question: string, {period}: Reading, profile: TableProfile | undefined): string[] {
  const column = profile?.columns.find((one) => one.name === period?.column);
  const [from, to] = [column?.min, column?.max].map((one) => Number(String(one ?? "").slice(0, 4)));
  if (!period || !from || !to) return [];
  return [...question.matchAll(DAY_OR_YEAR)].flatMap(([said, digits]) => {
    const year = 2000 + Number(digits);
    const isDay = Number(digits) >= 1 && Number(digits) <= 31;
    const isYear = year >= from && year <= to && !period.said.includes(String(year));
    return isDay && isYear ? [`“${said}” may be a day or the year ${year}`] : [];
  });
}

function names(word: string, column: ColumnProfile): boolean {
  if (word.length < 3) return false;
  return namePartsOf(column.name).some(
    (part) => part.length > 2 && (isAkin(word, part) || isSynonym(word, part)),
  );
}

/** Every part of the column's name stands in the question. */
function isWhole(column: ColumnProfile, words: readonly string[]): boolean {
  return namePartsOf(column.name).every((part) =>
    words.some((word) => isAkin(word, part) || isSynonym(word, part)),
  );
}

/** A computation that was asked for by its name and is not in the reading. */
function leftOut(
  question: string,
  {measures, windows, comparison, intent, columns, groups, having, operations}: Reading,
): string[] {
  if (intent !== "aggregate" && intent !== "which") return [];
  if (operations) return [];
  const functions = measures.flatMap((measure) => [measure.fn, measure.over ? "avg" : ""]);
  const named = [
    ...measures.flatMap((measure) => columnsOf(measure.of)),
    ...columns.map((one) => one.name),
  ].join(" ");
  const found: string[] = [];
  if (
    AVERAGE.test(question) &&
    !functions.some((fn) => fn === "avg" || fn === "median") &&
    !/av(?:er|g)|mean/i.test(named)
  )
    found.push("an average was asked for and none is taken");
  if (MEDIAN.test(question) && !functions.some((fn) => fn === "median" || fn === "quantile"))
    found.push("a median was asked for and none is taken");
  const isOverTime =
    windows.length > 0 ||
    comparison !== undefined ||
    groups.some((group) => group.unit ?? group.part) ||
    /change|growth/i.test(named);
  if (GROWTH.test(question) && !isOverTime && groups.every((group) => !/year|month|date/i.test(group.name)))
    found.push("a change was asked for and none is computed");
  if (/\bhow many\b/i.test(question) && groups.length > 0 && having.length > 0)
    found.push("a number was asked for and a list is given");
  return found;
}

const SERIES = /\b(?:time ?series|time ?line|line (?:chart|graph|plot)|over time|trend)\b/i;
const DAILY =
  /\b(?:by|per|each|every|on which|what|which|when|dai?ly|days?|dates?|over time|trend|line|most|least|\w+est)\b(?! of\b)/i;

/** Groups that no word of the question calls for. */
function unaskedGroups(
  question: string,
  words: readonly string[],
  reading: Reading,
  profile: TableProfile | undefined,
): string[] {
  const overTime =
    reading.comparison !== undefined ||
    TIME.test(question.replace(/\bby\b(?! (?:the )?(?:hour|day|week|month|quarter|year|date))/gi, ""));
  return reading.groups.flatMap(({name, of, unit, part}) => {
    if (unit ?? part) return overTime ? [] : [`“by ${name}” was not asked for`];
    const isDay = /^(?:date|timestamp)$/.test(
      String(profile?.columns.find((one) => one.name === columnsOf(of)[0])?.type),
    );
    if (isDay && SERIES.test(question)) return [];
    if (isDay && !overTime && !DAILY.test(question)) return [`“by ${name}” was not asked for`];
    const parts = [name, ...columnsOf(of)].flatMap(namePartsOf);
    const isPlaced = reading.placements.some(
      (one) => one.place === "group" || one.place === "filter" || one.as === name,
    );
    const isNamed = words.some((word) => parts.some((one) => accountsFor(one, word)));
    const isFiltered = reading.filters.some(({condition}) =>
      columnsOf(of).some((column) => JSON.stringify(condition).includes(`"${column}"`)),
    );
    return isNamed || isPlaced || isFiltered || /\b(?:why|whos?|anyone|anybody)\b/i.test(question)
      ? []
      : [`“by ${name}” was not asked for`];
  });
}

function columnsOf(of: Expression | undefined): string[] {
  if (!of) return [];
  if ("column" in of) return [of.column];
  if ("left" in of) return [...columnsOf(of.left), ...columnsOf(of.right)];
  return "of" in of ? columnsOf(of.of) : [];
}
