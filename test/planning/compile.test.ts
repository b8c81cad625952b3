import {describe, expect, test} from "vitest";
import type {z} from "zod";
import type {ChartSpec} from "../../src/charts/spec.ts";
import type {ColumnProfile, TableProfile} from "../../src/data/profile.ts";
import {earlierPeriod} from "../../src/planning/compare_periods.ts";
import {compileReading} from "../../src/planning/compile.ts";
import {type Reading, readingSchema} from "../../src/planning/reading.ts";
import {sayReading} from "../../src/planning/say_reading.ts";
import {validatePlan} from "../../src/planning/validate.ts";
import {createRegistry} from "../../src/tools/registry.ts";

const region = {name: "region", of: {column: "region"}};
const month = {name: "month", of: {column: "ordered_at"}, unit: "month" as const};
const revenue = {name: "revenue", fn: "sum" as const, of: {column: "net_amount"}, unit: "$"};
const notRefunded = {
  condition: {op: "!=" as const, of: {column: "status"}, value: "Refunded"},
  said: "status is not Refunded",
};
const may = {
  column: "ordered_at",
  from: "2024-05-01",
  to: "2024-06-01",
  anchor: "data" as const,
  partial: false,
  said: "1-31 May 2024 (last full month in the data)",
};

const orders = profileOf("orders", [
  {name: "order_id", type: "integer", role: "identifier", distinct: 3000},
  {name: "ordered_at", type: "date", role: "date", distinct: 366},
  {name: "region", type: "text", role: "category", distinct: 4},
  {name: "product", type: "text", role: "category", distinct: 40},
  {name: "status", type: "text", role: "category", distinct: 3},
  {name: "net_amount", type: "number", role: "measure", distinct: 2900, unit: "$"},
  {name: "quantity", type: "integer", role: "measure", distinct: 12},
  {name: "year", type: "integer", role: "date", distinct: 2},
]);

describe("an aggregate", () => {
  test("carries filters and period as one condition, and breaks ties by the groups", () => {
    const plan = compile({
      measures: [revenue],
      groups: [region],
      filters: [notRefunded],
      period: may,
      limit: 5,
    });
    expect(plan.steps[0]).toMatchObject({
      tool: "aggregate",
      input: {
        table: "orders",
        where: {
          op: "and",
          args: [
            notRefunded.condition,
            {op: "range", of: {column: "ordered_at"}, from: "2024-05-01", to: "2024-06-01"},
          ],
        },
        measures: [revenue],
        groups: [region],
        order: [
          {by: "revenue", direction: "desc"},
          {by: "region", direction: "asc"},
        ],
        limit: 5,
      },
    });
  });

  test("of nothing named counts rows", () => {
    expect(compile({}).steps[0]?.input.measures).toEqual([{name: "rows", fn: "count"}]);
  });

  test("without groups has no chart", () => {
    expect(compile({measures: [revenue]}).chart).toBeUndefined();
  });

  const charts: [string, z.input<typeof readingSchema> | object, Partial<ChartSpec>][] = [
    [
      "a few categories are bars",
      {measures: [revenue], groups: [region]},
      {kind: "bar", x: "region", y: "revenue"},
    ],
    [
      "many categories are lying bars",
      {measures: [revenue], groups: [{name: "product", of: {column: "product"}}]},
      {kind: "bar", horizontal: true},
    ],
    ["dates are a line", {measures: [revenue], groups: [month]}, {kind: "line", x: "month", sort: "given"}],
    [
      "dates and categories are lines",
      {measures: [revenue], groups: [region, month]},
      {kind: "line", x: "month", series: "region"},
    ],
    [
      "years kept as numbers are a line",
      {measures: [revenue], groups: [{name: "year", of: {column: "year"}}]},
      {kind: "line", x: "year", sort: "given"},
    ],
    [
      "codes kept as numbers are bars in their order",
      {measures: [revenue], groups: [{name: "quantity", of: {column: "quantity"}}]},
      {kind: "bar", x: "quantity", sort: "given"},
    ],
    [
      "parts of dates are bars in their order",
      {measures: [revenue], groups: [{name: "weekday", of: {column: "ordered_at"}, part: "weekday"}]},
      {kind: "bar", sort: "given"},
    ],
    [
      "two categories are bars side by side",
      {measures: [revenue], groups: [region, {name: "status", of: {column: "status"}}]},
      {kind: "bar", x: "region", series: "status"},
    ],
    [
      "what was asked for",
      {measures: [revenue], groups: [region], chart: {asked: true, kind: "pie"}},
      {kind: "pie", y: "revenue"},
    ],
    [
      "a share shows the share",
      {measures: [revenue], groups: [region], windows: [{name: "share", of: "revenue", fn: "share"}]},
      {kind: "bar", y: "share", yUnit: "%"},
    ],
  ];

  test.each(charts)("chart: %s", (_, reading, spec) => {
    const plan = compile(reading);
    expect(plan.steps.find((step) => step.id === plan.chart)?.input).toMatchObject({
      spec,
      from: {$step: "answer"},
    });
  });

  test("a chart's title and subtitle come from the reading", () => {
    const plan = compile({measures: [revenue], groups: [region], filters: [notRefunded], period: may});
    expect(plan.steps[1]?.input.spec).toMatchObject({
      title: "Revenue by region",
      subtitle: "1-31 May 2024 (last full month in the data), status is not Refunded",
    });
  });
});

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

