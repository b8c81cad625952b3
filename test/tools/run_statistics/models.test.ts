import {readFileSync} from "node:fs";
import {beforeAll, describe, expect, test} from "vitest";
import type {Artifact} from "../../../src/tools/tool.ts";
import {referencePath} from "../../golden/case.ts";
import {openTables, type Tables} from "../open_tables.ts";

/** R's own data; the figures beside each test are R's. */
const rData = (name: string): string => readFileSync(referencePath(`r_tests/data/${name}.csv`), "utf8");

let tables: Tables;
beforeAll(async () => {
  tables = await openTables({
    mtcars: rData("mtcars"),
    sprays: rData("InsectSprays"),
    tooth: rData("ToothGrowth"),
    split: "x,y,twice\n1,0,2\n2,0,4\n3,0,6\n4,1,8\n5,1,10\n6,1,12\n",
    visits: `variant,bought\n${[..."a".repeat(100)].map((one, at) => `${one},${at < 45}`).join("\n")}\n${[..."b".repeat(110)].map((one, at) => `${one},${at < 30}`).join("\n")}\n`,
  });
});

const column = (name: string) => ({name, of: {column: name}});
const run = (table: string | undefined, input: Record<string, unknown>): Promise<Artifact> =>
  tables.run("run_statistics", {...(table && {table}), ...input});
const row = (artifact: Artifact, name: string) => artifact.table.rows.find(([own]) => own === name)!.slice(1);

describe("regression", () => {
  const input = {method: "regression", outcome: column("mpg"), predictors: [column("wt")]};
  test("a number by a number and a label, as R's lm", async () => {
    const made = await run("mtcars", {...input, factors: [column("cyl")]});
    expect(row(made, "wt").slice(0, 4)).toEqual([
      expect.closeTo(-3.20561325619286, 11),
      expect.closeTo(0.753895654956412, 12),
      expect.closeTo(-4.25206490462955, 11),
      expect.closeTo(0.00021304346026846, 14),
    ]);
    expect(row(made, "R squared")[0]).toBeCloseTo(0.837432525296922, 13);
    expect(row(made, "F")[0]).toBeCloseTo(48.0787249543424, 10);
  });
  test("yes or no, with odds ratios, as R's glm", async () => {
    const made = await run("mtcars", {...input, outcome: column("am"), family: "logistic"});
    const [estimate] = row(made, "wt") as [number];
    expect(row(made, "odds ratio of wt")[0]).toBeCloseTo(Math.exp(estimate), 12);
    expect(estimate).toBeCloseTo(-4.024, 3);
  });
  test("counts", async () => {
    const made = await run("sprays", {
      method: "regression",
      outcome: column("count"),
      factors: [column("spray")],
      family: "poisson",
    });
    expect(row(made, "sprayC")[0]).toBeCloseTo(-1.94017947, 6);
    expect(made.provenance.notes.join(" ")).toContain("spread more than Poisson's");
  });
  test("perfect separation, columns made of one another, and the wrong outcome are refused and named", async () => {
    const y = {method: "regression", outcome: column("y"), predictors: [column("x")]};
    await expect(run("split", {...y, family: "logistic"})).rejects.toThrow("no finite estimate");
    await expect(run("split", {...y, predictors: [column("x"), column("twice")]})).rejects.toThrow("'twice'");
    await expect(run("split", {...y, outcome: column("x"), family: "logistic"})).rejects.toThrow(
      "no yes/no column",
    );
    await expect(run("split", {...y, predictors: []})).rejects.toThrow("needs a predictor");
  });
});

test("anova: two labels and their interaction, as R's", async () => {
  const made = await run("tooth", {
    method: "anova",
    column: column("len"),
    factors: [column("supp"), {name: "dose", of: {column: "dose"}}],
  });
  expect(row(made, "supp").slice(0, 4)).toEqual([
    expect.closeTo(205.35, 9),
    1,
    expect.closeTo(15.5719794524972, 10),
    expect.closeTo(0.000231182809773426, 14),
  ]);
  expect(row(made, "supp:dose")[3]).toBeCloseTo(0.021860268964791, 12);
});

describe("proportions", () => {
  test("an A/B test: z, difference with its interval, lift", async () => {
    const made = await run("visits", {
      method: "proportions",
      column: column("bought"),
      group: {name: "variant", of: {column: "variant"}},
    });
    expect(row(made, "z")[0]).toBeCloseTo(2.67762898283107, 12);
    expect(row(made, "p")[0]).toBeCloseTo(0.00741452985407882, 13);
    expect(row(made, "difference (a - b)")[0]).toBeCloseTo(0.45 - 30 / 110, 12);
    expect(row(made, "lift of b over a")[0]).toBeCloseTo(30 / 110 / 0.45 - 1, 12);
  });
  test("a column that is no yes or no is refused", async () => {
    await expect(run("mtcars", {method: "proportions", column: column("mpg")})).rejects.toThrow(
      "not yes or no",
    );
  });
});

test("power: rows needed, as R's power.t.test", async () => {
  const made = await run(undefined, {method: "power", design: "two_means", effect: 0.3, power: 0.9});
  expect(row(made, "rows a group")[0]).toBe(235);
  await expect(run(undefined, {method: "power", design: "two_shares"})).rejects.toThrow("Two shares");
});

test("adjust_p_values: each correction a column", async () => {
  const tests = [0.01, 0.02, 0.03].map((p, at) => ({name: `t${at + 1}`, p}));
  const made = await run(undefined, {
    method: "adjust_p_values",
    tests,
    how: ["bonferroni", "benjamini_hochberg"],
  });
  expect(made.table.rows[0]).toEqual(["t1", 0.01, 0.03, 0.03]);
});
