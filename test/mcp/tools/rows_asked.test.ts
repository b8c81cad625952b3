import {describe, expect, it} from "vitest";
import {rowsAsked} from "../../../src/mcp/tools/rows_asked.ts";

describe("the rows of a result that were asked for", () => {
  const columns = ["period", "actual", "forecast"].map((name) => ({name, type: "number" as const}));
  const known = Array.from({length: 50}, (_, at) => [at, at * 2, null]);
  const foretold = [
    [50, null, 100],
    [51, null, 102],
  ];

  it("of a forecast are those that are foretold, after the last that are known", () => {
    const {table, notes} = rowsAsked("forecast", {columns, rows: [...known, ...foretold]});
    expect(table.rows.map(([period]) => period)).toEqual([44, 45, 46, 47, 48, 49, 50, 51]);
    expect(notes).toEqual(["44 earlier periods are left out here."]);
  });

  it("of a model are its figures, without how it depends on each column", () => {
    const figures = {
      columns: [
        {name: "figure", type: "text" as const},
        {name: "value", type: "number" as const},
      ],
      rows: [
        ["accuracy", 0.9],
        ["foretold on average at sex = male", 0.2],
        ["foretold on average at sex = female", 0.7],
      ],
    };
    const {table, notes} = rowsAsked("classify", figures);
    expect(table.rows).toEqual([["accuracy", 0.9]]);
    expect(notes[0]).toMatch(/^2 rows on how/);
  });

  it("of everything else are all of them", () => {
    const table = {columns, rows: [...known, ...foretold]};
    expect(rowsAsked("cluster", table)).toEqual({table, notes: []});
  });
});
