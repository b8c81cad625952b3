import {betaQuantile} from "../../../src/statistics/distributions/beta.ts";
import {chiSquaredQuantile, chiSquaredUpper} from "../../../src/statistics/distributions/chi_squared.ts";
import {fisherQuantile, fisherUpper} from "../../../src/statistics/distributions/fisher.ts";
import {normalLower, normalQuantile} from "../../../src/statistics/distributions/normal.ts";
import {studentQuantile, studentUpper} from "../../../src/statistics/distributions/student.ts";
import {
  studentizedRangeQuantile,
  studentizedRangeUpper,
} from "../../../src/statistics/distributions/studentized_range.ts";
import {type GoldenCase, statsCase} from "../case.ts";

/** Student's quantile of a lower tail. */
function studentLowerQuantile(p: number, df: number): number {
  if (p === 0.5) return 0;
  return p > 0.5 ? studentQuantile(2 * (1 - p), df) : -studentQuantile(2 * p, df);
}

export const cases: readonly GoldenCase[] = [
  statsCase(
    "distributions",
    ({params}) => {
      const given = params as Record<string, [number, number, number][]>;
      const numbers = params as Record<string, number[]>;
      return {
        t_sf: given.t_p!.map(([t, df]) => studentUpper(t, df)),
        t_q: given.t_q!.map(([p, df]) => studentLowerQuantile(p, df)),
        F_sf: given.F_p!.map(([f, a, b]) => fisherUpper(f, a, b)),
        F_q: given.F_q!.map(([p, a, b]) => fisherQuantile(1 - p, a, b)),
        chi2_sf: given.chi2_p!.map(([x, df]) => chiSquaredUpper(x, df)),
        chi2_q: given.chi2_q!.map(([p, df]) => chiSquaredQuantile(1 - p, df)),
        norm_cdf: numbers.norm_p!.map(normalLower),
        norm_q: numbers.norm_q!.map(normalQuantile),
        beta_q: given.beta_q!.map(([p, a, b]) => betaQuantile(p, a, b)),
        ptukey_sf: given.ptukey!.map(([q, k, df]) => studentizedRangeUpper(q, k, df)),
        qtukey: given.qtukey!.map(([p, k, df]) => studentizedRangeQuantile(1 - p, k, df)),
      };
    },
    {trust: "python"},
  ),
];
