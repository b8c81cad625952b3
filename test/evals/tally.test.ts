import {expect, test} from "vitest";
import type {Result, Run} from "../../evals/run_record.ts";
import {sayWhole} from "../../evals/say_run.ts";
import {tallyOf} from "../../evals/tally.ts";

const results = [result("right", 1), result("declined", 1), result("declined", 0), result("wrong", 0)];

test("a choice that leads to a right answer counts within one choice, and no other reply does", () => {
  expect(tallyOf("all", results)).toMatchObject({of: 4, right: 1, withinOneChoice: 2, wrong: 1});
});

test("the last lines of a run are shares of all its questions", () => {
  const run: Run = {
    head: {id: "r", suite: "bakery", model: "offline", cases: "all", started: "2024-06-01"},
    folder: "",
    results,
  };
  expect(sayWhole(run).split("\n").slice(-4)).toEqual([
    "right at once      25.0 %",
    "within one choice  50.0 %",
    "wrong shown        25.0 %",
    "declined or asked  50.0 %",
  ]);
});

function result(verdict: Result["verdict"], within: number): Result {
  return {
    id: verdict,
    turns: ["how many loaves"],
    verdict,
    why: "",
    asked: verdict === "declined",
    concepts: [],
    scores: {"within one choice": within},
    ms: 1,
    line: {},
  };
}
