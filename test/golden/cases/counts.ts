import {chiSquaredFit, chiSquaredIndependence} from "../../../src/statistics/counts/chi_squared.ts";
import {fisherExact, fisherExactLarge} from "../../../src/statistics/counts/fisher_exact.ts";
import {mcnemar} from "../../../src/statistics/counts/paired_counts.ts";
import {binomialTest, twoProportions, wilson} from "../../../src/statistics/counts/proportions.ts";
import {type Adjustment, adjust} from "../../../src/statistics/multiple/adjust.ts";
import type {Alternative} from "../../../src/statistics/result.ts";
import {counts, type GoldenCase, statsCase, vector} from "../case.ts";

const independence = (id: string, correct = false): GoldenCase =>
  statsCase(`chisq.${id}`, ({inputs}) => {
    const {chi2, df, p, expected, cramersV} = chiSquaredIndependence(counts(inputs[0]!), {correct});
    return {chi2, df, p, expected: expected.flat(), cramers_v: cramersV};
  });

const fisher = (table: string): GoldenCase[] => [
  ...(["two-sided", "less", "greater"] as const).map((side) =>
    statsCase(`fisher.${table}.${side}`, ({inputs}) => {
      const {p, oddsRatio} = fisherExact(counts(inputs[0]!), side.replace("-", "_") as Alternative);
      return {p, odds_sample: oddsRatio};
    }),
  ),
  statsCase(
    `fisher.${table}.condor`,
    ({inputs}) => {
      const {value, low, high} = fisherExact(counts(inputs[0]!)).conditional;
      return {odds_conditional: value, ci: [low, high]};
    },
    {bar: 6, because: "iterative on both sides"},
  ),
];

const ADJUSTMENTS: Record<string, Adjustment> = {
  bonferroni: "bonferroni",
  sidak: "sidak",
  holm: "holm",
  "holm-sidak": "holm_sidak",
  "simes-hochberg": "hochberg",
  hommel: "hommel",
  fdr_bh: "benjamini_hochberg",
  fdr_by: "benjamini_yekutieli",
};

export const cases: readonly GoldenCase[] = [
  independence("t2x2"),
  independence("t3x4"),
  independence("t3x3_small"),
  independence("t2x2.yates", true),
  statsCase("chisq.gof", () => {
    const {chi2, p} = chiSquaredFit([...vector("gof_obs")], [...vector("gof_p")]);
    return {chi2, p};
  }),
  statsCase("gtest.t3x4", ({inputs}) => {
    const {chi2, df, p} = chiSquaredIndependence(counts(inputs[0]!), {likelihood: true});
    return {G: chi2, df, p};
  }),
  ...["t2x2", "t2x2_small", "t2x2_zero"].flatMap(fisher),
  statsCase("fisher.t3x3_small", () => ({p: fisherExactLarge(counts("t3x3_small")).p})),
  statsCase("mcnemar.t2x2", ({inputs}) => {
    const {chi2, p} = mcnemar(counts(inputs[0]!));
    return {chi2, p};
  }),
  statsCase("binom.test", () => {
    const {p, exact} = binomialTest(18, 50, 0.5);
    return {p, ci: [exact.low, exact.high]};
  }),
  statsCase("prop.wilson", () => {
    const {low, high} = wilson(18, 50);
    return {ci: [low, high]};
  }),
  statsCase("prop.ztest2", () => {
    const {z, p} = twoProportions([45, 100], [30, 110]);
    return {z, p};
  }),
  ...Object.entries(ADJUSTMENTS).map(([id, how]) =>
    statsCase(`padjust.${id}`, ({ref}) => {
      const [key] = Object.keys(Object.values(ref)[0]!.result as object);
      return {[key!]: adjust([...vector("pvals")], how)};
    }),
  ),
];
