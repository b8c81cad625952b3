import {beforeAll, expect, test} from "vitest";
import {MersenneTwister} from "../../../src/statistics/random/mersenne_twister.ts";
import {augmentedDickeyFuller} from "../../../src/statistics/time/unit_root.ts";
import type {Artifact} from "../../../src/tools/tool.ts";
import {openTables, type Tables} from "../open_tables.ts";

const uniform = new MersenneTwister(7);
const noise = Array.from({length: 200}, () => uniform.uniform() - 0.5);
let level = 0;
const walk = noise.map((step) => {
  level += step + 0.1;
  return level;
});

let tables: Tables;
beforeAll(async () => {
  const day = (at: number): string => new Date(Date.UTC(2023, 0, 1 + at)).toISOString().slice(0, 10);
  tables = await openTables({
    series: `day,noise,walk,flat\n${noise.map((value, at) => `${day(at)},${value},${walk[at]},1`).join("\n")}\n`,
    short: "day,noise\n2023-01-01,1\n2023-01-02,4\n2023-01-03,2\n",
  });
});
const run = (table: string, method: string, of: string): Promise<Artifact> =>
  tables.run("run_statistics", {
    method,
    table,
    time: {of: {column: "day"}, unit: "day"},
    measure: {name: of, fn: "avg", of: {column: of}},
  });

test("stationarity: noise keeps to a level, a walk that drifts wanders", async () => {
  const still = await run("series", "stationarity", "noise");
  expect(still.table.rows.map((row) => row.at(-1))).toEqual(["keeps to it", "not shown"]);
  const known = augmentedDickeyFuller(Float64Array.from(noise));
  expect(still.table.rows[0]![1]).toBeCloseTo(known.statistic, 8);
  const wandering = await run("series", "stationarity", "walk");
  expect(wandering.table.rows.map((row) => row.at(-1))).toEqual(["not shown", "wanders"]);
});

test("autocorrelation: a walk follows its own past, one lag explains it", async () => {
  const {rows} = (await run("series", "autocorrelation", "walk")).table;
  const [first, second] = rows as number[][];
  expect(first![1]).toBeGreaterThan(0.8);
  expect(first![2]).toBeCloseTo(first![1]!, 12);
  expect(Math.abs(second![2]!)).toBeLessThan(0.3);
  expect(first![5]).toBeLessThan(1e-10);
});

test.each(["stationarity", "autocorrelation"])(
  "%s refuses a flat series and one too short",
  async (method) => {
    await expect(run("series", method, "flat")).rejects.toThrow("never changes");
    await expect(run("short", method, "noise")).rejects.toMatchObject({code: "bad_plan"});
  },
);
