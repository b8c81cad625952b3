import {expect, test} from "vitest";
import {quantile} from "../../../src/statistics/descriptive/quantiles.ts";
import {MersenneTwister} from "../../../src/statistics/random/mersenne_twister.ts";
import {fitQuantile} from "../../../src/statistics/regression/quantile.ts";

const random = new MersenneTwister(5);
const n = 200;
const ones = new Float64Array(n).fill(1);
const [a, b, e] = [0, 1, 2].map(() => Float64Array.from({length: n}, () => random.normal()));
const y = Float64Array.from(
  {length: n},
  (_, row) => 2 + a![row]! - 3 * b![row]! + e![row]! * (1 + 0.3 * a![row]!),
);

test.each([0.1, 0.5, 0.9])(
  "the share of rows under the plane of %s, and no plane near it is better",
  (tau) => {
    const {residuals, loss, coefficients} = fitQuantile(y, [ones, a!, b!], tau);
    expect(residuals.filter((rest) => rest < 0).length).toBeLessThanOrEqual(tau * n);
    expect(residuals.filter((rest) => rest <= 0).length).toBeGreaterThanOrEqual(tau * n);
    for (let k = 0; k < 3; k++) {
      for (const step of [-1e-4, 1e-4]) {
        const moved = coefficients.slice();
        moved[k]! += step;
        const other = y.reduce((sum, value, row) => {
          const rest = value - moved[0]! - moved[1]! * a![row]! - moved[2]! * b![row]!;
          return sum + (rest > 0 ? tau * rest : (tau - 1) * rest);
        }, 0);
        expect(other).toBeGreaterThan(loss);
      }
    }
  },
);

test("of ones alone it is a quantile", () => {
  const odd = y.slice(0, 101);
  const {coefficients} = fitQuantile(odd, [ones.slice(0, 101)], 0.5);
  expect(coefficients[0]).toBe(quantile(odd.slice().sort(), 0.5));
});

test("it follows scale, shift and the quantile mirrored", () => {
  const {coefficients} = fitQuantile(y, [ones, a!, b!], 0.3);
  const mirrored = fitQuantile(
    y.map((value) => 5 - 2 * value),
    [ones, a!, b!],
    0.7,
  ).coefficients;
  expect(mirrored[0]).toBeCloseTo(5 - 2 * coefficients[0]!, 9);
  expect(mirrored[2]).toBeCloseTo(-2 * coefficients[2]!, 9);
});

test("many rows in one plane: still the least loss", () => {
  const x = Float64Array.from({length: 60}, (_, row) => row % 6);
  const whole = Float64Array.from({length: 60}, (_, row) => Math.floor(row / 6) % 3);
  const {loss} = fitQuantile(whole, [new Float64Array(60).fill(1), x], 0.5);
  expect(loss).toBeCloseTo(0.5 * whole.reduce((sum, value) => sum + Math.abs(value - 1), 0), 6);
});

test("what cannot be fitted is refused", () => {
  const refused = expect.objectContaining({code: "bad_plan"});
  expect(() => fitQuantile(y, [ones, ones], 0.5)).toThrow(refused);
  expect(() => fitQuantile(y, [ones, a!], 1)).toThrow(refused);
  expect(() => fitQuantile(y.slice(0, 2), [ones.slice(0, 2), a!.slice(0, 2)], 0.5)).toThrow(refused);
  expect(() =>
    fitQuantile(
      y.map((value, row) => (row === 3 ? Infinity : value)),
      [ones, a!],
      0.5,
    ),
  ).toThrow(refused);
});
