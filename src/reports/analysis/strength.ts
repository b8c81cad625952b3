import type {CorrectedEntry} from "../../planning/comparison_ledger.ts";
import type {FindingTest} from "./question.ts";

/** How large an effect of each kind must be to be small, medium. Cohen (1988); Vargha and Delaney (2000) for superiority. */
const SIZES = {
  correlation: [0.1, 0.3],
  cramers_v: [0.1, 0.3],
  eta_squared: [0.01, 0.06],
  standardised: [0.2, 0.5],
  superiority: [0.06, 0.14],
  tau: [0.1, 0.3],
  strength: [0.01, 0.09],
} as const;
export type EffectKind = keyof typeof SIZES;

export type Strength = "strong" | "moderate" | "weak";

/** The level of all tests of an analysis together. */
export const LEVEL = 0.05;

/**
 * How sure a finding is, by its p corrected for every test of the analysis and by the end of its effect's interval that lies
 * nearer to nothing. `strong`: below 0.01 by Holm, the effect medium and surely not tiny. `moderate`: below 0.05 by Holm, the
 * effect at least small. `weak`: below 0.05 by Benjamini and Hochberg. Undefined: it may well be chance, and is no finding.
 */
export function strengthOf(test: FindingTest, corrected: CorrectedEntry | undefined): Strength | undefined {
  if (!corrected || corrected.benjaminiHochberg >= LEVEL) return undefined;
  const [small, medium] = SIZES[test.effect.kind];
  const size = sizeOf(test.effect);
  const near = nearEnd(test.effect);
  if (test.shaky !== undefined || size < small) return "weak";
  if (corrected.holm < 0.01 && size >= medium && near >= small) return "strong";
  return corrected.holm < LEVEL && near > 0 ? "moderate" : "weak";
}

/** How large an effect is, on a scale where 1 is medium: effects of several kinds beside one another. */
export function relativeSize(effect: FindingTest["effect"]): number {
  return sizeOf(effect) / SIZES[effect.kind][1];
}

/** The distance from no effect at all. */
function sizeOf({kind, value}: FindingTest["effect"]): number {
  return kind === "superiority" ? Math.abs(value - 0.5) : Math.abs(value);
}

/** The same of the interval's end nearer to no effect; 0 where it holds none; the value's own where there is no interval. */
function nearEnd(effect: FindingTest["effect"]): number {
  const {kind, low, high} = effect;
  if (low === undefined || high === undefined) return sizeOf(effect);
  const none = kind === "superiority" ? 0.5 : 0;
  if (kind !== "eta_squared" && kind !== "cramers_v" && low <= none && high >= none) return 0;
  return Math.min(Math.abs(low - none), Math.abs(high - none));
}
