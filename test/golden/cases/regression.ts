import {designOf, type Predictor} from "../../../src/statistics/regression/design.ts";
import {
  breuschPagan,
  durbinWatson,
  influenceOf,
  varianceInflation,
  whiteTest,
} from "../../../src/statistics/regression/diagnostics.ts";
import {fitGlm, type GlmFamily, type GlmLink} from "../../../src/statistics/regression/glm.ts";
import {type Coefficient, fitOls, type OlsFit} from "../../../src/statistics/regression/ols.ts";
import {predictOls} from "../../../src/statistics/regression/predict.ts";
import {
  clusteredErrors,
  heteroscedasticErrors,
  type RobustKind,
  serialErrors,
} from "../../../src/statistics/regression/robust_errors.ts";
import {theilSen} from "../../../src/statistics/regression/theil_sen.ts";
import {frame, type GoldenCase, statsCase, vector} from "../case.ts";

const numbers = (table: string, names: readonly string[]): Predictor[] =>
  names.map((name) => ({name, values: vector(`${table}.${name}`)}));

const model = (table: string, y: string, names: readonly string[], weights?: string): OlsFit =>
  fitOls(
    vector(`${table}.${y}`),
    designOf(numbers(table, names)),
    weights ? {weights: vector(`${table}.${weights}`)} : {},
  );

const named = (coefficients: readonly Coefficient[], key: (one: Coefficient) => unknown) =>
  Object.fromEntries(coefficients.map((one) => [one.name, key(one)]));

const table = (one: OlsFit) => ({
  coef: named(one.coefficients, ({estimate}) => estimate),
  se: named(one.coefficients, ({se}) => se),
  t: named(one.coefficients, ({t}) => t),
  p: named(one.coefficients, ({p}) => p),
  ci: named(one.coefficients, ({low, high}) => [low, high]),
  r2: one.r2,
  adj_r2: one.adjustedR2,
  F: one.f,
  F_p: one.fP,
  df_model: one.dfModel,
  df_resid: one.df,
  sigma: one.sigma,
  loglik: one.logLikelihood,
  aic: one.aic,
  bic: one.bic,
});

const X4 = ["x1", "x2", "x3", "x4"];
const reg = (): OlsFit => model("reg", "y", X4);

function wampler(name: string): GoldenCase {
  return statsCase(
    `ols.${name}`,
    () => {
      const x = vector(`${name}.x`);
      const powers = [1, 2, 3, 4, 5].map((k) => ({
        name: k === 1 ? "x" : `I(x ** ${k})`,
        values: x.map((value) => value ** k),
      }));
      return {
        coef: named(fitOls(vector(`${name}.y`), designOf(powers)).coefficients, ({estimate}) => estimate),
      };
    },
    {keys: /^coef/, bar: 6},
  );
}

const glm = (
  id: string,
  y: string,
  names: string[],
  family: GlmFamily,
  link?: GlmLink,
  exposure?: string,
): GoldenCase =>
  statsCase(
    id,
    () => {
      const one = fitGlm(vector(`glm.${y}`), designOf(numbers("glm", names)), family, {
        ...(link && {link}),
        ...(exposure && {offset: vector(`glm.${exposure}`).map(Math.log)}),
      });
      const by = (key: (coefficient: (typeof one.coefficients)[number]) => unknown) =>
        Object.fromEntries(one.coefficients.map((coefficient) => [coefficient.name, key(coefficient)]));
      return {
        coef: by(({estimate}) => estimate),
        se: by(({se}) => se),
        z: by(({z}) => z),
        p: by(({p}) => p),
        deviance: one.deviance,
        null_deviance: one.nullDeviance,
        ...(family !== "gamma" && {aic: one.aic, loglik: one.logLikelihood}),
        df_resid: one.df,
        ci_wald: by(({low, high}) => [low, high]),
      };
    },
    {bar: 6, because: "iterative on both sides"},
  );

