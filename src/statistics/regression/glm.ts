import gammaln from "@stdlib/math-base-special-gammaln";
import {TabletalkError} from "../../errors.ts";
import {normalDensity, normalLower, normalQuantile, normalTwoSided} from "../distributions/normal.ts";
import {sumOf} from "../sums.ts";
import {NO_HOOKS, type WorkHooks} from "../work_hooks.ts";
import {type Design, designOf} from "./design.ts";
import {factorise} from "./householder.ts";

export type GlmFamily = "binomial" | "poisson" | "gamma";
export type GlmLink = "logit" | "probit" | "log";

export interface GlmCoefficient {
  name: string;
  estimate: number;
  se: number;
  z: number;
  p: number;
  /** Wald's 95% interval. */
  low: number;
  high: number;
}

export interface GlmFit {
  family: GlmFamily;
  link: GlmLink;
  coefficients: GlmCoefficient[];
  deviance: number;
  nullDeviance: number;
  logLikelihood: number;
  aic: number;
  bic: number;
  /** 1 - log likelihood / that of the mean alone: McFadden (1974). */
  pseudoR2: number;
  df: number;
  n: number;
  /** Pearson's chi squared / df; estimated for gamma, 1 else. Over 1.5 for counts says overdispersed. */
  dispersion: number;
  fitted: Float64Array;
  rounds: number;
}

export interface GlmOptions {
  link?: GlmLink;
  /** Added to the linear predictor as it is, such as the log of an exposure. */
  offset?: Float64Array;
  weights?: Float64Array;
  level?: number;
  /** The rounds end where the deviance changes by less than this share; default 1e-13 (R: 1e-8). */
  tolerance?: number;
}

const MOST_ROUNDS = 50;
/** The deviance's last change, as a share, of a fit that may be used: R's tolerance. */
const SETTLED = 1e-8;
/** A linear predictor that says yes or no with certainty: odds of e^15. */
const CERTAIN = 15;
/** A standard error, over the range of its column, that no sample with a finite estimate has. */
const MOST_ERROR = 500;
/** As R's: what is certain in floating point keeps a weight. */
const LEAST = 2 ** -52;

/**
 * A generalised linear model by iteratively reweighted least squares (McCullagh and Nelder 1989), each round by QR. y is 0
 * or 1 for binomial, counts for Poisson, positive for gamma. Agrees with R's `glm` and statsmodels' `GLM`.
 * @throws TabletalkError bad_plan where predictors separate the outcome perfectly (no finite estimate exists), determine
 * one another, or rows are too few
 */
export function fitGlm(
  y: Float64Array,
  design: Design,
  family: GlmFamily,
  options: GlmOptions = {},
  hooks: WorkHooks = NO_HOOKS,
): GlmFit {
  const {
    link = family === "binomial" ? "logit" : "log",
    offset,
    weights,
    level = 0.95,
    tolerance = 1e-13,
  } = options;
  const n = y.length;
  const p = design.columns.length;
  if (n <= p)
    throw new TabletalkError(
      "bad_plan",
      `A model with ${p} coefficients needs more than ${p} complete rows; there are ${n}.`,
      "Take fewer predictors or more rows.",
    );
  const {deviance, variance, start, logLikelihood} = FAMILIES[family];
  const {mean, slope, inverse} = LINKS[link];
  let mu: Float64Array = y.map(start);
  let eta: Float64Array = mu.map(inverse);
  let before = Infinity;
  let rounds = 0;
  let beta: Float64Array = new Float64Array(p);
  let factors = factorise(design.columns);
  let now = sumOf(y.map((value, row) => (weights?.[row] ?? 1) * deviance(value, mu[row]!)));
  for (; rounds < MOST_ROUNDS; rounds++) {
    hooks.checkpoint();
    const root = new Float64Array(n);
    const working = new Float64Array(n);
    for (let row = 0; row < n; row++) {
      const d = slope(eta[row]!);
      root[row] = Math.sqrt(((weights?.[row] ?? 1) * d * d) / variance(mu[row]!));
      working[row] = root[row]! * (eta[row]! - (offset?.[row] ?? 0) + (y[row]! - mu[row]!) / d);
    }
    factors = factorise(design.columns.map((column) => column.map((value, row) => value * root[row]!)));
    const [bad] = factors.dependent;
    if (bad !== undefined) throw rounds > 3 ? separated() : dependent(design.names[bad]!);
    beta = Float64Array.from(factors.solve(working));
    eta = linear(design.columns, beta, offset, n);
    mu = eta.map(mean);
    before = now;
    now = sumOf(y.map((value, row) => (weights?.[row] ?? 1) * deviance(value, mu[row]!)));
    if (!Number.isFinite(now)) throw separated();
    if (Math.abs(now - before) <= tolerance * (Math.abs(now) + 0.1)) break;
  }
  const settled = Math.abs(now - before) <= SETTLED * (Math.abs(now) + 0.1);
  if (family === "binomial" && (!settled || isSeparated(mu, y))) throw separated();
  const endless = family === "gamma" ? undefined : endlessTerm(eta, design, factors.inverse);
  if (endless !== undefined) throw certain(endless);
  const df = n - p;
  const pearson = sumOf(
    y.map((value, row) => ((weights?.[row] ?? 1) * (value - mu[row]!) ** 2) / variance(mu[row]!)),
  );
  const dispersion = pearson / df;
  const scale = family === "gamma" ? dispersion : 1;
  const quantile = normalQuantile(0.5 + level / 2);
  const coefficients = design.names.map((name, at): GlmCoefficient => {
    const estimate = beta[at]!;
    const se = Math.sqrt(scale * factors.inverse[at]![at]!);
    const z = estimate / se;
    return {
      name,
      estimate,
      se,
      z,
      p: normalTwoSided(z),
      low: estimate - quantile * se,
      high: estimate + quantile * se,
    };
  });
  const none = nullModel(y, family, link, offset, weights, p);
  const likelihood = logLikelihood(y, mu, scale);
  return {
    family,
    link,
    coefficients,
    deviance: now,
    nullDeviance: none.deviance,
    logLikelihood: likelihood,
    aic: 2 * p - 2 * likelihood,
    bic: p * Math.log(n) - 2 * likelihood,
    pseudoR2: 1 - likelihood / none.logLikelihood,
    df,
    n,
    dispersion: family === "gamma" ? dispersion : dispersion,
    fitted: mu,
    rounds: rounds + 1,
  };
}

