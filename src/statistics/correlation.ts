import {normalQuantile, normalTwoSided} from "./distributions/normal.ts";
import {studentTwoSided} from "./distributions/student.ts";
import {tiedRanks} from "./ranks/tied_ranks.ts";
import {meanOf, sumOf} from "./sums.ts";

export type CorrelationKind = "pearson" | "spearman" | "kendall";

/** A coefficient with its interval and the p-value of no association. NaN where it does not exist. */
export interface Correlation {
  r: number;
  low: number;
  high: number;
  p: number;
  /** Pairs with both values present. */
  n: number;
}

/** Correlates two columns of one length; pairs with a missing (NaN) value are left out. */
export function correlate(
  x: Float64Array,
  y: Float64Array,
  kind: CorrelationKind,
  level = 0.95,
): Correlation {
  const both = x.map((value, row) => (Number.isFinite(value) && Number.isFinite(y[row]!) ? 1 : 0));
  const xs = x.filter((_, row) => both[row] === 1);
  const ys = y.filter((_, row) => both[row] === 1);
  const z = normalQuantile(0.5 + level / 2);
  if (kind === "kendall") return kendall(xs, ys, z);
  return kind === "spearman" ? spearman(xs, ys, z) : pearson(xs, ys, z);
}

/** Pearson's r; p by Student's t with n - 2; interval by Fisher's (1921) z. */
function pearson(x: Float64Array, y: Float64Array, z: number): Correlation {
  return pearsonOf(product(x, y), x.length, z);
}

/** Spearman's rho: r of mid-ranks; p by Student's t; interval with the standard error of Bonett and Wright (2000). */
function spearman(x: Float64Array, y: Float64Array, z: number): Correlation {
  return spearmanOf(product(tiedRanks(x).ranks, tiedRanks(y).ranks), x.length, z);
}

/** Interval and p of a Pearson's r, or a Spearman's rho, of n pairs. */
export function correlationOf(r: number, n: number, kind: "pearson" | "spearman", level = 0.95): Correlation {
  const z = normalQuantile(0.5 + level / 2);
  return kind === "spearman" ? spearmanOf(r, n, z) : pearsonOf(r, n, z);
}

function pearsonOf(r: number, n: number, z: number): Correlation {
  return {r, ...fisher(r, 1 / Math.sqrt(n - 3), z), p: tTest(r, n), n};
}

function spearmanOf(r: number, n: number, z: number): Correlation {
  const error = Math.sqrt((1 + r ** 2 / 2) / (n - 3));
  return {r, ...fisher(r, error, z), p: tTest(r, n), n};
}

/**
 * Kendall's tau-b. p exact up to 33 pairs without ties, else by the normal approximation with ties (Kendall 1970, Rank
 * Correlation Methods); interval with the standard error of Fieller, Hartley and Pearson (1957).
 */
function kendall(x: Float64Array, y: Float64Array, z: number): Correlation {
  const n = x.length;
  const pairs = (n * (n - 1)) / 2;
  const tiesX = tieSizes(x);
  const tiesY = tieSizes(y);
  const tied = (sizes: readonly number[]) => sizes.reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
  const score = concordance(x, y);
  const r = clamp(score / Math.sqrt(pairs - tied(tiesX)) / Math.sqrt(pairs - tied(tiesY)));
  const untied = tiesX.length === 0 && tiesY.length === 0;
  const p = untied && n <= 33 ? exactKendall(n, (pairs - score) / 2) : normalKendall(n, score, tiesX, tiesY);
  return {r, ...fisher(r, Math.sqrt(0.437 / (n - 4)), z), p: Number.isNaN(r) ? Number.NaN : p, n};
}

function product(x: Float64Array, y: Float64Array): number {
  if (x.length < 2) return Number.NaN;
  const dx = centred(x);
  const dy = centred(y);
  return clamp(sumOf(dx.map((value, row) => value * dy[row]!)));
}

