import {normalTwoSided, normalUpper} from "../distributions/normal.ts";
import type {Alternative} from "../result.ts";
import {tiedRanks} from "./tied_ranks.ts";

export interface MannWhitney {
  /** U of the first group: pairs in which it is the larger, ties as halves. */
  u: number;
  p: number;
  method: "exact" | "normal";
  /** Rank-biserial correlation, 2U/nm - 1: -1 to 1. */
  rankBiserial: number;
  /** The chance that a value of the first group is larger than one of the second, ties as halves. */
  superiority: number;
  n: readonly [number, number];
}

/**
 * Are values of one group larger? Mann and Whitney (1947), the Wilcoxon rank-sum test. `auto`: exact without ties where
 * a group has fewer than 50 values (as R), else the normal approximation with ties and continuity correction. Agrees with
 * `wilcox.test` and scipy's `mannwhitneyu`.
 */
export function mannWhitney(
  first: Float64Array,
  second: Float64Array,
  {
    alternative = "two_sided",
    method = "auto",
    correct = true,
  }: {alternative?: Alternative; method?: "auto" | "exact" | "normal"; correct?: boolean} = {},
): MannWhitney {
  const [n, m] = [first.length, second.length];
  const {ranks, ties} = tiedRanks(Float64Array.from([...first, ...second]));
  let sum = 0;
  for (let row = 0; row < n; row++) sum += ranks[row]!;
  const u = sum - (n * (n + 1)) / 2;
  const exact = method === "exact" || (method === "auto" && ties === 0 && n < 50 && m < 50);
  const p = exact ? exactP(u, n, m, alternative) : normalP(u, n, m, ties, correct, alternative);
  return {
    u,
    p,
    method: exact ? "exact" : "normal",
    rankBiserial: (2 * u) / (n * m) - 1,
    superiority: u / (n * m),
    n: [n, m],
  };
}

function normalP(
  u: number,
  n: number,
  m: number,
  ties: number,
  correct: boolean,
  alternative: Alternative,
): number {
  const total = n + m;
  const sd = Math.sqrt(((n * m) / 12) * (total + 1 - ties / (total * (total - 1))));
  const off = u - (n * m) / 2;
  if (alternative === "two_sided") {
    const z = (Math.abs(off) - (correct ? 0.5 : 0)) / sd;
    return sd > 0 ? Math.min(1, z < 0 ? 1 : normalTwoSided(z)) : Number.NaN;
  }
  const towards = alternative === "greater" ? off : -off;
  return sd > 0 ? normalUpper((towards - (correct ? 0.5 : 0)) / sd) : Number.NaN;
}

/** The null distribution of U, by the recursion of Mann and Whitney over the Gaussian binomial coefficients. */
function exactP(u: number, n: number, m: number, alternative: Alternative): number {
  const weights = uDistribution(n, m);
  const upper = (from: number): number => {
    let sum = 0;
    for (let value = Math.max(0, Math.ceil(from)); value <= n * m; value++) sum += weights[value]!;
    return Math.min(1, sum);
  };
  const greater = upper(u);
  const less = upper(n * m - u);
  if (alternative === "greater") return greater;
  if (alternative === "less") return less;
  return Math.min(1, 2 * Math.min(greater, less));
}

function uDistribution(n: number, m: number): Float64Array {
  // Multiply out prod (1 - x^(m+i)) / (1 - x^i), i = 1..n, with each factor scaled to a probability.
  const size = n * m + 1;
  const weights = new Float64Array(size);
  weights[0] = 1;
  for (let i = 1; i <= n; i++) {
    for (let value = size - 1; value >= m + i; value--) weights[value]! -= weights[value - m - i]!;
    for (let value = i; value < size; value++) weights[value]! += weights[value - i]!;
    const share = i / (m + i);
    for (let value = 0; value < size; value++) weights[value]! *= share;
  }
  return weights;
}
