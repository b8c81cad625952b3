import {TabletalkError} from "../../errors.ts";
import {normalQuantile, normalTwoSided} from "../distributions/normal.ts";
import {sumOf} from "../sums.ts";
import {NO_HOOKS, type WorkHooks} from "../work_hooks.ts";
import {choleskyOf, solveCholesky} from "./cholesky.ts";
import {type Design, levelsOf} from "./design.ts";
import type {GlmCoefficient} from "./glm.ts";
import {factorise} from "./householder.ts";

export interface MultinomialFit {
  /** The outcome's first value: the others are compared with it. */
  base: string;
  /** For each other value, the coefficients of its log odds against the base. */
  outcomes: {outcome: string; coefficients: GlmCoefficient[]}[];
  logLikelihood: number;
  nullLogLikelihood: number;
  /** McFadden (1974). */
  pseudoR2: number;
  aic: number;
  bic: number;
  df: number;
  n: number;
  /** Rows of each value, the base first. */
  counts: number[];
}

const MOST_ROUNDS = 30;

/**
 * Multinomial logistic regression by Newton's method: a set of coefficients for each value of the outcome but the first in
 * order. Agrees with statsmodels' `MNLogit` and R's `nnet::multinom`.
 * @throws TabletalkError bad_plan where rows are too few, columns determine one another (named), or predictors separate the
 * values perfectly (no finite estimate exists)
 */
export function fitMultinomial(
  labels: readonly string[],
  design: Design,
  level: number,
  hooks: WorkHooks = NO_HOOKS,
): MultinomialFit {
  const levels = levelsOf(labels).map(String);
  const [n, p, k] = [labels.length, design.columns.length, levels.length - 1];
  if (k < 1) throw refused("The outcome has one value only.", "Choose an outcome with two values or more.");
  if (n <= p * k)
    throw refused(
      `A model with ${p * k} coefficients needs more than ${p * k} complete rows; there are ${n}.`,
      "Take fewer predictors or more rows, or join rare values of the outcome.",
    );
  const [bad] = factorise(design.columns).dependent;
  if (bad !== undefined)
    throw refused(`'${design.names[bad]}' is constant, or made of the other predictors.`, "Leave it out.");
  const scales = design.columns.map((column) => Math.sqrt(sumOf(column.map((value) => value ** 2)) / n));
  const x = design.columns.map((column, at) => column.map((value) => value / scales[at]!));
  const place = new Map(levels.map((name, at) => [name, at - 1]));
  const y = Int32Array.from(labels, (label) => place.get(label)!);

  let beta = new Float64Array(p * k);
  let now = stepOf(x, y, k, beta);
  let factor = choleskyOf(now.information);
  for (let round = 0; ; round++) {
    hooks.checkpoint();
    hooks.progress(round / MOST_ROUNDS);
    if (!factor || round === MOST_ROUNDS) throw separated();
    const move = solveCholesky(factor, now.gradient);
    const gain = sumOf(move.map((value, at) => value * now.gradient[at]!));
    if (gain < 1e-18 * n) break;
    let share = 1;
    let next = beta;
    let then = now;
    do {
      next = beta.map((value, at) => value + share * move[at]!);
      then = stepOf(x, y, k, next);
      share /= 2;
    } while (!(then.logLikelihood >= now.logLikelihood - 1e-9 * Math.abs(now.logLikelihood)) && share > 1e-6);
    [beta, now, factor] = [next, then, choleskyOf(then.information)];
  }
  const quantile = normalQuantile(0.5 + level / 2);
  const variances = beta.map((_, at) => {
    const unit = new Float64Array(p * k);
    unit[at] = 1;
    return solveCholesky(factor, unit)[at]!;
  });
  const outcomes = levels.slice(1).map((outcome, of) => ({
    outcome,
    coefficients: design.names.map((name, at): GlmCoefficient => {
      const estimate = beta[of * p + at]! / scales[at]!;
      const se = Math.sqrt(variances[of * p + at]!) / scales[at]!;
      const z = estimate / se;
      const reach = quantile * se;
      return {name, estimate, se, z, p: normalTwoSided(z), low: estimate - reach, high: estimate + reach};
    }),
  }));
  const counts = levels.map((_, at) => y.reduce((sum, value) => sum + (value === at - 1 ? 1 : 0), 0));
  const nullLogLikelihood = sumOf(counts.map((count) => count * Math.log(count / n)));
  return {
    base: levels[0]!,
    outcomes,
    logLikelihood: now.logLikelihood,
    nullLogLikelihood,
    pseudoR2: 1 - now.logLikelihood / nullLogLikelihood,
    aic: 2 * p * k - 2 * now.logLikelihood,
    bic: p * k * Math.log(n) - 2 * now.logLikelihood,
    df: n - p * k,
    n,
    counts,
  };
}

/** The log likelihood, its gradient and the information, coefficient sets one after another. */
function stepOf(
  x: readonly Float64Array[],
  y: Int32Array,
  k: number,
  beta: Float64Array,
): {logLikelihood: number; gradient: Float64Array; information: Float64Array[]} {
  const [n, p] = [y.length, x.length];
  const gradient = new Float64Array(p * k);
  const information = Array.from({length: p * k}, () => new Float64Array(p * k));
  const chance = new Float64Array(k);
  const likelihoods = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    let most = 0;
    for (let of = 0; of < k; of++) {
      let eta = 0;
      for (let at = 0; at < p; at++) eta += x[at]![row]! * beta[of * p + at]!;
      chance[of] = eta;
      most = Math.max(most, eta);
    }
    const own = y[row]! < 0 ? 0 : chance[y[row]!]!;
    let whole = Math.exp(-most);
    for (let of = 0; of < k; of++) whole += chance[of] = Math.exp(chance[of]! - most);
    likelihoods[row] = own - most - Math.log(whole);
    for (let of = 0; of < k; of++) chance[of]! /= whole;
    for (let of = 0; of < k; of++) {
      const off = (y[row] === of ? 1 : 0) - chance[of]!;
      for (let at = 0; at < p; at++) gradient[of * p + at]! += x[at]![row]! * off;
      for (let other = 0; other <= of; other++) {
        const weight = chance[of]! * ((of === other ? 1 : 0) - chance[other]!);
        for (let i = 0; i < p; i++) {
          const part = weight * x[i]![row]!;
          const into = information[of * p + i]!;
          for (let j = 0; j < p; j++) into[other * p + j]! += part * x[j]![row]!;
        }
      }
    }
  }
  return {logLikelihood: sumOf(likelihoods), gradient, information};
}

const refused = (message: string, next: string): TabletalkError =>
  new TabletalkError("bad_plan", message, next);

const separated = (): TabletalkError =>
  refused(
    "The predictors tell values of the outcome apart perfectly, so the coefficients have no finite estimate.",
    "Leave out the predictor that gives the outcome away, or join rare values.",
  );
