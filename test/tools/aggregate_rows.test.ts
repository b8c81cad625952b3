import {beforeAll, describe, expect, test} from "vitest";
import {byMonth, byRegion, of, openFewOrders, total} from "./few_orders.ts";
import type {Tables} from "./open_tables.ts";

let tables: Tables;
const aggregate = (input: Record<string, unknown>) => tables.rows("aggregate", {table: "orders", ...input});

beforeAll(async () => {
  tables = await openFewOrders();
});

test("powers, roots and logarithms within one another stay few: each doubles the SQL", async () => {
  const deep = (times: number): object =>
    times === 0 ? of("amount") : {op: "^", left: deep(times - 1), right: {constant: 1}};
  const sum = (expression: object) => aggregate({measures: [{name: "sum", fn: "sum", of: expression}]});
  expect(await sum(deep(8))).toEqual(await sum(of("amount")));
  await expect(sum(deep(9))).rejects.toThrow("at most 8 deep");
  await expect(sum(deep(200))).rejects.toThrow("at most 8 deep");
  await expect(sum({op: "+", left: {fn: "sqrt", of: deep(8)}, right: {constant: 1}})).rejects.toThrow(
    "at most 8",
  );
});

describe("conditions", () => {
  const count = async (where: object) =>
    (await aggregate({measures: [{name: "rows", fn: "count"}], where}))[0]![0];

  test("a missing value meets no comparison, nor its opposite", async () => {
    const north = {op: "=", of: of("region"), value: "North"};
    expect(await count(north)).toBe(2);
    expect(await count({op: "not", arg: north})).toBe(2);
    expect(await count({op: "!=", of: of("region"), value: "North"})).toBe(2);
    expect(await count({op: "not_in", of: of("region"), values: ["North", "East"]})).toBe(1);
    expect(await count({op: "is_null", of: of("region")})).toBe(1);
  });

  test("a range is half open", async () => {
    expect(await count({op: "range", of: of("day"), from: "2024-01-05", to: "2024-02-10"})).toBe(3);
    const period = {column: "day", from: "2024-02-10", to: "2024-04-01"};
    expect(await aggregate({measures: [{name: "rows", fn: "count"}], period})).toEqual([[1]]);
  });

  test("a day stands for all of it where times are compared", async () => {
    expect(await count({op: "=", of: of("at"), value: "2024-01-05"})).toBe(1);
    expect(await count({op: "<=", of: of("at"), value: "2024-01-05"})).toBe(1);
    expect(await count({op: "between", of: of("at"), low: "2024-01-01", high: "2024-02-03"})).toBe(3);
  });

  test("more than average is the average of the rows beside it", async () => {
    const more = {op: "compare_to", of: of("amount"), comparison: ">", aggregate: "avg"};
    expect(await count(more)).toBe(2); // over 18.875
    const january = {op: "range", of: of("day"), from: "2024-01-01", to: "2024-02-01"};
    expect(await count({op: "and", args: [january, more]})).toBe(1); // over 15.25
    expect(await count({op: "and", args: [january, {...more, over: "all"}]})).toBe(1); // over 18.875
  });

  test("parts of text overlook case unless told not to", async () => {
    expect(await count({op: "contains", of: of("region"), value: "OUT"})).toBe(1);
    expect(await count({op: "starts_with", of: of("region"), value: "n", matchCase: true})).toBe(0);
  });

  test("SQL in a value is a value", async () => {
    expect(await count({op: "=", of: of("region"), value: "' OR 1=1 --"})).toBe(0);
    expect(await count({op: "contains", of: of("region"), value: "%"})).toBe(0);
  });

  test("a value that does not fit the column is told", async () => {
    await expect(count({op: ">", of: of("amount"), value: "much"})).rejects.toMatchObject({code: "bad_plan"});
    await expect(count({op: ">", of: of("day"), value: "2024-02-30"})).rejects.toThrow("no day 2024-02-30");
  });
});

describe("windows, order and limits", () => {
  test("share, running total, change and rank", async () => {
    const windows = [
      {name: "share", of: "total", fn: "share"},
      {name: "so far", of: "total", fn: "running_total"},
      {name: "change", of: "total", fn: "change"},
      {name: "growth", of: "total", fn: "percent_change"},
      {name: "rank", of: "total", fn: "rank"},
    ];
    expect(await aggregate({measures: [total], groups: [byMonth], windows})).toEqual([
      ["2024-01-01", 30.5, 30.5 / 75.5, 30.5, null, null, 2, 2],
      ["2024-02-01", 40, 40 / 75.5, 70.5, 9.5, 9.5 / 30.5, 1, 2],
      ["2024-04-01", 5, 5 / 75.5, 75.5, -35, -0.875, 3, 1],
    ]);
  });

  test("shares are of all groups, also where a limit shows few", async () => {
    const input = {
      measures: [total],
      groups: [byRegion],
      windows: [{name: "share", of: "total", fn: "share"}],
      order: [{by: "total", direction: "desc"}],
      limit: 1,
    };
    expect(await aggregate(input)).toEqual([[null, 40, 40 / 75.5, 1]]);
  });

  test("two periods side by side", async () => {
    const during = (name: string, from: string, to: string) => ({
      ...total,
      name,
      where: {op: "range", of: of("day"), from, to},
    });
    const measures = [
      during("now", "2024-02-01", "2024-03-01"),
      during("before", "2024-01-01", "2024-02-01"),
    ];
    const windows = [{name: "growth", of: "now", fn: "percent_change", from: "before"}];
    expect(await aggregate({measures, windows})).toEqual([[40, 30.5, 9.5 / 30.5, 5]]);
  });

  test("a share of averages is refused", async () => {
    const mean = {name: "mean", fn: "avg", of: of("amount")};
    const windows = [{name: "share", of: "mean", fn: "share"}];
    await expect(aggregate({measures: [mean], groups: [byRegion], windows})).rejects.toMatchObject({
      code: "refused",
    });
  });

  test("ties come in the order of the groups, and a limit cuts there", async () => {
    const rows = {name: "rows", fn: "count"};
    const input = {measures: [rows], groups: [byRegion], order: [{by: "rows", direction: "desc"}], limit: 3};
    expect(await aggregate(input)).toEqual([
      ["North", 2],
      ["East", 1],
      ["South", 1],
    ]);
  });

  test("the top of each group, kept by its value", async () => {
    const input = {
      measures: [total],
      groups: [byMonth, byRegion],
      order: [{by: "total", direction: "desc"}],
      limit: 1,
      limitWithin: "month",
      having: [{by: "total", op: ">", value: 6}],
    };
    expect(await aggregate(input)).toEqual([
      ["2024-01-01", "South", 20, 1],
      ["2024-02-01", null, 40, 1],
    ]);
  });
});
