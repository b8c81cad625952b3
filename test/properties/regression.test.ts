import {expect, test} from "vitest";
import {fitElasticNet, fitRidge, predictLinear} from "../../src/learning/linear/least_squares.ts";
import {designOf} from "../../src/statistics/regression/design.ts";
import {fitGlm} from "../../src/statistics/regression/glm.ts";
import {fitOls} from "../../src/statistics/regression/ols.ts";
import {change, columns, FEW, holds, inOrder, moved, order, seed} from "./samples.ts";

const DIGITS = 6;
const predictors = (...all: Float64Array[]) => designOf(all.map((values, at) => ({name: `x${at}`, values})));

test("least squares: any order of rows, and predictors by name, give one line", () =>
  holds([columns(3), seed], ([y, a, b], turn) => {
    const plain = fitOls(y!, predictors(a!, b!));
    const rows = order(y!.length, turn);
    const turned = fitOls(inOrder(y!, rows), predictors(inOrder(a!, rows), inOrder(b!, rows)));
    const swapped = fitOls(y!, predictors(b!, a!));
    for (const [at, own] of plain.coefficients.entries()) {
      expect(turned.coefficients[at]!.estimate).toBeCloseTo(own.estimate, DIGITS);
      expect(swapped.coefficients[[0, 2, 1][at]!]!.p).toBeCloseTo(own.p, DIGITS);
      expect(own.low).toBeLessThanOrEqual(own.estimate);
      expect(own.high).toBeGreaterThanOrEqual(own.estimate);
      expect(own.p).toBeGreaterThanOrEqual(0);
      expect(own.p).toBeLessThanOrEqual(1);
    }
    expect(plain.r2).toBeGreaterThanOrEqual(-1e-12);
    expect(plain.r2).toBeLessThanOrEqual(1);
  }));

test("least squares: a predictor's unit changes its coefficient and no test; the outcome's place moves the intercept", () =>
  holds([columns(2), change], ([y, x], by) => {
    const plain = fitOls(y!, predictors(x!));
    const scaled = fitOls(y!, predictors(moved(x!, by)));
    expect(scaled.coefficients[1]!.estimate * by.times).toBeCloseTo(plain.coefficients[1]!.estimate, DIGITS);
    expect(scaled.coefficients[1]!.p).toBeCloseTo(plain.coefficients[1]!.p, DIGITS);
    expect(scaled.r2).toBeCloseTo(plain.r2, DIGITS);
    const raised = fitOls(moved(y!, {plus: by.plus}), predictors(x!));
    expect(raised.coefficients[0]!.estimate).toBeCloseTo(plain.coefficients[0]!.estimate + by.plus, DIGITS);
    expect(raised.coefficients[1]!.estimate).toBeCloseTo(plain.coefficients[1]!.estimate, DIGITS);
  }));

test("least squares: residuals sum to nothing, and lean on no predictor", () =>
  holds([columns(3)], ([y, a, b]) => {
    const {residuals} = fitOls(y!, predictors(a!, b!));
    const sum = (weights: (row: number) => number): number =>
      residuals.reduce((all, one, row) => all + one * weights(row), 0);
    expect(sum(() => 1)).toBeCloseTo(0, DIGITS);
    expect(sum((row) => a![row]!) / 1e3).toBeCloseTo(0, DIGITS);
    expect(sum((row) => b![row]!) / 1e3).toBeCloseTo(0, DIGITS);
  }));

test("a weight of two is a row that is there twice", () =>
  holds([columns(2)], ([y, x]) => {
    const twice = (values: Float64Array): Float64Array =>
      Float64Array.from([...values].flatMap((value, row) => (row % 2 === 0 ? [value, value] : [value])));
    const weights = y!.map((_, row) => (row % 2 === 0 ? 2 : 1));
    const weighted = fitOls(y!, predictors(x!), {weights});
    const repeated = fitOls(twice(y!), predictors(twice(x!)));
    for (const at of [0, 1])
      expect(weighted.coefficients[at]!.estimate).toBeCloseTo(repeated.coefficients[at]!.estimate, DIGITS);
    expect(weighted.rss).toBeCloseTo(repeated.rss, 3);
  }));

/** Yes more often where x is larger, but never surely. */
const leaning = (x: Float64Array, noise: Float64Array): Float64Array =>
  x.map((value, row) => (value / 500 + noise[row]! / 250 > 0 ? 1 : 0));

test("logistic: yes and no swapped turn the coefficients; the unit of a predictor changes no test", () =>
  holds(
    [columns(2, 30, 60), change],
    ([x, noise], by) => {
      const y = leaning(x!, noise!);
      let plain: ReturnType<typeof fitGlm>;
      try {
        plain = fitGlm(y, predictors(x!), "binomial");
      } catch (error) {
        // Few samples are separated; these are refused in words.
        expect((error as Error).message).toMatch(/no finite estimate|constant/);
        return;
      }
      const turned = fitGlm(
        y.map((value) => 1 - value),
        predictors(x!),
        "binomial",
      );
      const scaled = fitGlm(y, predictors(moved(x!, by)), "binomial");
      expect(turned.coefficients[1]!.estimate).toBeCloseTo(-plain.coefficients[1]!.estimate, DIGITS);
      expect(scaled.coefficients[1]!.p).toBeCloseTo(plain.coefficients[1]!.p, DIGITS);
      expect(scaled.deviance).toBeCloseTo(plain.deviance, DIGITS);
      for (const share of plain.fitted) {
        expect(share).toBeGreaterThan(0);
        expect(share).toBeLessThan(1);
      }
      expect(plain.fitted.reduce((sum, one) => sum + one, 0)).toBeCloseTo(
        y.reduce((sum, one) => sum + one, 0),
        DIGITS,
      );
    },
    FEW,
  ));

test("a larger penalty makes smaller coefficients; without one ridge is least squares", () =>
  holds([columns(3)], ([y, a, b]) => {
    const size = ({coefficients}: {coefficients: number[]}): number =>
      coefficients.reduce((sum, one) => sum + one * one, 0);
    const fits = [0, 1, 1e3, 1e6].map((alpha) => fitRidge([a!, b!], y!, alpha));
    for (const [at, fit] of fits.slice(1).entries())
      expect(size(fit)).toBeLessThanOrEqual(size(fits[at]!) + 1e-12);
    const plain = fitOls(y!, predictors(a!, b!));
    expect(fits[0]!.coefficients[0]).toBeCloseTo(plain.coefficients[1]!.estimate, DIGITS);
    expect(fitElasticNet([a!, b!], y!, {alpha: 1e9, share: 1}).coefficients).toEqual([0, 0]);
    const swapped = predictLinear(fitRidge([b!, a!], y!, 1), [b!, a!]);
    for (const [row, value] of predictLinear(fits[1]!, [a!, b!]).entries())
      expect(swapped[row]).toBeCloseTo(value, DIGITS);
  }));
