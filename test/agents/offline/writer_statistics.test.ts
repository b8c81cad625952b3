import {describe, expect, it} from "vitest";
import type {Column} from "../../../src/data/table.ts";
import {type Example, write} from "./written_example.ts";

describe("rows and values", () => {
  it("lists the rows in their order", async () => {
    const {text, values} = await write({
      tool: "prepare_data",
      input: {method: "select"},
      reading: {intent: "rows", order: [{by: "hp", direction: "desc"}], limit: 2},
      columns: [
        ["Name", "text"],
        ["hp", "integer"],
        ["Origin", "text"],
      ],
      rows: [
        ["pontiac grand prix", 230, "USA"],
        ["pontiac catalina", 225, "USA"],
      ],
    });
    expect(text).toBe(
      "Highest hp:\n- pontiac grand prix: 230, Origin USA\n- pontiac catalina: 225, Origin USA",
    );
    expect(values.map((value) => [value.name, value.value])).toEqual([
      ["pontiac grand prix", 230],
      ["pontiac catalina", 225],
    ]);
  });

  it("lists the values of a column with their counts", async () => {
    const {text, values} = await write({
      reading: {intent: "distinct", groups: [{name: "Origin", of: {column: "Origin"}}]},
      input: {measures: [{name: "rows", fn: "count"}]},
      columns: [
        ["Origin", "text"],
        ["rows", "integer"],
      ],
      rows: [
        ["USA", 254],
        ["Japan", 79],
        ["Europe", 73],
      ],
    });
    expect(text).toBe("Origin has 3 values:\nUSA 254 · Japan 79 · Europe 73");
    expect(values[0]).toMatchObject({name: "values of Origin", value: 3});
  });
});

describe("the data itself", () => {
  it("tells which columns have missing values", async () => {
    const {text} = await write({
      tool: "run_statistics",
      input: {method: "missing"},
      reading: {intent: "missing"},
      columns: [
        ["column", "text"],
        ["missing", "integer"],
        ["share", "number"],
        ["n", "integer"],
      ],
      rows: [
        ["Cabin", 687, 0.771, 891],
        ["Age", 177, 0.1987, 891],
        ["Fare", 0, 0, 891],
        ["Sex", 0, 0, 891],
      ],
      units: {share: "%"},
    });
    expect(text).toBe("Missing values: Cabin 687 (77.1 %) · Age 177 (19.9 %)\nThe other columns have none.");
  });

  it("answers yes or no about repeated rows", async () => {
    const none = await write({
      tool: "prepare_data",
      input: {method: "duplicates"},
      reading: {intent: "duplicates", question: "yes_no"},
      columns: [
        ["a", "text"],
        ["count", "integer"],
      ],
      rows: [],
      notes: ["No row occurs more than once."],
    });
    expect(none.text).toBe("No row occurs more than once.");
    expect(none.values).toMatchObject([{name: "repeated rows", value: 0}]);
    const some = await write({
      tool: "prepare_data",
      input: {method: "duplicates"},
      reading: {intent: "duplicates", question: "yes_no"},
      columns: [
        ["a", "text"],
        ["count", "integer"],
      ],
      rows: [["x", 2]],
      notes: ["1 different rows occur more than once: 2 rows, 1 more than needed."],
    });
    expect(some.text.startsWith("Yes. ")).toBe(true);
  });

  it("describes a table by what its columns are for", async () => {
    const {text} = await write({
      tool: "describe_table",
      reading: {intent: "describe"},
      columns: ["column", "type", "role", "unit"]
        .map((name): [string, Column["type"]] => [name, "text"])
        .concat([
          ["missing", "integer"],
          ["distinct", "integer"],
          ["min", "text"],
          ["max", "text"],
          ["most frequent", "text"],
        ]),
      rows: [
        ["Age", "number", "measure", null, 177, 88, "0.42", "80", "24 (30)"],
        ["Sex", "text", "category", null, 0, 2, "female", "male", "male (577), female (314)"],
        ["Name", "text", "text", null, 0, 891, "A", "Z", null],
      ],
      notes: ["891 rows, 3 columns."],
    });
    expect(text).toBe(
      "Orders: 891 rows, 3 columns.\n- Age: numbers from 0.42 to 80, missing 177\n- Sex: male (577), female (314)\n- Name: text",
    );
  });
});

