import {expect, test} from "vitest";
import type {Cell} from "../../src/data/table.ts";
import {corrected, sayLedger, withTestsOf} from "../../src/planning/comparison_ledger.ts";
import type {Artifact} from "../../src/tools/tool.ts";

const statistic = (title: string, names: string[], rows: Cell[][]): Artifact => ({
  kind: "statistic",
  title,
  table: {columns: names.map((name) => ({name, type: "text"})), rows},
  units: {},
  truncated: false,
  provenance: {tool: "run_statistics", datasets: [], sql: [], notes: [], elapsedMs: 1},
});
const oneTest = (title: string, p: number | null) =>
  statistic(
    title,
    ["figure", "value"],
    [
      ["t", 2.1],
      ["p", p],
    ],
  );

test("tests of a conversation are counted once each, and corrected together", () => {
  const first = withTestsOf([], oneTest("weight by feed", 0.01));
  const both = withTestsOf(withTestsOf(first, oneTest("age by feed", 0.04)), oneTest("weight by feed", 0.01));
  expect(corrected(both)).toEqual([
    {name: "weight by feed", p: 0.01, holm: 0.02, benjaminiHochberg: 0.02},
    {name: "age by feed", p: 0.04, holm: 0.04, benjaminiHochberg: 0.04},
  ]);
  expect(sayLedger(first)).toBeUndefined();
  expect(sayLedger(both)).toContain("2 tests so far");
});

test("a table with a p-value in a row counts each of them; what has none counts nothing", () => {
  const table = statistic(
    "weight",
    ["term", "p"],
    [
      ["age", 0.2],
      ["sex", 0.03],
      ["R squared", null],
    ],
  );
  expect(withTestsOf([], table)).toEqual([
    {name: "weight: age", p: 0.2},
    {name: "weight: sex", p: 0.03},
  ]);
  expect(withTestsOf([], oneTest("no p", null))).toEqual([]);
  expect(withTestsOf([], {...oneTest("sum", 0.5), kind: "table"})).toEqual([]);
});

test("a find among twenty that is no find any more", () => {
  const ledger = Array.from({length: 20}, (_, at) => ({name: `${at}`, p: at === 0 ? 0.04 : 0.5}));
  expect(corrected(ledger)[0]).toMatchObject({holm: 0.8, benjaminiHochberg: 0.5});
  expect(sayLedger(ledger)).toContain("1 with p below 0.05, 0 after Holm's correction, 0 after");
});
