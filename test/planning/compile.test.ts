import {describe, expect, test} from "vitest";
import type {z} from "zod";
import type {ChartSpec} from "../../src/charts/spec.ts";
import type {Reading, readingSchema} from "../../src/planning/reading.ts";
import {validatePlan} from "../../src/planning/validate.ts";
import {createRegistry} from "../../src/tools/registry.ts";
import {compile, may, month, notRefunded, region, revenue} from "./compiled_orders.ts";

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
