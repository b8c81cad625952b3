import gammaln from "@stdlib/math-base-special-gammaln";
import {TabletalkError} from "../../errors.ts";
import {hypergeometricMass} from "../distributions/discrete.ts";
import type {Alternative} from "../result.ts";
import {margins} from "./table.ts";

export interface FisherExact {
  p: number;
  /** ad / bc. */
  oddsRatio: number;
  /** The conditional maximum likelihood estimate and its exact 95% interval (as R's and scipy's `odds_ratio`). */
  conditional: {value: number; low: number; high: number};
}

/** A p-value counts tables as likely as the one observed within this relative error (as R). */
const SLACK = 1 + 1e-7;

/** Are rows and columns of a 2 x 2 table independent? Fisher's exact test. */
export function fisherExact(
  table: readonly (readonly number[])[],
  alternative: Alternative = "two_sided",
  level = 0.95,
): FisherExact {
  const [[a, b], [c, d]] = table as [[number, number], [number, number]];
  const [marked, drawn, total] = [a + b, a + c, a + b + c + d];
  const from = Math.max(0, drawn + marked - total);
  const to = Math.min(drawn, marked);
  const masses = Array.from({length: to - from + 1}, (_, at) =>
    hypergeometricMass(from + at, total, marked, drawn),
  );
  const observed = masses[a - from]!;
  const total1 = masses.reduce((sum, mass) => sum + mass, 0);
  const among = (keep: (at: number) => boolean): number =>
    Math.min(1, masses.reduce((sum, mass, at) => sum + (keep(at) ? mass : 0), 0) / total1);
  const p =
    alternative === "greater"
      ? among((at) => at + from >= a)
      : alternative === "less"
        ? among((at) => at + from <= a)
        : among((at) => masses[at]! <= observed * SLACK);
  return {p, oddsRatio: (a * d) / (b * c), conditional: conditionalOdds(a, from, to, masses, level)};
}

/** The odds ratio under the non-central hypergeometric distribution given the margins. */
function conditionalOdds(a: number, from: number, to: number, masses: number[], level: number) {
  const logs = masses.map((mass) => Math.log(mass));
  const weights = (log: number): number[] => {
    const terms = logs.map((one, at) => one + log * (at + from));
    const most = Math.max(...terms);
    const raw = terms.map((term) => Math.exp(term - most));
    const sum = raw.reduce((total, one) => total + one, 0);
    return raw.map((one) => one / sum);
  };
  const mean = (log: number): number => weights(log).reduce((sum, one, at) => sum + one * (at + from), 0);
  const upper = (log: number): number =>
    weights(log).reduce((sum, one, at) => sum + (at + from >= a ? one : 0), 0);
  const lower = (log: number): number =>
    weights(log).reduce((sum, one, at) => sum + (at + from <= a ? one : 0), 0);
  const half = (1 - level) / 2;
  return {
    value: a === from ? 0 : a === to ? Infinity : Math.exp(rising(mean, a)),
    low: a === from ? 0 : Math.exp(rising(upper, half)),
    high: a === to ? Infinity : Math.exp(rising((log) => -lower(log), -half)),
  };
}

/** Where a rising function of the log odds reaches a value. */
function rising(of: (log: number) => number, value: number): number {
  let low = -50;
  let high = 50;
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (of(middle) < value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const MOST_TABLES = 5_000_000;

/**
 * Fisher's exact test of a larger table (Freeman and Halton 1951): all tables with its margins, column by column.
 * @throws TabletalkError refused where there are more than 5 million: ask chi squared, or simulate
 */
export function fisherExactLarge(table: readonly (readonly number[])[]): {p: number; tables: number} {
  const {rows, columns, n} = margins(table);
  const logFactorial = Float64Array.from({length: n + 1}, (_, k) => gammaln(k + 1));
  const fixed =
    rows.reduce((sum, row) => sum + logFactorial[row]!, 0) +
    columns.reduce((sum, column) => sum + logFactorial[column]!, 0) -
    logFactorial[n]!;
  const observed = fixed - table.flat().reduce((sum, count) => sum + logFactorial[count]!, 0);
  const limit = observed + Math.log(SLACK);
  // States of the rows still to fill, merged column by column, each with the log masses of the ways to it.
  let tables = 0;
  let p = 0;
  const left = [...rows];
  const fill = (column: number, row: number, rest: number, spent: number): void => {
    if (column === columns.length - 1) {
      if (++tables > MOST_TABLES)
        throw new TabletalkError(
          "refused",
          "The table is too large for an exact test.",
          "Use the chi-squared test, or join rare categories.",
        );
      const log = fixed - spent - left.reduce((sum, count) => sum + logFactorial[count]!, 0);
      if (log <= limit) p += Math.exp(log);
      return;
    }
    if (row === rows.length - 1) {
      if (rest > left[row]!) return;
      left[row]! -= rest;
      fill(column + 1, 0, columns[column + 1]!, spent + logFactorial[rest]!);
      left[row]! += rest;
      return;
    }
    const room = left.slice(row + 1).reduce((sum, count) => sum + count, 0);
    for (let count = Math.max(0, rest - room); count <= Math.min(rest, left[row]!); count++) {
      left[row]! -= count;
      fill(column, row + 1, rest - count, spent + logFactorial[count]!);
      left[row]! += count;
    }
  };
  fill(0, 0, columns[0]!, 0);
  return {p: Math.min(1, p), tables};
}
