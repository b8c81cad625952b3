import {chiSquaredUpper} from "../distributions/chi_squared.ts";
import {tiedRanks} from "./tied_ranks.ts";

/**
 * Do repeated measurements differ? Friedman (1937), with ties; effect: Kendall's W, 0 to 1.
 * @param columns a measurement each, of one length: a row is one subject
 */
export function friedman(columns: readonly Float64Array[]): {
  chi2: number;
  df: number;
  p: number;
  kendallW: number;
  n: number;
} {
  const k = columns.length;
  const n = columns[0]!.length;
  const sums = new Float64Array(k);
  let ties = 0;
  for (let row = 0; row < n; row++) {
    const ranked = tiedRanks(columns.map((column) => column[row]!));
    ties += ranked.ties;
    for (let column = 0; column < k; column++) sums[column]! += ranked.ranks[column]!;
  }
  let squares = 0;
  for (const sum of sums) squares += (sum - (n * (k + 1)) / 2) ** 2;
  const chi2 = (12 * squares) / (n * k * (k + 1) - ties / (k - 1));
  return {chi2, df: k - 1, p: chiSquaredUpper(chi2, k - 1), kendallW: chi2 / (n * (k - 1)), n};
}
