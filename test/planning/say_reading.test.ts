import {describe, expect, test} from "vitest";
import {sayReading} from "../../src/planning/say_reading.ts";
import {may, month, notRefunded, orders, readingOf, region, revenue} from "./compiled_orders.ts";

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
