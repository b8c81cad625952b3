import {chiSquaredUpper} from "../distributions/chi_squared.ts";
import {sumOf} from "../sums.ts";
import {margins} from "./table.ts";

export interface ChiSquared {
  chi2: number;
  df: number;
  p: number;
  expected: number[][];
  /** The smallest expected count: under 5 the approximation is poor. */
  leastExpected: number;
  /** Cramér's V, 0 to 1, of the uncorrected statistic. */
  cramersV: number;
  /** V corrected for bias: Bergsma (2013). */
  cramersVCorrected: number;
  n: number;
}

/**
 * Are rows and columns of a table of counts independent? Pearson's chi squared; `correct` is Yates's continuity correction
 * (2 x 2 only, as R's `chisq.test`); `likelihood` gives the G test instead. The table has no empty row or column.
 */
export function chiSquaredIndependence(
  table: readonly (readonly number[])[],
  {correct = false, likelihood = false}: {correct?: boolean; likelihood?: boolean} = {},
): ChiSquared {
  const {rows, columns, n} = margins(table);
  const expected = rows.map((row) => columns.map((column) => (row * column) / n));
  const cells = table.flatMap((row, r) => row.map((count, c) => [count, expected[r]![c]!] as const));
  const two = rows.length === 2 && columns.length === 2;
  const yates = correct && two ? Math.min(0.5, ...cells.map(([o, e]) => Math.abs(o - e))) : 0;
  const plain = sumOf(cells.map(([o, e]) => (o - e) ** 2 / e));
  const chi2 = likelihood
    ? 2 * sumOf(cells.map(([o, e]) => (o > 0 ? o * Math.log(o / e) : 0)))
    : sumOf(cells.map(([o, e]) => (Math.abs(o - e) - yates) ** 2 / e));
  const df = (rows.length - 1) * (columns.length - 1);
  return {
    chi2,
    df,
    p: chiSquaredUpper(chi2, df),
    expected,
    leastExpected: Math.min(...expected.flat()),
    ...cramer(plain, n, rows.length, columns.length),
    n,
  };
}

/** Do counts follow these shares? Pearson's goodness of fit; shares default to equal ones and are scaled to sum to 1. */
export function chiSquaredFit(
  counts: readonly number[],
  shares: readonly number[] = counts.map(() => 1),
): {chi2: number; df: number; p: number; expected: number[]; n: number} {
  const n = sumOf(counts);
  const whole = sumOf(shares);
  const expected = shares.map((share) => (n * share) / whole);
  const chi2 = sumOf(counts.map((count, at) => (count - expected[at]!) ** 2 / expected[at]!));
  const df = counts.length - 1;
  return {chi2, df, p: chiSquaredUpper(chi2, df), expected, n};
}

function cramer(chi2: number, n: number, rows: number, columns: number) {
  const least = Math.min(rows, columns) - 1;
  const phi = Math.max(0, chi2 / n - ((rows - 1) * (columns - 1)) / (n - 1));
  const r = rows - (rows - 1) ** 2 / (n - 1);
  const c = columns - (columns - 1) ** 2 / (n - 1);
  return {
    cramersV: Math.sqrt(chi2 / n / least),
    cramersVCorrected: Math.sqrt(phi / (Math.min(r, c) - 1)),
  };
}