function nullModel(
  y: Float64Array,
  family: GlmFamily,
  link: GlmLink,
  offset: Float64Array | undefined,
  weights: Float64Array | undefined,
  p: number,
): {deviance: number; logLikelihood: number} {
  if (p === 1) return {deviance: Number.NaN, logLikelihood: Number.NaN};
  const own = designOf([{name: "x", values: new Float64Array(y.length)}]);
  own.columns.pop();
  own.names.pop();
  const {deviance, logLikelihood} = fitGlm(y, own, family, {
    link,
    ...(offset && {offset}),
    ...(weights && {weights}),
  });
  return {deviance, logLikelihood};
}

function linear(
  columns: readonly Float64Array[],
  beta: Float64Array,
  offset: Float64Array | undefined,
  n: number,
): Float64Array {
  const eta = offset ? Float64Array.from(offset) : new Float64Array(n);
  for (const [at, column] of columns.entries())
    for (let row = 0; row < n; row++) eta[row]! += beta[at]! * column[row]!;
  return eta;
}

/** Every row is foretold with certainty. */
function isSeparated(mu: Float64Array, y: Float64Array): boolean {
  return mu.every((value, row) => Math.abs(value - y[row]!) < 1e-6);
}

/**
 * Some rows only are foretold with certainty (quasi-complete separation): the estimate that tells them apart grows with
 * each round while its error grows faster, until the deviance no longer shows it.
 */
function endlessTerm(
  eta: Float64Array,
  {columns, names}: Design,
  inverse: readonly Float64Array[],
): string | undefined {
  if (!eta.some((value) => Math.abs(value) > CERTAIN)) return undefined;
  return names.find((_, at) => {
    const column = columns[at]!;
    let [least, most] = [Infinity, -Infinity];
    for (const value of column) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return (most - least) * Math.sqrt(inverse[at]![at]!) > MOST_ERROR;
  });
}

interface Family {
  deviance(y: number, mu: number): number;
  variance(mu: number): number;
  start(y: number): number;
  logLikelihood(y: Float64Array, mu: Float64Array, scale: number): number;
}

const xlogx = (x: number, over: number): number => (x === 0 ? 0 : x * Math.log(x / over));

const FAMILIES: Record<GlmFamily, Family> = {
  binomial: {
    deviance: (y, mu) => 2 * (xlogx(y, mu) + xlogx(1 - y, 1 - mu)),
    variance: (mu) => Math.max(mu * (1 - mu), LEAST),
    start: (y) => (y + 0.5) / 2,
    logLikelihood: (y, mu) =>
      sumOf(y.map((value, row) => (value > 0.5 ? Math.log(mu[row]!) : Math.log1p(-mu[row]!)))),
  },
  poisson: {
    deviance: (y, mu) => 2 * (xlogx(y, mu) - (y - mu)),
    variance: (mu) => mu,
    start: (y) => y + 0.1,
    logLikelihood: (y, mu) =>
      sumOf(y.map((value, row) => value * Math.log(mu[row]!) - mu[row]! - gammaln(value + 1))),
  },
  gamma: {
    deviance: (y, mu) => 2 * ((y - mu) / mu - Math.log(y / mu)),
    variance: (mu) => mu * mu,
    start: (y) => y,
    logLikelihood: (y, mu, scale) =>
      sumOf(
        y.map((value, row) => {
          const shape = 1 / scale;
          return (
            shape * Math.log((shape * value) / mu[row]!) -
            (shape * value) / mu[row]! -
            Math.log(value) -
            gammaln(shape)
          );
        }),
      ),
  },
};

interface Link {
  mean(eta: number): number;
  slope(eta: number): number;
  inverse(mu: number): number;
}

const LINKS: Record<GlmLink, Link> = {
  logit: {
    mean: (eta) => (eta >= 0 ? 1 / (1 + Math.exp(-eta)) : Math.exp(eta) / (1 + Math.exp(eta))),
    slope: (eta) => {
      const e = Math.exp(-Math.abs(eta));
      return Math.max(e / (1 + e) ** 2, LEAST);
    },
    inverse: (mu) => Math.log(mu / (1 - mu)),
  },
  probit: {
    mean: normalLower,
    slope: (eta) => Math.max(normalDensity(eta), 1e-300),
    inverse: normalQuantile,
  },
  log: {mean: Math.exp, slope: Math.exp, inverse: Math.log},
};

const separated = (): TabletalkError =>
  new TabletalkError(
    "bad_plan",
    "The predictors tell the outcome apart perfectly, so the coefficients have no finite estimate.",
    "Leave out the predictor that gives the outcome away, or join rare categories.",
  );

const certain = (name: string): TabletalkError =>
  new TabletalkError(
    "bad_plan",
    `'${name}' tells the outcome of some rows with certainty (all of one kind, or all 0), so its coefficient has no finite estimate.`,
    "Join that value with another, or leave the predictor out.",
  );

const dependent = (name: string): TabletalkError =>
  new TabletalkError("bad_plan", `'${name}' is constant, or made of the other predictors.`, "Leave it out.");
