import type {Doubt, DoubtKind} from "./doubt.ts";
import type {Plan} from "./plan.ts";
import {asksForChart} from "./shape_doubts.ts";

/** Doubts with which an answer was wrong too often to be shown as one: how often, `node evals/risk_coverage.ts` prints. */
const OFFERED: ReadonlySet<DoubtKind> = new Set([
  "words",
  "left_out",
  "unasked",
  "outscored",
  "rival",
  "asked",
  "shape",
  "grain",
  "unnamed",
  "leaning",
  "date",
]);

/** Of requests for charts, whose reader has found a place for every word. */
const OFFERED_OF_CHARTS: ReadonlySet<DoubtKind> = new Set(["left_out", "grain", "shape", "date"]);

/** Of a model's readings: it knows more words, and was asked again for what it dropped. */
const OFFERED_OF_MODELS: ReadonlySet<DoubtKind> = new Set(["rival", "grain", "shape", "date"]);

/**
 * The doubts for which an answer is offered as a choice and not given: those about what was asked. Doubts about the data are told
 * beside an answer and keep none back. Instructions step by step are read whole or not at all, and are never offered.
 */
export function unsureOf(doubts: readonly Doubt[], {reading}: Plan, byModel = false): Doubt[] {
  if (!reading || reading.operations) return [];
  const kinds = byModel ? OFFERED_OF_MODELS : asksForChart(reading) ? OFFERED_OF_CHARTS : OFFERED;
  return doubts.filter(({kind, about}) => about === "reading" && kinds.has(kind));
}
