import {describe, expect, it} from "vitest";
import type {Cell} from "../../../src/data/table.ts";
import {type Example, FARE, MONTH, REGION, REVENUE, write} from "./written_example.ts";

describe("groups", () => {
  const columns: Example["columns"] = [
    ["region", "text"],
    ["revenue", "number"],
    ["n", "integer"],
  ];

  it("name the largest and the smallest, then all", async () => {
    const {text, values} = await write({
      reading: {intent: "aggregate", measures: [REVENUE], groups: [REGION]},
      columns,
      rows: [
        ["West", 180120, 9],
        ["East", 132260, 8],
        ["North", 100000, 7],
      ],
      units: {revenue: "$"},
    });
    expect(text).toBe(
      "Revenue is highest for West ($180,120) and lowest for North ($100,000).\nWest $180,120 · East $132,260 · North $100,000",
    );
    expect(values).toContainEqual({
      name: "East",
      value: 132260,
      unit: "$",
      evidence: {step: "answer", row: 1, column: "revenue"},
    });
  });

  it("are cut after ten, with how many there are", async () => {
    const rows = Array.from({length: 40}, (_, at): Cell[] => [
      `City ${String.fromCharCode(65 + (at % 26))}${at}`,
      4000 - at * 37,
      9,
    ]);
    const {text, values} = await write({
      reading: {intent: "aggregate", measures: [REVENUE], groups: [REGION]},
      columns,
      rows,
    });
    expect(text.split("\n").at(-1)).toBe("40 groups in all.");
    expect(text.split(" · ")).toHaveLength(11);
    expect(values).toHaveLength(40);
  });

  it("over time tell the trend and its extremes", async () => {
    const {text} = await write({
      reading: {intent: "aggregate", measures: [REVENUE], groups: [MONTH]},
      columns: [
        ["month", "date"],
        ["revenue", "number"],
        ["n", "integer"],
      ],
      rows: [
        ["2024-01-01", 100, 9],
        ["2024-02-01", 90, 9],
        ["2024-03-01", 210, 9],
        ["2024-04-01", 150, 9],
      ],
    });
    expect(text.split("\n")[0]).toBe(
      "Revenue rose from January 2024 (100) to April 2024 (150), highest in March 2024 (210) and lowest in February 2024 (90).",
    );
  });

  it("with growth show the change of each", async () => {
    const {text} = await write({
      reading: {
        intent: "aggregate",
        measures: [REVENUE],
        groups: [MONTH],
        comparison: {kind: "each_step", unit: "month"},
      },
      input: {
        windows: [
          {name: "revenue change", of: "revenue", fn: "change"},
          {name: "revenue percent change", of: "revenue", fn: "percent_change"},
        ],
      },
      columns: [
        ["month", "date"],
        ["revenue", "number"],
        ["revenue change", "number"],
        ["revenue percent change", "number"],
      ],
      rows: [
        ["2024-01-01", 100, null, null],
        ["2024-02-01", 90, -10, -0.1],
        ["2024-03-01", 180, 90, 1],
      ],
      units: {"revenue percent change": "%"},
    });
    expect(text.split("\n").at(-1)).toBe(
      "January 2024: 100 · February 2024: 90 (down 10, 10 %) · March 2024: 180 (up 90, 100 %)",
    );
  });

  it("as shares name the total", async () => {
    const {text} = await write({
      reading: {
        intent: "aggregate",
        measures: [REVENUE],
        groups: [REGION],
        windows: [{name: "share of revenue", of: "revenue", fn: "share"}],
      },
      columns: [
        ["region", "text"],
        ["revenue", "number"],
        ["share of revenue", "number"],
        ["n", "integer"],
      ],
      rows: [
        ["West", 75, 0.75, 9],
        ["East", 25, 0.25, 9],
      ],
      units: {"share of revenue": "%"},
    });
    expect(text).toBe(
      "Share of revenue is highest for West (75 %) and lowest for East (25 %).\nWest 75 % (75) · East 25 % (25)",
    );
  });

  it("of few rows are flagged where an average rests on them", async () => {
    const {text} = await write({
      reading: {
        intent: "aggregate",
        measures: [FARE],
        groups: [{name: "Embarked", of: {column: "Embarked"}}],
      },
      columns: [
        ["Embarked", "text"],
        ["average Fare", "number"],
        ["n", "integer"],
      ],
      rows: [
        [null, 80, 2],
        ["C", 59.95, 168],
        ["Q", 13.28, 77],
        ["Reno", 12, 3],
      ],
    });
    expect(text).toBe(
      "Average Fare is highest for C (59.95) and lowest for Reno (12).\nC 59.95 · Q 13.28 · Reno 12\n(no Embarked) 80 (n = 2)\nFew rows behind: Reno (n = 3)",
    );
  });

  it("that are numbers carry the column's name", async () => {
    const {text} = await write({
      reading: {
        intent: "aggregate",
        measures: [{name: "rows", fn: "count"}],
        groups: [{name: "Pclass", of: {column: "Pclass"}}],
      },
      columns: [
        ["Pclass", "integer"],
        ["rows", "integer"],
      ],
      rows: [
        [3, 491],
        [1, 216],
      ],
    });
    expect(text).toContain("Pclass 3: 491 · Pclass 1: 216");
  });
});

describe("which", () => {
  const reading = {
    intent: "which" as const,
    measures: [REVENUE],
    groups: [REGION],
    order: [{by: "revenue", direction: "desc" as const}],
    limit: 1,
    question: "which" as const,
  };
  const columns: Example["columns"] = [
    ["region", "text"],
    ["revenue", "number"],
    ["n", "integer"],
  ];

  it("names the group, its number and what comes next", async () => {
    const {text, values} = await write({
      reading,
      columns,
      rows: [
        ["West", 180, 9],
        ["East", 132, 8],
      ],
    });
    expect(text).toBe("West has the highest revenue: 180 (n = 9).\nNext: East 132");
    expect(values.map((value) => value.value)).toEqual(["West", 180]);
  });

  it("names all that are equal", async () => {
    const {text} = await write({
      reading,
      columns,
      rows: [
        ["East", 180, 9],
        ["West", 180, 8],
        ["North", 7, 8],
      ],
    });
    expect(text).toBe("East and West have the highest revenue: 180.\nNext: North 7");
  });

  it("passes over rows without a name, and says so", async () => {
    const {text, values} = await write({
      reading,
      columns,
      rows: [
        [null, 900, 9],
        ["West", 180, 8],
      ],
    });
    expect(text).toBe("West has the highest revenue: 180 (n = 8).\nNo region: 900, left out.");
    expect(values[0]?.value).toBe("West");
  });

  it("finds the row at an extreme by its name", async () => {
    const {text, values} = await write({
      tool: "prepare_data",
      input: {method: "select"},
      reading: {
        intent: "which",
        columns: [
          {name: "Title", of: {column: "Title"}},
          {name: "Running Time min", of: {column: "Running Time min"}},
        ],
        order: [{by: "Running Time min", direction: "desc"}],
        limit: 1,
      },
      columns: [
        ["Title", "text"],
        ["Running Time min", "integer"],
      ],
      rows: [
        ["Gods and Generals", 222],
        ["Malcolm X", 201],
      ],
      units: {"Running Time min": "min"},
    });
    expect(text).toBe("Gods and Generals has the highest Running Time min: 222 min.");
    expect(values.map((value) => value.value)).toEqual(["Gods and Generals", 222]);
  });
});
