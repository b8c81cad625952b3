import {oneWayAnova, welchOneWay} from "../../../src/statistics/anova/one_way.ts";
import {tukey} from "../../../src/statistics/anova/post_hoc.ts";
import {correlate} from "../../../src/statistics/correlation.ts";
import {chiSquaredIndependence} from "../../../src/statistics/counts/chi_squared.ts";
import {fisherExact, fisherExactLarge} from "../../../src/statistics/counts/fisher_exact.ts";
import {cochranMantelHaenszel, mcnemar} from "../../../src/statistics/counts/paired_counts.ts";
import {binomialTest, twoProportionsCorrected} from "../../../src/statistics/counts/proportions.ts";
import {poissonTest, severalProportions} from "../../../src/statistics/counts/rates.ts";
import {normalLower} from "../../../src/statistics/distributions/normal.ts";
import {oneSampleT, pairedT, studentT, type TTest, welchTest} from "../../../src/statistics/means/t_tests.ts";
import {
  kolmogorovSmirnov,
  kolmogorovSmirnovTwo,
} from "../../../src/statistics/normality/kolmogorov_smirnov.ts";
import {shapiroWilk} from "../../../src/statistics/normality/shapiro_wilk.ts";
import {friedman} from "../../../src/statistics/ranks/friedman.ts";
import {kruskalWallis} from "../../../src/statistics/ranks/kruskal_wallis.ts";
import {mannWhitney} from "../../../src/statistics/ranks/mann_whitney.ts";
import {wilcoxonSignedRank} from "../../../src/statistics/ranks/wilcoxon.ts";
import {designOf, type Predictor} from "../../../src/statistics/regression/design.ts";
import {fitGlm} from "../../../src/statistics/regression/glm.ts";
import {fitOls} from "../../../src/statistics/regression/ols.ts";
import {bartlett, flignerKilleen, varianceRatio} from "../../../src/statistics/spread/equal_variances.ts";
import {ansariBradley, moodScale} from "../../../src/statistics/spread/scale_tests.ts";
import {meanOf, varianceOf} from "../../../src/statistics/sums.ts";
import {ljungBox} from "../../../src/statistics/time/autocorrelation.ts";
import {type GoldenCase, reference} from "../case.ts";
import {complete, crossTable, csv, numbers, rData, split} from "../r_data.ts";

/** What a row of hypothesis_tests.csv holds, as far as it holds it. */
interface Row {
  statistic?: number;
  parameter?: number | number[];
  p_value: number;
  conf_int?: number[];
  estimate?: number | number[];
}

const t = ({t: statistic, df, p, low, high}: TTest): Row => ({
  statistic,
  parameter: df,
  p_value: p,
  conf_int: [low, high],
});
const [auto, manual] = split("mtcars", "mpg", "am") as [Float64Array, Float64Array];
const sleep = split("sleep", "extra", "group") as [Float64Array, Float64Array];
const ozone = split("airquality", "Ozone", "Month");
const mpg = numbers("mtcars", "mpg");

const shapiro = (name: string, column: string): Row => {
  const {w, p} = shapiroWilk(numbers(name, column));
  return {statistic: w, p_value: p};
};
const kruskal = (groups: Float64Array[]): Row => {
  const {h, df, p} = kruskalWallis(groups);
  return {statistic: h, parameter: df, p_value: p};
};
const oneWay = ({f, df1, df2, p}: {f: number; df1: number; df2: number; p: number}): Row => ({
  statistic: f,
  parameter: [df1, df2],
  p_value: p,
});
const pearson = (x: Float64Array, y: Float64Array): Row => {
  const {r, p, low, high, n} = correlate(x, y, "pearson");
  return {
    statistic: r * Math.sqrt((n - 2) / (1 - r * r)),
    parameter: n - 2,
    p_value: p,
    conf_int: [low, high],
    estimate: r,
  };
};
const ranked = (x: Float64Array, y: Float64Array): Row => {
  const {r, p, n} = correlate(x, y, "spearman");
  return {statistic: ((n ** 3 - n) * (1 - r)) / 6, p_value: p, estimate: r};
};
const independence = (table: number[][], correct = true): Row => {
  const {chi2, df, p} = chiSquaredIndependence(table, {correct});
  return {statistic: chi2, parameter: df, p_value: p};
};
const k2 = (groups: Float64Array[]): Row => {
  const {k2: statistic, df, p} = bartlett(groups);
  return {statistic, parameter: df, p_value: p};
};
const strata = (): number[][][] =>
  [..."ABCDEF"].map((dept) =>
    ["Admitted", "Rejected"].map((admit) =>
      ["Male", "Female"].map((gender) =>
        Number(
          rData("UCBAdmissions").find(
            (row) => row.Dept === dept && row.Admit === admit && row.Gender === gender,
          )!.Freq,
        ),
      ),
    ),
  );