export const cases: readonly GoldenCase[] = [
  statsCase("ols.mtcars", () => table(model("mtcars", "mpg", ["wt", "hp", "qsec"]))),
  statsCase("ols.longley", () =>
    table(model("longley", "TOTEMP", ["GNPDEFL", "GNP", "UNEMP", "ARMED", "POP", "YEAR"])),
  ),
  statsCase("ols.reg", () => table(reg())),
  wampler("wampler1"),
  wampler("wampler2"),
  statsCase(
    "ols.toothgrowth",
    ({ref}) => {
      const {len, supp, dose} = frame("toothgrowth");
      const one = fitOls(
        Float64Array.from(len as number[]),
        designOf(
          [
            {name: "supp", labels: supp as string[]},
            {name: "dose", labels: dose as string[]},
          ],
          {interactions: [["supp", "dose"]]},
        ),
      );
      // The references name coefficients each in their way, in one order.
      const keys = Object.keys((ref.python!.result as {coef: object}).coef);
      const renamed = one.coefficients.map((coefficient, at) => ({...coefficient, name: keys[at]!}));
      return table({...one, coefficients: renamed});
    },
    {trust: "python"},
  ),
  ...(["HC0", "HC1", "HC2", "HC3"] as RobustKind[]).map((kind) =>
    statsCase(`ols.reg.${kind}`, () => ({se: named(heteroscedasticErrors(reg(), kind), ({se}) => se)})),
  ),
  statsCase("ols.reg.cluster", () => ({
    se: named(clusteredErrors(reg(), frame("reg").grp as string[]), ({se}) => se),
  })),
  statsCase("ols.reg.HAC", () => ({se: named(serialErrors(reg(), 4), ({se}) => se)})),
  statsCase("wls.reg", () => table(model("reg", "y", X4, "w"))),
  statsCase("vif.reg", () => Object.fromEntries(varianceInflation(reg()).map(({name, vif}) => [name, vif]))),
  statsCase("durbin_watson", () => ({dw: durbinWatson(reg().residuals)})),
  statsCase("breusch_pagan", () => {
    const [bp, white] = [breuschPagan(reg()), whiteTest(reg())];
    return {BP: bp.lm, BP_p: bp.p, white: white.lm, white_p: white.p};
  }),
  statsCase("influence.mtcars", () => {
    const {hat, cooks, studentised, dffits} = influenceOf(model("mtcars", "mpg", ["wt", "hp", "qsec"]));
    return {hat, cooks, rstudent: studentised, dffits};
  }),
  statsCase("ols.predict", ({params}) => {
    const {wt, hp, qsec} = params.newdata as Record<string, number[]>;
    const one = model("mtcars", "mpg", ["wt", "hp", "qsec"]);
    const rows = wt!.map((_, at) => predictOls(one, [1, wt![at]!, hp![at]!, qsec![at]!]));
    return {
      mean: rows.map(({mean}) => mean),
      mean_se: rows.map(({se}) => se),
      mean_ci_lower: rows.map(({low}) => low),
      mean_ci_upper: rows.map(({high}) => high),
      obs_ci_lower: rows.map(({newLow}) => newLow),
      obs_ci_upper: rows.map(({newHigh}) => newHigh),
    };
  }),
  glm("glm.logit", "y", ["x1", "x2", "x3"], "binomial"),
  glm("glm.probit", "y", ["x1", "x2", "x3"], "binomial", "probit"),
  glm("glm.poisson", "count", ["x1", "x2", "x3"], "poisson", "log", "exposure"),
  glm("glm.gamma", "exposure", ["x1", "x2"], "gamma"),
  {
    id: "glm.separated",
    ours: () => {
      try {
        fitGlm(vector("glm_separated.y"), designOf(numbers("glm_separated", ["x"])), "binomial");
        return {refused: 0};
      } catch {
        return {refused: 1};
      }
    },
    references: {expected: {refused: 1}},
    bar: 9,
  },
  statsCase("theilsen", () => {
    const {slope, intercept, low, high} = theilSen(vector("cx"), vector("cy"));
    return {slope, intercept, lo: low, hi: high};
  }),
];
