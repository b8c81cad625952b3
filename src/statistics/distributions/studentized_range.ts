import gammaln from "@stdlib/math-base-special-gammaln";
import {normalDensity, normalLower} from "./normal.ts";
import {upperQuantile} from "./root.ts";

/**
 * P(Q >= q) of the studentized range of `groups` means with `df` degrees of freedom: the double integral itself, by
 * trapezoids (which converge exponentially for such integrands), in a form without cancellation. Agrees with scipy's
 * `studentized_range.sf`.
 */
export function studentizedRangeUpper(q: number, groups: number, df: number): number {
  if (Number.isNaN(q) || !(groups >= 2) || !(df > 0)) return Number.NaN;
  if (q <= 0) return 1;
  if (!Number.isFinite(df)) return rangeUpper(q, groups);
  // Over u = log s, where s is the sd's ratio to its true value: chi / sqrt(df).
  const constant = Math.LN2 + (df / 2) * Math.log(df / 2) - gammaln(df / 2);
  const step = Math.min(0.1, 0.3 / Math.sqrt(2 * df));
  const density = (u: number): number => Math.exp(constant + df * u - (df / 2) * Math.exp(2 * u));
  let sum = 0;
  const start = -(45 / df) - Math.sqrt(45 / df);
  for (let u = start; u < 6; u += step) {
    const weight = density(u);
    if (u > 0 && weight < 1e-20) break;
    if (weight > 0) sum += weight * rangeUpper(q * Math.exp(u), groups);
  }
  return Math.min(1, sum * step);
}

/** The q with P(Q >= q) = p. */
export function studentizedRangeQuantile(p: number, groups: number, df: number): number {
  return upperQuantile(p, (q) => studentizedRangeUpper(q, groups, df), 0);
}

/** P(range of k independent normals >= w). */
function rangeUpper(w: number, k: number): number {
  const step = 0.125;
  let sum = 0;
  for (let z = -9; z <= Math.max(9, Math.min(w, 30) + 9); z += step) {
    const lower = normalLower(z);
    const outside = normalLower(z - w) / lower;
    const missed = outside >= 1 ? 1 : -Math.expm1((k - 1) * Math.log1p(-outside));
    sum += normalDensity(z) * lower ** (k - 1) * missed;
  }
  return Math.min(1, k * sum * step);
}
