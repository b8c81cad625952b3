import {describe, expect, test} from "vitest";
import {kaplanMeier} from "../../../src/statistics/survival/kaplan_meier.ts";
import {logRank} from "../../../src/statistics/survival/log_rank.ts";
import {reference} from "../../golden/case.ts";

interface Curve {
  times: number[];
  survival: number[];
  se: number[];
  at_risk: number[];
  median: number;
}
interface Test {
  chi2: number;
  p: number;
}
interface Survival {
  time: number[];
  event: number[];
  group: number[];
  three: number[];
  treated: Curve;
  control: Curve;
  log_rank: Test;
  log_rank_three: Test;
  breslow: Test;
}
/** statsmodels' figures for Freireich's remission times. */
const known = reference<Survival>("survival.json");

const split = (by: readonly number[]) =>
  [...new Set(by)].sort().map((group) => {
    const rows = [...by.keys()].filter((row) => by[row] === group);
    return {
      time: Float64Array.from(rows, (row) => known.time[row]!),
      event: Float64Array.from(rows, (row) => known.event[row]!),
    };
  });
const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 12));

describe("kaplanMeier", () => {
  test.each([
    ["treated", 0],
    ["control", 1],
  ] as const)("gives the curve of the %s as statsmodels does", (name, at) => {
    const {time, event} = split(known.group)[at]!;
    const {steps, median} = kaplanMeier(time, event);
    const {times, survival, se, at_risk: atRisk, median: theirs} = known[name];
    expect(steps.map((step) => step.time)).toEqual(times);
    expect(steps.map((step) => step.atRisk)).toEqual(atRisk);
    expect(steps.map((step) => step.survival)).toEqual(close(survival));
    const alive = steps.filter((step) => step.survival > 0);
    expect(alive.map((step) => step.se)).toEqual(close(se.slice(0, alive.length)));
    expect(median).toBe(theirs);
  });
  test("intervals hold the curve and stay within 0 and 1", () => {
    for (const {time, event} of split(known.group))
      for (const {survival, low, high} of kaplanMeier(time, event).steps.filter(
        (step) => step.survival > 0,
      )) {
        expect(low).toBeGreaterThan(0);
        expect(low).toBeLessThan(survival);
        expect(high).toBeGreaterThan(survival);
        expect(high).toBeLessThan(1);
      }
  });
  test("has no steps and no median where nothing happened", () => {
    expect(kaplanMeier(Float64Array.of(1, 2), Float64Array.of(0, 0))).toEqual({
      steps: [],
      n: 2,
      events: 0,
      median: Number.NaN,
    });
  });
});

describe("logRank", () => {
  test("agrees with statsmodels for two groups, three, and early events weighted", () => {
    const two = logRank(split(known.group));
    expect(two.chi2).toBeCloseTo(known.log_rank.chi2, 10);
    expect(two.p).toBeCloseTo(known.log_rank.p, 14);
    const three = logRank(split(known.three));
    expect(three.chi2).toBeCloseTo(known.log_rank_three.chi2, 10);
    expect(three.p).toBeCloseTo(known.log_rank_three.p, 12);
    const early = logRank(split(known.group), {weight: "breslow"});
    expect(early.chi2).toBeCloseTo(known.breslow.chi2, 10);
  });
  test("does not depend on the order of groups or the unit of time; expected events add up", () => {
    const [a, b] = split(known.group) as [
      {time: Float64Array; event: Float64Array},
      {time: Float64Array; event: Float64Array},
    ];
    const plain = logRank([a, b]);
    expect(logRank([b, a]).chi2).toBeCloseTo(plain.chi2, 10);
    const days = [a, b].map(({time, event}) => ({time: time.map((week) => week * 7), event}));
    expect(logRank(days).chi2).toBeCloseTo(plain.chi2, 10);
    expect(plain.expected[0]! + plain.expected[1]!).toBeCloseTo(plain.observed[0]! + plain.observed[1]!, 10);
  });
});
