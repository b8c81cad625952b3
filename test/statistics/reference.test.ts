import {describe, expect, test} from "vitest";
import {groupFigures, welchAnova, welchT} from "../../src/statistics/compare_groups.ts";
import {type CorrelationKind, correlate} from "../../src/statistics/correlation.ts";
import {fitLinear} from "../../src/statistics/linear_regression.ts";
import {summarise} from "../../src/statistics/summary.ts";
import {digitsOf} from "./digits.ts";
import nist from "./golden/nist.json" with {type: "json"};
import golden from "./golden/reference.json" with {type: "json"};

const {inputs, reference} = golden;
const column = (values: readonly number[]) => Float64Array.from(values);
const agrees = (got: number, expected: number, digits = 9) =>
  expect(digitsOf(got, expected), `${got} against ${expected}`).toBeGreaterThanOrEqual(digits);

describe("against scipy and statsmodels", () => {
  test.each(["a", "skew", "offset", "numacc4", "ties1"] as const)("the summary of %s", (name) => {
    const got = summarise(column(inputs[name]));
    const expected = reference[`describe.${name}`];
    expect(got.n).toBe(expected.n);
    agrees(got.mean, expected.mean);
    agrees(got.sd, expected.sd);
    agrees(got.q1, expected.q25);
    agrees(got.median, expected.median);
    agrees(got.q3, expected.q75);
    // numacc4 is symmetric: its skewness is rounding error either way.
    if (name === "numacc4") expect(Math.abs(got.skewness)).toBeLessThan(1e-6);
    else agrees(got.skewness, expected.skew_unbiased);
  });

  const pairs: [
    string,
    CorrelationKind,
    readonly number[],
    readonly number[],
    {r: number; p: number; ci?: number[]},
  ][] = [
    ["cx, cy", "pearson", inputs.cx, inputs.cy, reference["pearson.cxcy"]],
    ["ties", "pearson", inputs.ties1, inputs.ties2, reference["pearson.ties"]],
    [
      "cx, cy",
      "spearman",
      inputs.cx,
      inputs.cy,
      {r: reference["spearman.cxcy"].rho, p: reference["spearman.cxcy"].p_t},
    ],
    [
      "ties",
      "spearman",
      inputs.ties1,
      inputs.ties2,
      {r: reference["spearman.ties"].rho, p: reference["spearman.ties"].p_t},
    ],
    [
      "cx, cy",
      "kendall",
      inputs.cx,
      inputs.cy,
      {r: reference["kendall.cxcy"].tau, p: reference["kendall.cxcy"].p},
    ],
    [
      "ties",
      "kendall",
      inputs.ties1,
      inputs.ties2,
      {r: reference["kendall.ties"].tau, p: reference["kendall.ties"].p},
    ],
    [
      "7 pairs, exact",
      "kendall",
      inputs.small1,
      inputs.small2,
      {r: reference["kendall.small.exact"].tau, p: reference["kendall.small.exact"].p},
    ],
  ];
  test.each(pairs)("the correlation of %s by %s", (_, kind, x, y, expected) => {
    const got = correlate(column(x), column(y), kind);
    agrees(got.r, expected.r);
    agrees(got.p, expected.p);
    if (expected.ci) {
      agrees(got.low, expected.ci[0]!);
      agrees(got.high, expected.ci[1]!);
    }
  });

  test("Welch's t test", () => {
    const got = welchT(groupFigures(column(inputs.a)), groupFigures(column(inputs.b)));
    const expected = reference["ttest.welch"];
    agrees(got.t, expected.t);
    agrees(got.df, expected.df);
    agrees(got.p, expected.p);
    agrees(got.low, expected.ci[0]!);
    agrees(got.high, expected.ci[1]!);
  });

  test("Welch's analysis of variance", () => {
    const got = welchAnova([inputs.g1, inputs.g2, inputs.g3, inputs.g4].map(column));
    agrees(got.f, reference["anova1.welch"].F);
    agrees(got.p, reference["anova1.welch"].p);
  });

  test("a regression's coefficients and what is inferred from them", () => {
    const {mpg, wt, hp, qsec} = inputs.mtcars;
    const fit = fitLinear(column(mpg), [wt, hp, qsec].map(column))!;
    const expected = reference["ols.mtcars"];
    for (const [index, one] of fit.coefficients.entries()) {
      agrees(one.estimate, expected.coef[index]!);
      agrees(one.se, expected.se[index]!);
      agrees(one.p, expected.p[index]!);
    }
    agrees(fit.r2, expected.r2);
    agrees(fit.adjustedR2, expected.adj_r2);
    agrees(fit.sigma, expected.sigma);
  });
});

describe("NIST's certified values", () => {
  test.each(["Michelso", "NumAcc3", "NumAcc4", "Mavro"] as const)("mean and sd of %s", (name) => {
    const {values, certified} = nist[name];
    const got = summarise(column(values));
    agrees(got.mean, certified.mean, 14);
    // NumAcc4's values hold 8 of their digits before the point: 9 digits of sd are what doubles can hold of them.
    agrees(got.sd, certified.sd, name === "NumAcc4" ? 8 : 9);
  });

  const polynomial = (x: readonly number[], degree: number) =>
    Array.from({length: degree}, (_, power) => column(x.map((value) => value ** (power + 1))));
  test.each([
    ["Norris", 1, 9],
    ["Pontius", 2, 9],
    ["Wampler1", 5, 9],
    ["Wampler5", 5, 6],
    ["Longley", 0, 9],
    ["Filip", 10, 6],
  ] as const)("coefficients of %s", (name, degree, digits) => {
    const {x, y, coef, se, r2} = nist[name];
    const fit = fitLinear(column(y), degree > 0 ? polynomial(x[0]!, degree) : x.map(column))!;
    for (const [index, one] of fit.coefficients.entries()) {
      agrees(one.estimate, coef[index]!, digits);
      if (se[index]! > 0) agrees(one.se, se[index]!, digits);
    }
    if (r2 !== null) agrees(fit.r2, r2, digits);
  });
});
