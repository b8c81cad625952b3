import betainc from "@stdlib/math-base-special-betainc";

/** P(X <= x) of the beta distribution. */
export function betaLower(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return betainc(x, a, b);
}

/** P(X >= x). */
export function betaUpper(x: number, a: number, b: number): number {
  if (x <= 0) return 1;
  if (x >= 1) return 0;
  return betainc(x, a, b, true, true);
}

/** The x with P(X <= x) = p, by bisection to the last bits. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0 || p === 1) return p;
  let left = 0;
  let right = 1;
  for (let step = 0; step < 1100; step++) {
    const middle = left + (right - left) / 2;
    if (middle <= left || middle >= right) break;
    if (betaLower(middle, a, b) < p) left = middle;
    else right = middle;
  }
  return (left + right) / 2;
}
