import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {compareRuns} from "../../evals/compare_runs.ts";
import {finishRun, keepResult, openRun, type Result, runToCompare} from "../../evals/run_record.ts";
import {tallies} from "../../evals/tally.ts";
import {brokenBars} from "../../evals/thresholds.ts";

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "tabletalk-runs-"));
});
afterAll(() => rmSync(root, {recursive: true, force: true}));

const result = (id: string, verdict: Result["verdict"], more: Partial<Result> = {}): Result => ({
  id,
  turns: ["how many?"],
  verdict,
  why: "",
  asked: false,
  concepts: ["count"],
  ms: 10,
  line: {id, declined: verdict === "declined"},
  ...more,
});
const wanted = {suite: "garden", model: "offline", cases: "all"};

test("a run that was stopped goes on where it was, one that is finished does not", () => {
  const stopped = openRun(root, wanted, false);
  keepResult(stopped, result("a", "right"));
  const resumed = openRun(root, wanted, true);
  expect(resumed.head.id).toBe(stopped.head.id);
  expect(resumed.results.map((one) => one.id)).toEqual(["a"]);
  expect(openRun(root, {...wanted, model: "other"}, true).head.id).not.toBe(stopped.head.id);
  finishRun(resumed);
  expect(openRun(root, wanted, true).results).toEqual([]);
});

test("two runs are compared over the cases that both asked", () => {
  const before = openRun(root, {...wanted, suite: "pond"}, false);
  for (const one of [result("a", "right"), result("b", "declined"), result("c", "right")])
    keepResult(before, one);
  finishRun(before);
  const now = openRun(root, {...wanted, suite: "pond"}, false);
  for (const one of [result("a", "wrong"), result("b", "right"), result("d", "right")]) keepResult(now, one);
  const difference = compareRuns(now, runToCompare(root, now.head, "last"));
  expect(difference).toMatchObject({both: 2, rightBefore: 1, rightNow: 1});
  expect(difference.lost.map((one) => one.id)).toEqual(["a"]);
  expect(difference.gained.map((one) => one.id)).toEqual(["b"]);
  expect(difference.newlyWrong.map((one) => one.id)).toEqual(["a"]);
  expect(() => runToCompare(root, now.head, "yesterday")).toThrow(/no finished run yesterday/);
});

test("the tally counts by concept, level and sound labels; a group counts once in the score", () => {
  const results = [
    result("a", "right", {level: "easy", group: "1", sound: true}),
    result("b", "wrong", {level: "hard", group: "1", sound: true}),
    result("c", "declined", {level: "hard", group: "2", sound: false, asked: true}),
    result("d", "right", {level: "easy", group: "3", sound: true, concepts: ["sum"]}),
  ];
  const rows = new Map(tallies(results).map((row) => [row.name, row]));
  expect(rows.get("all")).toMatchObject({of: 4, right: 2, wrong: 1, declined: 1, asked: 1, score: 0.5});
  expect(rows.get("all")!.rightWhenAnswered).toBeCloseTo(2 / 3, 12);
  expect(rows.get("level hard")).toMatchObject({of: 2, right: 0});
  expect(rows.get("sound labels")).toMatchObject({of: 3, right: 2});
  expect(rows.get("sum")).toMatchObject({of: 1, right: 1});
});

test("bars that are broken are named", () => {
  const results = [result("a", "right"), result("b", "wrong"), result("c", "error")];
  expect(brokenBars(results, undefined)).toEqual([]);
  expect(brokenBars(results, {right: 1, wrong: 2})).toEqual([]);
  expect(brokenBars(results, {right: 2, wrong: 1, rightWhenAnswered: 0.9})).toEqual([
    "below the bar: 1 right, at least 2 wanted",
    "above the bar: 1 wrong and 1 failed, at most 1 allowed",
    "below the bar: 0.500 right when answered, at least 0.9 wanted",
  ]);
});
