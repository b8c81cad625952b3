import type {TableProfile} from "../data/profile.ts";
import type {Artifact} from "../tools/tool.ts";
import {namePartsOf} from "./claims/column_units.ts";
import {asMeant} from "./definitions.ts";
import type {Doubt, DoubtKind, DoubtParts} from "./doubt.ts";
import {resultDoubts} from "./doubts_of_result.ts";
import {danglingDoubts, followUpDoubts} from "./follow_up_doubts.ts";
import type {Plan} from "./plan.ts";
import {questionDoubts} from "./question_doubts.ts";
import type {Reading} from "./reading.ts";
import {sayReading} from "./say_reading.ts";
import {otherFileDoubts, unsaidInFollowUps} from "./unsaid_doubts.ts";
import {accountsFor, unaccountedWords} from "./words_accounted.ts";

/** A reading that explains the question worse than this is loose. */
export const LOOSE = 0.72;
const CLOSE = 0.05;

/** Doubts whether this is what was asked. */
export function ofReading(given: DoubtParts): Doubt[] {
  const {plan, profiles, isMended} = given;
  const {reading} = plan;
  const question = asMeant(reading?.plainly ?? given.question, reading?.definitions);
  const parts = {...given, question};
  const chosen = about("model", 0.5, "the steps were chosen by a model");
  // Steps with outputs by name: their reader left no word of weight without a place.
  if (reading?.outputs?.form === "named") return [];
  if (!reading && plan.asWritten && !isMended) return [];
  if (!reading) return isMended ? [about("model", 1, "its plan had to be mended"), chosen] : [chosen];
  return [
    ...ofWords(parts, reading),
    ...ofFit(parts, reading),
    ...reading.assumptions
      .filter((assumption) => isGuess(assumption, question))
      .map((assumption) => about("guess", isNatural(plan, profiles) ? 0.25 : 0.5, `assumed: ${assumption}`)),
  ];
}

function ofWords(parts: DoubtParts, reading: Reading): Doubt[] {
  const {question, plan, profiles, artifacts, before, isFollowUp} = parts;
  const profile = profiles.find((one) => one.table === reading.table);
  const strange = unaccountedWords(question, saidOf(plan, profiles)).filter(
    (word) => !isPlaced(word, reading, numbersOf(profile)) && !namesRows(word, profile),
  );
  const quoted = strange.map((word) => `“${word}”`).join(", ");
  const leaning = before
    ? followUpDoubts(question, reading, before)
    : isFollowUp
      ? []
      : danglingDoubts(question);
  return [
    ...(strange.length > 0
      ? [about("words", strange.length > 1 ? 2 : 1, `the reading says nothing of ${quoted}`)]
      : []),
    ...(isFollowUp
      ? []
      : questionDoubts(question, reading, profile).map(
          (doubt): Doubt => ({...doubt, about: "reading", weight: 1}),
        )),
    ...(isFollowUp ? unsaidInFollowUps(question, reading, profile) : []).map(
      (doubt): Doubt => ({...doubt, about: "reading", weight: 1}),
    ),
    ...resultDoubts(reading, artifacts.get(plan.headline)).map(
      (doubt): Doubt => ({...doubt, about: "reading", weight: 1}),
    ),
    ...otherFileDoubts(question, reading, JSON.stringify(plan.steps), profiles, reading.table).map((says) =>
      about("left_out", 1, says),
    ),
    ...leaning.map((says) => about("leaning", 1, says)),
  ];
}

function ofFit({question, readings = [], plan, artifacts, profiles}: DoubtParts, reading: Reading): Doubt[] {
  const {score} = reading;
  const best = Math.max(0, ...readings.map((one) => one.score));
  return [
    ...(score < LOOSE ? [about("loose", 1, "the question was read loosely")] : []),
    ...(score < LOOSE && !/\bhow (?:many|much)\b/i.test(question) && isOpenMeasure(reading, profiles)
      ? [about("unnamed", 0, "no word says what is computed")]
      : []),
    ...(score < LOOSE && countsNothing(reading, artifacts.get(plan.headline))
      ? [about("shape", 0, "no row fits what was read")]
      : []),
    ...(best > score + CLOSE ? [about("outscored", 1, "another reading fits the words better")] : []),
  ];
}

