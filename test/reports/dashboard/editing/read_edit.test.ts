import {expect, test} from "vitest";
import {readEdit} from "../../../../src/reports/dashboard/editing/read_edit.ts";

test.each([
  ["make it monthly", {kind: "unit", unit: "month"}],
  ["Please show it weekly.", {kind: "unit", unit: "week"}],
  ["by quarter", {kind: "unit", unit: "quarter"}],
  ["drop the pie", {kind: "drop", what: "the pie"}],
  ["remove the second chart from the dashboard", {kind: "drop", what: "the second chart"}],
  ["add average price by region", {kind: "add", what: "average price by region"}],
  ["only Europe", {kind: "only", words: "Europe", not: false}],
  ["Europe only", {kind: "only", words: "Europe", not: false}],
  ["without refunded orders", {kind: "only", words: "refunded orders", not: true}],
  ["show all rows", {kind: "all"}],
  ["executive version", {kind: "pattern", pattern: "executive"}],
  ["make it operational", {kind: "pattern", pattern: "operational"}],
  ["swap the first two", {kind: "swap", one: "first", other: "second"}],
  ["swap sales by region and the histogram", {kind: "swap", one: "sales by region", other: "the histogram"}],
  ["move the map to the top", {kind: "first", what: "the map"}],
  ["call it “Q3 review”", {kind: "title", title: "Q3 review"}],
  ["make the first chart a bar chart", {kind: "draw", what: "the first chart", as: "bar"}],
  ["undo", {kind: "undo"}],
])("“%s” is a change", (said, edit) => {
  expect(readEdit(said)).toEqual(edit);
});

test.each([
  "which region has most sales?",
  "sales by month and region",
  "what is the average price",
  "thanks",
  "top 5 products",
  "how many orders are undone?",
])("“%s” is none", (said) => {
  expect(readEdit(said)).toBeUndefined();
});
