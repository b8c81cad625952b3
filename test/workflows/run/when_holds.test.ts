import {expect, test} from "vitest";
import type {Cell} from "../../../src/data/table.ts";
import type {Artifact} from "../../../src/tools/tool.ts";
import {whenHolds} from "../../../src/workflows/run/when_holds.ts";
import type {When} from "../../../src/workflows/when.ts";

const artifact = (text: string | undefined, ...amounts: Cell[]): Artifact => ({
  kind: "table",
  title: "Amounts",
  ...(text !== undefined && {text}),
  table: {columns: [{name: "Amount", type: "number"}], rows: amounts.map((one) => [one])},
  units: {},
  truncated: false,
  provenance: {tool: "aggregate", datasets: [], sql: [], notes: [], elapsedMs: 0},
});
const artifacts = new Map([
  ["some", artifact(undefined, 5, 20, null)],
  ["none", artifact(undefined)],
  ["way", artifact("left")],
]);
const holds = (when: When) => whenHolds(when, {artifacts, changed: async (node) => node === "some"});
const cell = (op: ">" | "<" | "!=", value: number, row?: "first" | "any" | "all"): When => ({
  test: "cell",
  node: "some",
  column: "amount",
  op,
  value,
  ...(row && {row}),
});

test("rows and cells are compared: the first row, any, or all of them", async () => {
  expect(await holds({test: "rows", node: "some", op: "=", value: 3})).toBe(true);
  expect(await holds({test: "rows", node: "none", op: ">", value: 0})).toBe(false);
  expect([
    await holds(cell(">", 10)),
    await holds(cell(">", 10, "any")),
    await holds(cell(">", 1, "all")),
  ]).toEqual([
    false,
    true,
    // A missing amount is not above anything.
    false,
  ]);
  expect(await holds(cell("!=", 7, "all"))).toBe(true);
});

test("ways and changes are asked", async () => {
  expect(await holds({test: "branch", node: "way", is: "left"})).toBe(true);
  expect(await holds({test: "branch", node: "way", is: "right"})).toBe(false);
  expect(await holds({test: "changed", node: "some"})).toBe(true);
  expect(await holds({test: "changed", node: "none"})).toBe(false);
});

test("what asks a node that gave nothing holds no more than its opposite", async () => {
  const gone: When = {test: "rows", node: "gone", op: ">", value: 0};
  const yes: When = {test: "changed", node: "some"};
  expect(await holds(gone)).toBeUndefined();
  expect(await holds({test: "not", arg: gone})).toBeUndefined();
  expect(await holds({test: "and", args: [yes, gone]})).toBeUndefined();
  expect(await holds({test: "or", args: [gone, yes]})).toBe(true);
  expect(await holds({test: "and", args: [gone, {test: "not", arg: yes}]})).toBe(false);
});
