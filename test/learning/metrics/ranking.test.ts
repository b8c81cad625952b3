import {expect, test} from "vitest";
import {
  drawnRocArea,
  precisionRecall,
  rocArea,
  rocCurve,
  thresholdCurve,
} from "../../../src/learning/metrics/ranking.ts";
import {classFigures, numberFigures} from "../../../src/learning/validation/figures.ts";
import {MersenneTwister} from "../../../src/statistics/random/mersenne_twister.ts";

const random = new MersenneTwister(5);
const truth = Float64Array.from({length: 2000}, () => Number(random.uniform() < 0.3));
const scores = truth.map((label) => Math.min(1, Math.max(0, 0.3 * label + 0.7 * random.uniform())));

test("the curve of a few rows has every threshold", () => {
  expect(thresholdCurve([0, 0, 1, 1], Float64Array.of(0.1, 0.4, 0.35, 0.8))).toEqual([
    {threshold: null, falsePositiveRate: 0, recall: 0, precision: null},
    {threshold: 0.8, falsePositiveRate: 0, recall: 0.5, precision: 1},
    {threshold: 0.4, falsePositiveRate: 0.5, recall: 0.5, precision: 0.5},
    {threshold: 0.35, falsePositiveRate: 0.5, recall: 1, precision: 2 / 3},
    {threshold: 0.1, falsePositiveRate: 1, recall: 1, precision: 0.5},
  ]);
});

test("the curve of many rows keeps 50 points of both curves, and nearly the whole area", () => {
  const points = thresholdCurve(truth, scores);
  expect(points.length).toBeGreaterThan(30);
  expect(points.length).toBeLessThanOrEqual(50);
  expect(points.at(-1)).toMatchObject({falsePositiveRate: 1, recall: 1});
  let area = 0;
  for (const [at, one] of points.entries())
    if (at > 0)
      area +=
        ((one.falsePositiveRate - points[at - 1]!.falsePositiveRate) *
          (one.recall + points[at - 1]!.recall)) /
        2;
  expect(area).toBeCloseTo(rocCurve(truth, scores).area, 2);
  const known = precisionRecall(truth, scores).points;
  for (const {threshold, recall, precision} of points.slice(1))
    expect(known).toContainEqual({x: recall, y: precision, threshold});
});

test("each row drawn once gives the area itself", () => {
  const kinds = truth.map((label, row) => (row % 5 === 0 ? 2 : label));
  const three = [scores.map((one) => 1 - one), scores, truth.map(() => 0.2)];
  const once = new Uint32Array(truth.length).fill(1);
  expect(drawnRocArea(kinds, three)(once)).toBeCloseTo(rocArea(kinds, three), 12);
  expect(drawnRocArea(truth, [scores.map((one) => 1 - one), scores])(once)).toBeCloseTo(
    rocCurve(truth, scores).area,
    12,
  );
});

test("every figure has an interval that holds it", () => {
  const kinds = truth.map((label, row) => (row % 5 === 0 ? 2 : label));
  const three = [scores.map((one) => 0.8 * (1 - one)), scores.map((one) => 0.8 * one), truth.map(() => 0.2)];
  const figures = [
    ...classFigures(truth, [scores.map((one) => 1 - one), scores], 0, 1),
    ...classFigures(kinds, three, 0, 1),
    ...numberFigures(
      truth,
      scores,
      truth.map(() => 0.3),
      1,
    ).filter(({name}) =>
      ["R squared", "RMSE", "mean absolute error", "median absolute error"].includes(name),
    ),
  ];
  expect(figures.length).toBeGreaterThan(14);
  for (const {name, value, low, high} of figures) {
    expect(low, name).toBeLessThanOrEqual(value);
    expect(high, name).toBeGreaterThanOrEqual(value);
  }
});
