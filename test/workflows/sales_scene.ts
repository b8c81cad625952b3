import {createRegistry} from "../../src/tools/registry.ts";
import {type WorkflowDocument, workflowDocumentSchema} from "../../src/workflows/document.ts";
import type {WorkflowScene} from "../../src/workflows/scene.ts";
import {openTables, type Tables} from "../tools/open_tables.ts";

const CSVS = {
  orders: `order_id,customer,region,status,amount,ordered_on
1,ann,North,paid,120.5,2026-02-03
2,bob,South,paid,80,2026-02-11
3,ann,North,refunded,30,2026-02-20
4,cid,East,paid,200,2026-03-02
5,bob,South,paid,45.25,2026-03-15
6,dora,North,paid,60,2026-03-31
7,cid,East,paid,10,2026-04-01
`,
  customers: `customer,segment,since
ann,consumer,2020-01-05
bob,corporate,2021-06-30
cid,consumer,2019-11-11
dora,corporate,2024-02-29
`,
};

/** The 15th of March 2026: last month is February. */
export const CLOCK = {asOf: new Date("2026-03-15T12:00:00Z"), timeZone: "Europe/Berlin"};

/** Orders and customers in the real engine, and what workflows on them are checked against. */
export async function openSales(): Promise<Tables & {scene: WorkflowScene}> {
  const tables = await openTables(CSVS);
  const columns = tables.context.session.datasets.map(({name, version}) => [name, version.columns] as const);
  return {...tables, scene: {...CLOCK, registry: createRegistry(), tables: new Map(columns)}};
}

/** Sales of a month by region, with a chart: what most tests change a little. */
export function monthlySales(change: Record<string, unknown> = {}): WorkflowDocument {
  return workflowDocumentSchema.parse({
    format: 1,
    name: "monthly-sales",
    title: "Sales of a month",
    parameters: {month: {type: "month", default: "last month"}, region: {type: "text", default: "North"}},
    nodes: [
      {
        id: "of_month",
        kind: "filter",
        input: {
          table: "orders",
          where: {op: "=", of: {column: "status"}, value: "paid"},
          period: {column: "ordered_on", from: "{{month.first}}", to: "{{month.after}}"},
        },
      },
      {
        id: "total",
        kind: "aggregate",
        input: {
          table: {$step: "of_month"},
          where: {op: "=", of: {column: "region"}, value: "{{region}}"},
          measures: [{name: "amount", fn: "sum", of: {column: "amount"}}],
          groups: [{name: "region", of: {column: "region"}}],
        },
      },
      {
        id: "picture",
        kind: "chart",
        input: {from: {$step: "total"}, spec: {kind: "bar", x: "region", y: "amount"}},
      },
    ],
    headline: "total",
    chart: "picture",
    tell: "In {{month}}, {{region}} sold {{total.amount}}.",
    ...change,
  });
}
