import {describe, expect, test} from "vitest";
import type {Plan} from "../../src/planning/plan.ts";
import {numbersOfConditions} from "../../src/planning/step_numbers.ts";
import {verifyDraft} from "../../src/planning/verify.ts";
import type {Artifact} from "../../src/tools/tool.ts";

const stepOf = (input: Record<string, unknown>): Plan => ({
  steps: [{id: "s", tool: "run_statistics", input}],
  headline: "s",
});

describe("the numbers of a step's conditions", () => {
  test.each([
    ["a comparison", {where: {op: ">", of: {column: "cost"}, value: 0}}, [0]],
    ["both of an and", {where: {op: "and", args: [{value: 3}, {low: 1, high: 2}]}}, [3, 1, 2]],
    ["a period", {period: {column: "day", from: "2015-01-01", to: "2016-01-01"}}, [2015, 2016]],
    ["a query", {sql: "SELECT avg(x) FROM t WHERE year = 2005 AND n BETWEEN 3 AND 7"}, [2005, 3, 7]],
    ["settings are none", {level: 0.95, bins: 12, columns: ["x"]}, []],
  ])("%s", (_what, input, numbers) => {
    expect(numbersOfConditions(stepOf(input))).toEqual(expect.arrayContaining(numbers));
    if (numbers.length === 0) expect(numbersOfConditions(stepOf(input))).toEqual([]);
  });
});

const artifacts = new Map<string, Artifact>([
  [
    "s",
    {
      kind: "statistic",
      title: "mpg by weight",
      table: {
        columns: [
          {name: "term", type: "text"},
          {name: "estimate", type: "number"},
        ],
        rows: [
          ["weight", -0.0076766],
          ["difference of means (fog - rain)", 3.3028],
          ["p", 0.000007],
        ],
      },
      units: {},
      truncated: false,
      provenance: {datasets: [], notes: [], sql: [], tool: "run_statistics", elapsedMs: 1},
    } as unknown as Artifact,
  ],
]);
const unbound = (text: string, conditions?: number[]) =>
  verifyDraft({text, values: []}, artifacts, {conditions}).unbound;

describe("a reply to a plan of steps", () => {
  test("may say the conditions again", () => {
    expect(unbound("In 2005 the estimate of weight was -0.0077.", [2005])).toEqual([]);
    expect(unbound("In 2006 the estimate of weight was -0.0077.", [2005])).toEqual(["2006"]);
  });

  test("may say a negative slope as fewer, and no other number so", () => {
    expect(unbound("The estimate of weight is 0.0077 fewer.")).toEqual([]);
    expect(unbound("The estimate of weight is 0.0077 more.")).toEqual(["0.0077"]);
  });

  test("may leave the brackets of a label away", () => {
    expect(unbound("The difference of means is 3.30.")).toEqual([]);
    expect(unbound("The difference of means is 0.000007.")).not.toEqual([]);
  });
});
