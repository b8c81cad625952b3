import fc from "fast-check";
import {expect, test} from "vitest";
import {correlate} from "../../src/statistics/correlation.ts";
import {describeValues} from "../../src/statistics/descriptive/describe.ts";
import {type QuantileType, quantile} from "../../src/statistics/descriptive/quantiles.ts";
import {adjust} from "../../src/statistics/multiple/adjust.ts";
import {shapiroWilk} from "../../src/statistics/normality/shapiro_wilk.ts";
import {kaplanMeier} from "../../src/statistics/survival/kaplan_meier.ts";
import {logRank} from "../../src/statistics/survival/log_rank.ts";
import {change, columns, holds, inOrder, moved, order, sample, seed} from "./samples.ts";

const DIGITS = 9;

test("quantiles rise with their share, stay between least and most, and move and stretch with the values", () =>
  holds([sample(), change, fc.integer({min: 1, max: 9})], (values, by, type) => {
    const sorted = Float64Array.from(values).sort();
    const shares = [0, 0.1, 0.25, 0.5, 0.6, 0.75, 0.9, 1];
    const found = shares.map((share) => quantile(sorted, share, type as QuantileType));
    expect(found).toEqual([...found].sort((a, b) => a - b));
    expect(found[0]).toBe(sorted[0]);
    expect(found.at(-1)).toBe(sorted.at(-1));
    for (const [at, share] of shares.entries())
      expect(quantile(moved(sorted, by), share, type as QuantileType)).toBeCloseTo(
        by.times * found[at]! + by.plus,
        6,
      );
  }));

test("a description is the same in any order, and moves and stretches with the values", () =>
  holds([sample(), change, seed], (values, by, turn) => {
    const plain = describeValues(values);
    expect(describeValues(inOrder(values, order(values.length, turn)))).toEqual(plain);
    const other = describeValues(moved(values, by));
    expect(other.mean).toBeCloseTo(by.times * plain.mean + by.plus, 6);
    expect(other.sd / by.times).toBeCloseTo(plain.sd, 6);
    expect(other.skewness).toBeCloseTo(plain.skewness, 6);
    expect(plain.q1).toBeLessThanOrEqual(plain.median);
    expect(plain.median).toBeLessThanOrEqual(plain.q3);
    expect(plain.sd).toBeGreaterThan(0);
  }));

test("missing values are as good as not there", () =>
  holds([sample()], (values) => {
    const holey = Float64Array.from([Number.NaN, ...values, Number.NaN]);
    expect(describeValues(holey).mean).toBe(describeValues(values).mean);
    expect(describeValues(holey).n).toBe(values.length);
  }));

test.each(["pearson", "spearman", "kendall"] as const)(
  "%s: symmetric, blind to shift, scale and order of rows, turned by a sign, inside its interval",
  (kind) =>
    holds([columns(2), change, seed], ([x, y], by, turn) => {
      const plain = correlate(x!, y!, kind);
      const rows = order(x!.length, turn);
      for (const other of [
        correlate(y!, x!, kind),
        correlate(moved(x!, by), y!, kind),
        correlate(inOrder(x!, rows), inOrder(y!, rows), kind),
      ]) {
        expect(other.r).toBeCloseTo(plain.r, DIGITS);
        expect(other.p).toBeCloseTo(plain.p, DIGITS);
      }
      expect(correlate(moved(x!, {times: -1}), y!, kind).r).toBeCloseTo(-plain.r, DIGITS);
      expect(Math.abs(plain.r)).toBeLessThanOrEqual(1);
      expect(plain.low).toBeLessThanOrEqual(plain.r);
      expect(plain.high).toBeGreaterThanOrEqual(plain.r);
      expect(plain.p).toBeGreaterThanOrEqual(0);
      expect(plain.p).toBeLessThanOrEqual(1);
      expect(correlate(x!, x!, kind).r).toBeCloseTo(1, DIGITS);
    }),
);

