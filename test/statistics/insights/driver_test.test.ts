import {expect, it} from "vitest";
import {driverTest} from "../../../src/statistics/insights/driver_test.ts";
import {MersenneTwister} from "../../../src/statistics/random/mersenne_twister.ts";

function rows(seed: number, drop: number) {
  const random = new MersenneTwister(seed);
  const members = Uint32Array.from({length: 200}, (_, i) => i % 5);
  const sides = Uint32Array.from({length: 200}, (_, i) => (i < 100 ? 0 : 1));
  const values = Float64Array.from(
    members,
    (m, i) => 10 + random.normal() - (m === 2 && sides[i] ? drop : 0),
  );
  return {values, members, sides};
}
it("finds a drop that one member made", () => {
  const {values, members, sides} = rows(1, 9);
  expect(driverTest(values, members, sides, {rounds: 199}).p).toBeLessThan(0.05);
});
it("calls noise a driver in at most 5 of 100 seeds, at p < 0.01", () => {
  const claims = Array.from({length: 100}, (_, seed) => rows(seed + 1, 0)).filter(
    ({values, members, sides}) => driverTest(values, members, sides, {rounds: 199}).p < 0.01,
  );
  expect(claims.length).toBeLessThanOrEqual(5);
});
