import {oneWayAnova} from "../../../src/statistics/anova/one_way.ts";
import {repeatedMeasures} from "../../../src/statistics/anova/repeated_measures.ts";
import {mutualInformation} from "../../../src/statistics/association/mutual_information.ts";
import {partialCorrelation} from "../../../src/statistics/association/partial_correlation.ts";
import {chiSquaredIndependence} from "../../../src/statistics/counts/chi_squared.ts";
import {breslowDay, cochranMantelHaenszel, mcnemar} from "../../../src/statistics/counts/paired_counts.ts";
import {twoProportions} from "../../../src/statistics/counts/proportions.ts";
import {figureOf} from "../../../src/statistics/descriptive/figures.ts";
import {noncentralStudentUpper} from "../../../src/statistics/distributions/noncentral.ts";
import {normalLower} from "../../../src/statistics/distributions/normal.ts";
import {cramersVBounds, etaSquaredBounds} from "../../../src/statistics/effects/noncentrality.ts";
import {oddsRatio} from "../../../src/statistics/effects/odds_ratio.ts";
import {pairedRankBiserialBounds} from "../../../src/statistics/effects/rank_biserial.ts";
import {superiorityBounds} from "../../../src/statistics/effects/superiority.ts";
import {meanInterval} from "../../../src/statistics/intervals/mean.ts";
import {quantileInterval} from "../../../src/statistics/intervals/quantile.ts";
import {varianceInterval} from "../../../src/statistics/intervals/spread.ts";
import {kolmogorovSmirnov, kolmogorovUpper} from "../../../src/statistics/normality/kolmogorov_smirnov.ts";
import {mannWhitney} from "../../../src/statistics/ranks/mann_whitney.ts";
import {wilcoxonSignedRank} from "../../../src/statistics/ranks/wilcoxon.ts";
import {designOf} from "../../../src/statistics/regression/design.ts";
import {durbinWatson, influenceOf} from "../../../src/statistics/regression/diagnostics.ts";
import {fitMultinomial} from "../../../src/statistics/regression/multinomial.ts";
import {fitOls} from "../../../src/statistics/regression/ols.ts";
import {clusteredErrors, heteroscedasticErrors} from "../../../src/statistics/regression/robust_errors.ts";
import {figureInterval} from "../../../src/statistics/resampling/figure_intervals.ts";
import {meanOf, varianceOf} from "../../../src/statistics/sums.ts";
import {counts, frame, type GoldenCase, reference, vector} from "../case.ts";

const made = reference<Record<string, unknown>>("inference.json");
const {measured, strata} = made as {measured: number[][]; strata: number[][][]};
const {labels, qsec, drat, result} = made.multinomial as {
  labels: string[];
  qsec: number[];
  drat: number[];
  result: object;
};

const inference = (
  id: string,
  ours: () => unknown,
  options: {bar?: number; because?: string; against?: unknown} = {},
): GoldenCase => {
  const {bar = 9, against = made[id], ...rest} = options;
  return {id: `inference.${id}`, ours, references: {python: against}, bar, ...rest};
};
const ci = ({low, high}: {low: number; high: number}): number[] => [low, high];
const bootstrapped = (id: string, figure: "median" | "sd"): GoldenCase =>
  inference(
    id,
    () => {
      const {low, high, se} = figureInterval(
        vector("skew"),
        figure,
        {},
        {resamples: 20_000, level: 0.95, seed: 1},
      );
      return {ci: [low, high], se};
    },
    {bar: 1.5, because: "Monte Carlo on both sides: within 3 %"},
  );

const groups = ["g1", "g2", "g3", "g4"].map(vector);
const wls = () =>
  fitOls(
    vector("reg.y"),
    designOf(["x1", "x2", "x3", "x4"].map((name) => ({name, values: vector(`reg.${name}`)}))),
    {
      weights: vector("reg.w"),
    },
  );

