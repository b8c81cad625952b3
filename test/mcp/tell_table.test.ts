import {describe, expect, it} from "vitest";
import type {Table} from "../../src/data/table.ts";
import {MOST_CHARACTERS, tableResult, toldTable} from "../../src/mcp/tell_table.ts";

const numbers = (rows: Table["rows"]): Table => ({columns: [{name: "x", type: "number"}], rows});

describe("a table as hosts are told it", () => {
  it("is columns and rows, the same as structure and as text", () => {
    const told = toldTable(numbers([[1.5], [null]]), {limit: 10, truncated: false});
    expect(told).toEqual({columns: ["x"], rows: [[1.5], [null]]});
    const {structuredContent, content} = tableResult(told);
    expect(content).toEqual([{type: "text", text: JSON.stringify(structuredContent)}]);
  });

  it("has ten digits of a number and seven of a share, and whole numbers whole", () => {
    const rows = [[4201.754385964912], [0.10000000000000003], [3.808272841e-34], [9007199254740991]];
    expect(toldTable(numbers(rows), {limit: 10, truncated: false}).rows).toEqual([
      [4201.754386],
      [0.1],
      [3.808273e-34],
      [9007199254740991],
    ]);
  });

  it("keeps the cents of a large sum", () => {
    const rows = [[123456789012.34], [22756785531.29123]];
    expect(toldTable(numbers(rows), {limit: 10, truncated: false}).rows).toEqual([
      [123456789012.34],
      [22756785531.2912],
    ]);
  });

  it("is cut at a number of rows, and says where the next page begins", () => {
    const rows = [[1], [2], [3]];
    expect(toldTable(numbers(rows), {limit: 2, truncated: false, from: 10})).toMatchObject({
      rows: [[1], [2]],
      truncated: true,
      nextOffset: 12,
    });
  });

  it("is cut at a number of characters, but never to nothing", () => {
    const rows = Array.from({length: 100}, () => ["x".repeat(400)]);
    const told = toldTable({columns: [{name: "t", type: "text"}], rows}, {limit: 1000, truncated: false});
    expect(JSON.stringify(told.rows).length).toBeLessThanOrEqual(MOST_CHARACTERS + 2);
    expect(told.truncated).toBe(true);
    const wide = [Array.from({length: 100}, () => "y".repeat(450))];
    const columns = wide[0]!.map((_, at) => ({name: `c${at}`, type: "text" as const}));
    expect(toldTable({columns, rows: wide}, {limit: 10, truncated: false}).rows).toHaveLength(1);
  });

  it("cuts a long cell between letters, and tells how long it was", () => {
    const [[cell]] = toldTable(
      {columns: [{name: "t", type: "text"}], rows: [["👩‍👩‍👧‍👦".repeat(100)]]},
      {limit: 1, truncated: false},
    ).rows as [[string]];
    expect(cell).toMatch(/… \(1100 characters\)$/);
    expect(cell.isWellFormed()).toBe(true);
  });
});