describe("rows", () => {
  const columns = [{name: "product", of: {column: "product"}}];

  test("show what they are ordered by, and break ties by a key where it is shown", () => {
    const plan = compile({intent: "rows", columns, order: [{by: "net_amount", direction: "desc"}], limit: 5});
    expect(plan.steps[0]?.input).toMatchObject({
      method: "select",
      columns: [...columns, {name: "net_amount", of: {column: "net_amount"}}],
      order: [
        {by: "net_amount", direction: "desc"},
        {by: "product", direction: "asc"},
      ],
      limit: 5,
    });
    expect(plan.chart).toBeUndefined();
  });

  test("of all columns come in the order of the table", () => {
    const plan = compile({intent: "rows"});
    expect(plan.steps[0]?.input.order).toBeUndefined();
    expect(plan.steps[0]?.input.columns).toHaveLength(8);
  });

  test("at an extreme are fetched with those beside them, so that ties show", () => {
    const plan = compile({
      intent: "which",
      columns,
      order: [{by: "net_amount", direction: "desc"}],
      limit: 1,
    });
    expect(plan.steps[0]?.input.limit).toBe(5);
    expect(plan.reading?.limit).toBe(1);
  });
});

describe("every intent", () => {
  const amount = {name: "net_amount", of: {column: "net_amount"}};
  const quantity = {name: "quantity", of: {column: "quantity"}};
  const readings: [Reading["intent"], object, string[]][] = [
    ["aggregate", {measures: [revenue], groups: [region]}, ["aggregate", "make_chart"]],
    ["which", {measures: [revenue], groups: [region]}, ["aggregate", "make_chart"]],
    ["rows", {}, ["prepare_data select"]],
    ["distinct", {columns: [region]}, ["aggregate", "make_chart"]],
    ["describe", {}, ["describe_table", "aggregate"]],
    ["missing", {}, ["run_statistics missing"]],
    ["duplicates", {}, ["prepare_data duplicates"]],
    [
      "distribution",
      {columns: [amount]},
      ["run_statistics describe", "run_statistics histogram", "make_chart"],
    ],
    [
      "distribution",
      {columns: [amount], groups: [region]},
      ["run_statistics describe", "run_statistics box", "make_chart"],
    ],
    ["distribution", {columns: [region]}, ["aggregate", "make_chart"]],
    [
      "correlation",
      {columns: [amount, quantity]},
      ["run_statistics correlation", "prepare_data select", "make_chart"],
    ],
    ["correlation", {columns: [amount]}, ["run_statistics correlation"]],
    ["correlation", {}, ["run_statistics correlation", "make_chart"]],
    [
      "compare",
      {columns: [amount], groups: [region]},
      ["run_statistics compare_groups", "run_statistics box", "make_chart"],
    ],
    [
      "relation",
      {columns: [amount, quantity], groups: [region]},
      ["run_statistics correlation", "prepare_data select", "make_chart"],
    ],
  ];

  test.each(readings)("%s %j has its steps", (intent, rest, steps) => {
    const plan = compile({intent, ...rest});
    const said = plan.steps.map(({tool, input}) => (input.method ? `${tool} ${input.method}` : tool));
    expect(said).toEqual(steps);
    expect(plan.headline).toBe(plan.steps[0]?.id);
  });

  test.each(readings)("%s %j is a plan that the tools accept", (intent, rest) => {
    validatePlan(compile({intent, ...rest}), createRegistry());
  });
});

