import gammaln from "@stdlib/math-base-special-gammaln";
import {betaLower, betaUpper} from "./beta.ts";
import {chiSquaredLower, chiSquaredUpper} from "./chi_squared.ts";

/** P(K = k) of k successes in n with probability p: Loader's (2000) saddle-point form, right for large n. */
export function binomialMass(k: number, n: number, p: number): number {
  if (k < 0 || k > n) return 0;
  if (p === 0) return k === 0 ? 1 : 0;
  if (p === 1) return k === n ? 1 : 0;
  if (k === 0) return Math.exp(n * Math.log1p(-p));
  if (k === n) return Math.exp(n * Math.log(p));
  const q = 1 - p;
  const error = stirlingError(n) - stirlingError(k) - stirlingError(n - k);
  const log = error - deviance(k, n * p) - deviance(n - k, n * q);
  return Math.exp(log) * Math.sqrt(n / (2 * Math.PI * k * (n - k)));
}

/** P(K <= k). */
export function binomialLower(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return betaUpper(p, Math.floor(k) + 1, n - Math.floor(k));
}

/** P(K >= k). */
export function binomialUpper(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  if (k > n) return 0;
  return betaLower(p, Math.ceil(k), n - Math.ceil(k) + 1);
}

/** P(K <= k) of a Poisson count with this mean. */
export function poissonLower(k: number, mean: number): number {
  return k < 0 ? 0 : chiSquaredUpper(2 * mean, 2 * (Math.floor(k) + 1));
}

/** P(K >= k) of a Poisson count. */
export function poissonUpper(k: number, mean: number): number {
  return k <= 0 ? 1 : chiSquaredLower(2 * mean, 2 * Math.ceil(k));
}

/** P(K = k): of `drawn` taken from `total` of which `marked` are marked, k are marked. */
export function hypergeometricMass(k: number, total: number, marked: number, drawn: number): number {
  if (k < Math.max(0, drawn + marked - total) || k > Math.min(drawn, marked)) return 0;
  const p = drawn / total;
  return (
    (binomialMass(k, marked, p) * binomialMass(drawn - k, total - marked, p)) / binomialMass(drawn, total, p)
  );
}

/** log(n!) - log of Stirling's formula. */
function stirlingError(n: number): number {
  if (n < 16) return gammaln(n + 1) - (n + 0.5) * Math.log(n) + n - 0.5 * Math.log(2 * Math.PI);
  const square = n * n;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / n;
}

/** x log(x / m) + m - x without cancellation. */
function deviance(x: number, m: number): number {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x;
  const v = (x - m) / (x + m);
  let sum = (x - m) * v;
  let term = 2 * x * v;
  for (let j = 1; j < 1000; j++) {
    term *= v * v;
    const next = sum + term / (2 * j + 1);
    if (next === sum) break;
    sum = next;
  }
  return sum;
}
