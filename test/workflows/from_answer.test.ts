import {expect, test} from "vitest";
import {executePlan, headlineOf} from "../../src/planning/execute.ts";
import type {Plan} from "../../src/planning/plan.ts";
import {readingSchema} from "../../src/planning/reading.ts";
import {compileWorkflow} from "../../src/workflows/compile.ts";
import {nameFrom, workflowFromAnswer} from "../../src/workflows/from_answer.ts";
import {validateWorkflow} from "../../src/workflows/validate.ts";
import {planWith} from "./plan_with.ts";
import {CLOCK, openSales} from "./sales_scene.ts";

const {scene, context} = await openSales();

async function planFor(question: string): Promise<Plan> {
  const planned = await planWith(context)(question);
  if ("plan" in planned) return planned.plan;
  throw new Error(`${question}: ${planned.reason}`);
}

async function workflowFor(question: string) {
  const document = workflowFromAnswer({question, plan: await planFor(question), ...CLOCK});
  expect(validateWorkflow(document, scene).problems).toEqual([]);
  expect(validateWorkflow(document, scene).warnings).toEqual([]);
  const rows = async (given: Record<string, unknown> = {}, asOf = CLOCK.asOf) => {
    const compiled = compileWorkflow(document, given, {...scene, asOf});
    const plan = {steps: compiled.nodes.map(({step}) => step!), headline: document.headline};
    const execution = await executePlan(plan, {registry: scene.registry, context, signal: context.signal});
    return {rows: headlineOf(plan, execution).table.rows, ...compiled};
  };
  return {document, rows};
}

test("a month becomes a parameter that moves along", async () => {
  const {document, rows} = await workflowFor("total amount by region in March 2026");
  expect(document.parameters).toEqual({month: {type: "month", default: "last month"}});
  expect(JSON.stringify(document.nodes)).not.toContain("2026");
  const sums = async (given: Record<string, unknown>, asOf?: Date) =>
    Object.fromEntries((await rows(given, asOf)).rows.map(([region, amount]) => [region, amount]));
  expect(await sums({month: "2026-03"})).toEqual({East: 200, North: 60, South: 45.25});
  expect(await sums({})).toEqual({North: 150.5, South: 80});
  expect(await sums({}, new Date("2026-05-02T00:00:00Z"))).toEqual({East: 10});
});

test("what was said of last month goes on being of last month", async () => {
  const {document, rows} = await workflowFor("how many orders were there last month?");
  expect(Object.values(document.parameters).map((one) => one.type)).toEqual(["month"]);
  const {answers} = await rows({month: "2026-04"});
  expect(answers?.question).toBe("how many orders were there last month?");
  expect(answers?.reading?.period).toMatchObject({from: "2026-04-01", to: "2026-05-01", said: "2026-04"});
});

test("a value that rows were kept by becomes a parameter called like its column", async () => {
  const {document, rows} = await workflowFor("total amount of North orders");
  expect(document.parameters).toMatchObject({region: {type: "text", default: "North"}});
  expect(JSON.stringify([document.nodes, document.answers?.reading])).not.toContain("North");
  expect((await rows()).rows[0]?.[0]).toBe(210.5);
  expect((await rows({region: "East"})).rows[0]?.[0]).toBe(210);
  expect((await rows({region: "North' OR 1=1 --"})).rows[0]?.[0]).toBeNull();
});

test("a comparison with the month before compares with the month before", async () => {
  const {document, rows} = await workflowFor("total amount in March 2026 compared with the previous month");
  expect(Object.keys(document.parameters)).toEqual(["month"]);
  expect(JSON.stringify(document.nodes)).toContain("{{month.before.first}}");
  expect((await rows({month: "2026-03"})).rows[0]?.slice(0, 2)).toEqual([305.25, 230.5]);
  expect((await rows({month: "2026-04"})).rows[0]?.slice(0, 2)).toEqual([10, 305.25]);
});

test("what is only called like the period stays: a table, a column", () => {
  const range = {op: "range", of: {column: "2024"}, from: "2024-01-01", to: "2025-01-01"} as const;
  const plan: Plan = {
    headline: "a",
    steps: [
      {id: "a", tool: "aggregate", purpose: "count 2024", input: {table: "births_2000_2024", where: range}},
    ],
    reading: readingSchema.parse({
      ...{intent: "aggregate", table: "births_2000_2024"},
      period: {
        column: "2024",
        from: "2024-01-01",
        to: "2025-01-01",
        anchor: "none",
        partial: false,
        said: "2024",
      },
    }),
  };
  const {nodes, parameters} = workflowFromAnswer({question: "2024", plan, ...CLOCK});
  expect(parameters).toMatchObject({from: {default: "2024-01-01"}, to: {default: "2025-01-01"}});
  expect(nodes[0]).toMatchObject({
    description: "count from {{from}} to before {{to}}",
    input: {table: "births_2000_2024", where: {of: {column: "2024"}, from: "{{from}}", to: "{{to}}"}},
  });
});

test("an answer with a chart shows it, and one without a period has no parameters", async () => {
  const {document} = await workflowFor("bar chart of total amount by region");
  expect(document.parameters).toEqual({});
  expect(document.nodes.map(({kind}) => kind)).toContain("chart");
  expect(document.chart).toBeDefined();
});

test.each([
  ["What is the total amount by region?", "total-amount-by-region"],
  ["¿Ventas de marzo?", "ventas-de-marzo"],
  ["2024 sales", "workflow-2024-sales"],
  ["売上", "workflow"],
])("is called after its question: %s", (question, name) => {
  expect(nameFrom(question)).toBe(name);
});
