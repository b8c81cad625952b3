import {beforeAll, describe, expect, test} from "vitest";
import type {Artifact} from "../../src/tools/tool.ts";
import {openTables, type Tables} from "./open_tables.ts";

const HEIGHTS = `name,sex,height,weight,alive
a,m,180,80,true
b,m,170,70,false
c,m,175,,true
d,f,160,55,true
e,f,165,60,false
f,f,158,52,
g,,190,90,true
`;

let tables: Tables;
beforeAll(async () => {
  tables = await openTables({people: HEIGHTS}, {people: {height: {unit: "cm", additivity: "average"}}});
});

const column = (name: string) => ({name, of: {column: name}});
const statistics = (input: Record<string, unknown>) =>
  tables.run("run_statistics", {table: "people", ...input});
/** A row as an object, by column names. */
const named = (artifact: Artifact, row: number) =>
  Object.fromEntries(
    artifact.table.columns.map((one, index) => [one.name, artifact.table.rows[row]![index]]),
  );

test("describe: a column's figures, by groups", async () => {
  const all = await statistics({method: "describe", columns: [column("height")]});
  expect(named(all, 0)).toMatchObject({
    column: "height",
    n: 7,
    missing: 0,
    min: 158,
    q1: 162.5,
    median: 170,
    q3: 177.5,
    max: 190,
  });
  expect(all.units).toMatchObject({mean: "cm", sd: "cm"});
  const bySex = await statistics({method: "describe", columns: [column("weight")], groups: [column("sex")]});
  expect(bySex.table.rows.map((row) => row.slice(0, 5))).toEqual([
    ["weight", "f", 3, 0, 167 / 3],
    ["weight", "m", 2, 1, 75],
    ["weight", null, 1, 0, 90],
  ]);
  expect(named(bySex, 2).sd).toBeNull(); // one value has no spread
});

test("describe: every column of numbers where none is named", async () => {
  const all = await statistics({method: "describe"});
  expect(all.table.rows.map(([name]) => name)).toEqual(["height", "weight"]);
});

test("figures: chosen ones, of the values that are outliers by a rule or of the others", async () => {
  const of = {column: "height"};
  const figures = [{figure: "rows"}, {figure: "mean", of}, {name: "deciles", figure: "quantile", q: 0.9, of}];
  const all = await statistics({method: "figures", figures});
  expect(all.table.columns.map(({name}) => name)).toEqual(["rows", "mean of height", "deciles"]);
  expect(all.table.rows[0]?.[0]).toBe(7);
  const rule = {of, rule: "z", k: 1.2, keep: "others"};
  expect((await statistics({method: "figures", figures, outliers: rule})).table.rows[0]?.[0]).toBe(5);
  const usual = await statistics({
    method: "figures",
    figures,
    outliers: {of, rule: "iqr", keep: "outliers"},
  });
  expect(usual.table.rows[0]?.[0]).toBe(0);
  expect(usual.provenance.notes).toContain(
    "Only outliers count: 1.5 interquartile ranges beyond the quartiles.",
  );
});

test("missing: the columns with the most missing come first", async () => {
  const artifact = await statistics({method: "missing"});
  expect(artifact.table.rows.slice(0, 3)).toEqual([
    ["sex", 1, 1 / 7, 7],
    ["weight", 1, 1 / 7, 7],
    ["alive", 1, 1 / 7, 7],
  ]);
  expect(artifact.units).toEqual({share: "%"});
});

describe("histogram", () => {
  test("round edges that hold every value once", async () => {
    const artifact = await statistics({method: "histogram", column: column("height"), bins: 4});
    expect(artifact.table.rows).toEqual([
      [150, 160, 1],
      [160, 170, 2],
      [170, 180, 2],
      [180, 190, 1],
      [190, 200, 1],
    ]);
  });

  test("no rows make no bins, one value one bin", async () => {
    const none = await statistics({
      method: "histogram",
      column: column("height"),
      where: {op: ">", of: {column: "height"}, value: 999},
    });
    expect(none.table.rows).toEqual([]);
    const one = await statistics({
      method: "histogram",
      column: column("height"),
      where: {op: "=", of: {column: "height"}, value: 190},
    });
    expect(one.table.rows.map((row) => row[2])).toEqual([1]);
  });
});

