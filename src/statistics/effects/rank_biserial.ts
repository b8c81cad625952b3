import {normalQuantile} from "../distributions/normal.ts";

/**
 * The interval of a matched-pairs rank-biserial correlation of n differences that are not 0, by Fisher's z with the standard
 * deviation of the signed-rank sum, as R's effectsize. NaN where all differences have one sign: it says nothing there.
 */
export function pairedRankBiserialBounds(r: number, n: number, level = 0.95): {low: number; high: number} {
  if (!(Math.abs(r) < 1)) return {low: Number.NaN, high: Number.NaN};
  const most = (n * n + n) / 2;
  const reach = (normalQuantile(0.5 + level / 2) * Math.sqrt((2 * n ** 3 + 3 * n ** 2 + n) / 6)) / most;
  const z = Math.atanh(r);
  return {low: Math.tanh(z - reach), high: Math.tanh(z + reach)};
}
