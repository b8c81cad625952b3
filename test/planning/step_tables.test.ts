import {expect, test} from "vitest";
import {executePlan} from "../../src/planning/execute.ts";
import type {Step} from "../../src/planning/plan.ts";
import {createRegistry} from "../../src/tools/registry.ts";
import {openTables} from "../tools/open_tables.ts";

const {context} = await openTables({sales: "shop,amount\nNorth,1\nNorth,2\nSouth,3\n"});
const execute = (steps: Step[]) =>
  executePlan(
    {steps, headline: steps.at(-1)!.id},
    {registry: createRegistry(), context, signal: new AbortController().signal},
  );

const filter: Step = {
  id: "north",
  tool: "prepare_data",
  input: {method: "filter", table: "sales", where: {op: "=", of: {column: "shop"}, value: "North"}},
};

test("later steps read the table that an earlier one made, and are traced to the imported data", async () => {
  const run = await execute([
    filter,
    {
      id: "doubled",
      tool: "prepare_data",
      input: {
        method: "derive",
        table: {$step: "north"},
        columns: [{name: "twice", of: {op: "*", left: {column: "amount"}, right: {constant: 2}}}],
      },
    },
    {
      id: "total",
      tool: "aggregate",
      input: {table: {$step: "doubled"}, measures: [{name: "sum", fn: "sum", of: {column: "twice"}}]},
    },
    {
      id: "summary",
      tool: "run_statistics",
      input: {
        method: "describe",
        table: {$step: "doubled"},
        columns: [{name: "twice", of: {column: "twice"}}],
      },
    },
  ]);
  expect(run.steps.map(({error}) => error?.message)).toEqual([undefined, undefined, undefined, undefined]);
  expect(run.artifacts.get("total")?.table.rows).toEqual([[6, 2]]);
  expect(run.artifacts.get("summary")?.table.rows[0]?.slice(0, 2)).toEqual(["twice", 2]);
  expect(run.artifacts.get("total")?.provenance.datasets).toEqual([
    {name: "sales", hash: context.session.datasets[0]!.version.hash},
  ]);
});

test("an aggregate is a table that a later step can read", async () => {
  const run = await execute([
    {
      id: "by_shop",
      tool: "aggregate",
      input: {
        table: "sales",
        measures: [{name: "total", fn: "sum", of: {column: "amount"}}],
        groups: [{name: "shop", of: {column: "shop"}}],
      },
    },
    {
      id: "best",
      tool: "aggregate",
      input: {table: {$step: "by_shop"}, measures: [{name: "most", fn: "max", of: {column: "total"}}]},
    },
  ]);
  expect(run.artifacts.get("best")?.table.rows[0]?.[0]).toBe(3);
});

test("a SELECT reads tables that steps made by their ids, and is a table for later steps", async () => {
  const run = await execute([
    filter,
    {
      id: "by_amount",
      tool: "run_sql",
      input: {
        sql: "SELECT s.shop, sum(n.amount) AS total FROM sales s JOIN north n USING (amount) GROUP BY s.shop",
        tables: [{$step: "north"}],
      },
    },
    {
      id: "twice",
      tool: "run_sql",
      input: {sql: "SELECT 2 * max(total) AS twice FROM by_amount", tables: [{$step: "by_amount"}]},
    },
    {
      id: "most",
      tool: "aggregate",
      input: {
        table: {$step: "by_amount"},
        measures: [{name: "most", fn: "max", of: {column: "total"}}],
      },
    },
  ]);
  expect(run.steps.map(({error}) => error?.message)).toEqual([undefined, undefined, undefined, undefined]);
  expect(run.artifacts.get("twice")?.table.rows).toEqual([[6]]);
  expect(run.artifacts.get("most")?.table.rows[0]?.[0]).toBe(3);
  expect(run.artifacts.get("twice")?.provenance.datasets).toEqual([
    {name: "sales", hash: context.session.datasets[0]!.version.hash},
  ]);
});

test("a step that made no table is told apart", async () => {
  const run = await execute([
    {
      id: "summary",
      tool: "run_statistics",
      input: {method: "describe", table: "sales", columns: [{name: "amount", of: {column: "amount"}}]},
    },
    {id: "rows", tool: "prepare_data", input: {method: "select", table: {$step: "summary"}}},
  ]);
  expect(run.steps[1]?.error?.message).toMatch(/made no table/);
});

test("a step that is called like a table is refused", async () => {
  const run = await execute([
    {...filter, id: "sales"},
    {id: "rows", tool: "prepare_data", input: {method: "select", table: {$step: "sales"}}},
  ]);
  expect(run.steps[1]?.error?.message).toMatch(/called like a table/);
});
