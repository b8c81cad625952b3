import {expect, test} from "vitest";
import {MersenneTwister} from "../../../src/statistics/random/mersenne_twister.ts";
import {mstl} from "../../../src/statistics/time/mstl.ts";
import {findSeasons, SEASONS_OF} from "../../../src/statistics/time/seasonality.ts";

const noise = (n: number, seed: number): Float64Array => {
  const random = new MersenneTwister(seed);
  return Float64Array.from({length: n}, () => random.normal());
};
const found = (values: Float64Array, grain: keyof typeof SEASONS_OF): number[] =>
  findSeasons(values, SEASONS_OF[grain])
    .filter((season) => season.found)
    .map(({period}) => period);

test("a week in days, under a trend", () => {
  const days = noise(365, 1).map((value, row) => value + row * 0.2 + (row % 7 > 4 ? 4 : 0));
  expect(found(days, "day")).toEqual([7]);
  const [, year] = findSeasons(days, SEASONS_OF.day);
  expect(year!.declined).toMatch(/needs more than 730/);
});

test("a day and a week in hours are told apart", () => {
  const hours = noise(1008, 2).map(
    (value, row) => value + 5 * Math.sin((row * Math.PI) / 12) + (row % 168 > 119 ? 5 : 0),
  );
  expect(found(hours, "hour")).toEqual([24, 168]);
});

test("a quarter's season in months is not taken for a year's", () => {
  expect(
    found(
      noise(100, 3).map((value, row) => value + [5, 1, 1][row % 3]!),
      "month",
    ),
  ).toEqual([3]);
});

test("noise has no season: at most 2 of 40 series", () => {
  const seasons = Array.from({length: 40}, (_, seed) => found(noise(120, seed), "month").length);
  expect(seasons.filter((count) => count > 0).length).toBeLessThanOrEqual(2);
});

test("what MSTL takes apart adds up again", () => {
  const values = noise(400, 4).map((value, row) => value + Math.sin(row) * 3);
  const {trend, seasonals, rest, periods} = mstl(values, [7, 30]);
  expect(periods).toEqual([7, 30]);
  const sum = trend.map((value, row) => value + rest[row]! + seasonals[0]![row]! + seasonals[1]![row]!);
  expect(Math.max(...sum.map((value, row) => Math.abs(value - values[row]!)))).toBeLessThan(1e-9);
});

test("too few and missing values are refused, a constant series has none", () => {
  const refused = expect.objectContaining({code: "bad_plan"});
  expect(() => findSeasons(Float64Array.of(1, 2), SEASONS_OF.day)).toThrow(refused);
  expect(() => findSeasons(new Float64Array(30).fill(Number.NaN), SEASONS_OF.day)).toThrow(refused);
  expect(found(new Float64Array(50).fill(3), "day")).toEqual([]);
});
