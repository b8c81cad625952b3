import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {figure} from "../../src/charts/figure.ts";
import {compileReading} from "../../src/planning/compile.ts";
import {type Execution, headlineOf} from "../../src/planning/execute.ts";
import {readingSchema} from "../../src/planning/reading.ts";
import type {Artifact} from "../../src/tools/tool.ts";
import {ORDERS, openRealData, type RealData} from "./real_data.ts";

const revenue = {name: "revenue", fn: "sum" as const, of: {column: "net_amount"}};
const region = {name: "region", of: {column: "region"}};
const month = {name: "month", of: {column: "ordered_at"}, unit: "month" as const};
const paid = {
  condition: {op: "!=" as const, of: {column: "status"}, value: "Refunded"},
  said: "status is not Refunded",
};
const amount = {name: "net_amount", of: {column: "net_amount"}};
const quantity = {name: "quantity", of: {column: "quantity"}};

let data: RealData;
beforeAll(async () => {
  data = await openRealData();
});
afterAll(() => data[Symbol.asyncDispose]());

describe("a reading, compiled and run", () => {
  test("gives the sum by groups", async () => {
    const {table} = await answer({measures: [revenue], groups: [region], filters: [paid]});
    const rows = ORDERS.filter((one) => one.status !== "Refunded");
    const expected = ["East", "West", "North", "South"]
      .map((name): [string, number] => [name, sumOf(rows.filter((one) => one.region === name))])
      .sort((a, b) => b[1] - a[1]);
    expect(table.rows.map((row) => row[0])).toEqual(expected.map(([name]) => name));
    table.rows.forEach((row, index) => {
      expect(row[1]).toBeCloseTo(expected[index]![1], 6);
    });
  });

  test("sets two periods side by side, with their change as cells", async () => {
    const period = {
      column: "ordered_at",
      from: "2024-05-01",
      to: "2024-06-01",
      anchor: "none",
      partial: false,
      said: "May 2024",
    };
    const {table} = await answer({measures: [revenue], period, comparison: {kind: "same_period_last_year"}});
    const now = sumOf(ORDERS.filter((one) => one.orderedAt.startsWith("2024-05")));
    const before = sumOf(ORDERS.filter((one) => one.orderedAt.startsWith("2023-05")));
    const cells = Object.fromEntries(table.columns.map(({name}, index) => [name, table.rows[0]![index]]));
    expect(cells.revenue).toBeCloseTo(now, 6);
    expect(cells["revenue before"]).toBeCloseTo(before, 6);
    expect(cells["revenue change"]).toBeCloseTo(now - before, 6);
    expect(cells["revenue percent change"]).toBeCloseTo((now - before) / before, 9);
  });

  test("grows from month to month", async () => {
    const {table} = await answer({measures: [revenue], groups: [month], comparison: {kind: "each_step"}});
    const change = table.columns.findIndex((column) => column.name === "revenue change");
    expect(table.rows).toHaveLength(24);
    expect(table.rows[0]![change]).toBeNull();
    expect(table.rows[5]![change]).toBeCloseTo(
      (table.rows[5]![1] as number) - (table.rows[4]![1] as number),
      6,
    );
  });

  test("shows the rows at an extreme", async () => {
    const reading = {
      intent: "rows",
      columns: [{name: "order_id", of: {column: "order_id"}}],
      order: [{by: "net_amount", direction: "desc"}],
      limit: 3,
    };
    const {table} = await answer(reading);
    const expected = [...ORDERS]
      .sort((a, b) => b.netAmount - a.netAmount || a.orderId - b.orderId)
      .slice(0, 3);
    expect(table.rows).toEqual(expected.map((one) => [one.orderId, one.netAmount]));
  });

  test("counts what is missing", async () => {
    const {table} = await answer({intent: "missing", columns: [quantity]});
    const missing = ORDERS.filter((one) => one.quantity === null).length;
    expect(table.rows[0]?.slice(0, 2)).toEqual(["quantity", missing]);
  });

  const everything: [string, object][] = [
    ["aggregate", {measures: [revenue], groups: [region, month]}],
    ["which", {intent: "which", measures: [revenue], groups: [region]}],
    [
      "which row",
      {intent: "which", columns: [amount], order: [{by: "net_amount", direction: "desc"}], limit: 1},
    ],
    ["rows", {intent: "rows"}],
    ["rows with a chart", {intent: "rows", columns: [region, amount], limit: 4, chart: {asked: true}}],
    ["distinct", {intent: "distinct", columns: [region]}],
    ["describe", {intent: "describe"}],
    ["missing", {intent: "missing"}],
    ["duplicates", {intent: "duplicates"}],
    ["distribution", {intent: "distribution", columns: [amount]}],
    ["distribution by groups", {intent: "distribution", columns: [amount], groups: [region]}],
    ["distribution of categories", {intent: "distribution", columns: [region]}],
    ["correlation of two", {intent: "correlation", columns: [amount, quantity]}],
    ["correlation of one with all", {intent: "correlation", columns: [amount]}],
    ["correlation of all", {intent: "correlation"}],
    [
      "shares as a pie",
      {
        measures: [revenue],
        groups: [region],
        windows: [{name: "share", of: "revenue", fn: "share"}],
        chart: {asked: true, kind: "pie"},
      },
    ],
    [
      "months by weekday as a heatmap",
      {measures: [revenue], groups: [month, region], chart: {asked: true, kind: "heatmap"}},
    ],
    ["growth", {measures: [revenue], groups: [month], comparison: {kind: "each_step"}}],
    ["box of one column", {intent: "distribution", columns: [amount], chart: {asked: true, kind: "box"}}],
    [
      "stacked area",
      {
        measures: [revenue],
        groups: [month, region],
        chart: {asked: true, kind: "area", arrangement: "stacked"},
      },
    ],
    ["comparison", {intent: "compare", columns: [amount], groups: [region]}],
    ["relation", {intent: "relation", columns: [quantity, amount], groups: [region]}],
  ];

  test.each(everything)("runs to the end and can be drawn: %s", async (_, reading) => {
    const {execution, artifact} = await run(reading);
    expect(execution.steps.map((step) => [step.id, step.state, step.error?.message])).toEqual(
      execution.steps.map((step) => [step.id, "done", undefined]),
    );
    expect(artifact.table.columns.length).toBeGreaterThan(0);
    const chart = execution.artifacts.get("chart");
    if (chart?.chart) {
      const {data: traces} = figure(chart.chart, chart.table, {width: 800, height: 500});
      expect(traces.length).toBeGreaterThan(0);
    }
  });
});

