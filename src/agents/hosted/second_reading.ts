import {TabletalkError} from "../../errors.ts";
import type {Reading} from "../../planning/reading.ts";
import {sayReading} from "../../planning/say_reading.ts";
import {unaccountedWords} from "../../planning/words_accounted.ts";
import type {Planner, PlannerInput, PlannerOutput} from "../contracts.ts";

/** What the second reader may make of a question for it to be held against a model's reading. */
const READ: ReadonlySet<Reading["intent"]> = new Set([
  "aggregate",
  "which",
  "rows",
  "distinct",
  "missing",
  "duplicates",
]);

/**
 * Holds a model's one reading against what the offline planner makes of the same question: it costs no call. A second
 * reading that says nothing of some word is none.
 * Where it makes nothing of it, the model's reading stands alone.
 */
export async function withSecondReading(
  output: PlannerOutput,
  input: PlannerInput,
  second: Planner,
): Promise<PlannerOutput> {
  if (output.kind !== "readings" || output.readings.length !== 1 || !READ.has(output.readings[0]!.intent))
    return output;
  const other = await second.plan(input).catch((error: unknown) => {
    if (error instanceof TabletalkError && error.code === "aborted") throw error;
    return undefined;
  });
  const against = readingsIn(other).filter(
    (reading) =>
      READ.has(reading.intent) &&
      unaccountedWords(input.question, `${sayReading(reading)} ${reading.table}`).length === 0,
  );
  return against.length > 0 ? {...output, against} : output;
}

function readingsIn(output: PlannerOutput | undefined): Reading[] {
  if (output?.kind === "readings") return output.readings;
  return output?.kind === "plan" && output.plan.reading ? [output.plan.reading] : [];
}
