import type {Doubt, DoubtKind} from "./doubts.ts";

/** Doubts with which an answer was wrong too often to be shown as one: how often, `node evals/risk_coverage.ts` prints. */
const OFFERED: ReadonlySet<DoubtKind> = new Set([
  "words",
  "left_out",
  "unasked",
  "loose",
  "outscored",
  "rival",
  "asked",
  "shape",
  "grain",
  "unnamed",
  "leaning",
  "date",
]);

/**
 * The doubts for which an answer is offered as a choice and not given: those about what was asked. Doubts about the data are told
 * beside an answer and keep none back.
 */
export function unsureOf(doubts: readonly Doubt[]): Doubt[] {
  return doubts.filter(({kind, about}) => about === "reading" && OFFERED.has(kind));
}
