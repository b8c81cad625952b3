import stringWidth from "string-width";
import {expect, test} from "vitest";
import {printable, styleFor} from "../../../src/channels/terminal/style.ts";
import {tableLines} from "../../../src/channels/terminal/table.ts";
import type {Cell, Table} from "../../../src/data/table.ts";

const plain = styleFor({isTTY: false});
const write = (cell: Cell) => (cell === null ? "" : String(cell));
const options = {width: 80, rows: 20, style: plain, write};

const cities: Table = {
  columns: [
    {name: "city", type: "text"},
    {name: "people", type: "integer"},
  ],
  rows: [
    ["東京", 37400068],
    ["Oslo", 709037],
    [null, null],
  ],
};

test("numbers stand to the right and text to the left, wide letters counted as two", () => {
  expect(tableLines(cities, options)).toEqual(["city    people", "東京  37400068", "Oslo    709037", ""]);
});

test("every line fits the terminal, and what is cut is said", () => {
  const wide: Table = {
    columns: Array.from({length: 12}, (_, at) => ({name: `column ${at}`, type: "text" as const})),
    rows: [Array.from({length: 12}, () => "🍎 ".repeat(30))],
  };
  const lines = tableLines(wide, {...options, width: 60});
  for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(60);
  expect(lines.at(-1)).toMatch(/… \d+ more columns/);
  expect(lines[1]).toContain("…");
});

test("rows beyond the limit are counted", () => {
  expect(tableLines(cities, {...options, rows: 1}).at(-1)).toBe("… 2 more rows");
});

test("a cell cannot speak to the terminal", () => {
  const hostile: Table = {
    columns: [{name: "a\u001b[2J", type: "text"}],
    rows: [["x\u001b]0;t\u0007\r\ny\u202e"]],
  };
  expect(tableLines(hostile, options).join("\n")).toBe("a\ufffd[2J\nx\ufffd]0;t\ufffd y");
  expect(printable("two\nlines\u0000", true)).toBe("two\nlines\ufffd");
});

test("colours only on a terminal, and never against NO_COLOR", () => {
  expect(styleFor({isTTY: true}, {}).bold("x")).toBe("\u001b[1mx\u001b[22m");
  expect(styleFor({isTTY: true}, {NO_COLOR: "1"}).bold("x")).toBe("x");
  expect(styleFor({isTTY: true}, {TERM: "dumb"}).bold("x")).toBe("x");
  expect(styleFor({isTTY: false}, {}).bold("x")).toBe("x");
});