const LH = [
  2.4, 2.4, 2.4, 2.2, 2.1, 1.5, 2.3, 2.3, 2.5, 2.0, 1.9, 1.7, 2.2, 1.8, 3.2, 3.2, 2.7, 2.2, 2.2, 1.9, 1.9,
  1.8, 2.7, 3.0, 2.3, 2.0, 2.0, 2.9, 2.9, 2.7, 2.7, 2.3, 2.6, 2.4, 1.8, 1.7, 1.5, 1.4, 2.1, 3.3, 3.5, 3.5,
  3.1, 2.6, 2.1, 3.4, 3.0, 2.9,
];
const ROUNDS = [
  [5.4, 5.5, 5.55],
  [5.85, 5.7, 5.75],
  [5.2, 5.6, 5.5],
  [5.55, 5.5, 5.4],
  [5.9, 5.85, 5.7],
  [5.45, 5.55, 5.6],
];

const TESTS: Record<string, () => Row> = {
  "t.welch.sleep": () => t(welchTest(...sleep)),
  "t.pooled.sleep": () => t(studentT(...sleep)),
  "t.paired.sleep": () => t(pairedT(...sleep)),
  "t.one.mpg": () => t(oneSampleT(mpg, 20)),
  "t.welch.mpg.am": () => t(welchTest(auto, manual)),
  "t.pooled.mpg.am": () => t(studentT(auto, manual)),
  "t.welch.tooth": () =>
    t(welchTest(...(split("ToothGrowth", "len", "supp") as [Float64Array, Float64Array]))),
  "t.less.mpg.am": () => t(welchTest(auto, manual, {alternative: "less"})),
  "wilcox.rank.mpg.am": () => {
    const {u, p} = mannWhitney(auto, manual, {method: "normal"});
    return {statistic: u, p_value: p};
  },
  "wilcox.rank.nocorr": () => {
    const {u, p} = mannWhitney(auto, manual, {method: "normal", correct: false});
    return {statistic: u, p_value: p};
  },
  "wilcox.ozone.may.aug": () => {
    const {u, p} = mannWhitney(ozone[0]!, ozone[3]!, {method: "normal"});
    return {statistic: u, p_value: p};
  },
  "wilcox.signed.sleep": () => {
    const {v, p} = wilcoxonSignedRank(
      sleep[0].map((value, row) => value - sleep[1][row]!),
      {method: "normal"},
    );
    return {statistic: v, p_value: p};
  },
  "shapiro.mpg": () => shapiro("mtcars", "mpg"),
  "shapiro.sepal": () => shapiro("iris", "Sepal.Length"),
  "shapiro.petal": () => shapiro("iris", "Petal.Length"),
  "shapiro.faithful": () => shapiro("faithful", "eruptions"),
  "shapiro.quakes.mag": () => shapiro("quakes", "mag"),
  "shapiro.trees": () => shapiro("trees", "Height"),
  "ks.mpg.norm": () => {
    const [mean, sd] = [meanOf(mpg), Math.sqrt(varianceOf(mpg))];
    const {d, p} = kolmogorovSmirnov(mpg, (x) => normalLower((x - mean) / sd), "asymptotic");
    return {statistic: d, p_value: p};
  },
  "ks.two.mpg.am": () => {
    const {d, p} = kolmogorovSmirnovTwo(auto, manual, "asymptotic");
    return {statistic: d, p_value: p};
  },
  "bartlett.spray": () => k2(split("InsectSprays", "count", "spray")),
  "bartlett.plant": () => k2(split("PlantGrowth", "weight", "group")),
  "fligner.spray": () => {
    const {chi2, df, p} = flignerKilleen(split("InsectSprays", "count", "spray"));
    return {statistic: chi2, parameter: df, p_value: p};
  },
  "kruskal.ozone": () => kruskal(ozone),
  "kruskal.plant": () => kruskal(split("PlantGrowth", "weight", "group")),
  "kruskal.chick": () => kruskal(split("chickwts", "weight", "feed")),
  "oneway.welch.plant": () => oneWay(welchOneWay(split("PlantGrowth", "weight", "group"))),
  "oneway.equal.plant": () => oneWay(oneWayAnova(split("PlantGrowth", "weight", "group"))),
  "oneway.equal.chick": () => oneWay(oneWayAnova(split("chickwts", "weight", "feed"))),
  "oneway.equal.iris": () => oneWay(oneWayAnova(split("iris", "Sepal.Width", "Species"))),
  "oneway.welch.spray": () => oneWay(welchOneWay(split("InsectSprays", "count", "spray"))),
  "var.mpg.am": () => {
    const {f, df1, df2, p, low, high} = varianceRatio(auto, manual);
    return {...oneWay({f, df1, df2, p}), conf_int: [low, high], estimate: f};
  },
  "ansari.mpg.am": () => {
    const {ab, p} = ansariBradley(auto, manual);
    return {statistic: ab, p_value: p};
  },
  "mood.mpg.am": () => {
    const {z, p} = moodScale(auto, manual);
    return {statistic: z, p_value: p};
  },
  "cor.pearson.mpg.wt": () => pearson(mpg, numbers("mtcars", "wt")),
  "cor.spearman.mpg.wt": () => ranked(mpg, numbers("mtcars", "wt")),
  "cor.kendall.mpg.wt": () => {
    const {r, p} = correlate(mpg, numbers("mtcars", "wt"), "kendall");
    return {p_value: p, estimate: r};
  },
  "cor.pearson.women": () => pearson(numbers("women", "height"), numbers("women", "weight")),
  "cor.pearson.ozone.temp": () =>
    pearson(...(complete("airquality", "Ozone", "Temp") as [Float64Array, Float64Array])),
  "cor.spearman.ozone.temp": () =>
    ranked(...(complete("airquality", "Ozone", "Temp") as [Float64Array, Float64Array])),
  "cor.pearson.cars": () => pearson(numbers("cars", "speed"), numbers("cars", "dist")),
  "chisq.cyl.gear": () => independence(crossTable("mtcars", "cyl", "gear")),
  "chisq.am.vs.yates": () => independence(crossTable("mtcars", "am", "vs")),
  "chisq.am.vs.noyates": () => independence(crossTable("mtcars", "am", "vs"), false),
  "chisq.hair.eye": () => independence(crossTable("HairEyeColor", "Hair", "Eye", "Freq")),
  "chisq.ucb.gender.admit": () => independence(crossTable("UCBAdmissions", "Admit", "Gender", "Freq")),
  "fisher.am.vs": () => {
    const {p, conditional} = fisherExact(crossTable("mtcars", "am", "vs"));
    return {p_value: p, estimate: conditional.value, conf_int: [conditional.low, conditional.high]};
  },
  "fisher.cyl.am": () => ({p_value: fisherExactLarge(crossTable("mtcars", "cyl", "am")).p}),
  "mantelhaen.ucb": () => {
    const {chi2, df, p, oddsRatio, low, high} = cochranMantelHaenszel(strata());
    return {statistic: chi2, parameter: df, p_value: p, estimate: oddsRatio, conf_int: [low, high]};
  },
  "mcnemar.approval": () => {
    const {chi2, df, p} = mcnemar([
      [794, 150],
      [86, 570],
    ]);
    return {statistic: chi2, parameter: df, p_value: p};
  },
  "binom.682.925": () => {
    const {p, share, exact} = binomialTest(682, 925, 0.75);
    return {statistic: 682, parameter: 925, p_value: p, estimate: share, conf_int: [exact.low, exact.high]};
  },
  "prop.smokers": () => {
    const {chi2, df, p, shares} = severalProportions([
      [83, 86],
      [90, 93],
      [129, 136],
      [70, 82],
    ]);
    return {statistic: chi2, parameter: df, p_value: p, estimate: shares};
  },
  "prop.two": () => {
    const {chi2, df, p, low, high} = twoProportionsCorrected([15, 25], [8, 30]);
    return {statistic: chi2, parameter: df, p_value: p, conf_int: [low, high]};
  },
  "poisson.137": () => {
    const {rate, p, low, high} = poissonTest(137, 24.19893);
    return {p_value: p, estimate: rate, conf_int: [low, high]};
  },
  "friedman.round": () => {
    const {chi2, df, p} = friedman([0, 1, 2].map((at) => Float64Array.from(ROUNDS, (row) => row[at]!)));
    return {statistic: chi2, parameter: df, p_value: p};
  },
  "Box.lag1.lh": () => {
    const {q, df, p} = ljungBox(Float64Array.from(LH), 1);
    return {statistic: q, parameter: df, p_value: p};
  },
};

