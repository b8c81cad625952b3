import {expect, test} from "vitest";
import {openTables} from "../open_tables.ts";

const ROWS = 1_000_000;
const lines = ["id,g,x,day"];
for (let at = 0; at < ROWS; at++)
  lines.push(`${at},g${at % 7},${at % 11 === 0 ? "" : (at * 7919) % 1000},2024-0${(at % 9) + 1}-15`);
const {run} = await openTables({t: lines.join("\n")});

test.each([
  {method: "fill_missing", how: "median", columns: ["x"]},
  {method: "fill_missing", how: "forward", columns: ["x"], by: ["g"], order: [{by: "id", direction: "asc"}]},
  {method: "scale", how: "standard", columns: ["x"]},
  {method: "window", by: ["g"], columns: [{name: "sum", fn: "running_sum", of: "x"}]},
  {method: "encode", column: "g", how: "target", target: "x"},
])("a million rows: $method $how", {timeout: 120_000}, async (input) => {
  const made = await run("prepare_data", {table: "t", ...input});
  expect(made.made?.version.rows).toBe(ROWS);
  expect(made.truncated).toBe(true);
  expect(made.table.rows[1]?.[0]).toBe(1);
  expect(made.table.rows).toHaveLength(5_000);
});
