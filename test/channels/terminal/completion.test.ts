import {expect, test} from "vitest";
import {completer} from "../../../src/channels/terminal/completion.ts";
import type {TableProfile} from "../../../src/data/profile.ts";

const profile: TableProfile = {
  table: "orders",
  rows: 3,
  duplicateRows: 0,
  keys: [],
  columns: [
    {
      name: "Sales Region",
      type: "text",
      role: "category",
      nulls: 0,
      distinct: 2,
      min: "East",
      max: "West",
      top: [
        {value: "West", count: 2},
        {value: "bad\u001b[2Jcell", count: 1},
      ],
    },
  ],
};
const complete = completer([profile], ["how", "help", "sql"]);

test("the end of a line becomes a column, a value or a table", () => {
  expect(complete("average amount by sales re")).toEqual([["Sales Region "], "sales re"]);
  expect(complete("only we")).toEqual([["West "], "we"]);
  expect(complete("rows of ord")).toEqual([["orders "], "ord"]);
  expect(complete("nothing like zzz")).toEqual([[], "nothing like zzz"]);
});

test("a slash at the start becomes a command", () => {
  expect(complete("/h")).toEqual([["/how", "/help"], "/h"]);
});

test("a value that would speak to the terminal is not offered", () => {
  expect(complete("only ba")[0]).toEqual([]);
});