/** Deviations from the mean, of length 1. */
function centred(values: Float64Array): Float64Array {
  const mean = meanOf(values);
  const off = values.map((value) => value - mean);
  const length = Math.sqrt(sumOf(off.map((value) => value ** 2)));
  // A constant column's deviations are rounding error: it has no correlation.
  const noise = Math.abs(mean) * 1e-13 * Math.sqrt(values.length);
  return length <= noise ? off.fill(Number.NaN) : off.map((value) => value / length);
}

function clamp(r: number): number {
  return Math.max(-1, Math.min(1, r));
}

function fisher(r: number, error: number, quantile: number): {low: number; high: number} {
  if (!(error > 0) || !Number.isFinite(error)) return {low: Number.NaN, high: Number.NaN};
  const z = Math.atanh(r);
  return {low: Math.tanh(z - quantile * error), high: Math.tanh(z + quantile * error)};
}

function tTest(r: number, n: number): number {
  if (n < 3) return Number.NaN;
  return studentTwoSided(r * Math.sqrt((n - 2) / ((1 - r) * (1 + r))), n - 2);
}

function tieSizes(values: Float64Array): number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].filter((count) => count > 1);
}

/** Concordant minus discordant pairs, in n log n: Knight (1966), by counting the swaps of a merge sort. */
function concordance(x: Float64Array, y: Float64Array): number {
  const order = [...x.keys()].sort((a, b) => x[a]! - x[b]! || y[a]! - y[b]!);
  const sorted = order.map((row) => y[row]!);
  const n = sorted.length;
  const sizes = (values: Float64Array) =>
    tieSizes(values).reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
  let both = 0;
  for (let start = 0; start < n; ) {
    let end = start;
    while (end < n && x[order[end]!] === x[order[start]!] && sorted[end] === sorted[start]) end++;
    both += ((end - start) * (end - start - 1)) / 2;
    start = end;
  }
  return (n * (n - 1)) / 2 - sizes(x) - sizes(y) + both - 2 * mergeSwaps(sorted);
}

function mergeSwaps(values: number[]): number {
  let from = values;
  let into = new Array<number>(values.length);
  let swaps = 0;
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start < values.length; start += 2 * width) {
      const middle = Math.min(start + width, values.length);
      const end = Math.min(start + 2 * width, values.length);
      let left = start;
      let right = middle;
      for (let place = start; place < end; place++) {
        if (left < middle && (right >= end || from[left]! <= from[right]!)) into[place] = from[left++]!;
        else {
          into[place] = from[right++]!;
          swaps += middle - left;
        }
      }
    }
    [from, into] = [into, from];
  }
  return swaps;
}

/** Two-sided p of a count of discordant pairs: permutations of n by their inversions (Kendall 1970, table 1's recursion). */
function exactKendall(n: number, discordant: number): number {
  let ways = [1];
  for (let size = 2; size <= n; size++) {
    const next = new Array<number>(ways.length + size - 1).fill(0);
    for (const [inversions, count] of ways.entries()) {
      for (let more = 0; more < size; more++) next[inversions + more]! += count / size;
    }
    ways = next;
  }
  const fewest = Math.min(discordant, ways.length - 1 - discordant);
  const tail = sumOf(ways.slice(0, fewest + 1));
  return Math.min(1, 2 * tail);
}

function normalKendall(n: number, score: number, tiesX: readonly number[], tiesY: readonly number[]): number {
  const sum = (sizes: readonly number[], of: (size: number) => number) =>
    sizes.reduce((all, size) => all + of(size), 0);
  const square = (size: number) => size * (size - 1) * (2 * size + 5);
  const pair = (size: number) => size * (size - 1);
  const triple = (size: number) => size * (size - 1) * (size - 2);
  const spread =
    (n * (n - 1) * (2 * n + 5) - sum(tiesX, square) - sum(tiesY, square)) / 18 +
    (sum(tiesX, pair) * sum(tiesY, pair)) / (2 * n * (n - 1)) +
    (sum(tiesX, triple) * sum(tiesY, triple)) / (9 * n * (n - 1) * (n - 2));
  return normalTwoSided(score / Math.sqrt(spread));
}
