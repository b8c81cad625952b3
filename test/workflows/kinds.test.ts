import {expect, test} from "vitest";
import {executePlan} from "../../src/planning/execute.ts";
import {compileWorkflow} from "../../src/workflows/compile.ts";
import {validateWorkflow} from "../../src/workflows/validate.ts";
import {monthlySales, openSales} from "./sales_scene.ts";

const {scene, context} = await openSales();
const amount = {name: "amount", fn: "sum", of: {column: "amount"}};
const byMonth = {time: {of: {column: "ordered_on"}, unit: "month"}, measure: amount};
const document = (nodes: unknown[], headline: string) =>
  monthlySales({nodes, headline, parameters: {}, chart: undefined, tell: undefined});

test("the kinds that are tools run as steps, each on what the one before made", async () => {
  const nodes = [
    {id: "all_orders", kind: "source.dataset", input: {dataset: "orders"}},
    {
      id: "joined",
      kind: "join",
      input: {
        table: {$step: "all_orders"},
        with: {table: "customers"},
        on: [{left: "customer", right: "customer"}],
      },
    },
    {
      id: "net",
      kind: "calculate",
      input: {
        table: {$step: "joined"},
        columns: [{name: "net", of: {op: "/", left: {column: "amount"}, right: {constant: 2}}}],
      },
    },
    {
      id: "wide",
      kind: "pivot",
      input: {table: {$step: "net"}, rows: ["segment"], columns: "status", values: "net"},
    },
    {id: "figures", kind: "statistics", input: {method: "describe", table: {$step: "net"}}},
    {
      id: "links",
      kind: "aggregate",
      input: {
        table: {$step: "net"},
        measures: [amount],
        groups: [
          {name: "segment", of: {column: "segment"}},
          {name: "region", of: {column: "region"}},
        ],
      },
    },
    {
      id: "drawn",
      kind: "network",
      input: {from: {$step: "links"}, spec: {x: "segment", target: "region", y: "amount"}},
    },
  ];
  const compiled = compileWorkflow(document(nodes, "wide"), {}, scene);
  const plan = {steps: compiled.nodes.map(({step}) => step!), headline: "wide"};
  const execution = await executePlan(plan, {registry: scene.registry, context, signal: context.signal});
  expect(execution.steps.flatMap(({error}) => error?.message ?? [])).toEqual([]);
  const {columns, rows} = execution.artifacts.get("wide")!.table;
  expect(columns.map(({name}) => name)).toEqual(["segment", "paid", "refunded"]);
  expect(rows).toEqual([
    ["consumer", 165.25, 15],
    ["corporate", 92.625, null],
  ]);
  expect(execution.artifacts.get("drawn")?.chart?.kind).toBe("network");
});

test.each([
  ["pattern", {table: "orders"}],
  ["pattern", {method: "time_anomalies", table: "orders", ...byMonth}],
  ["classification", {table: "orders", target: "status", features: ["amount", "region"]}],
  ["clustering", {table: "orders", features: ["amount"]}],
  ["forecast", {table: "orders", ...byMonth}],
  ["step", {tool: "run_sql", input: {sql: "SELECT 1"}}],
])("%s takes %j", (kind, input) => {
  expect(validateWorkflow(document([{id: "a", kind, input}], "a"), scene).problems).toEqual([]);
});

test.each([
  ["pattern", {method: "anova", table: "orders"}, /has no method "anova"/],
  ["classification", {table: "orders", target: "sttus"}, /no column "sttus" in orders/],
  [
    "forecast",
    {table: "orders", ...byMonth, time: {of: {column: "ordered"}, unit: "month"}},
    /no column "ordered"/,
  ],
  ["map", {from: {$step: "a"}, spec: {kind: "bar", x: "region"}}, /draws no bar/],
])("%s does not take %j", (kind, input, message) => {
  const {problems} = validateWorkflow(document([{id: "a", kind, input}], "a"), scene);
  expect(problems.map((one) => one.message).join("\n")).toMatch(message);
});
