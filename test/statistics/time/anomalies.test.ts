import {expect, test} from "vitest";
import {MersenneTwister} from "../../../src/statistics/random/mersenne_twister.ts";
import {timeAnomalies} from "../../../src/statistics/time/anomalies.ts";

const random = new MersenneTwister(3);
const weeks = Float64Array.from(
  {length: 210},
  (_, row) => 50 + 0.1 * row + [0, 0, 0, 0, 5, 20, 15][row % 7]! + random.normal(),
);

test("a quiet Saturday is an anomaly though its value is usual for a Monday", () => {
  const odd = weeks.slice();
  odd[103] = odd[99]!; // a Saturday like a Tuesday
  const {rows, expected, low, high, z} = timeAnomalies(odd, {periods: [7]});
  expect(rows).toContain(103);
  expect(rows.length).toBeLessThanOrEqual(3);
  expect(expected[103]).toBeGreaterThan(odd[103]! + 10);
  expect(low[103]).toBeGreaterThan(odd[103]!);
  expect(high[103]).toBeGreaterThan(low[103]!);
  expect(z[103]).toBeLessThan(-4.7);
});

test("a long series: odd hours stand out, few others do", () => {
  const hours = Float64Array.from(
    {length: 5000},
    (_, row) => 20 * Math.sin((row * Math.PI) / 12) + random.normal(),
  );
  for (const row of [400, 2500, 4800]) hours[row]! += 15;
  const {rows} = timeAnomalies(hours, {periods: [24]});
  expect(rows).toEqual(expect.arrayContaining([400, 2500, 4800]));
  expect(rows.length).toBeLessThan(10);
});

test("without a season the neighbours say what is expected", () => {
  const odd = Float64Array.from({length: 60}, (_, row) => Math.sin(row * 7.7));
  odd[30] = 25;
  expect(timeAnomalies(odd).rows).toEqual([30]);
});

test("a constant series has none, a single step out of it is one", () => {
  const flat = new Float64Array(30).fill(4);
  expect(timeAnomalies(flat).rows).toEqual([]);
  flat[11] = 5;
  expect(timeAnomalies(flat).rows).toEqual([11]);
});

test("too few and missing values are refused", () => {
  const refused = expect.objectContaining({code: "bad_plan"});
  expect(() => timeAnomalies(Float64Array.of(1, 2, 3))).toThrow(refused);
  expect(() => timeAnomalies(weeks.map((value, row) => (row === 5 ? Number.NaN : value)))).toThrow(refused);
});
