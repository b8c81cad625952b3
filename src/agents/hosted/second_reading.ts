import {TabletalkError} from "../../errors.ts";
import type {Reading} from "../../planning/reading.ts";
import {sayReading} from "../../planning/say_reading.ts";
import {unaccountedWords} from "../../planning/words_accounted.ts";
import type {Planner, PlannerInput, PlannerOutput} from "../contracts.ts";
import {wordDoubts} from "./check_words.ts";
import {columnsIn, truthOf} from "./doubts/condition_truth.ts";
import {unheardColumns} from "./doubts/heard_doubts.ts";
import {plainly} from "./doubts/mentions.ts";
import {rivalReadings} from "./doubts/rivals.ts";

/** What the second reader may make of a question for it to be held against a model's reading. */
const READ: ReadonlySet<Reading["intent"]> = new Set([
  "aggregate",
  "which",
  "rows",
  "distinct",
  "missing",
  "duplicates",
]);
/** A second reading that explains a question worse than this is a guess, and no rival. */
const LEAST_SCORE = 0.68;
const GROUPING = /\b(?:by|per|each|every|across|split|which|what|breakdown|versus|vs|compare)\b/i;

/**
 * Holds a model's one reading against what the offline planner makes of the same question: it costs no call. A second reading
 * that says nothing of some word, or that has doubts of its own, is none.
 * Where it makes nothing of it, the model's reading stands alone. Where two second readings compete and the model does not say
 * which it took, all are shown.
 */
export async function withSecondReading(
  output: PlannerOutput,
  input: PlannerInput,
  second: Planner,
): Promise<PlannerOutput> {
  if (output.kind !== "readings" || output.readings.length !== 1 || !READ.has(output.readings[0]!.intent))
    return output;
  const [own] = output.readings as [Reading];
  const {question, profiles, asOf} = input;
  const alike = rivalReadings(question, own, profiles, asOf);
  if (alike.length > 0) return {...output, readings: [own, ...alike]};
  if (plainly(input.question) !== input.question && /\bwith\b/i.test(plainly(input.question))) {
    // "with and without promo" tells two groups apart, which the second reader takes for a denial.
    if (/\bwith\b.{0,10}\bwithout\b/i.test(input.question)) return output;
  }
  const other = await second.plan(input).catch((error: unknown) => {
    if (error instanceof TabletalkError && error.code === "aborted") throw error;
    return undefined;
  });
  const rivals = readingsIn(other).filter((reading) => competes(reading, own, input));
  if (rivals.length === 0) return output;
  if (rivals.length > 1 && !saysWhich(own)) return {...output, readings: [own, ...rivals]};
  return {...output, against: rivals.flatMap((one) => sameOtherwise(one, own, input.question))};
}

function readingsIn(output: PlannerOutput | undefined): Reading[] {
  if (output?.kind === "readings") return output.readings;
  return output?.kind === "plan" && output.plan.reading ? [output.plan.reading] : [];
}

function competes(reading: Reading, own: Reading, input: PlannerInput): boolean {
  const {question, profiles, asOf} = input;
  if (!READ.has(reading.intent) || reading.score < LEAST_SCORE) return false;
  // Two years side by side are as good as their difference.
  if (reading.comparison && !own.comparison && own.groups.length > reading.groups.length) return false;
  if (unaccountedWords(question, `${sayReading(reading)} ${reading.table}`).length > 0) return false;
  if (wordDoubts(question, [reading], profiles, asOf).length > 0) return false;
  const unheard = (one: Reading): number => unheardColumns(question, one, profiles, asOf).length;
  return unheard(reading) <= unheard(own) && !keepsNothing(reading, input);
}

/** A condition that no value of its column meets, as "between 10 and 30" of a column from 0 to 1. */
function keepsNothing(reading: Reading, {profiles}: PlannerInput): boolean {
  const table = profiles.find((one) => one.table === reading.table);
  return reading.filters.some(({condition}) => {
    const [name, ...more] = columnsIn(condition);
    const column = table?.columns.find((one) => one.name === name);
    if (!column || more.length > 0 || (column.type !== "number" && column.type !== "integer")) return false;
    const values = [column.min, ...(column.quantiles ?? []), column.max];
    const some = typeof column.min === "number" && typeof column.max === "number";
    return some && values.every((value) => truthOf(condition, {column: column.name, value}) === false);
  });
}

const saysWhich = ({assumptions, measures}: Reading): boolean => {
  const said = assumptions.join(" ").toLowerCase();
  return [...columnsIn(measures)].some((name) => said.includes(name.toLowerCase()));
};

/**
 * The same second reading as it may be answered as well: rows are as good as their number, a function that nothing said is
 * the model's to choose, and parts that nobody asked for are as good as their whole.
 */
function sameOtherwise(second: Reading, own: Reading, question: string): Reading[] {
  const found = [second];
  const [measure] = own.measures;
  if (
    second.intent === "rows" &&
    own.measures.length === 1 &&
    measure!.fn === "count" &&
    own.groups.length === 0
  )
    found.push({
      ...second,
      intent: "aggregate",
      measures: [{name: "rows", fn: "count"}],
      columns: [],
      order: [],
    });
  const years = own.groups.filter(({part}) => part === "year");
  if (
    years.length > 0 &&
    own.groups.length === second.groups.length &&
    second.groups.some(({unit}) => unit === "year")
  )
    found.push({...second, groups: own.groups, order: []});
  const unsaid = second.assumptions.some((one) => /as nothing else was said/.test(one));
  if (
    unsaid &&
    second.measures.length === 1 &&
    own.measures.length === 1 &&
    !measure!.over &&
    !second.measures[0]!.over
  ) {
    const [first] = second.measures;
    const alike = JSON.stringify(first!.of) === JSON.stringify(measure!.of);
    if (alike) found.push({...second, measures: [{...first!, fn: measure!.fn}]});
  }
  if (own.groups.length === 0 && second.groups.length > 0 && !GROUPING.test(question))
    found.push(...found.map((one) => ({...one, groups: [], order: []})));
  return found;
}
