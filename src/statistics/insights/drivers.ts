import {chiSquaredUpper} from "../distributions/chi_squared.ts";
import {fisherUpper} from "../distributions/fisher.ts";
import {MersenneTwister} from "../random/mersenne_twister.ts";
import {tiedRanks} from "../ranks/tied_ranks.ts";
import {NO_HOOKS, type WorkHooks} from "../work_hooks.ts";

/** A column: numbers (NaN is missing), or codes of labels from 0 (-1 is missing). */
export type DriverColumn =
  | {name: string; numbers: Float64Array}
  | {name: string; codes: Int32Array; count: number};

/** How much of a target goes with a column. */
export interface Driver {
  name: string;
  /** Of what varies in the target (or the column), the share that goes with the other: 0 to 1, corrected for chance. */
  strength: number;
  /** That nothing goes together. */
  p: number;
  /** The same on rows that were held out: a strength that is not there either was chance. */
  heldOut: number;
  n: number;
  measure: "rank correlation squared" | "share of variance of ranks" | "Cramér's V squared";
}

/**
 * What goes with a target, column by column, on a random two thirds of the rows, and again on the other third. Numbers by ranks
 * (Spearman 1904; Kruskal and Wallis 1952), so that no single value rules; labels by the bias-corrected V of Bergsma (2013).
 */
export function drivers(
  target: DriverColumn,
  candidates: readonly DriverColumn[],
  seed = 42,
  hooks: WorkHooks = NO_HOOKS,
): Driver[] {
  const rows = lengthOf(target);
  const order = new MersenneTwister(seed).permutation(rows);
  const cut = Math.round((2 * rows) / 3);
  const [own, other] = [order.subarray(0, cut), order.subarray(cut)];
  return candidates.map((candidate, at) => {
    hooks.checkpoint();
    hooks.progress(at / candidates.length, candidate.name);
    const found = association(target, candidate, own);
    return {name: candidate.name, ...found, heldOut: association(target, candidate, other).strength};
  });
}

const lengthOf = (column: DriverColumn): number =>
  "numbers" in column ? column.numbers.length : column.codes.length;

function association(
  target: DriverColumn,
  column: DriverColumn,
  among: Uint32Array,
): Omit<Driver, "name" | "heldOut"> {
  const rows = among.filter((row) => isKnown(target, row) && isKnown(column, row));
  if ("numbers" in target && "numbers" in column) return ofNumbers(target.numbers, column.numbers, rows);
  if ("numbers" in target && "codes" in column)
    return ofGroups(target.numbers, column.codes, column.count, rows);
  if ("codes" in target && "numbers" in column)
    return ofGroups(column.numbers, target.codes, target.count, rows);
  if ("codes" in target && "codes" in column) return ofLabels(target, column, rows);
  throw new Error("unreachable");
}

function isKnown(column: DriverColumn, row: number): boolean {
  return "numbers" in column ? Number.isFinite(column.numbers[row]!) : column.codes[row]! >= 0;
}

const NOTHING = {strength: 0, p: 1};

function ofNumbers(x: Float64Array, y: Float64Array, rows: Uint32Array): Omit<Driver, "name" | "heldOut"> {
  const n = rows.length;
  const measure = "rank correlation squared" as const;
  if (n < 4) return {...NOTHING, n, measure};
  const [a, b] = [ranksOf(x, rows), ranksOf(y, rows)];
  const mean = (n + 1) / 2;
  let [sxy, sxx, syy] = [0, 0, 0];
  for (let at = 0; at < n; at++) {
    const [u, v] = [a[at]! - mean, b[at]! - mean];
    sxy += u * v;
    sxx += u * u;
    syy += v * v;
  }
  if (sxx === 0 || syy === 0) return {...NOTHING, n, measure};
  const square = Math.min(1, (sxy * sxy) / (sxx * syy));
  const f = ((n - 2) * square) / Math.max(1e-300, 1 - square);
  return {strength: adjusted(square, 1, n), p: square === 1 ? 0 : fisherUpper(f, 1, n - 2), n, measure};
}

function ofGroups(
  values: Float64Array,
  codes: Int32Array,
  count: number,
  rows: Uint32Array,
): Omit<Driver, "name" | "heldOut"> {
  const n = rows.length;
  const measure = "share of variance of ranks" as const;
  const ranks = ranksOf(values, rows);
  const [sums, sizes] = [new Float64Array(count), new Float64Array(count)];
  for (let at = 0; at < n; at++) {
    const code = codes[rows[at]!]!;
    sums[code]! += ranks[at]!;
    sizes[code]! += 1;
  }
  const k = sizes.filter((size) => size > 0).length;
  if (k < 2 || n <= k + 1) return {...NOTHING, n, measure};
  const mean = (n + 1) / 2;
  const total = ranks.reduce((sum, rank) => sum + (rank - mean) ** 2, 0);
  if (total === 0) return {...NOTHING, n, measure};
  const between = sizes.reduce(
    (sum, size, code) => sum + (size > 0 ? size * (sums[code]! / size - mean) ** 2 : 0),
    0,
  );
  const square = Math.min(1, between / total);
  const f = square / (k - 1) / Math.max(1e-300, (1 - square) / (n - k));
  return {
    strength: adjusted(square, k - 1, n),
    p: square === 1 ? 0 : fisherUpper(f, k - 1, n - k),
    n,
    measure,
  };
}

function ofLabels(
  x: {codes: Int32Array; count: number},
  y: {codes: Int32Array; count: number},
  rows: Uint32Array,
): Omit<Driver, "name" | "heldOut"> {
  const n = rows.length;
  const measure = "Cramér's V squared" as const;
  const table = new Float64Array(x.count * y.count);
  const [across, down] = [new Float64Array(x.count), new Float64Array(y.count)];
  for (const row of rows) {
    const [i, j] = [x.codes[row]!, y.codes[row]!];
    table[i * y.count + j]! += 1;
    across[i]! += 1;
    down[j]! += 1;
  }
  const [r, k] = [across, down].map((margin) => margin.filter((count) => count > 0).length) as [
    number,
    number,
  ];
  if (r < 2 || k < 2 || n < 4) return {...NOTHING, n, measure};
  let chi2 = 0;
  for (let i = 0; i < x.count; i++)
    for (let j = 0; j < y.count; j++) {
      const expected = (across[i]! * down[j]!) / n;
      if (expected > 0) chi2 += (table[i * y.count + j]! - expected) ** 2 / expected;
    }
  const df = (r - 1) * (k - 1);
  const phi2 = Math.max(0, chi2 / n - df / (n - 1));
  const least = Math.min(r - (r - 1) ** 2 / (n - 1), k - (k - 1) ** 2 / (n - 1)) - 1;
  return {strength: least > 0 ? Math.min(1, phi2 / least) : 0, p: chiSquaredUpper(chi2, df), n, measure};
}

/** The share explained without what as many columns of chance would explain (Ezekiel 1930). */
const adjusted = (square: number, df: number, n: number): number =>
  Math.max(0, 1 - ((1 - square) * (n - 1)) / (n - df - 1));

function ranksOf(values: Float64Array, rows: Uint32Array): Float64Array {
  return tiedRanks(Float64Array.from(rows, (row) => values[row]!)).ranks;
}
