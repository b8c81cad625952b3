import {z} from "zod";
import type {TableProfile} from "../data/profile.ts";
import type {Artifact} from "../tools/tool.ts";
import type {Plan} from "./plan.ts";
import {questionDoubts} from "./question_doubts.ts";
import type {Reading} from "./reading.ts";
import {sayReading} from "./say_reading.ts";
import type {SecondRoute} from "./second_route.ts";
import {unaccountedWords} from "./words_accounted.ts";

export const confidenceSchema = z.object({
  level: z.enum(["high", "medium", "low"]),
  /** What speaks for the answer and what against it, the weightiest first. */
  reasons: z.array(z.string()),
});
/** How far an answer can be relied on, and why. */
export type Confidence = z.infer<typeof confidenceSchema>;

/** What an answer's confidence is judged by. */
export interface ConfidenceParts {
  /** What was asked, this turn's words alone. */
  question: string;
  plan: Plan;
  artifacts: ReadonlyMap<string, Artifact>;
  profiles: readonly TableProfile[];
  derivation?: SecondRoute;
  /** All readings that the planner weighed, this one among them. */
  readings?: readonly Reading[];
  /** The question follows an earlier one, so that words of that one are not in it. */
  isFollowUp?: boolean;
  /** A model's plan was written again after failed steps or a reviewer's faults. */
  isMended?: boolean;
}

/** A doubt, and how much it weighs: from 2 on the level is low, from a half medium. */
interface Doubt {
  weight: number;
  says: string;
}

const LOOSE = 0.72;
const CLOSE = 0.05;
const SOME_MISSING = 0.05;
const MUCH_MISSING = 0.3;
const FEW = 5;

/**
 * How sure an answer is: high, where the question's every word has its place in the reading and nothing in the data or the
 * computation gives doubt; medium and low by what does. Calibrated on the suites of evals/ (`npm run calibration`).
 */
export function confidenceOf(parts: ConfidenceParts): Confidence {
  const doubts = [...ofReading(parts), ...ofPeriod(parts), ...ofData(parts), ...ofResult(parts)].toSorted(
    (a, b) => b.weight - a.weight,
  );
  const weight = doubts.reduce((sum, doubt) => sum + doubt.weight, 0);
  const level = weight >= 2 ? "low" : weight >= 0.5 ? "medium" : "high";
  const isPlain = doubts.every((doubt) => !doubt.says.startsWith("the reading says nothing"));
  return {level, reasons: [...doubts.map((doubt) => doubt.says), ...supports(parts, isPlain)]};
}

/** "Confidence: high · computed twice with the same result": the level and the first two reasons. */
export function sayConfidence({level, reasons}: Confidence): string {
  return [`Confidence: ${level}`, ...reasons.slice(0, 2)].join(" · ");
}

function supports({plan, derivation, readings = []}: ConfidenceParts, isPlain: boolean): string[] {
  const agree = readings.length > 1 ? [`${readings.length} readings give the same`] : [];
  const twice = derivation?.kind === "agrees" ? ["computed twice with the same result"] : [];
  const read = plan.reading && isPlain && agree.length === 0 ? ["every word has its place"] : [];
  return [
    ...twice,
    ...agree,
    ...(plan.reading?.score !== undefined && plan.reading.score >= LOOSE ? read : []),
  ];
}