describe("statistics", () => {
  it("tells the middle, the spread and the shape of a distribution", async () => {
    const figures = ["n", "missing", "mean", "sd", "min", "q1", "median", "q3", "max", "skewness"];
    const {text, values} = await write({
      tool: "run_statistics",
      input: {method: "describe"},
      reading: {intent: "distribution", columns: [{name: "Age", of: {column: "Age"}}]},
      columns: [["column", "text"], ...figures.map((name): [string, Column["type"]] => [name, "number"])],
      rows: [["Age", 714, 177, 29.6991, 14.5265, 0.42, 20.125, 28, 38, 80, 0.389]],
    });
    expect(text).toBe(
      "Age: median 28, mean 29.7, the middle half from 20.13 to 38, all from 0.42 to 80, about symmetric (n = 714, missing 177).",
    );
    expect(values[0]).toMatchObject({name: "median", value: 28});
  });

  const pair: Example["columns"] = [
    ["x", "text"],
    ["y", "text"],
    ["r", "number"],
    ["low", "number"],
    ["high", "number"],
    ["p", "number"],
    ["n", "integer"],
  ];

  it("says how strong a correlation is, and that it is no cause", async () => {
    const {text} = await write({
      question: "Is horsepower related to mpg?",
      tool: "run_statistics",
      input: {method: "correlation"},
      reading: {intent: "correlation", question: "yes_no"},
      columns: pair,
      rows: [["Horsepower", "Mpg", -0.7784, -0.8147, -0.736, 7.03e-81, 392]],
    });
    expect(text).toBe(
      "Yes. Horsepower and Mpg: strong negative correlation, r = -0.7784 (confidence interval -0.8147 to -0.736, p = 7.03e-81, n = 392). An association, not a cause.",
    );
  });

  it("lists several pairs, the strongest first", async () => {
    const {text} = await write({
      tool: "run_statistics",
      input: {method: "correlation"},
      reading: {intent: "correlation"},
      columns: pair,
      rows: [
        ["a", "b", 0.05, -0.1, 0.2, 0.5, 90],
        ["a", "c", -0.7, -0.8, -0.6, 0.001, 90],
      ],
    });
    expect(text.split("\n").slice(1, 3)).toEqual([
      "- a and c; r = -0.7, strong",
      "- a and b; r = 0.05, hardly any",
    ]);
  });

  it.each([
    ["Is there a difference in fare between the sexes?", "Yes. "],
    ["Did male passengers pay more than female ones?", "No. "],
    ["Compare the fare of the sexes", "Average"],
  ])("%s %s", async (question, begins) => {
    const {text, values} = await write({
      question,
      tool: "run_statistics",
      input: {method: "compare_groups"},
      reading: {
        intent: "compare",
        columns: [{name: "Fare", of: {column: "Fare"}}],
        question: question.endsWith("?") ? "yes_no" : "what",
      },
      columns: [
        ["Sex", "text"],
        ["n", "integer"],
        ["mean", "number"],
        ["sd", "number"],
        ["median", "number"],
        ["low", "number"],
        ["high", "number"],
        ["difference", "number"],
        ["statistic", "number"],
        ["df", "number"],
        ["df2", "number"],
        ["p", "number"],
        ["effect", "number"],
      ],
      rows: [
        ["male", 577, 25.5239, 43.138, 10.5, 22, 29, null, null, null, null, null, null],
        ["female", 314, 44.4798, 57.998, 23, 38, 51, null, null, null, null, null, null],
        [
          "male - female",
          891,
          null,
          null,
          null,
          -26.1,
          -11.8,
          -18.9559,
          -5.08,
          500.1,
          null,
          0.00000053,
          -0.386,
        ],
      ],
      units: {mean: "$", low: "$", high: "$"},
    });
    expect(text.startsWith(begins), text).toBe(true);
    expect(text).toContain(
      "Average Fare: female $44.48 · male $25.52\nRows: female 314 · male 577\nDifference, male - female: -$18.96 (confidence interval -$26.10 to -$11.80), p = 5.3e-7, effect -0.386 (Hedges' g). That is more than chance alone would explain.",
    );
    expect(values.map((value) => value.name)).toEqual(["female", "male", "difference", "p"]);
  });
});