test("Shapiro-Wilk sees neither place nor scale nor order", () =>
  holds([sample(6), change, seed], (values, by, turn) => {
    const plain = shapiroWilk(values);
    expect(shapiroWilk(moved(values, by)).w).toBeCloseTo(plain.w, DIGITS);
    expect(shapiroWilk(inOrder(values, order(values.length, turn))).p).toBeCloseTo(plain.p, DIGITS);
    expect(plain.w).toBeGreaterThan(0);
    expect(plain.w).toBeLessThanOrEqual(1);
    expect(plain.p).toBeGreaterThanOrEqual(0);
    expect(plain.p).toBeLessThanOrEqual(1);
  }));

const METHODS = [
  "bonferroni",
  "holm",
  "hochberg",
  "hommel",
  "sidak",
  "benjamini_hochberg",
  "benjamini_yekutieli",
] as const;

test("corrected p are no smaller than they were, at most 1, and keep their order in any order", () =>
  holds(
    [
      fc.array(fc.double({min: 0, max: 1, noNaN: true}), {minLength: 1, maxLength: 20}),
      fc.constantFrom(...METHODS),
      seed,
    ],
    (p, how, turn) => {
      const found = adjust(p, how);
      for (const [at, value] of found.entries()) {
        expect(value).toBeGreaterThanOrEqual(p[at]! - 1e-12);
        expect(value).toBeLessThanOrEqual(1);
      }
      const rows = [...p.keys()].sort((a, b) => p[a]! - p[b]!);
      for (const [at, row] of rows.slice(1).entries())
        expect(found[row]).toBeGreaterThanOrEqual(found[rows[at]!]! - 1e-12);
      const turned = order(p.length, turn);
      const again = adjust(
        turned.map((row) => p[row]!),
        how,
      );
      for (const [at, row] of turned.entries()) expect(again[at]).toBeCloseTo(found[row]!, DIGITS);
    },
  ));

test("Holm is never stricter than Bonferroni, nor Benjamini-Hochberg than Holm", () =>
  holds([fc.array(fc.double({min: 0, max: 1, noNaN: true}), {minLength: 1, maxLength: 20})], (p) => {
    const [plain, holm, hochberg] = (["bonferroni", "holm", "benjamini_hochberg"] as const).map((how) =>
      adjust(p, how),
    );
    for (const at of p.keys()) {
      expect(holm![at]).toBeLessThanOrEqual(plain![at]! + 1e-12);
      expect(hochberg![at]).toBeLessThanOrEqual(holm![at]! + 1e-12);
    }
  }));

const followed = fc
  .array(fc.tuple(fc.integer({min: 1, max: 30}), fc.constantFrom(0, 1)), {minLength: 5, maxLength: 40})
  .filter((rows) => rows.some(([, event]) => event === 1))
  .map((rows) => ({
    time: Float64Array.from(rows, ([time]) => time),
    event: Float64Array.from(rows, ([, event]) => event),
  }));

test("survival falls from 1 towards 0, inside its interval, in any order of rows", () =>
  holds([followed, seed], ({time, event}, turn) => {
    const {steps} = kaplanMeier(time, event);
    let before = 1;
    for (const step of steps) {
      expect(step.survival).toBeLessThanOrEqual(before);
      expect(step.survival).toBeGreaterThanOrEqual(0);
      if (Number.isFinite(step.low)) {
        expect(step.low).toBeLessThanOrEqual(step.survival + 1e-12);
        expect(step.high).toBeGreaterThanOrEqual(step.survival - 1e-12);
      }
      before = step.survival;
    }
    const rows = order(time.length, turn);
    expect(kaplanMeier(inOrder(time, rows), inOrder(event, rows)).steps).toEqual(steps);
  }));

test("the log-rank test does not mind which group is named first, nor the unit of time", () =>
  holds([followed, followed], (a, b) => {
    const plain = logRank([a, b]);
    expect(logRank([b, a]).p).toBeCloseTo(plain.p, DIGITS);
    const days = [a, b].map(({time, event}) => ({time: moved(time, {times: 8}), event}));
    expect(logRank(days).p).toBeCloseTo(plain.p, DIGITS);
    if (Number.isFinite(plain.p)) {
      expect(plain.p).toBeGreaterThanOrEqual(0);
      expect(plain.p).toBeLessThanOrEqual(1);
    }
  }));
