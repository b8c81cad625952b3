import {expect, test} from "vitest";
import {executePlan, headlineOf} from "../../src/planning/execute.ts";
import {compileWorkflow} from "../../src/workflows/compile.ts";
import {partsOfDescription} from "../../src/workflows/description_parts.ts";
import {workflowFromDescription} from "../../src/workflows/from_description.ts";
import {validateWorkflow} from "../../src/workflows/validate.ts";
import {planWith} from "./plan_with.ts";
import {CLOCK, openSales} from "./sales_scene.ts";

const {scene, context} = await openSales();
const plan = planWith(context);
const made = async (description: string) => {
  const document = await workflowFromDescription(description, plan, CLOCK);
  expect(validateWorkflow(document, scene).problems).toEqual([]);
  return document;
};

test.each([
  [
    "filter orders to March, sum amount by region, chart it, email nobody",
    ["filter", "question", "chart", "nothing"],
  ],
  [
    "keep paid orders then count orders by region and month; save it as sales.csv",
    ["filter", "question", "file"],
  ],
  [
    "sum amount by region and plot it as a pie chart. wait for approval, then make a report",
    [...["question", "chart", "approve", "report"]],
  ],
  ["total amount by region, every Monday at 9 and email ann", ["question", "other", "other"]],
])("%s has parts", (description, expected) => {
  expect(partsOfDescription(description).map(({does}) => does)).toEqual(expected);
});

test("what is described is computed, and its month is a parameter", async () => {
  const document = await made("filter orders to March, sum amount by region, chart it, email nobody");
  expect(document.parameters).toEqual({month: {type: "month", default: "last month"}});
  expect(document.nodes.map(({kind}) => kind)).toEqual(["aggregate", "chart"]);
  const {nodes} = compileWorkflow(document, {month: "2026-03"}, scene);
  const whole = {steps: nodes.map(({step}) => step!), headline: document.headline};
  const execution = await executePlan(whole, {registry: scene.registry, context, signal: context.signal});
  expect(
    Object.fromEntries(headlineOf(whole, execution).table.rows.map(([region, sum]) => [region, sum])),
  ).toEqual({
    East: 200,
    North: 60,
    South: 45.25,
  });
});

test("files, reports and approvals are nodes of their own, in the order that they are said", async () => {
  const document = await made(
    "keep paid orders, sum amount by region, wait for approval, save it as sales.csv, make a report called Paid sales",
  );
  const outputs = document.nodes.slice(-3).map(({kind, input, needs}) => ({kind, input, needs}));
  expect(outputs).toMatchObject([
    {kind: "approve", input: {shown: {$step: document.headline}}},
    {kind: "export.file", input: {format: "csv", name: "sales"}, needs: ["approval"]},
    {kind: "export.report", input: {title: "Paid sales"}, needs: ["approval"]},
  ]);
});

test("several questions are several answers, of which the first is the headline", async () => {
  const document = await made("total amount by region; number of orders by status");
  expect(document.nodes.filter(({kind}) => kind === "aggregate")).toHaveLength(2);
  expect(new Set(document.nodes.map(({id}) => id)).size).toBe(document.nodes.length);
});

test("a comma within a question does not part it", async () => {
  const document = await made("total amount by region, status");
  expect(document.nodes[0]?.input.groups).toMatchObject([{name: "region"}, {name: "status"}]);
});

test("parts that cannot be done are refused, each by its name", async () => {
  const tried = workflowFromDescription(
    "filter orders to March, sum frobs by region, send it to the moon, every Monday at 9",
    plan,
    CLOCK,
  );
  await expect(tried).rejects.toMatchObject({code: "bad_plan"});
  await expect(tried).rejects.toThrow(
    /3 problems[\s\S]*"filter orders to March, sum frobs by region": .*"frobs"[\s\S]*"send it to the moon": a workflow tells nobody[\s\S]*"every Monday at 9": it says when/,
  );
  await expect(workflowFromDescription("email nobody", plan, CLOCK)).rejects.toThrow("asks for no figures");
  await expect(workflowFromDescription("total amount, chart it as a pie chart", plan, CLOCK)).rejects.toThrow(
    /chart/,
  );
});
