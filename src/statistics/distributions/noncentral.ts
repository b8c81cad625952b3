import betainc from "@stdlib/math-base-special-betainc";
import gammaln from "@stdlib/math-base-special-gammaln";
import {chiSquaredUpper} from "./chi_squared.ts";
import {normalDensity, normalLower, normalUpper} from "./normal.ts";
import {studentUpper} from "./student.ts";

const MOST_TERMS = 100_000;

/** From this non-centrality on the series grows long, and nothing of a normal distribution is left below 0. */
const LARGE_DELTA = 12;

/**
 * P(T >= t) of Student's t with non-centrality `delta`: Lenth's (1989) series, AS 243; for a large delta the integral over the
 * normal or over the sd, whichever the other varies slowly along, by trapezoids (which converge exponentially here).
 */
export function noncentralStudentUpper(t: number, df: number, delta: number): number {
  if (delta === 0) return studentUpper(t, df);
  if (t < 0) return 1 - noncentralStudentUpper(-t, df, -delta);
  if (delta >= LARGE_DELTA) return t * t > 2 * df ? overNormal(t, df, delta) : overSd(t, df, delta);
  if (delta <= -LARGE_DELTA) return overSd(t, df, delta);
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

/** P(sd <= (z + delta) / t), over the density of z. */
function overNormal(t: number, df: number, delta: number): number {
  const step = 0.0625;
  let sum = 0;
  for (let z = -9; z <= 9; z += step)
    sum += normalDensity(z) * (1 - chiSquaredUpper((df * (z + delta) ** 2) / (t * t), df));
  return Math.min(1, sum * step);
}

/** P(Z >= t sd - delta), over the density of log sd. */
function overSd(t: number, df: number, delta: number): number {
  const constant = Math.LN2 + (df / 2) * Math.log(df / 2) - gammaln(df / 2);
  const step = Math.min(0.02, 0.15 / Math.sqrt(2 * df));
  let sum = 0;
  for (let u = -(45 / df) - Math.sqrt(45 / df); u < 6; u += step) {
    const weight = Math.exp(constant + df * u - (df / 2) * Math.exp(2 * u));
    if (u > 0 && weight < 1e-25) break;
    if (weight > 0) sum += weight * normalUpper(t * Math.exp(u) - delta);
  }
  return Math.min(1, sum * step);
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
