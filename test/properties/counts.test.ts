import fc from "fast-check";
import {expect, test} from "vitest";
import {mutualInformation} from "../../src/statistics/association/mutual_information.ts";
import {chiSquaredFit, chiSquaredIndependence} from "../../src/statistics/counts/chi_squared.ts";
import {fisherExact, fisherExactLarge} from "../../src/statistics/counts/fisher_exact.ts";
import {
  binomialTest,
  clopperPearson,
  twoProportions,
  wilson,
} from "../../src/statistics/counts/proportions.ts";
import {counts, holds} from "./samples.ts";

const DIGITS = 9;
const transposed = (table: number[][]): number[][] => table[0]!.map((_, at) => table.map((row) => row[at]!));
const trial = fc
  .integer({min: 1, max: 60})
  .chain((n) => fc.tuple(fc.integer({min: 0, max: n}), fc.constant(n)));

test("expected counts have the margins of the table", () =>
  holds([counts(3, 4)], (table) => {
    const {expected} = chiSquaredIndependence(table);
    const sum = (row: readonly number[]): number => row.reduce((all, one) => all + one, 0);
    for (const [at, row] of table.entries()) expect(sum(expected[at]!)).toBeCloseTo(sum(row), DIGITS);
    for (const [at, column] of transposed(table).entries())
      expect(sum(transposed(expected)[at]!)).toBeCloseTo(sum(column), DIGITS);
  }));

test("independence does not mind the order of rows or columns, nor which is which", () =>
  holds([counts(3, 4), fc.boolean()], (table, likelihood) => {
    const plain = chiSquaredIndependence(table, {likelihood});
    for (const other of [transposed(table), [...table].reverse(), table.map((row) => [...row].reverse())]) {
      const found = chiSquaredIndependence(other, {likelihood});
      expect(found.chi2).toBeCloseTo(plain.chi2, 6);
      expect(found.p).toBeCloseTo(plain.p, DIGITS);
      expect(found.cramersV).toBeCloseTo(plain.cramersV, DIGITS);
    }
    expect(plain.cramersV).toBeGreaterThanOrEqual(0);
    expect(plain.cramersV).toBeLessThanOrEqual(1 + 1e-12);
    expect(mutualInformation(transposed(table)).nats).toBeCloseTo(mutualInformation(table).nats, DIGITS);
    expect(mutualInformation(table).nats).toBeGreaterThanOrEqual(-1e-12);
  }));

test("every count twice is twice the chi squared, and the same association", () =>
  holds([counts(2, 3)], (table) => {
    const [plain, twice] = [table, table.map((row) => row.map((count) => 2 * count))].map((one) =>
      chiSquaredIndependence(one),
    );
    expect(twice!.chi2).toBeCloseTo(2 * plain!.chi2, 6);
    expect(twice!.cramersV).toBeCloseTo(plain!.cramersV, DIGITS);
    expect(twice!.p).toBeLessThanOrEqual(plain!.p + 1e-12);
  }));

test("a fit to its own shares is perfect", () =>
  holds([fc.array(fc.integer({min: 1, max: 50}), {minLength: 2, maxLength: 8})], (row) => {
    expect(chiSquaredFit(row, row).chi2).toBeCloseTo(0, DIGITS);
    expect(chiSquaredFit(row, row).p).toBeCloseTo(1, DIGITS);
  }));

test("Fisher's exact test: transposed or turned, one p; sides as mirrors; the general form agrees on 2 x 2", () =>
  holds([counts(2, 2)], (table) => {
    const plain = fisherExact(table);
    const swapped = [...table].reverse();
    expect(fisherExact(transposed(table)).p).toBeCloseTo(plain.p, DIGITS);
    expect(fisherExact(swapped).p).toBeCloseTo(plain.p, DIGITS);
    expect(fisherExact(table, "less").p).toBeCloseTo(fisherExact(swapped, "greater").p, DIGITS);
    expect(fisherExactLarge(table).p).toBeCloseTo(plain.p, DIGITS);
    expect(plain.p).toBeGreaterThan(0);
    expect(plain.p).toBeLessThanOrEqual(1);
  }));

test("intervals of a share hold it, mirror with it, and lie between 0 and 1", () =>
  holds([trial], ([k, n]) => {
    for (const run of [wilson, clopperPearson]) {
      const [own, other] = [run(k, n), run(n - k, n)];
      expect(own.low).toBeGreaterThanOrEqual(0);
      expect(own.high).toBeLessThanOrEqual(1);
      expect(own.low).toBeLessThanOrEqual(k / n + 1e-12);
      expect(own.high).toBeGreaterThanOrEqual(k / n - 1e-12);
      expect(own.low).toBeCloseTo(1 - other.high, DIGITS);
    }
    expect(binomialTest(k, n, 0.5).p).toBeCloseTo(binomialTest(n - k, n, 0.5).p, DIGITS);
    expect(binomialTest(k, n, 0.5).p).toBeLessThanOrEqual(1);
  }));

test("two shares swapped turn their difference", () =>
  holds([trial, trial], (a, b) => {
    fc.pre(a[0] + b[0] > 0 && a[0] + b[0] < a[1] + b[1]);
    const [plain, swapped] = [twoProportions(a, b), twoProportions(b, a)];
    expect(swapped.z).toBeCloseTo(-plain.z, DIGITS);
    expect(swapped.p).toBeCloseTo(plain.p, DIGITS);
    // The test of two shares is the chi-squared test of their table.
    const {chi2} = chiSquaredIndependence([
      [a[0], a[1] - a[0]],
      [b[0], b[1] - b[0]],
    ]);
    expect(plain.z ** 2).toBeCloseTo(chi2, 6);
  }));
