import {expect, test} from "vitest";
import {correlationMatrix} from "../../src/statistics/association/correlation_matrix.ts";
import {correlate} from "../../src/statistics/correlation.ts";
import {momentsOf} from "../../src/statistics/descriptive/moments.ts";
import {LARGE} from "../../src/statistics/large_sums.ts";
import {MersenneTwister} from "../../src/statistics/random/mersenne_twister.ts";
import {meanOf, varianceOf} from "../../src/statistics/sums.ts";

/** As wide apart as doubles make hard: 1e7 and beside it 0.1, 0.2, 0.3 in turn, of which mean and variance are known. */
const hard = (thirds: number): Float64Array =>
  Float64Array.from({length: 3 * thirds}, (_, row) => 10_000_000 + ((row % 3) + 1) / 10);

test("large columns have their mean and variance to the digits of small ones", () => {
  const n = 3 * 50_000;
  const large = hard(50_000);
  expect(n).toBeGreaterThan(LARGE);
  const known = (0.02 * 50_000) / (n - 1);
  expect(meanOf(large)).toBeCloseTo(10_000_000.2, 8);
  expect(Math.abs(varianceOf(large) / known - 1)).toBeLessThan(1e-7);
  expect(Math.abs(momentsOf(large).variance / known - 1)).toBeLessThan(1e-7);
});

test("moments of a large column are those of the same values four times", () => {
  const random = new MersenneTwister(7);
  const part = Float64Array.from({length: 40_000}, () => random.uniform() ** 2);
  const large = Float64Array.from({length: 160_000}, (_, row) => part[row % part.length]!);
  const [few, many] = [momentsOf(part), momentsOf(large)];
  for (const figure of ["mean", "sdPopulation", "skewnessPopulation", "kurtosisPopulation"] as const)
    expect(Math.abs(many[figure] / few[figure] - 1), figure).toBeLessThan(1e-12);
});

test.each([2, 3, 4, 7])("the matrix of %i columns holds what pairs give one by one", (k) => {
  const random = new MersenneTwister(k);
  const rows = 1_300;
  const shared = Float64Array.from({length: rows}, () => random.uniform());
  const columns = Array.from({length: k}, (_, at) => shared.map((one) => 1e6 * at + one + random.uniform()));
  const {r} = correlationMatrix(columns);
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++)
      expect(r[i * k + j]).toBeCloseTo(correlate(columns[i]!, columns[j]!, "pearson").r, 12);
});

test("a column that does not vary has no correlation", () => {
  const {r} = correlationMatrix([
    Float64Array.from({length: 600}, (_, row) => row),
    new Float64Array(600).fill(0.1),
  ]);
  expect([...r]).toEqual([1, Number.NaN, Number.NaN, Number.NaN]);
});
