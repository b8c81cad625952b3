import type {ColumnProfile, TableProfile} from "../data/profile.ts";
import {namePartsOf} from "./claims/column_units.ts";
import type {WordDoubt} from "./doubt.ts";
import type {Reading} from "./reading.ts";
import {accountsFor} from "./words_accounted.ts";

/** A column whose values nearly all differ. */
const NEARLY_ALL = 0.9;
const COUNTED =
  /\b(?:how many|number of|no\.? of|count of|distinct|unique|different)\s+((?:\p{L}+\s+){0,3}?\p{L}+?)(?=\s+(?:did|do|does|have|has|had|are|is|were|was|in|of|from|by|per|with|without|that|which|who|over|under|above|below|between|since|before|after|on|at|for|and|or|we|there|not|got|get)\b|[^\p{L}\s]|\s*$)/iu;

const VERB =
  /^(?:appear|sold|sell|listed|exist|placed|made|live|lived|went|go|occur|happen|came|come|bought|ordered|used|seen|recorded|showed|show|call|called|work)s?$/i;

/** What is counted or averaged is not the thing that was named: rows where things repeat, a group of every single row. */
export function grainDoubts(
  question: string,
  reading: Reading,
  profile: TableProfile | undefined,
): WordDoubt[] {
  if (!profile || (reading.intent !== "aggregate" && reading.intent !== "which")) return [];
  return [
    ...ofCounts(question, reading, profile),
    ...ofGroups(reading, profile),
    ...ofNumbers(question, reading, profile),
  ];
}

function ofCounts(
  question: string,
  {measures, groups, joins, assumptions, placements}: Reading,
  profile: TableProfile,
): WordDoubt[] {
  const [measure] = measures;
  const noun = COUNTED.exec(question)?.[1]
    ?.trim()
    .split(/\s+/)
    .findLast((word) => !VERB.test(word))
    ?.toLowerCase();
  if (!measure || !noun || joins.length > 0 || measures.length > 2) return [];
  if (measure.fn === "count" && !measure.of && !measure.over && !measure.where) {
    const named = profile.columns.filter(
      (column) =>
        isThing(column) && isWhole(noun, column) && !groups.some((group) => group.name === column.name),
    );
    const repeats =
      named.length > 0 && named.every((column) => column.distinct < NEARLY_ALL * filled(column, profile));
    return repeats && !/\b(?:rows|lines|records|entries)\b/i.test(question)
      ? [
          {
            kind: "grain",
            says: `rows are counted, and ${named[0]!.name} repeats in them`,
            others: named.map(({name}) => ({kind: "distinct", of: name})),
          },
        ]
      : [];
  }
  if (measure.fn === "count_distinct" && measure.of && "column" in measure.of) {
    const {column: name} = measure.of;
    const column = profile.columns.find((one) => one.name === name);
    const isSaid =
      assumptions.some((one) => one.includes(name)) ||
      placements.some((one) => one.as?.includes(name) && one.text.toLowerCase().includes(noun));
    if (column && !isSaid && !names(noun, column))
      return [{kind: "grain", says: `“${noun}” are counted as ${name}`}];
  }
  return [];
}

/** Each group is one row: an average or a count of it says nothing. */
function ofGroups({measures, groups, intent}: Reading, profile: TableProfile): WordDoubt[] {
  if (intent === "which") return [];
  return groups.flatMap(({of, unit, part, bins, width}) => {
    if (unit ?? part ?? bins ?? width) return [];
    const column = "column" in of ? profile.columns.find((one) => one.name === of.column) : undefined;
    const single = column && column.distinct >= 10 && column.distinct >= NEARLY_ALL * filled(column, profile);
    return single && measures.some((one) => one.fn === "count" || one.fn === "avg")
      ? [{kind: "grain" as const, says: `nearly every ${column.name} is one row`}]
      : [];
  });
}

/** "spend per head" is no average of each number of heads. */
function ofNumbers(question: string, {groups, filters, chart}: Reading, profile: TableProfile): WordDoubt[] {
  const words = question.toLowerCase().match(/\p{L}+/gu) ?? [];
  return groups.flatMap(({of, bins, width, edges}) => {
    const column = "column" in of ? profile.columns.find((one) => one.name === of.column) : undefined;
    const isNumber = column?.type === "integer" || column?.type === "number";
    const isKept =
      JSON.stringify(filters).includes(JSON.stringify(column?.name)) || /year|yr/i.test(column?.name ?? "");
    if (!column || !isNumber || isKept || bins || width || edges || chart?.asked) return [];
    return words.some((word) => names(word, column))
      ? []
      : [{kind: "grain", says: `no word names ${column.name}, which is a number`}];
  });
}

const filled = ({nulls}: ColumnProfile, {rows}: TableProfile): number => rows - nulls;
const isThing = ({role}: ColumnProfile): boolean => role !== "measure" && role !== "date";
const names = (noun: string, {name}: ColumnProfile): boolean =>
  namePartsOf(name).some((part) => part.length > 2 && accountsFor(part, noun));
const isWhole = (noun: string, {name}: ColumnProfile): boolean => {
  const parts = namePartsOf(name).filter((part) => !/^(?:id|no|nr|number|name|code|key|ref)$/i.test(part));
  return parts.length === 1 && accountsFor(parts[0]!, noun);
};
