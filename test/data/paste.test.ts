import {expect, test} from "vitest";
import {pastedRows} from "../../src/data/paste.ts";

test("a block from a spreadsheet is recognised, with its size", () => {
  expect(pastedRows(["who\tcount", "Ada\t3", "Bob\t4"])).toEqual({rows: 2, columns: 2});
  expect(pastedRows(["a\tb\tc", "\t\t3"])).toEqual({rows: 1, columns: 3});
});

test.each([
  ["one line", ["total\tby region"]],
  ["sentences", ["total amount", "by region"]],
  ["lines that do not agree", ["a\tb", "c", "d\te\tf", "g"]],
])("%s is no table", (_what, lines) => {
  expect(pastedRows(lines)).toBeUndefined();
});
