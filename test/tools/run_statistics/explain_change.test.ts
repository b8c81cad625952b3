import {beforeAll, describe, expect, test} from "vitest";
import {MersenneTwister} from "../../../src/statistics/random/mersenne_twister.ts";
import type {Artifact} from "../../../src/tools/tool.ts";
import {openTables, type Tables} from "../open_tables.ts";

/** Orders of two months. West sells half in June; every other difference is chance. */
const made = (seed: number, westFactor: number): string => {
  const random = new MersenneTwister(seed);
  const pick = (values: readonly string[]): string => values[random.upTo(values.length - 1)]!;
  const lines: string[] = [];
  for (const month of ["05", "06"]) {
    for (let order = 0; order < 600; order++) {
      const region = pick(["West", "East", "North", "South"]);
      if (month === "06" && region === "West" && random.uniform() > westFactor) continue;
      lines.push(
        [
          `2024-${month}-${String(1 + random.upTo(27)).padStart(2, "0")}`,
          region,
          pick(["Web", "Shop", "Phone"]),
          pick(["A", "B", "C", "D", "E"]),
          (50 + 100 * random.uniform()).toFixed(2),
          1 + random.upTo(4),
        ].join(","),
      );
    }
  }
  return `day,region,channel,product,amount,quantity\n${lines.join("\n")}\n`;
};

let tables: Tables;
beforeAll(async () => {
  const noise = Object.fromEntries(
    Array.from({length: 20}, (_, seed) => [`noise_${seed}`, made(seed + 100, 1)]),
  );
  tables = await openTables({
    planted: made(1, 0.5),
    ...noise,
    tiny: "day,region,amount\n2024-05-01,West,1\n2024-06-01,West,2\n",
  });
}, 120_000);

const month = (number: string) => ({
  op: "range",
  of: {column: "day"},
  from: `2024-${number}-01`,
  to: `2024-${number}-28`,
});
const sides = {before: month("05"), after: month("06")};
const total = {name: "sales", fn: "sum", of: {column: "amount"}};
const explain = (table: string, more: object = {}): Promise<Artifact> =>
  tables.run("run_statistics", {method: "explain_change", table, measure: total, ...sides, ...more});
const rowsFor = (artifact: Artifact, dimension: string) =>
  artifact.table.rows.filter((row) => row[0] === dimension);

describe("where a change comes from", () => {
  test("the planted region comes first, with most of the change", async () => {
    const found = await explain("planted");
    const [all, first] = found.table.rows;
    expect(all!.slice(0, 2)).toEqual(["(all)", "(all)"]);
    expect(first!.slice(0, 2)).toEqual(["region", "West"]);
    expect(Number(first![5])).toBeGreaterThan(0.7);
    expect(Number(first![8])).toBeLessThan(0.05);
    expect(found.provenance.notes).toContain(
      "Members changed unlike one another by: region (after correction for 3 dimensions).",
    );
  });

  test.each(["region", "channel", "product"])(
    "the members of %s add up to the whole change",
    async (dimension) => {
      for (const measure of [
        total,
        {name: "n", fn: "count"},
        {name: "mean", fn: "avg", of: {column: "amount"}},
        {...total, over: {fn: "sum", of: {column: "quantity"}}},
      ]) {
        const found = await explain("planted", {measure, members: 2});
        const parts = rowsFor(found, dimension).map((row) => Number(row[4]));
        const sum = parts.reduce((a, b) => a + b, 0);
        expect(sum).toBeCloseTo(Number(found.table.rows[0]![4]), 8);
      }
    },
  );

  test("an average's change is mix and rate", async () => {
    const found = await explain("planted", {measure: {name: "mean", fn: "avg", of: {column: "amount"}}});
    for (const row of rowsFor(found, "region"))
      expect(Number(row[6]) + Number(row[7])).toBeCloseTo(Number(row[4]), 10);
  });

  test("chance alone is not called a driver in 19 of 20 tables", async () => {
    const said = await Promise.all(
      Array.from({length: 20}, async (_, seed) => {
        const {provenance} = await explain(`noise_${seed}`);
        return provenance.notes.some((note) => note.startsWith("Members changed unlike"));
      }),
    );
    expect(said.filter(Boolean).length).toBeLessThanOrEqual(2);
  });

  test("two groups, and dimensions that are named", async () => {
    const group = (region: string) => ({op: "=", of: {column: "region"}, value: region});
    const found = await explain("planted", {
      before: group("East"),
      after: group("West"),
      dimensions: [{name: "month", of: {column: "day"}, unit: "month"}],
    });
    expect(rowsFor(found, "month").map((row) => row[1])).toContain("2024-06-01");
  });
});

describe("what cannot be explained is said", () => {
  test("a side without rows", async () => {
    await expect(explain("planted", {after: month("09")})).rejects.toMatchObject({
      code: "bad_plan",
      message: "The later side has no rows to compute sales of.",
    });
  });

  test("a measure without parts", async () => {
    await expect(
      explain("planted", {measure: {name: "m", fn: "median", of: {column: "amount"}}}),
    ).rejects.toMatchObject({code: "bad_plan", message: "Changes of median have no parts that add up."});
  });

  test("no category", async () => {
    await expect(explain("tiny")).rejects.toMatchObject({code: "bad_plan"});
  });
});
