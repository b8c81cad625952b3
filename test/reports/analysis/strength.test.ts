import {expect, test} from "vitest";
import {correctedTests, sayTests} from "../../../src/reports/analysis/ledger.ts";
import {strengthOf} from "../../../src/reports/analysis/strength.ts";

const entry = (p: number) => ({name: "x", p, holm: p, benjaminiHochberg: p});
const found = (value: number, low: number, high: number) => ({
  step: "test",
  entry: "x",
  effect: {kind: "correlation" as const, value, low, high},
});

test.each([
  ["a large effect that is surely not tiny", found(0.5, 0.4, 0.6), 0.001, "strong"],
  ["the same, less sure", found(0.5, 0.4, 0.6), 0.03, "moderate"],
  ["a small one whose interval leaves out nothing", found(0.15, 0.02, 0.27), 0.001, "moderate"],
  ["one too small to matter, however sure", found(0.04, 0.03, 0.05), 1e-9, "weak"],
  ["chance", found(0.5, 0.1, 0.8), 0.06, undefined],
])("%s is %s", (_, test, p, strength) => {
  expect(strengthOf(test, entry(p))).toBe(strength);
});

test("neighbours in time that are alike make any finding weak", () => {
  expect(strengthOf({...found(0.9, 0.8, 0.95), shaky: "p is smaller than it should be"}, entry(1e-9))).toBe(
    "weak",
  );
});

test("tests that no table shows count too: p grows with them", () => {
  const tests = [{question: "q1", step: "test", name: "x", p: 0.01}];
  expect(correctedTests({tests, hidden: 0})[0]!.holm).toBeCloseTo(0.01);
  expect(correctedTests({tests, hidden: 9})[0]!.holm).toBeCloseTo(0.1);
  expect(sayTests({tests, hidden: 9})).toMatch(
    /^10 comparisons .*: 1 with p below 0.05 taken alone, 0 after Holm/,
  );
});
