import type {ColumnProfile, TableProfile} from "../../../src/data/profile.ts";

const column = (name: string, rest: Partial<ColumnProfile>): ColumnProfile => ({
  name,
  type: "text",
  role: "category",
  nulls: 0,
  distinct: 0,
  min: null,
  max: null,
  top: [],
  ...rest,
});
const top = (...values: string[]) => ({
  distinct: values.length,
  top: values.map((value, index) => ({value, count: 100 - index})),
});

/** A small table of order lines, as a profile would describe it. */
export const orders: TableProfile = {
  table: "orders",
  rows: 1200,
  duplicateRows: 0,
  keys: ["order_id"],
  columns: [
    column("order_id", {type: "integer", role: "identifier", distinct: 1200, min: 1, max: 1200}),
    column("order_date", {type: "date", role: "date", distinct: 500, min: "2023-01-01", max: "2024-06-14"}),
    column("Region", top("West", "East", "North")),
    column("status", top("Paid", "Refunded", "Open")),
    column("Ship Mode", top("Air", "Sea")),
    column("customer_email", {role: "identifier", ...top("ann@example.com", "bob@example.com")}),
    column("net_amount", {
      type: "number",
      role: "measure",
      additivity: "additive",
      unit: "$",
      min: 1,
      max: 900,
      quantiles: [2, 10, 50, 200, 700],
      nulls: 3,
    }),
    column("quantity", {type: "integer", role: "measure", additivity: "additive", min: 1, max: 9}),
    column("discount", {type: "number", role: "measure", additivity: "average", unit: "%", min: 0, max: 0.5}),
    column("rush", {type: "boolean", role: "boolean", distinct: 2}),
  ],
};
