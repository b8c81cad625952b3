import {beforeAll, describe, expect, test} from "vitest";
import {createRegistry} from "../../src/tools/registry.ts";
import {everyNth} from "../sweep.ts";
import {STATISTICS_INPUTS, WITHOUT_TABLE} from "./bad_inputs.ts";
import {BAD_TABLES, namesIn, openBadTables} from "./bad_tables.ts";
import type {Tables} from "./open_tables.ts";
import {sound} from "./sound.ts";

let tables: Tables;
beforeAll(async () => {
  tables = await openBadTables();
}, 120_000);

test("every method of run_statistics has inputs here", () => {
  const known = createRegistry()
    .methods("run_statistics")
    .map(({name}) => name);
  expect([...Object.keys(STATISTICS_INPUTS), ...WITHOUT_TABLE].sort()).toEqual([...known].sort());
});

describe.each(Object.keys(STATISTICS_INPUTS))("%s", (method) => {
  const some = everyNth(BAD_TABLES, 5, Object.keys(STATISTICS_INPUTS).indexOf(method));
  test.each(some)("of a bad table is a sound answer or a refusal: %s", async (table) => {
    for (const input of STATISTICS_INPUTS[method]!(namesIn(table)))
      await sound(tables, "run_statistics", {method, table, ...input});
  });
});

const column = (name: string) => ({name, of: {column: name}});

describe("what has no sound number is refused, with the reason", () => {
  const refused: [what: string, input: Record<string, unknown>, why: RegExp][] = [
    [
      "perfect separation by one of two predictors",
      {
        table: "separated",
        outcome: column("flag"),
        predictors: [column("x"), column("z")],
        family: "logistic",
      },
      /tell the outcome apart perfectly/,
    ],
    [
      "a factor's value whose rows are all of one kind",
      {
        table: "lonely_class",
        outcome: column("flag"),
        predictors: [column("z")],
        factors: [column("g")],
        family: "logistic",
      },
      /'gz' tells the outcome of some rows with certainty/,
    ],
    [
      "predictors made of one another",
      {table: "collinear", outcome: column("flag"), predictors: [column("x"), column("z")]},
      /'z' is constant, or made of the other predictors/,
    ],
    [
      "a constant predictor",
      {table: "constant", outcome: column("y"), predictors: [column("x")]},
      /'x' is constant/,
    ],
    [
      "more coefficients than rows",
      {table: "two_rows", outcome: column("y"), predictors: [column("x"), column("z")]},
      /needs more than 3 complete rows; there are 2/,
    ],
    [
      "a column without a value",
      {table: "all_missing", outcome: column("y"), predictors: [column("x")]},
      /has no value at all|no rows|not a number/,
    ],
    [
      "numbers whose squares no double holds",
      {table: "extreme", outcome: column("flag"), predictors: [column("x")]},
      /x holds numbers as large as 1.7e\+308/,
    ],
  ];
  test.each(refused)("%s", async (_what, input, why) => {
    await expect(tables.run("run_statistics", {method: "regression", ...input})).rejects.toThrow(why);
  });

  test("an analysis of variance of what is made of its covariate", async () => {
    const input = {
      method: "anova",
      table: "collinear",
      column: column("y"),
      factors: [column("g")],
      covariates: [column("x")],
    };
    await expect(tables.run("run_statistics", input)).rejects.toThrow(/give the outcome exactly/);
  });

  test("a group of one row", async () => {
    const input = {method: "group_test", table: "lonely_class", column: column("x"), group: column("g")};
    await expect(tables.run("run_statistics", input)).rejects.toThrow(/z has one value of x only/);
  });
});

describe("what is doubtful is said", () => {
  const told: [what: string, input: Record<string, unknown>, note: RegExp][] = [
    [
      "a correlation with a constant",
      {method: "correlation", table: "constant", columns: [column("x"), column("y")]},
      /x and y have no coefficient: a column does not vary/,
    ],
    [
      "a line through every row",
      {method: "regression", table: "collinear", outcome: column("y"), predictors: [column("x")]},
      /give the outcome exactly/,
    ],
    [
      "a group test of few rows",
      {method: "group_test", table: "wide", column: column("x"), group: column("g")},
      /Small groups/,
    ],
    [
      "rows left out",
      {method: "group_test", table: "half_missing", column: column("x"), group: column("h")},
      /rows with a missing value are left out/,
    ],
  ];
  test.each(told)("%s", async (_what, input, note) => {
    const {provenance} = await tables.run("run_statistics", input);
    expect(provenance.notes.join("\n")).toMatch(note);
  });
});

test("sums of doubles near the end of whole numbers keep their digits", async () => {
  const made = await tables.run("run_statistics", {
    method: "describe",
    table: "huge",
    columns: [column("x"), column("z")],
  });
  const [x, z] = made.table.rows;
  const at = (name: string): number => made.table.columns.findIndex((one) => one.name === name);
  expect(x![at("min")]).toBe(1e15);
  expect(x![at("max")]).toBe(1e15 + 12);
  expect(x![at("sd")]).toBeGreaterThan(3.5);
  expect(x![at("sd")]).toBeLessThan(4);
  expect(z![at("sd")]).toBeGreaterThan(1e-3);
  expect(z![at("sd")]).toBeLessThan(1.3e-3);
});