test("box: fences stop at the last values within reach", async () => {
  const outlier = await openTables({t: "x\n1\n2\n3\n4\n5\n100\n"});
  const artifact = await outlier.run("run_statistics", {method: "box", table: "t", column: column("x")});
  expect(named(artifact, 0)).toEqual({
    column: "x",
    lower_fence: 1,
    q1: 2.25,
    median: 3.5,
    q3: 4.75,
    upper_fence: 5,
    min: 1,
    max: 100,
    outliers: 1,
    n: 6,
  });
});

describe("correlation", () => {
  test("of two columns, rows with both values", async () => {
    const artifact = await statistics({method: "correlation", columns: [column("height"), column("weight")]});
    const row = named(artifact, 0);
    expect(row).toMatchObject({x: "height", y: "weight", n: 6});
    expect(row.r).toBeCloseTo(0.994618799375, 10);
    expect(Number(row.low)).toBeLessThan(Number(row.r));
    expect(Number(row.high)).toBeGreaterThan(Number(row.r));
  });

  test("a perfect order by ranks; a constant column has none", async () => {
    const made = await openTables({t: "x,y,c\n1,1,7\n2,4,7\n3,9,7\n4,100,7\n"});
    const run = (coefficient: string) =>
      made.run("run_statistics", {
        method: "correlation",
        table: "t",
        columns: [column("x"), column("y")],
        coefficient,
      });
    expect(named(await run("spearman"), 0).r).toBe(1);
    expect(named(await run("kendall"), 0)).toMatchObject({r: 1, p: expect.closeTo(2 / 24, 12)});
    const all = await made.run("run_statistics", {method: "correlation", table: "t"});
    expect(all.table.rows.map(([x, y]) => [x, y])).toEqual([
      ["x", "y"],
      ["x", "c"],
      ["y", "c"],
    ]);
    expect(named(all, 1).r).toBeNull();
  });
});

describe("compare_groups", () => {
  test("two groups: means, their difference and its test; missing groups left out", async () => {
    const artifact = await statistics({
      method: "compare_groups",
      column: column("height"),
      group: column("sex"),
    });
    expect(artifact.table.rows.map((row) => row.slice(0, 3))).toEqual([
      ["f", 3, 161],
      ["m", 3, 175],
      ["f - m", 6, null],
    ]);
    const row = named(artifact, 2);
    // sd 3.6056 and 5: standard error sqrt(13 / 3 + 25 / 3), t = -14 / 3.559
    expect(row.difference).toBe(-14);
    expect(row.statistic).toBeCloseTo(-14 / Math.sqrt(38 / 3), 12);
    expect(Number(row.p)).toBeCloseTo(0.0204, 3);
    expect(artifact.provenance.notes.join(" ")).toContain("fewer than 30 rows");
  });

  test("one group is not enough", async () => {
    const where = {op: "=", of: {column: "sex"}, value: "f"};
    const input = {method: "compare_groups", column: column("height"), group: column("sex"), where};
    await expect(statistics(input)).rejects.toMatchObject({code: "bad_plan"});
  });
});

describe("linear_regression", () => {
  test("an exact line", async () => {
    const line = await openTables({t: "x,y\n1,5\n2,7\n3,9\n4,11\n,1\n"});
    const artifact = await line.run("run_statistics", {
      method: "linear_regression",
      table: "t",
      outcome: column("y"),
      predictors: [column("x")],
    });
    const estimates = new Map(artifact.table.rows.map((row) => [row[0], row[1]]));
    expect(estimates.get("(intercept)")).toBeCloseTo(3, 12);
    expect(estimates.get("x")).toBeCloseTo(2, 12);
    expect(estimates.get("R squared")).toBeCloseTo(1, 12);
    expect(estimates.get("rows")).toBe(4);
  });

  test("a predictor made of another is told", async () => {
    const doubled = {name: "double", of: {op: "*", left: {column: "height"}, right: {constant: 2}}};
    const input = {
      method: "linear_regression",
      outcome: column("weight"),
      predictors: [column("height"), doubled],
    };
    await expect(statistics(input)).rejects.toMatchObject({code: "bad_plan"});
  });
});

test("a column of text has no statistics", async () => {
  await expect(statistics({method: "describe", columns: [column("name")]})).rejects.toThrow(
    "name is text, not a number.",
  );
});
