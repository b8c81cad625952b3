import gammainc from "@stdlib/math-base-special-gammainc";
import {upperQuantile} from "./root.ts";

/** P(X >= x) of chi squared: the regularised incomplete gamma function, DLMF 8.2. */
export function chiSquaredUpper(x: number, df: number): number {
  if (Number.isNaN(x) || !(df > 0)) return Number.NaN;
  if (x <= 0) return 1;
  if (!Number.isFinite(x)) return 0;
  return gammainc(x / 2, df / 2, true, true);
}

/** P(X <= x). */
export function chiSquaredLower(x: number, df: number): number {
  if (Number.isNaN(x) || !(df > 0)) return Number.NaN;
  if (x <= 0) return 0;
  if (!Number.isFinite(x)) return 1;
  return gammainc(x / 2, df / 2);
}

/** The x with P(X >= x) = p. */
export function chiSquaredQuantile(p: number, df: number): number {
  return upperQuantile(p, (x) => chiSquaredUpper(x, df), 0);
}