describe("a plan on a real session", () => {
  const endless =
    "SELECT count(*) AS n FROM range(100000000) a, range(1000000) b WHERE (a.range * b.range) % 7 = 3";
  const plan = {
    steps: [
      {id: "slow", tool: "run_sql", input: {sql: endless}},
      {id: "quick", tool: "run_sql", input: {sql: "SELECT count(*) AS n FROM orders"}},
    ],
    headline: "quick",
  };

  test("cuts a runaway query at its step's time and finishes the rest", async () => {
    const {steps} = await data.run(plan, undefined, 600);
    expect(steps.map((step) => [step.id, step.error?.code])).toEqual([
      ["slow", "time_limit"],
      ["quick", undefined],
    ]);
  });

  test("stops when it is aborted, and the session serves the next plan", async () => {
    const stop = new AbortController();
    const running = data.run(plan, stop.signal);
    setTimeout(() => stop.abort(), 100);
    await expect(running).rejects.toMatchObject({code: "aborted"});
    const {table} = await answer({});
    expect(table.rows).toEqual([[ORDERS.length]]);
  });
});

async function run(reading: object): Promise<{execution: Execution; artifact: Artifact}> {
  const plan = compileReading(
    readingSchema.parse({intent: "aggregate", table: "orders", ...reading}),
    data.profile,
  );
  const execution = await data.run(plan);
  return {execution, artifact: headlineOf(plan, execution)};
}

async function answer(reading: object): Promise<Artifact> {
  return (await run(reading)).artifact;
}

function sumOf(orders: typeof ORDERS): number {
  return orders.reduce((sum, one) => sum + one.netAmount, 0);
}
