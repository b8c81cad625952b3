import {chiSquaredUpper} from "../distributions/chi_squared.ts";
import {tiedRanks} from "./tied_ranks.ts";

/** Do groups differ in their ranks? Kruskal and Wallis (1952), with ties; effect: epsilon squared, H / (n - 1), 0 to 1. */
export function kruskalWallis(groups: readonly Float64Array[]): {
  h: number;
  df: number;
  p: number;
  epsilonSquared: number;
  meanRanks: number[];
  n: number;
} {
  const all = Float64Array.from(groups.flatMap((group) => [...group]));
  const n = all.length;
  const {ranks, ties} = tiedRanks(all);
  let start = 0;
  let sum = 0;
  const meanRanks = groups.map((group) => {
    let total = 0;
    for (let row = start; row < start + group.length; row++) total += ranks[row]!;
    start += group.length;
    const mean = total / group.length;
    sum += group.length * (mean - (n + 1) / 2) ** 2;
    return mean;
  });
  const h = ((12 / (n * (n + 1))) * sum) / (1 - ties / (n ** 3 - n));
  const df = groups.length - 1;
  return {h, df, p: chiSquaredUpper(h, df), epsilonSquared: h / (n - 1), meanRanks, n};
}
