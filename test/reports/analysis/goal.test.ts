import {expect, test} from "vitest";
import type {ColumnProfile, TableProfile} from "../../../src/data/profile.ts";
import {readGoal} from "../../../src/reports/analysis/goal.ts";

const column = (name: string, rest: Partial<ColumnProfile>): ColumnProfile => ({
  name,
  type: "number",
  role: "measure",
  additivity: "additive",
  nulls: 0,
  distinct: 90,
  min: 0,
  max: 100,
  top: [],
  ...rest,
});
const labels = (...values: string[]): Partial<ColumnProfile> => ({
  type: "text",
  role: "category",
  distinct: values.length,
  top: values.map((value) => ({value, count: 30})),
});
const orders: TableProfile = {
  table: "orders",
  rows: 100,
  duplicateRows: 0,
  keys: [],
  columns: [
    column("order_date", {type: "date", role: "date", min: "2022-01-01", max: "2024-12-31"}),
    column("order_value", {}),
    column("delivery_days", {}),
    column("status", labels("shipped", "cancelled", "open")),
    column("churned", {type: "boolean", role: "boolean", distinct: 2}),
    column("country", labels("Norway", "Chile")),
  ],
};
const read = (goal: string) => readGoal(goal, orders, {asOf: new Date("2025-02-01"), timeZone: "UTC"});

test.each([
  ["what drives cancelled orders", "status is cancelled"],
  ["why are so many orders cancelled?", "status is cancelled"],
  ["what drives churn", "churned"],
  ["deep dive into order value", "order_value"],
  ["what explains delivery days in Norway", "delivery_days"],
])("%s: the outcome is %s", (goal, target) => {
  expect(read(goal).target?.name).toBe(target);
});

test("its period is read, and said", () => {
  expect(read("order value in 2023")).toMatchObject({
    period: {column: "order_date", from: "2023-01-01", to: "2024-01-01"},
    said: [expect.stringContaining("2023")],
  });
});

test("words of another table name nothing here", () => {
  expect(read("what drives rainfall")).toEqual({columns: [], said: [], score: 0});
});
