import betainc from "@stdlib/math-base-special-betainc";
import {upperQuantile} from "./root.ts";

/** P(F >= f) of Fisher's F. */
export function fisherUpper(f: number, df1: number, df2: number): number {
  if (Number.isNaN(f) || !(df1 > 0) || !(df2 > 0)) return Number.NaN;
  if (f <= 0) return 1;
  if (!Number.isFinite(f)) return 0;
  return df1 * f < df2
    ? betainc((df1 * f) / (df2 + df1 * f), df1 / 2, df2 / 2, true, true)
    : betainc(df2 / (df2 + df1 * f), df2 / 2, df1 / 2);
}

/** P(F <= f). */
export function fisherLower(f: number, df1: number, df2: number): number {
  return fisherUpper(1 / f, df2, df1);
}

/** The f with P(F >= f) = p. */
export function fisherQuantile(p: number, df1: number, df2: number): number {
  return upperQuantile(p, (f) => fisherUpper(f, df1, df2), 0);
}