function ofReading({
  question,
  plan,
  profiles,
  readings = [],
  isFollowUp,
  isMended,
}: ConfidenceParts): Doubt[] {
  const {reading} = plan;
  if (!reading) {
    const doubts: Doubt[] = [{weight: 0.5, says: "the steps were chosen by a model"}];
    return isMended ? [...doubts, {weight: 1, says: "its plan had to be mended"}] : doubts;
  }
  const doubts: Doubt[] = [];
  const strange = isFollowUp
    ? []
    : unaccountedWords(question, saidOf(plan, profiles)).filter((word) => !isPlaced(word, reading));
  const quoted = strange.map((word) => `“${word}”`).join(", ");
  if (strange.length > 0)
    doubts.push({weight: strange.length > 1 ? 2 : 1, says: `the reading says nothing of ${quoted}`});
  if (!isFollowUp)
    for (const says of questionDoubts(
      question,
      reading,
      profiles.find((one) => one.table === reading.table),
    ))
      doubts.push({weight: 1, says});
  if (reading.score < LOOSE) doubts.push({weight: 1, says: "the question was read loosely"});
  const best = Math.max(0, ...readings.map((one) => one.score));
  if (best > reading.score + CLOSE) doubts.push({weight: 1, says: "another reading fits the words better"});
  for (const assumption of reading.assumptions)
    if (isGuess(assumption, question))
      doubts.push({weight: isNatural(plan, profiles) ? 0.25 : 0.5, says: `assumed: ${assumption}`});
  return doubts;
}

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

function ofPeriod({plan}: ConfidenceParts): Doubt[] {
  return plan.reading?.period?.partial ? [{weight: 0.25, says: "the period is not whole in the data"}] : [];
}

function ofData({plan, profiles}: ConfidenceParts): Doubt[] {
  const profile = profiles.find((one) => one.table === plan.reading?.table);
  if (!profile || profile.rows === 0) return [];
  const used = measuredColumns(plan);
  const doubts: Doubt[] = [];
  for (const column of profile.columns) {
    if (!used.has(column.name)) continue;
    const missing = column.nulls / profile.rows;
    const percent = `${Math.round(missing * 100)} %`;
    if (missing > MUCH_MISSING) doubts.push({weight: 1, says: `${percent} of ${column.name} is missing`});
    else if (missing > SOME_MISSING)
      doubts.push({weight: 0.5, says: `${percent} of ${column.name} is missing`});
  }
  if (profile.duplicateRows > 0.01 * profile.rows)
    doubts.push({weight: 1, says: `${profile.duplicateRows} rows are exact repeats`});
  return doubts;
}

/** The columns that are summed up, not those that only filter or group. */
function measuredColumns({reading}: Plan): Set<string> {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) visit(one);
    else if (typeof value === "object" && value !== null)
      for (const [key, part] of Object.entries(value))
        if (key === "column" && typeof part === "string") names.add(part);
        else visit(part);
  };
  for (const measure of reading?.measures ?? []) if (measure.fn !== "count") visit(measure.of);
  return names;
}

function ofResult({plan, artifacts, derivation}: ConfidenceParts): Doubt[] {
  const headline = artifacts.get(plan.headline);
  const doubts: Doubt[] = [];
  if (!headline) return doubts;
  if (headline.truncated) doubts.push({weight: 0.5, says: "the result was cut"});
  if (headline.table.rows.length === 0) doubts.push({weight: 1, says: "nothing was found"});
  const counts = headline.table.columns.findIndex((column) => column.name === "n");
  const averages =
    plan.reading?.measures.some((measure) => /avg|median|stddev|quantile/.test(measure.fn)) ?? false;
  if (counts >= 0 && averages) {
    const few = headline.table.rows.filter((row) => Number(row[counts]) < FEW).length;
    if (few > 0)
      doubts.push({
        weight: 0.25,
        says: `${few === 1 ? "one figure rests" : `${few} figures rest`} on fewer than ${FEW} rows`,
      });
  }
  for (const {provenance} of artifacts.values())
    for (const note of provenance.notes)
      if (
        /\b(?:not met|does not hold|do not hold|violat\w+|broken|unreliable|too few|caution|warning|not normal\w*|unequal variances)\b/i.test(
          note,
        )
      )
        doubts.push({weight: 0.5, says: note.length > 140 ? `${note.slice(0, 137)}...` : note});
  if (derivation?.kind === "differs") doubts.push({weight: 2, says: "two ways of computing it disagree"});
  return doubts;
}