/** R 4.2.2 scores tied values in another way than its later versions and scipy 1.17, which is the reference here. */
const OTHERS: Record<string, Record<string, Row>> = {
  "mood.mpg.am": {scipy: {statistic: -0.8681390857006462, p_value: 0.38531819623546326}},
};

/** Where R itself stops early: the conditional odds ratio's interval is found by `uniroot` to 4 digits. */
const LOOSE: Record<string, {bar: number; because: string}> = {
  "ks.mpg.norm": {bar: 8, because: "R's series stops at 1e-8"},
  "fisher.am.vs": {bar: 4, because: "R's uniroot stops at 1e-4"},
};

const spoken = (text: string): number[] =>
  text === ""
    ? []
    : text.split(";").map((one) => (one === "-Inf" ? -Infinity : one === "Inf" ? Infinity : Number(one)));

const tests = csv("r_tests/hypothesis_tests.csv").map((row): GoldenCase => {
  const fields = ["statistic", "parameter", "p_value", "estimate", "conf_int"] as const;
  const theirs = Object.fromEntries(
    fields.map((field) => [field, spoken(row[field]!)]).filter(([, of]) => of!.length > 0),
  );
  return {
    id: `R ${row.id}`,
    ours: () => TESTS[row.id!]?.() ?? Promise.reject(new Error(`no test ${row.id}`)),
    references: {R: theirs, ...OTHERS[row.id!]},
    bar: 9,
    ...LOOSE[row.id!],
  };
});

