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
    chick: rData("chickwts"),
    sleep:
      "first,second\n0.7,1.9\n-1.6,0.8\n-0.2,1.1\n-1.2,0.1\n-0.1,-0.1\n3.4,4.4\n3.7,5.5\n0.8,1.6\n0,4.6\n2,3.4\n",
    flat: "g,x,one\na,1,5\na,1,5\nb,1,5\nb,1,5\n",
    tiny: "g,x\na,1\na,2\nb,3\n",
    wide: `x\n${Array.from({length: 8000}, (_, at) => Math.floor(((at * 7919) % 8009) ** 2 / 1000) / 10).join("\n")}\n`,
  });
});

const column = (name: string) => ({name, of: {column: name}});
const run = (table: string, input: Record<string, unknown>): Promise<Artifact> =>
  tables.run("run_statistics", {table, ...input});
/** A figure of a test by its name: value, low, high. */
const figure = (artifact: Artifact, name: string | RegExp): number[] => {
  const row = artifact.table.rows.find(([own]) =>
    typeof name === "string" ? own === name : name.test(String(own)),
  );
  if (!row) throw new Error(`no ${name} among ${artifact.table.rows.map(([own]) => own).join(", ")}`);
  return row.slice(1).filter((value) => value !== null) as number[];
};
const am = {column: column("mpg"), group: {name: "am", of: {column: "am"}}};

