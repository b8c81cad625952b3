import {expect, test} from "vitest";
import {workflowDocumentSchema} from "../../../src/workflows/document.ts";
import {alertSchema} from "../../../src/workflows/schedule/alert.ts";
import {alertOn, expectedColumns, groupNames} from "../../../src/workflows/schedule/expected_columns.ts";
import {sayAlert} from "../../../src/workflows/schedule/read_alert.ts";

const bySeller = workflowDocumentSchema.parse({
  ...{format: 1, name: "sellers", title: "Sellers", headline: "best"},
  nodes: [
    {
      ...{id: "sums", kind: "aggregate"},
      input: {
        table: "orders",
        groups: [{name: "seller", of: {column: "seller"}}],
        measures: [
          {name: "revenue", fn: "sum", of: {column: "amount"}},
          {name: "costs", fn: "sum", of: {column: "cost"}},
        ],
      },
    },
    {
      ...{id: "best", kind: "step"},
      input: {tool: "prepare_data", input: {method: "sort", table: {$step: "sums"}, by: ["revenue"]}},
    },
  ],
});

test("what an alert watches is known before anything runs, and said", () => {
  const columns = expectedColumns(bySeller)!;
  expect(columns.map(({name}) => name)).toEqual(["seller", "revenue", "costs", "n"]);
  const groups = groupNames(bySeller);
  const low = {when: {kind: "threshold", is: "below", value: 50}};
  const alert = alertOn(alertSchema.parse(low), {columns}, groups);
  expect(alert).toMatchObject({of: "revenue", each: ["seller"]});
  expect(sayAlert(alert)).toMatch(/^told once when revenue of any seller falls below 50/);
  expect(alertOn(alertSchema.parse({...low, of: "Costs"}), {columns}, groups).of).toBe("costs");
});

test("a number that the workflow does not give is refused, with those that it does", () => {
  const alert = alertSchema.parse({of: "profit", when: {kind: "anomaly"}});
  expect(() => alertOn(alert, {columns: expectedColumns(bySeller)!}, groupNames(bySeller))).toThrow(
    "no number called profit",
  );
  expect(() => alertOn(alertSchema.parse({when: {kind: "anomaly"}}), {columns: []}, [])).toThrow(
    "no number that could be watched",
  );
});
