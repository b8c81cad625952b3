import {binomialLower, binomialUpper} from "../distributions/discrete.ts";
import {normalTwoSided, normalUpper} from "../distributions/normal.ts";
import type {Alternative} from "../result.ts";
import {tiedRanks} from "./tied_ranks.ts";

export interface Wilcoxon {
  /** Sum of the ranks of positive differences (R's V). */
  v: number;
  /** The smaller of the sums of positive and of negative ranks (scipy's two-sided statistic). */
  w: number;
  p: number;
  method: "exact" | "normal";
  /** Matched-pairs rank-biserial correlation, -1 to 1. */
  rankBiserial: number;
  /** Differences that are not 0. */
  n: number;
  zeros: number;
}

/**
 * Are differences shifted from 0? Wilcoxon's (1945) signed ranks; zeros are left out. `auto`: exact without ties and zeros
 * for fewer than 50 differences (as R), else normal with ties and continuity correction.
 */
export function wilcoxonSignedRank(
  differences: Float64Array,
  {
    alternative = "two_sided",
    method = "auto",
    correct = true,
  }: {alternative?: Alternative; method?: "auto" | "exact" | "normal"; correct?: boolean} = {},
): Wilcoxon {
  const kept = differences.filter((value) => value !== 0);
  const n = kept.length;
  const {ranks, ties} = tiedRanks(kept.map(Math.abs));
  let v = 0;
  for (let row = 0; row < n; row++) if (kept[row]! > 0) v += ranks[row]!;
  const all = (n * (n + 1)) / 2;
  const zeros = differences.length - n;
  const exact = method === "exact" || (method === "auto" && ties === 0 && zeros === 0 && n < 50);
  const p = exact ? exactP(v, n, alternative) : normalP(v, n, ties, correct, alternative);
  return {
    v,
    w: Math.min(v, all - v),
    p,
    method: exact ? "exact" : "normal",
    rankBiserial: n > 0 ? (2 * v) / all - 1 : Number.NaN,
    n,
    zeros,
  };
}

/** Are differences as often above 0 as below? The sign test; zeros are left out. */
export function signTest(
  differences: Float64Array,
  alternative: Alternative = "two_sided",
): {positive: number; n: number; p: number} {
  const positive = differences.filter((value) => value > 0).length;
  const n = differences.filter((value) => value !== 0).length;
  const greater = binomialUpper(positive, n, 0.5);
  const less = binomialLower(positive, n, 0.5);
  const p =
    alternative === "greater"
      ? greater
      : alternative === "less"
        ? less
        : Math.min(1, 2 * Math.min(greater, less));
  return {positive, n, p: n === 0 ? Number.NaN : p};
}

function normalP(v: number, n: number, ties: number, correct: boolean, alternative: Alternative): number {
  const sd = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - ties / 48);
  const off = v - (n * (n + 1)) / 4;
  if (!(sd > 0)) return Number.NaN;
  const continuity = correct ? 0.5 : 0;
  if (alternative === "two_sided") {
    const z = (Math.abs(off) - continuity) / sd;
    return z < 0 ? 1 : normalTwoSided(z);
  }
  return normalUpper(((alternative === "greater" ? off : -off) - continuity) / sd);
}

/** How the sum of positive ranks is distributed: each rank is in or out with chance 1/2. */
function exactP(v: number, n: number, alternative: Alternative): number {
  const all = (n * (n + 1)) / 2;
  const weights = new Float64Array(all + 1);
  weights[0] = 1;
  for (let rank = 1; rank <= n; rank++) {
    for (let sum = all; sum >= 0; sum--)
      weights[sum] = (weights[sum]! + (sum >= rank ? weights[sum - rank]! : 0)) / 2;
  }
  const upper = (from: number): number => {
    let sum = 0;
    for (let value = Math.max(0, Math.ceil(from)); value <= all; value++) sum += weights[value]!;
    return Math.min(1, sum);
  };
  const greater = upper(v);
  const less = upper(all - v);
  if (alternative === "greater") return greater;
  return alternative === "less" ? less : Math.min(1, 2 * Math.min(greater, less));
}
