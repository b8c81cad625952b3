import {z} from "zod";
import {DOUBT_KINDS, type Doubt, type DoubtParts} from "./doubt.ts";
import {doubtsOf} from "./doubts.ts";
import {LOOSE} from "./doubts_of_reading.ts";

export const confidenceSchema = z.object({
  level: z.enum(["high", "medium", "low"]),
  /** What speaks for the answer and what against it, the weightiest first. */
  reasons: z.array(z.string()),
  /** What the doubts are of. */
  doubts: z.array(z.enum(DOUBT_KINDS)).optional(),
});
/** How far an answer can be relied on, and why. */
export type Confidence = z.infer<typeof confidenceSchema>;

/**
 * How sure an answer is: high, where the question's every word has its place in the reading and nothing in the data or the
 * computation gives doubt; medium and low by what does. Calibrated on the suites of evals/ (`npm run calibration`).
 */
export function confidenceOf(parts: DoubtParts, doubts: readonly Doubt[] = doubtsOf(parts)): Confidence {
  const weight = doubts.reduce((sum, doubt) => sum + doubt.weight, 0);
  const level = weight >= 2 ? "low" : weight >= 0.5 ? "medium" : "high";
  const isPlain = doubts.every(({kind}) => kind !== "words");
  const reasons = [...doubts.map(({says}) => says), ...supports(parts, isPlain)];
  return {level, reasons, doubts: [...new Set(doubts.map(({kind}) => kind))]};
}

/** "Confidence: high · computed twice with the same result": the level and the first two reasons. */
export function sayConfidence({level, reasons}: Confidence): string {
  return [`Confidence: ${level}`, ...reasons.slice(0, 2)].join(" · ");
}

function supports({plan, derivation, readings = []}: DoubtParts, isPlain: boolean): string[] {
  const agree = readings.length > 1 ? [`${readings.length} readings give the same`] : [];
  const twice = derivation?.kind === "agrees" ? ["computed twice with the same result"] : [];
  const read = plan.reading && isPlain && agree.length === 0 ? ["every word has its place"] : [];
  return [
    ...twice,
    ...agree,
    ...(plan.reading?.score !== undefined && plan.reading.score >= LOOSE ? read : []),
  ];
}
