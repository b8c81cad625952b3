import {describe, expect, test} from "vitest";
import {oneWayAnova, welchOneWay} from "../../src/statistics/anova/one_way.ts";
import {meanInterval} from "../../src/statistics/intervals/mean.ts";
import {oneSampleT, pairedT, studentT, welchTest} from "../../src/statistics/means/t_tests.ts";
import {
  bartlett,
  flignerKilleen,
  levene,
  varianceRatio,
} from "../../src/statistics/spread/equal_variances.ts";
import {change, columns, FEW, groups, holds, inOrder, moved, number, order, sample, seed} from "./samples.ts";

const DIGITS = 9;
const TESTS = {welchTest, studentT};

describe.each(Object.entries(TESTS))("%s", (_name, run) => {
  test("is the same in any order of rows", () =>
    holds(
      [sample(), sample(), seed],
      (a, b, by) => {
        const turned = run(inOrder(a, order(a.length, by)), inOrder(b, order(b.length, by + 1)));
        expect(turned.p).toBeCloseTo(run(a, b).p, DIGITS);
        expect(turned.estimate).toBeCloseTo(run(a, b).estimate, DIGITS);
      },
      FEW,
    ));

  test("does not see shift and scale, but its estimate and interval do", () =>
    holds(
      [sample(), sample(), change],
      (a, b, by) => {
        const [plain, other] = [run(a, b), run(moved(a, by), moved(b, by))];
        expect(other.p).toBeCloseTo(plain.p, DIGITS);
        expect(other.t).toBeCloseTo(plain.t, 6);
        expect(other.g.value).toBeCloseTo(plain.g.value, 6);
        expect(other.estimate / by.times).toBeCloseTo(plain.estimate, 6);
        expect(other.low / by.times).toBeCloseTo(plain.low, 6);
      },
      FEW,
    ));

  test("turns its sign when groups swap", () =>
    holds(
      [sample(), sample()],
      (a, b) => {
        const [plain, swapped] = [run(a, b), run(b, a)];
        expect(swapped.t).toBeCloseTo(-plain.t, DIGITS);
        expect(swapped.low).toBeCloseTo(-plain.high, DIGITS);
        expect(swapped.p).toBeCloseTo(plain.p, DIGITS);
        const one = run(a, b, {alternative: "less"}).p + run(a, b, {alternative: "greater"}).p;
        expect(one).toBeCloseTo(1, DIGITS);
      },
      FEW,
    ));

  test("gives p from 0 to 1 and intervals that hold their estimate", () =>
    holds(
      [sample(), sample()],
      (a, b) => {
        const {p, estimate, low, high, d, g} = run(a, b);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(estimate);
        expect(high).toBeGreaterThanOrEqual(estimate);
        for (const effect of [d, g]) {
          expect(effect.low).toBeLessThanOrEqual(effect.value);
          expect(effect.high).toBeGreaterThanOrEqual(effect.value);
        }
        expect(Math.abs(g.value)).toBeLessThanOrEqual(Math.abs(d.value));
      },
      FEW,
    ));

  test("rejects at 5% just where the 95% interval leaves 0 out", () =>
    holds(
      [sample(), sample()],
      (a, b) => {
        const {p, low, high} = run(a, b);
        expect(p < 0.05).toBe(low > 0 || high < 0);
      },
      FEW,
    ));

  test("p falls as the groups move apart", () =>
    // A shift changes no variance, so the degrees of freedom stay.
    holds(
      [sample(), sample(), number],
      (a, b, by) => {
        const [first, second] = [run(a, b), run(moved(a, {plus: by}), b)];
        const [near, far] = Math.abs(first.t) < Math.abs(second.t) ? [first, second] : [second, first];
        expect(far.p).toBeLessThanOrEqual(near.p + 1e-12);
      },
      FEW,
    ));
});

test("the paired test is the test of the differences", () =>
  holds(
    [columns(2)],
    ([a, b]) => {
      const differences = a!.map((value, row) => value - b![row]!);
      expect(pairedT(a!, b!)).toEqual(oneSampleT(differences, 0));
      expect(pairedT(b!, a!).t).toBeCloseTo(-pairedT(a!, b!).t, DIGITS);
    },
    FEW,
  ));

test("a mean's interval moves and stretches with the values, and is wider the surer it is to be", () =>
  holds([sample(), change], (a, by) => {
    const [plain, other] = [meanInterval(a), meanInterval(moved(a, by))];
    expect(other.low).toBeCloseTo(by.times * plain.low + by.plus, 6);
    expect(other.high).toBeCloseTo(by.times * plain.high + by.plus, 6);
    const sure = meanInterval(a, 0.99);
    expect(sure.low).toBeLessThan(plain.low);
    expect(sure.high).toBeGreaterThan(plain.high);
  }));

test("of two groups, analysis of variance is the t test squared", () =>
  holds([sample(), sample()], (a, b) => {
    expect(oneWayAnova([a, b]).f).toBeCloseTo(studentT(a, b).t ** 2, 6);
    expect(oneWayAnova([a, b]).p).toBeCloseTo(studentT(a, b).p, DIGITS);
    expect(welchOneWay([a, b]).p).toBeCloseTo(welchTest(a, b).p, DIGITS);
  }));

test("analysis of variance: any order of groups, shift and scale give one p; its parts sum to the whole", () =>
  holds([groups(3), change], (many, by) => {
    const plain = oneWayAnova(many);
    expect(oneWayAnova([...many].reverse()).p).toBeCloseTo(plain.p, DIGITS);
    expect(oneWayAnova(many.map((group) => moved(group, by))).p).toBeCloseTo(plain.p, DIGITS);
    expect(plain.p).toBeGreaterThanOrEqual(0);
    expect(plain.p).toBeLessThanOrEqual(1);
    expect(plain.etaSquared).toBeGreaterThanOrEqual(0);
    expect(plain.etaSquared).toBeLessThanOrEqual(1);
    expect(welchOneWay(many.map((group) => moved(group, by))).p).toBeCloseTo(welchOneWay(many).p, DIGITS);
  }));

test("tests of spread see neither a group's place nor a common scale", () =>
  holds([groups(2), change], (many, by) => {
    const placed = many.map((group, at) => moved(group, {times: by.times, plus: by.plus * (at + 1)}));
    for (const run of [levene, bartlett, flignerKilleen]) {
      expect(run(placed).p).toBeCloseTo(run(many).p, DIGITS);
      expect(run([...many].reverse()).p).toBeCloseTo(run(many).p, DIGITS);
    }
    const [a, b] = many as [Float64Array, Float64Array];
    expect(varianceRatio(a, b).f * varianceRatio(b, a).f).toBeCloseTo(1, DIGITS);
    expect(varianceRatio(a, b).p).toBeCloseTo(varianceRatio(b, a).p, DIGITS);
    expect(varianceRatio(a, b).low).toBeLessThanOrEqual(varianceRatio(a, b).f);
  }));