describe("a reading in one line", () => {
  const lines: [string, object][] = [
    [
      "Read as: sum(net_amount) by region, 1-31 May 2024 (last full month in the data), status is not Refunded, top 5 by sum(net_amount)",
      {
        measures: [revenue],
        groups: [region],
        filters: [notRefunded],
        period: may,
        order: [{by: "revenue", direction: "desc"}],
        limit: 5,
      },
    ],
    [
      "Read as: count of rows; assuming: counted orders, not distinct customers",
      {measures: [{name: "rows", fn: "count"}], assumptions: ["counted orders, not distinct customers"]},
    ],
    [
      "Read as: (sum(net_amount) where status is not Refunded) / count of rows by month of ordered_at",
      {
        measures: [
          {
            name: "x",
            fn: "sum",
            of: {column: "net_amount"},
            where: notRefunded.condition,
            over: {fn: "count"},
          },
        ],
        groups: [month],
      },
    ],
    [
      "Read as: share of rows where status is not Refunded",
      {
        measures: [{name: "x", fn: "count", where: notRefunded.condition, over: {fn: "count"}, unit: "%"}],
      },
    ],
    [
      "Read as: the month of the year (ordered_at) with the highest count of rows",
      {
        intent: "which",
        measures: [{name: "rows", fn: "count"}],
        groups: [{name: "month", of: {column: "ordered_at"}, part: "month"}],
      },
    ],
    [
      "Read as: the region with the highest sum(net_amount)",
      {intent: "which", measures: [revenue], groups: [region], order: [{by: "revenue", direction: "desc"}]},
    ],
    ["Read as: what is in orders (3,000 rows, 8 columns)", {intent: "describe"}],
    [
      "Read as: correlation of net_amount, quantity",
      {
        intent: "correlation",
        columns: [
          {name: "net_amount", of: {column: "net_amount"}},
          {name: "quantity", of: {column: "quantity"}},
        ],
      },
    ],
    [
      "Read as: sum(net_amount) by region, share of the total revenue, as a pie chart",
      {
        measures: [revenue],
        groups: [region],
        windows: [{name: "share", of: "revenue", fn: "share"}],
        chart: {asked: true, kind: "pie"},
      },
    ],
    [
      "Read as: rows: product, top 3 by net_amount",
      {
        intent: "rows",
        columns: [{name: "product", of: {column: "product"}}],
        order: [{by: "net_amount", direction: "desc"}],
        limit: 3,
      },
    ],
    [
      "Read as: sum(net_amount), 1-31 May 2024 (last full month in the data), against the period before",
      {measures: [revenue], period: may, comparison: {kind: "previous_period"}},
    ],
  ];

  test.each(lines)("%s", (line, reading) => {
    expect(sayReading(readingOf(reading), orders)).toBe(line);
  });
});

function compile(reading: object) {
  return compileReading(readingOf(reading), orders);
}

function readingOf(reading: object): Reading {
  return readingSchema.parse({intent: "aggregate", table: "orders", ...reading});
}

function profileOf(
  table: string,
  columns: (Pick<ColumnProfile, "name" | "type" | "role" | "distinct"> & {unit?: string})[],
): TableProfile {
  const filled = columns.map(
    (column): ColumnProfile => ({nulls: 0, min: null, max: null, top: [], ...column}),
  );
  return {table, rows: 3000, duplicateRows: 0, keys: ["order_id"], columns: filled};
}
