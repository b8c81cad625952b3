import betainc from "@stdlib/math-base-special-betainc";
import gammaln from "@stdlib/math-base-special-gammaln";
import {chiSquaredUpper} from "./chi_squared.ts";
import {normalLower, normalUpper} from "./normal.ts";
import {studentUpper} from "./student.ts";

const MOST_TERMS = 100_000;

/** P(T >= t) of Student's t with non-centrality `delta`: Lenth's (1989) series, AS 243. */
export function noncentralStudentUpper(t: number, df: number, delta: number): number {
  if (delta === 0) return studentUpper(t, df);
  if (t < 0) return 1 - noncentralStudentUpper(-t, df, -delta);
  const x = (t * t) / (df + t * t);
  const half = (delta * delta) / 2;
  let upper = 0;
  // Weighted upper tails of beta: all terms of the first sum positive, so nothing cancels.
  const centre = Math.floor(half);
  for (const direction of [1, -1]) {
    for (
      let j = direction === 1 ? centre : centre - 1, term = 0;
      j >= 0 && term < MOST_TERMS;
      j += direction, term++
    ) {
      const p = Math.exp(-half + j * Math.log(half) - gammaln(j + 1));
      const q = (delta / Math.SQRT2) * Math.exp(-half + j * Math.log(half) - gammaln(j + 1.5));
      const a = x > 0 ? betainc(x, j + 0.5, df / 2, true, true) : 1;
      const b = x > 0 ? betainc(x, j + 1, df / 2, true, true) : 1;
      const part = (p * a + q * b) / 2;
      upper += part;
      if (p + Math.abs(q) < 1e-18) break;
    }
  }
  return Math.min(1, Math.max(0, upper));
}

/** P(F >= f) of Fisher's F with non-centrality `lambda`: a Poisson mixture of beta tails. */
export function noncentralFisherUpper(f: number, df1: number, df2: number, lambda: number): number {
  if (f <= 0) return 1;
  const x = (df1 * f) / (df1 * f + df2);
  return mixture(lambda / 2, (j) => betainc(x, df1 / 2 + j, df2 / 2, true, true));
}

/** The power of a two-sided z test whose statistic has this mean, at level alpha given by its critical z. */
export function twoSidedNormalPower(mean: number, critical: number): number {
  return normalUpper(critical - mean) + normalLower(-critical - mean);
}

/** Sum of Poisson(half) weights times tails, from the heaviest weight outwards. */
function mixture(half: number, tail: (j: number) => number): number {
  if (half === 0) return tail(0);
  const centre = Math.floor(half);
  let sum = 0;
  for (const direction of [1, -1]) {
    for (
      let j = direction === 1 ? centre : centre - 1, term = 0;
      j >= 0 && term < MOST_TERMS;
      j += direction, term++
    ) {
      const weight = Math.exp(-half + j * Math.log(half) - gammaln(j + 1));
      sum += weight * tail(j);
      if (weight < 1e-18) break;
    }
  }
  return Math.min(1, sum);
}

/** P(X >= x) of chi squared with non-centrality `lambda`: a Poisson mixture of central tails. */
export function noncentralChiSquaredUpper(x: number, df: number, lambda: number): number {
  if (x <= 0) return 1;
  return mixture(lambda / 2, (j) => chiSquaredUpper(x, df + 2 * j));
}
