import {expect, test} from "vitest";
import {MersenneTwister} from "../../../src/statistics/random/mersenne_twister.ts";
import {changePoints} from "../../../src/statistics/time/change_points.ts";

const noise = (n: number, seed: number): Float64Array => {
  const random = new MersenneTwister(seed);
  return Float64Array.from({length: n}, () => random.normal());
};
const stepped = noise(300, 1).map((value, row) => value + (row < 100 ? 0 : row < 180 ? 3 : -1));

test.each(["pelt", "binary_segmentation"] as const)("%s finds steps where they were made", (method) => {
  const {rows, segments} = changePoints(stepped, {method});
  expect(rows).toEqual([100, 180]);
  expect(segments.map(({mean}) => Math.round(mean))).toEqual([0, 3, -1]);
});

test("noise alone has few changes: at most 2 of 50 series", () => {
  const found = Array.from({length: 50}, (_, seed) => changePoints(noise(200, seed)).rows.length);
  expect(found.filter((count) => count > 0).length).toBeLessThanOrEqual(2);
});

test("shift, scale and reversal of time do not matter", () => {
  const {rows} = changePoints(stepped);
  expect(changePoints(stepped.map((value) => 1e6 + 1000 * value)).rows).toEqual(rows);
  expect(changePoints(stepped.slice().reverse()).rows).toEqual(rows.map((row) => 300 - row).reverse());
});

test("a constant series has none; missing values and three rows are refused", () => {
  expect(changePoints(new Float64Array(20).fill(7)).rows).toEqual([]);
  const refused = expect.objectContaining({code: "bad_plan"});
  expect(() => changePoints(Float64Array.of(1, 2, Number.NaN, 4, 5))).toThrow(refused);
  expect(() => changePoints(Float64Array.of(1, 2, 3))).toThrow(refused);
});
