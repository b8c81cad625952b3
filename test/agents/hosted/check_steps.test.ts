import {expect, test} from "vitest";
import {checkSteps} from "../../../src/agents/hosted/check_steps.ts";
import {createRegistry} from "../../../src/tools/registry.ts";
import {openTables} from "../../tools/open_tables.ts";

const {context} = await openTables({sales: "shop,amount\nNorth,1\nNorth,2\nSouth,3\n"});
const profiles = [await context.profile("sales")];
const tablesRead = (sql: string) => {
  const steps = [
    {id: "north", tool: "prepare_data.filter", input: {table: "sales", where: "shop = 'North'"}},
    {id: "answer", tool: "run_sql", input: {sql}},
  ];
  const verdict = checkSteps(
    {object: {steps}, text: "", ending: "complete"},
    [],
    {profiles},
    createRegistry(),
  );
  if (!("value" in verdict) || !("plan" in verdict.value)) throw new Error(JSON.stringify(verdict));
  return verdict.value.plan.steps.at(-1)!.input.tables;
};

test.each([
  ["SELECT sum(amount) FROM north", [{$step: "north"}]],
  ["SELECT count(*) FROM sales s, north n WHERE s.amount = n.amount", [{$step: "north"}]],
  ['SELECT s.shop FROM sales s LEFT JOIN "north" USING (shop)', [{$step: "north"}]],
  ["SELECT sum(amount) AS north FROM sales", undefined],
  ["WITH north AS (SELECT 1 AS one) SELECT one FROM north", undefined],
])("a SELECT waits for the steps whose tables it reads: %s", (sql, tables) => {
  expect(tablesRead(sql)).toEqual(tables);
});
