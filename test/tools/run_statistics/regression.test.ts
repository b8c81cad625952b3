import {readFileSync} from "node:fs";
import {beforeAll, describe, expect, test} from "vitest";
import type {Artifact} from "../../../src/tools/tool.ts";
import {reference, referencePath} from "../../golden/case.ts";
import {openTables, type Tables} from "../open_tables.ts";

/** The figures are statsmodels' (inference.py, stats.json). */
const {wls, multinomial} = reference<{
  wls: Record<string, number[]>;
  multinomial: {labels: string[]; qsec: number[]; drat: number[]; result: Record<string, {coef: number[]}>};
}>("inference.json");
const reg = reference<{reg: Record<string, (number | string)[]>}>("inputs.json").reg;
const {cases} = reference<{
  cases: Record<string, {ref: {python: {result: Record<string, Record<string, number>>}}}>;
}>("stats.json");
const X = ["x1", "x2", "x3", "x4"];

let tables: Tables;
beforeAll(async () => {
  const names = ["y", ...X, "w", "grp"];
  const {labels, qsec, drat} = multinomial;
  tables = await openTables({
    reg: [names.join(","), ...reg.y!.map((_, row) => names.map((name) => reg[name]![row]).join(","))].join(
      "\n",
    ),
    carbs: ["carbs,qsec,drat", ...labels.map((label, row) => `${label},${qsec[row]},${drat[row]}`)].join(
      "\n",
    ),
    mtcars: readFileSync(referencePath("r_tests/data/mtcars.csv"), "utf8"),
    apart: `kind,x,same\n${Array.from({length: 30}, (_, row) => `${"abc"[Math.floor(row / 10)]},${row},1`).join("\n")}\n`,
    weighted: "y,x,w\n1,1,1\n2,2,0\n3,3,1\n5,4,1\n",
  });
});

const column = (name: string) => ({name, of: {column: name}});
const run = (table: string, input: Record<string, unknown>): Promise<Artifact> =>
  tables.run("run_statistics", {table, method: "regression", ...input});
const row = (artifact: Artifact, name: string) => artifact.table.rows.find(([own]) => own === name)!.slice(1);
const model = {outcome: column("y"), predictors: X.map(column)};
const errorsOf = (made: Artifact) => made.table.rows.slice(0, 5).map(([, , se]) => se);

describe("least squares beyond the plain", () => {
  test("weights with robust and clustered errors, as statsmodels' WLS", async () => {
    const weights = column("w");
    const robust = await run("reg", {...model, weights, errors: "HC3"});
    expect(errorsOf(robust)).toEqual(wls.HC3!.map((se) => expect.closeTo(se, 10)));
    const clustered = await run("reg", {...model, weights, errors: "clustered", cluster: column("grp")});
    expect(errorsOf(clustered)).toEqual(wls.cluster!.map((se) => expect.closeTo(se, 10)));
    expect(row(robust, "Durbin-Watson")[0]).toBeCloseTo(wls.durbin_watson as unknown as number, 10);
  });
  test("errors that allow residuals to go on", async () => {
    const made = await run("reg", {...model, errors: "serial", lag: 4});
    const expected = Object.values(cases["ols.reg.HAC"]!.ref.python.result.se!);
    expect(errorsOf(made)).toEqual(expected.map((se) => expect.closeTo(se, 10)));
  });
  test("the rows of the largest influence are named", async () => {
    const made = await run("mtcars", {
      outcome: column("mpg"),
      predictors: ["wt", "hp", "qsec"].map(column),
      influence: true,
      row_name: {name: "car", of: {column: "row"}},
    });
    const named = made.table.rows.filter(([name]) => String(name).startsWith("Cook's distance of "));
    expect(named).toHaveLength(5);
    expect(named[0]![0]).toBe("Cook's distance of Chrysler Imperial");
    expect(named[0]![1]).toBeGreaterThan(named[1]![1] as number);
    expect(row(made, "leverage of Chrysler Imperial")[0]).toBeGreaterThan(0);
  });
});

test("a line that outliers do not move, as scipy's theilslopes", async () => {
  const made = await run("mtcars", {outcome: column("mpg"), predictors: [column("wt")], family: "theil_sen"});
  const [slope, , , , low, high] = row(made, "wt") as number[];
  expect(slope).toBeCloseTo(-5.626490461049285, 10);
  expect([low! < slope!, slope! < high!]).toEqual([true, true]);
});

test("a median regression with intervals of resampled rows", async () => {
  const made = await run("mtcars", {outcome: column("mpg"), predictors: [column("wt")], family: "quantile"});
  const [slope, se, , , low, high] = row(made, "wt") as number[];
  // -86.25 / 19, the vertex that HiGHS finds for the linear programme.
  expect(slope).toBeCloseTo(-4.539473684210525, 10);
  expect([se! > 0, low! <= slope!, slope! <= high!]).toEqual([true, true, true]);
});

describe("multinomial_regression", () => {
  const input = {
    method: "multinomial_regression",
    outcome: column("carbs"),
    predictors: [column("qsec"), column("drat")],
  };
  test("as statsmodels' MNLogit", async () => {
    const made = await run("carbs", input);
    expect(row(made, "two: qsec")[0]).toBeCloseTo(multinomial.result.two!.coef[1]!, 7);
    expect(row(made, "odds ratio of qsec, two against more")[0]).toBeCloseTo(
      Math.exp(multinomial.result.two!.coef[1]!),
      6,
    );
  });
  test("another base turns the signs", async () => {
    const made = await run("carbs", {...input, base: "two"});
    expect(row(made, "more: qsec")[0]).toBeCloseTo(-multinomial.result.two!.coef[1]!, 7);
  });
  test.each([
    [
      "perfect separation",
      "apart",
      {outcome: column("kind"), predictors: [column("x")]},
      "no finite estimate",
    ],
    [
      "a constant predictor",
      "apart",
      {outcome: column("kind"), predictors: [column("same")]},
      "'same' is constant",
    ],
    ["an outcome of one value", "apart", {outcome: column("same"), predictors: [column("x")]}, "1 values"],
    ["a base that does not occur", "carbs", {...input, base: "nine"}, "no value of carbs"],
    ["no predictor", "carbs", {outcome: column("carbs")}, "needs a predictor"],
  ])("%s is refused", async (_, table, own, message) => {
    await expect(run(table, {...own, method: "multinomial_regression"})).rejects.toThrow(message);
  });
});

describe("what does not suit is refused", () => {
  const line = {outcome: column("y"), predictors: [column("x")]};
  test.each([
    ["weights of no size", "weighted", {...line, weights: column("w")}, "not positive"],
    [
      "weights of a logistic regression",
      "weighted",
      {...line, weights: column("w"), family: "logistic"},
      "no weights",
    ],
    ["clustered errors without a cluster", "weighted", {...line, errors: "clustered"}, "need a cluster"],
    ["a lag of other errors", "weighted", {...line, lag: 2}, "lag is for serial"],
    ["Theil-Sen of two predictors", "reg", {...model, family: "theil_sen"}, "one number"],
  ])("%s", async (_, table, input, message) => {
    await expect(run(table, input)).rejects.toThrow(message);
  });
});