/** The terms of a formula as predictors over complete rows, and its outcome. */
function model(dataset: string, formula: string): {y: Float64Array; predictors: Predictor[]} {
  const [left, right] = formula.replace(/^(logit|poisson) /, "").split(" ~ ") as [string, string];
  const rows = rData(dataset);
  const terms =
    right === "."
      ? Object.keys(rows[0]!).filter((name) => name !== left && name !== "row")
      : right.split(" + ");
  const names = terms.map((term) => term.replace(/^factor\((.*)\)$/, "$1"));
  const kept = rows.filter((row) => [left, ...names].every((name) => row[name] !== "NA"));
  const predictors = terms.map((term, at): Predictor => {
    const cells = kept.map((row) => row[names[at]!]!);
    const labels = term.startsWith("factor(") || cells.some((cell) => Number.isNaN(Number(cell)));
    return labels ? {name: term, labels: cells} : {name: term, values: Float64Array.from(cells, Number)};
  });
  return {y: Float64Array.from(kept, (row) => Number(row[left])), predictors};
}

const regressions = csv("r_tests/regressions.csv").map((row): GoldenCase => {
  const digits = (field: string): Record<string, number> =>
    row[field] === "" || row[field] === "NA" ? {} : {[field]: Number(row[field])};
  const generalised = row.id!.startsWith("glm");
  return {
    id: `R ${row.id} ${row.term}`,
    ours: () => {
      const {y, predictors} = model(row.dataset!, row.formula!);
      const design = designOf(predictors);
      if (generalised) {
        const fit = fitGlm(y, design, row.formula!.startsWith("poisson") ? "poisson" : "binomial", {
          tolerance: 1e-8,
        });
        const {estimate, se, z, p} = fit.coefficients.find(({name}) => name === row.term)!;
        return {estimate, se, stat: z, p};
      }
      const fit = fitOls(y, design);
      const {estimate, se, t: stat, p} = fit.coefficients.find(({name}) => name === row.term)!;
      return {estimate, se, stat, p, r2: fit.r2, adj_r2: fit.adjustedR2, F: fit.f, resid_se: fit.sigma};
    },
    references: {
      R: Object.assign({}, ...["estimate", "se", "stat", "p", "r2", "adj_r2", "F", "resid_se"].map(digits)),
    },
    bar: generalised ? 6 : 9,
    ...(generalised && {
      because: "iterative, stopped where R stops",
      keys: /^(estimate|se|stat|p)$/,
    }),
  };
});

const COLUMNS: Record<string, [string, string]> = {
  PlantGrowth: ["weight", "group"],
  chickwts: ["weight", "feed"],
  iris: ["Sepal.Length", "Species"],
};

const scipyTukey = reference<Record<string, Record<string, number>>>("r_tests/tukey_scipy.json");

function exactTail(pair: string): Record<string, number> {
  const scipy = scipyTukey[pair]!;
  return {...scipy, p_adj: exactTukey[pair] ?? scipy.p_adj!};
}

const exactTukey = reference<Record<string, number>>("r_tests/tukey_exact.json");

const pairs = csv("r_tests/tukey.csv").map((row): GoldenCase => {
  const [column, by] = COLUMNS[row.dataset!] ?? ["", ""];
  return {
    id: `R tukey ${row.dataset} ${row.pair}`,
    ours: () => {
      const levels = [...new Set(rData(row.dataset!).map((one) => one[by]!))].sort();
      const all = tukey(split(row.dataset!, column, by));
      const found = all.find(({first, second}) => `${levels[second]}-${levels[first]}` === row.pair)!;
      return {diff: found.difference, lwr: found.low, upr: found.high, p_adj: found.p};
    },
    references: {
      R: Object.fromEntries(["diff", "lwr", "upr", "p_adj"].map((field) => [field, Number(row[field])])),
      scipy: exactTail(`${row.dataset} ${row.pair}`),
    },
    // R's own ptukey and qtukey hold 5 to 8 digits: scipy integrates to the end, but for p far in the tail (mpmath).
    bar: 9,
  };
});

export const cases: readonly GoldenCase[] = [...tests, ...regressions, ...pairs];
