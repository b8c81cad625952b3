import betainc from "@stdlib/math-base-special-betainc";
import erfc from "@stdlib/math-base-special-erfc";

/** P(|T| >= |t|) of Student's t: DLMF 8.17, by the incomplete beta function, right in the far tail. */
export function studentTwoSided(t: number, df: number): number {
  if (Number.isNaN(t) || !(df > 0)) return Number.NaN;
  if (!Number.isFinite(t)) return 0;
  const square = t * t;
  // Of the two forms, the one whose argument is the smaller loses no digits.
  return square < df
    ? betainc(square / (df + square), 0.5, df / 2, true, true)
    : betainc(df / (df + square), df / 2, 0.5);
}

/** P(F >= f) of Fisher's F. */
export function fisherUpper(f: number, df1: number, df2: number): number {
  if (Number.isNaN(f) || !(df1 > 0) || !(df2 > 0)) return Number.NaN;
  if (f <= 0) return 1;
  if (!Number.isFinite(f)) return 0;
  return df1 * f < df2
    ? betainc((df1 * f) / (df2 + df1 * f), df1 / 2, df2 / 2, true, true)
    : betainc(df2 / (df2 + df1 * f), df2 / 2, df1 / 2);
}

/** P(|Z| >= |z|) of the normal distribution. */
export function normalTwoSided(z: number): number {
  return erfc(Math.abs(z) / Math.SQRT2);
}

/** The z with P(|Z| <= z) = 0.95. */
export const Z_95 = 1.959963984540054;

/**
 * The t with P(|T| >= t) = alpha, by bisection on the tail: exact to the last digits or so.
 */
export function studentQuantile(alpha: number, df: number): number {
  if (!(df > 0) || !(alpha > 0 && alpha < 1)) return Number.NaN;
  let low = 0;
  let high = 1;
  while (studentTwoSided(high, df) > alpha) high *= 2;
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (studentTwoSided(middle, df) > alpha) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