/** A total or an average was taken, as nothing else was said. */
function isOpenMeasure(reading: Reading, profiles: readonly TableProfile[]): boolean {
  const {intent, assumptions, comparison, windows, measures} = reading;
  if (intent !== "aggregate" || comparison || windows.length > 0) return false;
  const profile = profiles.find((one) => one.table === reading.table);
  const isYesNo = measures.some(({of}) => {
    const column = of && "column" in of ? profile?.columns.find((one) => one.name === of.column) : undefined;
    return column !== undefined && (column.type === "boolean" || column.distinct <= 2);
  });
  return !isYesNo && assumptions.some((one) => one.includes("nothing else was said"));
}

/** A count of nothing is a condition that was read amiss more often than a number of none. */
function countsNothing(
  {intent, measures, groups, filters}: Reading,
  headline: Artifact | undefined,
): boolean {
  const [row, second] = headline?.table.rows ?? [];
  return (
    intent === "aggregate" &&
    measures[0]?.fn === "count" &&
    groups.length === 0 &&
    filters.length > 1 &&
    second === undefined &&
    row?.every((cell) => Number(cell) === 0) === true
  );
}

const about = (kind: DoubtKind, weight: number, says: string): Doubt => ({
  kind,
  about: "reading",
  weight,
  says,
});

/** The planner gave the word a place of weight and named what it took it for; it may have read it in plain words. */
function isPlaced(word: string, reading: Reading, numbers: readonly string[]): boolean {
  return reading.placements.some(
    (one) =>
      isThere(one.place, reading) &&
      !(one.place === "table" && numbers.some((part) => accountsFor(part, word))) &&
      one.text
        .toLowerCase()
        .split(/[^\p{L}]+/u)
        .some((part) => part === word || (part.length > 3 && accountsFor(part, word))),
  );
}

/** The reading has what such a place is for. */
function isThere(place: Reading["placements"][number]["place"], reading: Reading): boolean {
  if (place === "filler" || place === "unplaced") return false;
  if (place === "order")
    return (
      reading.order.length > 0 ||
      reading.having.length > 0 ||
      reading.measures.some(({fn}) => fn === "max" || fn === "min")
    );
  if (place === "limit") return reading.limit !== undefined || reading.intent === "which";
  return true;
}

/** A word for the rows themselves: it names the column in which each row has a value of its own. */
function namesRows(word: string, profile: TableProfile | undefined): boolean {
  return (profile?.columns ?? []).some(
    ({name, distinct, nulls, role}) =>
      role !== "measure" &&
      distinct >= 0.9 * (profile!.rows - nulls) &&
      namePartsOf(name).some((part) => part.length > 2 && accountsFor(part, word)),
  );
}

/** Amounts are totalled, and rates, ages and prices averaged, unless something else is said. */
function isNatural({reading}: Plan, profiles: readonly TableProfile[]): boolean {
  const profile = profiles.find((one) => one.table === reading?.table);
  return (reading?.measures ?? []).every(({fn, of}) => {
    const name = of && "column" in of ? of.column : undefined;
    const column = profile?.columns.find((one) => one.name === name);
    if (fn === "count") return true;
    return column?.additivity === "additive" ? fn === "sum" : fn === "avg" || fn === "median";
  });
}

/** An assumption that stands for a choice that the question left open. */
function isGuess(assumption: string, question: string): boolean {
  if (/nothing else was said|not said|guess/i.test(assumption)) return true;
  return (
    /^counted rows$/.test(assumption) &&
    !/\b(?:how many|count|number|no\.? of|rows|frequency|frequent|#)\b/i.test(question)
  );
}

/** Everything that the reading names: its line, its columns and the table, where no column of numbers has the table's word. */
function saidOf({reading, steps}: Plan, profiles: readonly TableProfile[]): string {
  if (!reading) return "";
  const profile = profiles.find((one) => one.table === reading.table);
  const numbers = numbersOf(profile);
  const tables = [reading.table, ...reading.joins.map((join) => join.table)]
    .flatMap(namePartsOf)
    .filter((part) => !numbers.some((one) => accountsFor(one, part)));
  const inputs = JSON.stringify(steps.map(({input}) => ({...input, table: undefined})));
  return [sayReading({...reading, table: "", joins: []}, profile), inputs, ...tables].join(" ");
}

/** The words in the names of columns of numbers. */
const numbersOf = (profile: TableProfile | undefined): string[] =>
  (profile?.columns ?? []).filter(({role}) => role === "measure").flatMap(({name}) => namePartsOf(name));
