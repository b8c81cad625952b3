import type {ColumnProfile, TableProfile} from "../data/profile.ts";
import type {Expression} from "../tools/condition.ts";
import {namePartsOf} from "./claims/column_units.ts";
import {isAkin, isSynonym} from "./claims/vocabulary.ts";
import type {Reading} from "./reading.ts";

const AVERAGE = /\b(?:average|avg|averaged|mean|typical)\b/i;
const MEDIAN = /\bmedian\b/i;
const GROWTH = /\b(?:grew|grow|grows|growing|growth|shrank|declined?|increased?|decreased?|change[ds]?)\b/i;
const TIME =
  /\b(?:trend|over time|evol\w+|develop\w*|histor\w+|time series|by|per|each|every|(?:dai|week|month|quarter|year|annual)ly?|hour|day|weekday|week|month|mth|mnth|quarter|qtr|year|yr|date|time|when|since|change\w*|gr[eo]w\w*|line chart|timeline|ytd|seasonal\w*)s?\b/i;

/** A doubt that the question's own words give. */
export interface QuestionDoubt {
  kind: "rival" | "left_out" | "unasked";
  says: string;
}

/** What the question's own words ask for and the reading does not do, or what they would fit as well: each in a few words. */
export function questionDoubts(
  question: string,
  reading: Reading,
  profile: TableProfile | undefined,
): QuestionDoubt[] {
  const words = wordsOf(question);
  return [
    ...rivals(words, reading, profile).map((says) => ({kind: "rival" as const, says})),
    ...leftOut(question, reading).map((says) => ({kind: "left_out" as const, says})),
    ...unaskedGroups(question, words, reading).map((says) => ({kind: "unasked" as const, says})),
  ];
}

function wordsOf(text: string): string[] {
  return [...text.toLowerCase().matchAll(/\p{L}[\p{L}\p{M}]*/gu)].map(([word]) => word);
}

/** Another measure whose name the question's words fit as well: "temperature" where there are two. */
function rivals(words: readonly string[], reading: Reading, profile: TableProfile | undefined): string[] {
  const numbers = (profile?.columns ?? []).filter((column) => column.role === "measure");
  const used = new Set(reading.measures.flatMap((measure) => columnsOf(measure.of)));
  if (used.size !== 1) return [];
  const own = numbers.find((column) => used.has(column.name));
  const naming = own ? words.filter((word) => names(word, own)) : [];
  if (!own || naming.length === 0 || isWhole(own, words)) return [];
  const other = numbers.find((column) => column !== own && naming.every((word) => names(word, column)));
  return other ? [`${other.name} fits the words as well as ${own.name}`] : [];
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

/** Groups that no word of the question calls for. */
function unaskedGroups(question: string, words: readonly string[], reading: Reading): string[] {
  return reading.groups.flatMap(({name, of, unit, part}) => {
    if (unit ?? part) {
      const isAsked = TIME.test(
        question.replace(/\bby\b(?! (?:the )?(?:hour|day|week|month|quarter|year|date))/gi, ""),
      );
      return isAsked || reading.comparison ? [] : [`“by ${name}” was not asked for`];
    }
    const parts = [name, ...columnsOf(of)].flatMap(namePartsOf);
    const isPlaced = reading.placements.some(
      (one) => one.place === "group" || one.place === "filter" || one.as === name,
    );
    const isNamed = words.some((word) => parts.some((one) => isAkin(word, one) || isSynonym(word, one)));
    const isFiltered = reading.filters.some(({condition}) =>
      columnsOf(of).some((column) => JSON.stringify(condition).includes(`"${column}"`)),
    );
    return isNamed || isPlaced || isFiltered || /\bwhy\b/i.test(question)
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
