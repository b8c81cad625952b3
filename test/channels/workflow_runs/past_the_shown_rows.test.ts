import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {type Caller, type Json, type Running, running} from "../http/running.ts";

let run: Running;
let ann: Caller;

beforeAll(async () => {
  // Of each result two rows are kept.
  run = await running({works: true, environment: {TABLETALK_ROWS: "2"}});
  ann = await run.member("owner");
  await imported(20);
}, 60_000);
afterAll(() => run?.[Symbol.asyncDispose]());

async function imported(east: number): Promise<void> {
  const path = join(run.home, "sales.csv");
  await writeFile(path, `region,amount\nNorth,100\nSouth,80\nNorth,50\nEast,${east}\nWest,5\n`);
  await run.service.workspace("acme").importFile(path, {by: ann.person});
}

async function ran(): Promise<Json> {
  const begun = await ann.ask("POST", "/v1/workflows/regions/runs", {});
  expect(begun.status).toBe(202);
  return (await ann.ask("GET", `/v1/runs/${begun.json.id}`, undefined, {prefer: "wait=60"})).json;
}

const stateOf = ({nodes}: Json, id: string) => nodes.find(({node}: Json) => node === id)?.state;

test("what changes past the rows that are kept counts as changed, and the same data as the same", async () => {
  const document = {
    ...{format: 1, name: "regions", title: "Sales by region", headline: "by_region"},
    nodes: [
      {
        ...{id: "by_region", kind: "aggregate"},
        input: {
          table: "sales",
          groups: [{name: "region", of: {column: "region"}}],
          measures: [{name: "amount", fn: "sum", of: {column: "amount"}}],
          order: [{by: "amount", direction: "desc"}],
        },
      },
      {
        ...{id: "large", kind: "filter"},
        input: {table: "sales", where: {of: {column: "amount"}, op: ">=", value: 50}},
      },
      {
        ...{id: "large_changed", kind: "step", when: {test: "changed", node: "large"}},
        input: {tool: "run_sql", input: {sql: "SELECT count(*) AS n FROM sales"}},
      },
      {
        ...{id: "listed", kind: "step", when: {test: "changed", node: "by_region"}},
        input: {tool: "run_sql", input: {sql: "SELECT region FROM sales ORDER BY region"}},
      },
    ],
  };
  const kept = await ann.ask("POST", "/v1/workflows", {document});
  expect(kept.text).not.toContain("detail");
  const first = await ran();
  expect(first.table.rows).toHaveLength(2);
  expect(stateOf(first, "listed")).toBe("done");
  expect(stateOf(await ran(), "listed")).toBe("skipped");
  await imported(21);
  const third = await ran();
  expect(third.table.rows).toEqual(first.table.rows);
  expect(stateOf(third, "listed")).toBe("done");
  // Of newer data, and the same rows.
  expect(stateOf(third, "large_changed")).toBe("skipped");
  const {json} = await ann.ask("GET", `/v1/runs/${third.id}/diff`);
  expect(json.said.join(" ")).toMatch(/rows beyond the first 2 rows changed\./);
});
