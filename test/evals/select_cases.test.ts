import {expect, test} from "vitest";
import type {SuiteCase} from "../../evals/outside/adapter.ts";
import {selectCases} from "../../evals/select_cases.ts";

const cases = Array.from(
  {length: 60},
  (_, at): SuiteCase => ({
    id: at,
    files: [],
    turns: ["?"],
    concepts: [],
    group: `chart ${Math.floor(at / 3)}`,
    finish: (asked) => ({
      line: {id: at, declined: true},
      judgement: {verdict: asked.state === "answered" ? "right" : "declined", why: ""},
    }),
  }),
);

test("the halves are all cases, each once, and wordings of one thing stay together", () => {
  const [first, second] = (["first", "second"] as const).map((half) => selectCases(cases, {half}));
  expect([...first!, ...second!].map((one) => one.id).sort((a, b) => Number(a) - Number(b))).toEqual(
    cases.map((one) => one.id),
  );
  expect(first!.length).toBeGreaterThan(10);
  expect(second!.length).toBeGreaterThan(10);
  const groups = (of: readonly SuiteCase[]) => new Set(of.map((one) => one.group));
  expect([...groups(first!)].filter((group) => groups(second!).has(group))).toEqual([]);
});

test("some by their ids, and the first of those", () => {
  expect(selectCases(cases, {only: ["4", "2", "9"], limit: 2}).map((one) => one.id)).toEqual([2, 4]);
});
