import erfc from "@stdlib/math-base-special-erfc";
import erfcinv from "@stdlib/math-base-special-erfcinv";

/** P(Z <= z) of the normal distribution, right in the far tail. */
export function normalLower(z: number): number {
  return erfc(-z / Math.SQRT2) / 2;
}

/** P(Z >= z). */
export function normalUpper(z: number): number {
  return erfc(z / Math.SQRT2) / 2;
}

/** P(|Z| >= |z|). */
export function normalTwoSided(z: number): number {
  return erfc(Math.abs(z) / Math.SQRT2);
}

/** The density at z. */
export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** The z with P(Z <= z) = p, by the inverse of erfc with one Newton step. */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0.5) return 0;
  const z = p < 0.5 ? -Math.SQRT2 * erfcinv(2 * p) : Math.SQRT2 * erfcinv(2 * (1 - p));
  const density = normalDensity(z);
  if (!Number.isFinite(z) || density < 1e-280) return z;
  return z - (p < 0.5 ? normalLower(z) - p : 1 - p - normalUpper(z)) / density;
}

/** The z with P(|Z| <= z) = 0.95. */
export const Z_95 = 1.959963984540054;
