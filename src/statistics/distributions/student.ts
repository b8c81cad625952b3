import betainc from "@stdlib/math-base-special-betainc";
import {upperQuantile} from "./root.ts";

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

/** P(T >= t). */
export function studentUpper(t: number, df: number): number {
  const tail = studentTwoSided(t, df) / 2;
  return t >= 0 ? tail : 1 - tail;
}

/** The t with P(|T| >= t) = alpha. */
export function studentQuantile(alpha: number, df: number): number {
  if (!(df > 0) || !(alpha > 0 && alpha < 1)) return Number.NaN;
  return upperQuantile(alpha, (t) => studentTwoSided(t, df), 0);
}
