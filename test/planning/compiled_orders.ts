import type {ColumnProfile, TableProfile} from "../../src/data/profile.ts";
import {compileReading} from "../../src/planning/compile.ts";
import {type Reading, readingSchema} from "../../src/planning/reading.ts";

export const region = {name: "region", of: {column: "region"}};
export const month = {name: "month", of: {column: "ordered_at"}, unit: "month" as const};
export const revenue = {name: "revenue", fn: "sum" as const, of: {column: "net_amount"}, unit: "$"};
export const notRefunded = {
  condition: {op: "!=" as const, of: {column: "status"}, value: "Refunded"},
  said: "status is not Refunded",
};
export const may = {
  column: "ordered_at",
  from: "2024-05-01",
  to: "2024-06-01",
  anchor: "data" as const,
  partial: false,
  said: "1-31 May 2024 (last full month in the data)",
};

export const orders = profileOf("orders", [
  {name: "order_id", type: "integer", role: "identifier", distinct: 3000},
  {name: "ordered_at", type: "date", role: "date", distinct: 366},
  {name: "region", type: "text", role: "category", distinct: 4},
  {name: "product", type: "text", role: "category", distinct: 40},
  {name: "status", type: "text", role: "category", distinct: 3},
  {name: "net_amount", type: "number", role: "measure", distinct: 2900, unit: "$"},
  {name: "quantity", type: "integer", role: "measure", distinct: 12},
  {name: "year", type: "integer", role: "date", distinct: 2},
]);

/** The plan of a reading of the orders. */
export function compile(reading: object) {
  return compileReading(readingOf(reading), orders);
}

/** A reading of the orders; it is an aggregate where nothing else is said. */
export function readingOf(reading: object): Reading {
  return readingSchema.parse({intent: "aggregate", table: "orders", ...reading});
}

/** A profile of columns without blanks. */
export function profileOf(
  table: string,
  columns: (Pick<ColumnProfile, "name" | "type" | "role" | "distinct"> & {unit?: string})[],
): TableProfile {
  const filled = columns.map(
    (column): ColumnProfile => ({nulls: 0, min: null, max: null, top: [], ...column}),
  );
  return {table, rows: 3000, duplicateRows: 0, keys: ["order_id"], columns: filled};
}
