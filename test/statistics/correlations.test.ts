import {expect, test} from "vitest";
import {correlations} from "../../src/statistics/association/correlations.ts";
import {correlate} from "../../src/statistics/correlation.ts";
import {MersenneTwister} from "../../src/statistics/random/mersenne_twister.ts";

const random = new MersenneTwister(11);
const shared = Float64Array.from({length: 12_000}, () => random.uniform());
const columns = Array.from({length: 4}, () => shared.map((one) => one + random.uniform()));
const pairs = [
  [0, 1],
  [0, 2],
  [0, 3],
  [1, 2],
  [1, 3],
  [2, 3],
] as const;

test.each(["pearson", "spearman"] as const)("%s of many rows at once is that of each pair", (kind) => {
  for (const [at, found] of correlations(columns, pairs, kind).entries()) {
    const [i, j] = pairs[at]!;
    const alone = correlate(columns[i]!, columns[j]!, kind);
    for (const figure of ["r", "low", "high", "p", "n"] as const)
      expect(found[figure], `${kind} ${figure}`).toBeCloseTo(alone[figure], 12);
  }
});

test("a column with a gap is correlated on the rows that each pair has", () => {
  const gap = columns.map((column) => column.slice());
  gap[0]![5] = Number.NaN;
  expect(correlations(gap, pairs, "pearson").map(({n}) => n)).toEqual([
    11_999, 11_999, 11_999, 12_000, 12_000, 12_000,
  ]);
});