export const cases: readonly GoldenCase[] = [
  inference("repeated", () => repeatedMeasures(measured.map((column) => Float64Array.from(column)))),
  inference("eta", () => {
    const {f, df1, df2} = oneWayAnova(groups);
    return ci(etaSquaredBounds(f, df1, df2));
  }),
  inference("eta_null", () => ci(etaSquaredBounds(0.4, 2, 30))),
  inference("eta_repeated", () => {
    const {f, df1, df2} = repeatedMeasures(measured.map((column) => Float64Array.from(column)));
    return ci(etaSquaredBounds(f, df1, df2));
  }),
  inference("cramer", () => {
    const {chi2, df, n, cramersV} = chiSquaredIndependence(counts("t3x4"));
    return {v: cramersV, ci: ci(cramersVBounds(chi2, df, n, 3))};
  }),
  inference("mutual", () => {
    const {chi2, p} = chiSquaredIndependence(counts("t3x4"), {likelihood: true});
    return {nats: mutualInformation(counts("t3x4")).nats, chi2, p};
  }),
  inference("odds", () => {
    const odds = oddsRatio(counts("t2x2"));
    return {value: odds.value, ci: ci(odds)};
  }),
  inference("mcnemar", () => {
    const found = mcnemar(counts("t2x2"));
    return {exact_p: found.exactP, ratio: found.oddsRatio, ci: ci(found)};
  }),
  inference("cmh", () => {
    const found = cochranMantelHaenszel(strata);
    return {chi2: found.chi2, p: found.p, odds: found.oddsRatio, ci: ci(found)};
  }),
  inference("cmh_plain", () => ({chi2: cochranMantelHaenszel(strata, {correct: false}).chi2})),
  inference("breslow_day", () => {
    const tables = strata;
    return breslowDay(tables, cochranMantelHaenszel(tables).oddsRatio);
  }),
  inference("superiority", () => {
    const {superiority, n} = mannWhitney(vector("a"), vector("b"));
    return {value: superiority, ci: ci(superiorityBounds(superiority, ...n))};
  }),
  inference("paired_rank_biserial", () => {
    const post = vector("post");
    const {rankBiserial, n} = wilcoxonSignedRank(vector("pre").map((value, row) => value - post[row]!));
    return {value: rankBiserial, ci: ci(pairedRankBiserialBounds(rankBiserial, n))};
  }),
  inference("mean", () => {
    const found = meanInterval(vector("a"));
    return {value: found.value, ci: ci(found), se: found.se};
  }),
  inference("variance", () => {
    const found = varianceInterval(vector("a"));
    return {value: found.value, ci: ci(found)};
  }),
  inference("median_ranks", () => {
    const found = quantileInterval(vector("skew").sort(), 0.5);
    return {value: found.value, ci: ci(found)};
  }),
  bootstrapped("median_bca", "median"),
  bootstrapped("sd_bca", "sd"),
  inference("ks_own", () => {
    const a = vector("a");
    const [mean, sd] = [meanOf(a), Math.sqrt(varianceOf(a))];
    return kolmogorovSmirnov(a, (x) => normalLower((x - mean) / sd));
  }),
  inference("ks_zscored", () => {
    const a = vector("a");
    const [mean, sd] = [meanOf(a), Math.sqrt((varianceOf(a) * (a.length - 1)) / a.length)];
    return kolmogorovSmirnov(a, (x) => normalLower((x - mean) / sd));
  }),
  inference("ks_tail", () =>
    (
      [
        [600, 0.03],
        [600, 0.06],
        [600, 0.09],
        [5000, 0.01],
        [5000, 0.02],
        [5000, 0.03],
        [1_000_000, 0.001],
      ] as const
    ).map(([n, d]) => kolmogorovUpper(d, n)),
  ),
  inference("nct", () =>
    (
      [
        [12, 1, 13],
        [14, 50, 13],
        [20, 50, 13],
        [30, 5, 25],
        [100, 100, 90],
        [40, 1900, 39],
        [10, 10, 11.999],
        [10, 10, 12.001],
      ] as const
    ).map(([t, df, delta]) => noncentralStudentUpper(t, df, delta)),
  ),
  inference("partial", () => {
    const found = partialCorrelation(vector("cx"), vector("cy"), [vector("cz")]);
    return {r: found.r, ci: ci(found)};
  }),
  inference(
    "multinomial",
    () => {
      const design = designOf([
        {name: "qsec", values: Float64Array.from(qsec)},
        {name: "drat", values: Float64Array.from(drat)},
      ]);
      const fit = fitMultinomial(labels, design, 0.95);
      return {
        ...Object.fromEntries(
          fit.outcomes.map(({outcome, coefficients}) => [
            outcome,
            {
              coef: coefficients.map(({estimate}) => estimate),
              se: coefficients.map(({se}) => se),
              p: coefficients.map(({p}) => p),
            },
          ]),
        ),
        loglik: fit.logLikelihood,
        null: fit.nullLogLikelihood,
        pseudo: fit.pseudoR2,
        aic: fit.aic,
        bic: fit.bic,
      };
    },
    {bar: 6, because: "iterative on both sides", against: result},
  ),
  inference("wls", () => {
    const fit = wls();
    const root = fit.root!;
    return {
      HC1: heteroscedasticErrors(fit, "HC1").map(({se}) => se),
      HC3: heteroscedasticErrors(fit, "HC3").map(({se}) => se),
      cluster: clusteredErrors(fit, frame("reg").grp as string[]).map(({se}) => se),
      durbin_watson: durbinWatson(fit.residuals.map((value, row) => value * root[row]!)),
      cooks: influenceOf(fit).cooks,
    };
  }),
  inference("pearson_kurtosis", () => figureOf("kurtosis_pearson", vector("skew"))),
  inference("cohen_h", () => {
    const {h, hLow, hHigh} = twoProportions([45, 100], [30, 110]);
    return {value: h, ci: [hLow, hHigh]};
  }),
];
