import {expect, test} from "vitest";
import type {Cell, Column, Table} from "../../../src/data/table.ts";
import {diffRuns} from "../../../src/workflows/run/diff_runs.ts";
import {diffTables} from "../../../src/workflows/run/diff_tables.ts";

const columns = (...names: [string, Column["type"]][]): Column[] =>
  names.map(([name, type]) => ({name, type}));
const table = (of: Column[], ...rows: Cell[][]): Table => ({columns: of, rows});
const sales = columns(["region", "text"], ["month", "date"], ["amount", "number"]);

test("rows are found again by what names them, wherever they stand", () => {
  const was = table(
    sales,
    ["North", "2026-01-01", 10],
    ["North", "2026-02-01", 20],
    ["South", "2026-01-01", 5],
  );
  const is = table(sales, ["South", "2026-01-01", 5], ["North", "2026-02-01", 25], ["East", "2026-01-01", 1]);
  const diff = diffTables(was, is);
  expect(diff.key).toEqual(["region", "month"]);
  expect(diff.added.rows).toEqual(["East, 2026-01-01"]);
  expect(diff.removed.rows).toEqual(["North, 2026-01-01"]);
  expect(diff.changed.cells).toEqual([
    {row: "North, 2026-02-01", column: "amount", was: 20, is: 25, change: 5, share: 0.25},
  ]);
});

test("what nothing names is compared by its place", () => {
  const one = columns(["amount", "number"]);
  const diff = diffTables(table(one, [1], [1]), table(one, [1], [2], [3]));
  expect(diff).toMatchObject({key: [], added: {count: 1, rows: ["row 3"]}, removed: {count: 0}});
  expect(diff.changed.cells).toMatchObject([{row: "row 2", was: 1, is: 2}]);
});

test("numbers within the tolerance are the same; missing is something else than zero", () => {
  const was = table(sales, ["North", null, 0.1 + 0.2], ["South", null, 100], ["East", null, null]);
  const is = table(sales, ["North", null, 0.3], ["South", null, 101], ["East", null, 0]);
  expect(diffTables(was, is).changed.cells.map(({row}) => row)).toEqual(["South", "East"]);
  expect(diffTables(was, is, 0.02).changed.cells.map(({row}) => row)).toEqual(["East"]);
  expect(diffTables(was, was).same).toBe(true);
});

test("columns that came and went are told, and a value that turned", () => {
  const was = table(columns(["region", "text"], ["old", "number"]), ["North", 1]);
  const is = table(columns(["region", "text"], ["new", "number"]), ["North", 1]);
  const artifact = (of: Table) => ({
    kind: "table" as const,
    title: "Regions",
    table: of,
    units: {},
    truncated: false,
    provenance: {tool: "aggregate", datasets: [], sql: [], notes: [], elapsedMs: 0},
  });
  const value = (amount: number) => [
    {name: "total", value: amount, unit: "$", evidence: {step: "a", row: 0, column: "amount"}},
  ];
  const diff = diffRuns(
    {id: "one", values: value(200), artifacts: {a: artifact(was), gone: artifact(was)}},
    {id: "two", values: value(150), artifacts: {a: artifact(is)}},
  );
  expect(diff.said).toEqual([
    "Total fell from $200 to $150 (-25 %).",
    "Regions: the column new is new.",
    "Regions: the column old is gone.",
    "The node gone did not run this time.",
  ]);
  expect(diff.values).toMatchObject([{column: "total", change: -50, share: -0.25}]);
});