describe("group_test", () => {
  test("Welch's t test as R gives it, with its interval, effect and assumptions", async () => {
    const made = await run("mtcars", {method: "group_test", ...am, test: "welch"});
    expect(figure(made, "t")[0]).toBeCloseTo(-3.76712314514493, 12);
    expect(figure(made, "p")[0]).toBeCloseTo(0.00137363833307103, 14);
    expect(figure(made, /difference of means/)).toEqual([
      expect.closeTo(-7.24493927, 7),
      expect.closeTo(-11.2801943550402, 10),
      expect.closeTo(-3.20968418746996, 10),
    ]);
    expect(figure(made, "Hedges' g")).toHaveLength(3);
    expect(made.provenance.notes.join(" ")).toContain("Assumes near normal values: holds");
    expect(figure(made, "mean of 0")[0]).toBeCloseTo(17.14736842, 8);
    expect(figure(made, "mean of 1")[0]).toBeCloseTo(24.39230769, 8);
  });
  test("ranks are told with the medians of the groups", async () => {
    const made = await run("mtcars", {method: "group_test", ...am, test: "mann_whitney"});
    expect([figure(made, "median of 0")[0], figure(made, "median of 1")[0]]).toEqual([17.3, 22.8]);
  });
  test("auto says what it chose and why", async () => {
    const made = await run("mtcars", {method: "group_test", ...am});
    expect(made.provenance.notes[0]).toMatch(/^Chosen: Welch's t test, because/);
  });
  test("more than two groups, with pairs corrected by Tukey", async () => {
    const made = await run("chick", {
      method: "group_test",
      column: column("weight"),
      group: {name: "feed", of: {column: "feed"}},
      test: "anova",
      post_hoc: "tukey",
    });
    expect(figure(made, "F")[0]).toBeCloseTo(15.3647997747125, 11);
    expect(figure(made, "p")[0]).toBeCloseTo(5.93641985347125e-10, 18);
    expect(figure(made, "linseed - horsebean")).toEqual([
      expect.closeTo(58.55, 10),
      expect.closeTo(-10.4135428711133, 4),
      expect.closeTo(127.513542871113, 4),
    ]);
  });
  test("is refused where nothing varies, or a group has one value", async () => {
    const group = {name: "g", of: {column: "g"}};
    await expect(run("flat", {method: "group_test", column: column("x"), group})).rejects.toMatchObject({
      code: "bad_plan",
    });
    await expect(run("tiny", {method: "group_test", column: column("x"), group})).rejects.toThrow(
      "one value",
    );
  });
});

describe("one_sample_test", () => {
  test("a mean against a number", async () => {
    const made = await run("mtcars", {method: "one_sample_test", column: column("mpg"), mu: 20, test: "t"});
    expect(figure(made, "t")[0]).toBeCloseTo(0.0850600356813336, 13);
    expect(figure(made, "p")[0]).toBeCloseTo(0.93276064090939, 12);
    expect(figure(made, "mean")).toEqual([
      expect.closeTo(20.090625, 12),
      expect.closeTo(17.9176785087462, 11),
      expect.closeTo(22.2635714912538, 11),
    ]);
  });
  test("pairs", async () => {
    const made = await run("sleep", {
      method: "one_sample_test",
      column: column("first"),
      second: column("second"),
      test: "t",
    });
    expect(figure(made, "t")[0]).toBeCloseTo(-4.06212768338204, 12);
    expect(figure(made, "df")[0]).toBe(9);
  });
  test("a column that does not vary is refused", async () => {
    await expect(run("flat", {method: "one_sample_test", column: column("one")})).rejects.toThrow(
      "same in every row",
    );
  });
});

describe("contingency", () => {
  const input = {
    method: "contingency",
    rows: {name: "cyl", of: {column: "cyl"}},
    columns: {name: "gear", of: {column: "gear"}},
  };
  test("chi squared, with the strength and what speaks against it", async () => {
    const made = await run("mtcars", {...input, test: "chi_squared"});
    expect(figure(made, "chi squared")[0]).toBeCloseTo(18.0363636363636, 12);
    expect(figure(made, "p")[0]).toBeCloseTo(0.00121406603378516, 14);
    expect(made.provenance.notes.join(" ")).toContain("expected counts of 5 or more: does not hold");
  });
  test("auto takes Fisher's exact test where expected counts are small", async () => {
    const made = await run("mtcars", {
      ...input,
      columns: {name: "am", of: {column: "am"}},
    });
    expect(made.provenance.notes[0]).toContain("Fisher");
    expect(figure(made, "p")[0]).toBeCloseTo(0.00910470168141738, 12);
  });
  test("a column of one value is refused", async () => {
    const one = {name: "one", of: {column: "one"}};
    await expect(
      run("flat", {method: "contingency", rows: {name: "g", of: {column: "g"}}, columns: one}),
    ).rejects.toThrow("one value only");
  });
});

test("normality: Shapiro-Wilk of more than 5,000 values is of all of them, as scipy has it", async () => {
  const made = await run("wide", {method: "normality", column: column("x"), tests: ["shapiro"]});
  const [[, w, p] = []] = made.table.rows as [string, number, number][];
  // scipy.stats.shapiro 1.17.1
  expect(w).toBeCloseTo(0.8954890872968092, 8);
  expect(Math.log10(p!)).toBeCloseTo(Math.log10(8.41883821081575e-59), 5);
  expect(made.provenance.notes.join(" ")).toMatch(/made for 5000 values at most/);
});

test("normality: a row a test, and what small or large samples mean", async () => {
  const made = await run("mtcars", {
    method: "normality",
    column: column("mpg"),
    tests: ["shapiro", "jarque_bera"],
  });
  expect(made.table.rows[0]).toEqual([
    "Shapiro-Wilk W",
    expect.closeTo(0.947564726479274, 10),
    expect.closeTo(0.122881358539443, 8),
    "not rejected",
  ]);
  await expect(run("flat", {method: "normality", column: column("x")})).rejects.toThrow("same in every row");
});

test("equal_variances: F with its interval, for two groups only", async () => {
  const made = await run("mtcars", {method: "equal_variances", ...am, test: "f"});
  expect(figure(made, "F")[0]).toBeCloseTo(0.386561496137199, 13);
  expect(figure(made, "ratio of variances").slice(1)).toEqual([
    expect.closeTo(0.12437205495595, 10),
    expect.closeTo(1.07034291621577, 10),
  ]);
  await expect(
    run("chick", {
      method: "equal_variances",
      column: column("weight"),
      group: {name: "feed", of: {column: "feed"}},
      test: "f",
    }),
  ).rejects.toThrow("two groups");
});
