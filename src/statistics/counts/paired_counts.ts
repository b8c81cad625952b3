import {chiSquaredUpper} from "../distributions/chi_squared.ts";
import {binomialLower} from "../distributions/discrete.ts";
import {normalQuantile} from "../distributions/normal.ts";
import {sumOf} from "../sums.ts";
import {clopperPearson} from "./proportions.ts";

/**
 * Did paired yes/no answers change? McNemar (1947) of a 2 x 2 table (first by second answer), with continuity correction
 * unless told otherwise, and the exact binomial p beside it.
 */
export function mcnemar(
  table: readonly (readonly number[])[],
  correct = true,
  level = 0.95,
): {
  chi2: number;
  df: 1;
  p: number;
  exactP: number;
  /** Changes one way over changes the other, with the exact interval from Clopper and Pearson's of the share. */
  oddsRatio: number;
  low: number;
  high: number;
  discordant: number;
} {
  const [[, b], [c]] = table as [[number, number], [number, number]];
  const discordant = b + c;
  const chi2 =
    discordant === 0 ? Number.NaN : Math.max(0, Math.abs(b - c) - (correct ? 1 : 0)) ** 2 / discordant;
  const share = discordant === 0 ? {low: Number.NaN, high: Number.NaN} : clopperPearson(b, discordant, level);
  return {
    chi2,
    df: 1,
    p: chiSquaredUpper(chi2, 1),
    low: share.low / (1 - share.low),
    high: share.high / (1 - share.high),
    exactP: discordant === 0 ? 1 : Math.min(1, 2 * binomialLower(Math.min(b, c), discordant, 0.5)),
    oddsRatio: b / c,
    discordant,
  };
}

/**
 * Is there an association once strata are kept apart? Cochran-Mantel-Haenszel of 2 x 2 tables, with continuity correction
 * unless told otherwise; the common odds ratio by Mantel and Haenszel with the interval of Robins, Breslow and Greenland
 * (1986). Agrees with R's `mantelhaen.test`.
 */
export function cochranMantelHaenszel(
  strata: readonly (readonly (readonly number[])[])[],
  {correct = true, level = 0.95}: {correct?: boolean; level?: number} = {},
): {chi2: number; df: 1; p: number; oddsRatio: number; low: number; high: number} {
  const cells = strata.map((table) => {
    const [[a, b], [c, d]] = table as [[number, number], [number, number]];
    const n = a + b + c + d;
    return {
      a,
      b,
      c,
      d,
      n,
      expected: ((a + b) * (a + c)) / n,
      variance: ((a + b) * (c + d) * (a + c) * (b + d)) / (n * n * (n - 1)),
    };
  });
  const off = Math.abs(sumOf(cells.map(({a, expected}) => a - expected)));
  const yates = correct && off >= 0.5 ? 0.5 : 0;
  const chi2 = (off - yates) ** 2 / sumOf(cells.map(({variance}) => variance));
  const r = sumOf(cells.map(({a, d, n}) => (a * d) / n));
  const s = sumOf(cells.map(({b, c, n}) => (b * c) / n));
  const parts = cells.map(({a, b, c, d, n}) => {
    const [p, q] = [(a + d) / n, (b + c) / n];
    const [x, y] = [(a * d) / n, (b * c) / n];
    return {pr: p * x, mixed: p * y + q * x, qs: q * y};
  });
  const variance =
    sumOf(parts.map(({pr}) => pr)) / (2 * r * r) +
    sumOf(parts.map(({mixed}) => mixed)) / (2 * r * s) +
    sumOf(parts.map(({qs}) => qs)) / (2 * s * s);
  const reach = normalQuantile(0.5 + level / 2) * Math.sqrt(variance);
  const oddsRatio = r / s;
  return {
    chi2,
    df: 1,
    p: chiSquaredUpper(chi2, 1),
    oddsRatio,
    low: oddsRatio * Math.exp(-reach),
    high: oddsRatio * Math.exp(reach),
  };
}

/**
 * Is the odds ratio the same in every stratum? Breslow and Day (1980), against the common odds ratio of Mantel and Haenszel;
 * as statsmodels' `StratifiedTable.test_equal_odds`.
 */
export function breslowDay(
  strata: readonly (readonly (readonly number[])[])[],
  common: number,
): {chi2: number; df: number; p: number} {
  const parts = strata.map((table) => {
    const [[a, b], [c, d]] = table as [[number, number], [number, number]];
    const [row, column, n] = [a + b, a + c, a + b + c + d];
    // The count that has the common odds ratio with these margins: a root of a quadratic.
    const [q, l, k] = [1 - common, n - row - column + common * (row + column), -common * row * column];
    const expected = Math.abs(q) < 1e-12 ? -k / l : (-l + Math.sqrt(l * l - 4 * q * k)) / (2 * q);
    const variance =
      1 / (1 / expected + 1 / (row - expected) + 1 / (column - expected) + 1 / (n - row - column + expected));
    return (a - expected) ** 2 / variance;
  });
  const chi2 = sumOf(parts);
  return {chi2, df: strata.length - 1, p: chiSquaredUpper(chi2, strata.length - 1)};
}
