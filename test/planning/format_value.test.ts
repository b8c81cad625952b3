import {expect, test} from "vitest";
import type {Cell} from "../../src/data/table.ts";
import {formatValue, type ValueFormat} from "../../src/planning/format_value.ts";

const cases: [Cell, ValueFormat, string][] = [
  [null, {}, "missing"],
  [0, {}, "0"],
  [-0, {}, "0"],
  [1234567, {}, "1,234,567"],
  [-1234567, {}, "-1,234,567"],
  [1912, {plain: true}, "1912"],
  [2.71727, {}, "2.717"],
  [12345.678, {}, "12,346"],
  [1234.5678, {}, "1,235"],
  [0.0123456, {}, "0.01235"],
  [0.00001234567, {}, "1.235e-5"],
  [2.5, {}, "2.5"],
  [0.30000000000000004, {}, "0.3"],
  [1234.5, {unit: "$"}, "$1,234.50"],
  [1200, {unit: "$"}, "$1,200"],
  [-12.5, {unit: "€"}, "-€12.50"],
  [-0.001, {unit: "$"}, "-$0.001"],
  [1234567.89, {unit: "$"}, "$1,234,568"],
  [0.25, {unit: "%"}, "25 %"],
  [0.123456, {unit: "%"}, "12.3 %"],
  [0.00071234, {unit: "%"}, "0.0712 %"],
  [1.07, {unit: "%"}, "107 %"],
  [0.29, {unit: "%"}, "29 %"],
  [87.25, {unit: "percent"}, "87.3 %"],
  [12.345, {unit: "kg"}, "12.35 kg"],
  ["2024-05-06", {}, "6 May 2024"],
  ["2024-05-01", {timeUnit: "month"}, "May 2024"],
  ["2024-04-01", {timeUnit: "quarter"}, "Q2 2024"],
  ["2024-05-06", {timeUnit: "week"}, "week of 6 May 2024"],
  ["2024-01-01 00:00:00", {timeUnit: "year"}, "2024"],
  ["2024-05-06 14:03:00", {}, "6 May 2024 14:03"],
  ["2024-05-06 14:03:07", {}, "6 May 2024 14:03:07"],
  ["Toy Story 2", {}, "Toy Story 2"],
  [5, {part: "month"}, "May"],
  [1, {part: "weekday"}, "Monday"],
  [2, {part: "quarter"}, "Q2"],
  [9, {part: "hour"}, "09:00"],
];

test.each(cases)("%j as %j is %s", (value, format, shown) => {
  expect(formatValue(value, format)).toBe(shown);
});
