import {expect, test} from "vitest";
import {ownFinding} from "../../../src/reports/dashboard/tile_chart.ts";

const of = {column: "amount"};
const tile = {
  id: "spread",
  kind: "histogram" as const,
  subject: "Distribution of amount",
  measures: [{name: "Orders", fn: "count" as const}],
  groups: [{name: "Amount", of, width: 10}],
  columns: [],
  binWidth: 10,
};
const table = (counts: readonly number[]) => ({
  columns: [
    {name: "Amount", type: "integer" as const},
    {name: "Orders", type: "integer" as const},
  ],
  rows: counts.map((count, at) => [at * 10, count]),
});
const FAR = {op: "and" as const, args: [{op: "<" as const, of, value: 50}]};

test("a share is said of all rows alone: where far values are left out of the picture it is about half, or nothing", () => {
  const even = table([10, 10, 10, 30, 40]);
  const all = ownFinding({...tile, where: {op: "is_not_null", of}}, even, {});
  expect(all?.text).toBe("70% have an amount of 30 to 50");
  expect(all?.numbers.map(({text}) => text)).toEqual(["70%", "30", "50"]);
  expect(ownFinding({...tile, where: FAR}, even, {})).toBeUndefined();

  const half = ownFinding({...tile, where: FAR}, table([10, 25, 26, 20, 19]), {});
  expect(half?.text).toBe("About half have an amount of 10 to 30");
  expect(half?.numbers.map(({text}) => text)).toEqual(["10", "30"]);
});
