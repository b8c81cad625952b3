import {describe, expect, test} from "vitest";
import {earlierPeriod} from "../../src/planning/compare_periods.ts";
import {compile, may, month, notRefunded, region, revenue} from "./compiled_orders.ts";

describe("a comparison", () => {
  const april = {...may, from: "2024-04-01", to: "2024-05-01", said: "1-30 April 2024"};

  test("of two periods is one aggregate with both side by side", () => {
    const plan = compile({
      measures: [revenue],
      groups: [region],
      period: may,
      comparison: {kind: "previous_period", against: april},
    });
    const {input} = plan.steps[0]!;
    expect(input.measures).toMatchObject([
      {name: "revenue", where: {op: "range", from: "2024-05-01"}},
      {name: "revenue before", where: {op: "range", from: "2024-04-01"}},
    ]);
    expect(input.windows).toEqual([
      {name: "revenue change", of: "revenue", fn: "change", from: "revenue before"},
      {name: "revenue percent change", of: "revenue", fn: "percent_change", from: "revenue before"},
    ]);
    expect(input.where).toMatchObject({op: "or", args: [{from: "2024-05-01"}, {from: "2024-04-01"}]});
    expect(plan.steps[1]?.input.spec).toMatchObject({kind: "bar", y: ["revenue", "revenue before"]});
  });

  test("keeps the measure's own condition, and that of its denominator", () => {
    const rate = {
      name: "rate",
      fn: "sum",
      of: {column: "net_amount"},
      where: notRefunded.condition,
      over: {fn: "count"},
    };
    const plan = compile({measures: [rate], period: may, comparison: {kind: "same_period_last_year"}});
    expect(plan.steps[0]?.input.measures).toMatchObject([
      {
        where: {op: "and", args: [notRefunded.condition, {from: "2024-05-01"}]},
        over: {where: {from: "2024-05-01"}},
      },
      {
        where: {op: "and", args: [notRefunded.condition, {from: "2023-05-01"}]},
        over: {where: {from: "2023-05-01"}},
      },
    ]);
  });

  test("with last year lines months up as months of the year", () => {
    const year = {...may, from: "2024-01-01", to: "2025-01-01"};
    const plan = compile({
      measures: [revenue],
      groups: [month],
      period: year,
      comparison: {kind: "same_period_last_year"},
    });
    expect(plan.steps[0]?.input.groups).toEqual([{name: "month", of: {column: "ordered_at"}, part: "month"}]);
  });

  test("of periods cut by the same date is refused", () => {
    const reading = {
      measures: [revenue],
      groups: [month],
      period: may,
      comparison: {kind: "previous_period"},
    };
    expect(() => compile(reading)).toThrow(/do not line up/);
  });

  test("from step to step grows along the date, within the other groups", () => {
    const plan = compile({measures: [revenue], groups: [region, month], comparison: {kind: "each_step"}});
    expect(plan.steps[0]?.input).toMatchObject({
      groups: [month, region],
      windows: [
        {name: "revenue change", of: "revenue", fn: "change", within: ["region"]},
        {name: "revenue percent change", of: "revenue", fn: "percent_change", within: ["region"]},
      ],
    });
  });

  test("from step to step grows along the date of its period", () => {
    const period = {column: "ordered_at", anchor: "none", partial: false, said: "all of it"};
    const plan = compile({measures: [revenue], period, comparison: {kind: "each_step", unit: "quarter"}});
    expect(plan.steps[0]?.input.groups).toEqual([
      {name: "quarter", of: {column: "ordered_at"}, unit: "quarter"},
    ]);
  });

  const periods: [string, string, boolean, string, string][] = [
    ["2024-05-01", "2024-06-01", false, "2024-04-01", "2024-05-01"],
    ["2024-04-01", "2024-07-01", false, "2024-01-01", "2024-04-01"],
    ["2024-01-01", "2025-01-01", false, "2023-01-01", "2024-01-01"],
    ["2024-03-05", "2024-03-12", false, "2024-02-27", "2024-03-05"],
    ["2024-05-01", "2024-06-01", true, "2023-05-01", "2023-06-01"],
    ["2024-02-29", "2024-03-01", true, "2023-02-28", "2023-03-01"],
  ];
  test.each(periods)(
    "%s to %s (a year earlier: %s) is met with %s to %s",
    (from, to, yearEarlier, start, end) => {
      expect(earlierPeriod({...may, from, to}, yearEarlier)).toMatchObject({from: start, to: end});
    },
  );
});
