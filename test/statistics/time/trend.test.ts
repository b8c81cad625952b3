import {expect, test} from "vitest";
import {mannKendall} from "../../../src/statistics/time/trend.ts";

const series = Float64Array.from({length: 40}, (_, row) => 3 + 0.5 * row + 2 * Math.sin(row * 5.1));

test("a rise is found with its slope; turned over it is a fall", () => {
  const up = mannKendall(series);
  const [slope] = up.estimates;
  expect(up.p).toBeLessThan(1e-6);
  expect(slope!.value).toBeCloseTo(0.5, 1);
  expect(slope!.low).toBeLessThan(0.5);
  expect(slope!.high).toBeGreaterThan(0.5);
  const down = mannKendall(series.map((value) => -value));
  expect(down.statistic.value).toBe(-up.statistic.value);
  expect(down.p).toBe(up.p);
});

test("shift and a rising transform leave z as it is", () => {
  const {statistic} = mannKendall(series);
  expect(mannKendall(series.map((value) => value + 1e6)).statistic.value).toBe(statistic.value);
  expect(mannKendall(series.map(Math.exp)).statistic.value).toBe(statistic.value);
});

test("a missing row keeps its place in time", () => {
  const line = Float64Array.from({length: 12}, (_, row) => (row === 5 ? Number.NaN : 2 * row));
  expect(mannKendall(line).estimates[0]!.value).toBe(2);
  expect(mannKendall(line).n[""]).toBe(11);
});

test("neighbours that are alike are warned of", () => {
  const walk = Float64Array.from({length: 100}, (_, row) => 10 * Math.sin(row / 15));
  expect(mannKendall(walk).warnings).toEqual([expect.stringMatching(/Neighbouring/)]);
});

test("a constant series, three values and 6,000 are refused", () => {
  const refused = expect.objectContaining({code: "bad_plan"});
  expect(() => mannKendall(new Float64Array(9).fill(1))).toThrow(refused);
  expect(() => mannKendall(Float64Array.of(1, 2, 3))).toThrow(refused);
  expect(() => mannKendall(Float64Array.from({length: 6000}, (_, row) => row))).toThrow(refused);
});
