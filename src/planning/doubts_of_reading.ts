import type {TableProfile} from "../data/profile.ts";
import type {Doubt, DoubtKind, DoubtParts} from "./doubts.ts";
import {danglingDoubts, followUpDoubts} from "./follow_up_doubts.ts";
import type {Plan} from "./plan.ts";
import {questionDoubts} from "./question_doubts.ts";
import type {Reading} from "./reading.ts";
import {sayReading} from "./say_reading.ts";
import {unaccountedWords} from "./words_accounted.ts";

/** A reading that explains the question worse than this is loose. */
export const LOOSE = 0.72;
const CLOSE = 0.05;

/** Doubts whether this is what was asked. */
export function ofReading(parts: DoubtParts): Doubt[] {
  const {question, plan, profiles, isMended} = parts;
  const {reading} = plan;
  const chosen = about("model", 0.5, "the steps were chosen by a model");
  if (!reading) return isMended ? [about("model", 1, "its plan had to be mended"), chosen] : [chosen];
  return [
    ...ofWords(parts, reading),
    ...ofFit(parts, reading),
    ...reading.assumptions
      .filter((assumption) => isGuess(assumption, question))
      .map((assumption) => about("guess", isNatural(plan, profiles) ? 0.25 : 0.5, `assumed: ${assumption}`)),
  ];
}

function ofWords({question, plan, profiles, before, isFollowUp}: DoubtParts, reading: Reading): Doubt[] {
  const strange = unaccountedWords(question, saidOf(plan, profiles)).filter(
    (word) => !isPlaced(word, reading),
  );
  const quoted = strange.map((word) => `“${word}”`).join(", ");
  const profile = profiles.find((one) => one.table === reading.table);
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
      : questionDoubts(question, reading, profile).map(({kind, says}) => about(kind, 1, says))),
    ...leaning.map((says) => about("leaning", 1, says)),
  ];
}

function ofFit({readings = []}: DoubtParts, {score}: Reading): Doubt[] {
  const best = Math.max(0, ...readings.map((one) => one.score));
  return [
    ...(score < LOOSE ? [about("loose", 1, "the question was read loosely")] : []),
    ...(best > score + CLOSE ? [about("outscored", 1, "another reading fits the words better")] : []),
  ];
}

const about = (kind: DoubtKind, weight: number, says: string): Doubt => ({
  kind,
  about: "reading",
  weight,
  says,
});

/** The planner gave the word a place of weight and named what it took it for. */
function isPlaced(word: string, {placements}: Reading): boolean {
  return placements.some(
    (one) =>
      one.text
        .toLowerCase()
        .split(/[^\p{L}]+/u)
        .includes(word) &&
      one.place !== "filler" &&
      one.place !== "unplaced",
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

/** Everything that the reading names: its line, its columns and the table. */
function saidOf({reading, steps}: Plan, profiles: readonly TableProfile[]): string {
  if (!reading) return "";
  const profile = profiles.find((one) => one.table === reading.table);
  return [
    sayReading(reading, profile),
    reading.table,
    JSON.stringify(steps.map((step) => step.input)),
    ...reading.joins.map((join) => join.table),
  ].join(" ");
}
