import {beforeAll, describe, expect, test} from "vitest";
import type {Artifact} from "../../../src/tools/tool.ts";
import {reference} from "../../golden/case.ts";
import {openTables, type Tables} from "../open_tables.ts";

/** The figures are statsmodels' and scipy's (inference.py). */
const {a, skew} = reference<Record<string, number[]>>("inputs.json");
type Interval = {value: number; ci: [number, number]};
const {mean, variance, median_ranks, sd_bca} = reference<Record<string, Interval>>("inference.json");

let tables: Tables;
beforeAll(async () => {
  tables = await openTables({
    a: `x\n${a!.join("\n")}\n`,
    skew: `x\n${skew!.join("\n")}\n`,
    visits: `variant,bought\n${Array.from({length: 40}, (_, at) => `${at % 2 ? "a" : "b"},${at < 9}`).join("\n")}\n`,
    odd: "g,x,same\nu,1,4\nu,2,4\nv,3,4\n",
  });
});

const x = {name: "x", of: {column: "x"}};
const run = (table: string, input: Record<string, unknown>): Promise<Artifact> =>
  tables.run("run_statistics", {method: "confidence_interval", table, ...input});
const close = ({value, ci}: Interval, digits = 10) =>
  [value, ...ci].map((one) => expect.closeTo(one, digits));

test("a mean by Student's t, as statsmodels", async () => {
  const made = await run("a", {column: x});
  expect(made.title).toBe("95% interval of the mean of x");
  expect(made.table.rows[0]!.slice(0, 3)).toEqual(close(mean!));
});

test("a variance by chi squared, a median by ranks", async () => {
  const spread = await run("a", {column: x, of: "variance", how: "chi_squared"});
  expect(spread.table.rows[0]!.slice(0, 3)).toEqual(close(variance!));
  const middle = await run("skew", {column: x, of: "median", how: "ranks"});
  expect(middle.table.rows[0]!.slice(0, 3)).toEqual(close(median_ranks!));
});

test("any other figure by the bootstrap, the same each time", async () => {
  const made = await run("skew", {column: x, of: "sd"});
  const [, low, high] = made.table.rows[0] as number[];
  expect(low).toBeCloseTo(sd_bca!.ci[0], 1);
  expect(Math.abs(high! / sd_bca!.ci[1] - 1)).toBeLessThan(0.03);
  expect((await run("skew", {column: x, of: "sd"})).table).toEqual(made.table);
  expect(made.provenance.notes.join(" ")).toContain("9999 resamples, seed 0");
});

test("proportions by group: Wilson's interval", async () => {
  const made = await run("visits", {
    column: {name: "bought", of: {column: "bought"}},
    of: "proportion",
    groups: [{name: "variant", of: {column: "variant"}}],
  });
  // statsmodels' proportion_confint(4, 20, method="wilson")
  expect(made.table.rows[0]!.slice(0, 4)).toEqual([
    "a",
    0.2,
    expect.closeTo(0.080657662579798, 12),
    expect.closeTo(0.4160174322518936, 12),
  ]);
});

describe("what has no interval is refused", () => {
  test.each([
    ["a figure of single rows", "a", {column: x, of: "max"}, "cannot be had"],
    ["a proportion of numbers", "a", {column: x, of: "proportion"}, "not yes or no"],
    ["a quantile that is not said", "a", {column: x, of: "quantile"}, "Which quantile"],
    ["a way that does not suit", "a", {column: x, of: "median", how: "t"}, "no interval of 'median'"],
    ["one value in a group", "odd", {column: x, groups: [{name: "g", of: {column: "g"}}]}, "One value"],
    [
      "a column that does not vary",
      "odd",
      {column: {name: "same", of: {column: "same"}}},
      "same in every row",
    ],
  ])("%s", async (_, table, input, message) => {
    await expect(run(table, input)).rejects.toThrow(message);
  });
});
