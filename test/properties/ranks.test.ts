import {expect, test} from "vitest";
import {friedman} from "../../src/statistics/ranks/friedman.ts";
import {kruskalWallis} from "../../src/statistics/ranks/kruskal_wallis.ts";
import {mannWhitney} from "../../src/statistics/ranks/mann_whitney.ts";
import {signTest, wilcoxonSignedRank} from "../../src/statistics/ranks/wilcoxon.ts";
import {change, columns, groups, holds, inOrder, moved, order, sample, seed} from "./samples.ts";

const DIGITS = 9;
/** Rises, but keeps no distance. */
const bent = (values: Float64Array): Float64Array => values.map((value) => Math.cbrt(value) + value);

test("Mann-Whitney sees the order of values alone", () =>
  holds([sample(), sample(), seed], (a, b, by) => {
    const plain = mannWhitney(a, b);
    expect(mannWhitney(bent(a), bent(b))).toEqual(plain);
    expect(mannWhitney(inOrder(a, order(a.length, by)), b)).toEqual(plain);
    expect(plain.p).toBeGreaterThanOrEqual(0);
    expect(plain.p).toBeLessThanOrEqual(1);
  }));

test("Mann-Whitney: groups swapped give the other pairs and the same p", () =>
  holds([sample(), sample()], (a, b) => {
    const [plain, swapped] = [mannWhitney(a, b), mannWhitney(b, a)];
    expect(plain.u + swapped.u).toBe(a.length * b.length);
    expect(swapped.p).toBeCloseTo(plain.p, DIGITS);
    expect(swapped.rankBiserial).toBeCloseTo(-plain.rankBiserial, DIGITS);
    expect(plain.superiority + swapped.superiority).toBeCloseTo(1, DIGITS);
    expect(mannWhitney(a, b, {alternative: "less"}).p).toBeCloseTo(
      mannWhitney(b, a, {alternative: "greater"}).p,
      DIGITS,
    );
  }));

test("signed ranks: differences turned round give the same p; a scale changes nothing", () =>
  holds([sample(), change], (a, {times}) => {
    const plain = wilcoxonSignedRank(a);
    expect(wilcoxonSignedRank(a.map((value) => -value)).p).toBeCloseTo(plain.p, DIGITS);
    expect(wilcoxonSignedRank(moved(a, {times})).p).toBeCloseTo(plain.p, DIGITS);
    expect(signTest(a.map((value) => -value)).p).toBeCloseTo(signTest(a).p, DIGITS);
    for (const {p} of [plain, signTest(a)]) {
      expect(p).toBeGreaterThanOrEqual(0);
      expect(p).toBeLessThanOrEqual(1);
    }
  }));

test("Kruskal-Wallis sees order alone, in any order of groups; of two groups it is Mann-Whitney's", () =>
  holds([groups(2)], (many) => {
    const plain = kruskalWallis(many);
    expect(kruskalWallis(many.map(bent)).p).toBeCloseTo(plain.p, DIGITS);
    expect(kruskalWallis([...many].reverse()).p).toBeCloseTo(plain.p, DIGITS);
    const [a, b] = many as [Float64Array, Float64Array];
    expect(kruskalWallis([a, b]).p).toBeCloseTo(
      mannWhitney(a, b, {method: "normal", correct: false}).p,
      DIGITS,
    );
  }));

test("Friedman sees the order within each row: what is added to a whole row changes nothing", () =>
  holds([columns(3)], (all) => {
    const plain = friedman(all);
    const raised = all.map((column) => column.map((value, row) => value + row * 100));
    expect(friedman(raised).p).toBeCloseTo(plain.p, DIGITS);
    expect(friedman([...all].reverse()).p).toBeCloseTo(plain.p, DIGITS);
    expect(plain.kendallW).toBeGreaterThanOrEqual(-1e-12);
    expect(plain.kendallW).toBeLessThanOrEqual(1 + 1e-12);
  }));
