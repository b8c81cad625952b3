import {TabletalkError} from "../../errors.ts";
import {fisherUpper} from "../distributions/fisher.ts";
import {studentQuantile, studentTwoSided} from "../distributions/student.ts";
import {LARGE, meanOfLarge, squaresOfLarge} from "../large_sums.ts";
import {sumOf} from "../sums.ts";
import {type Design, INTERCEPT} from "./design.ts";
import {type Factors, factorise, residualsOf} from "./householder.ts";

export interface Coefficient {
  name: string;
  estimate: number;
  se: number;
  t: number;
  p: number;
  low: number;
  high: number;
}

/** A fitted linear model with everything that a regression table shows. */
export interface OlsFit {
  coefficients: Coefficient[];
  r2: number;
  adjustedR2: number;
  /** Of all predictors together; NaN for an intercept alone. */
  f: number;
  fP: number;
  dfModel: number;
  df: number;
  n: number;
  /** Residual standard error. */
  sigma: number;
  rss: number;
  logLikelihood: number;
  aic: number;
  bic: number;
  /** Of the response, not weighted. */
  residuals: Float64Array;
  fitted: Float64Array;
  factors: Factors;
  design: Design;
  /** Square roots of the weights, where there are weights. */
  root?: Float64Array;
}

export interface OlsOptions {
  /** Positive weights: each row's variance is sigma squared / weight. */
  weights?: Float64Array;
  /** Of the intervals, default 0.95. */
  level?: number;
}

/**
 * Ordinary (or weighted) least squares of complete rows. Agrees with R's `lm` and statsmodels' `OLS` and `WLS`; `aic` and
 * `bic` count the coefficients, as statsmodels does (R counts sigma too).
 * @throws TabletalkError bad_plan where rows are too few, or columns determine one another (named)
 */
export function fitOls(y: Float64Array, design: Design, options: OlsOptions = {}): OlsFit {
  const {weights, level = 0.95} = options;
  const n = y.length;
  const p = design.columns.length;
  if (n <= p) {
    throw new TabletalkError(
      "bad_plan",
      `A model with ${p} coefficients needs more than ${p} complete rows; there are ${n}.`,
      "Take fewer predictors or more rows.",
    );
  }
  const root = weights?.map(Math.sqrt);
  const weighted = (column: Float64Array): Float64Array =>
    root ? column.map((value, row) => value * root[row]!) : column;
  const factors = factorise(design.columns.map(weighted));
  const [bad] = factors.dependent;
  if (bad !== undefined) {
    throw new TabletalkError(
      "bad_plan",
      `'${design.names[bad]}' is constant, or made of the other predictors.`,
      "Leave it out.",
    );
  }
  const beta = factors.solve(weighted(y));
  const residuals = residualsOf(y, design.columns, beta);
  const rss = sumSquares(residuals, weights);
  const tss = totalSquares(y, design.names.includes(INTERCEPT), weights);
  const df = n - p;
  const sigma = Math.sqrt(rss / df);
  const dfModel = design.names.includes(INTERCEPT) ? p - 1 : p;
  const r2 = tss > 0 ? 1 - rss / tss : Number.NaN;
  const f = dfModel > 0 ? (tss - rss) / dfModel / (rss / df) : Number.NaN;
  const logWeights = weights ? sumOf(weights.map(Math.log)) : 0;
  const logLikelihood = (logWeights - n * (Math.log(2 * Math.PI) + Math.log(rss / n) + 1)) / 2;
  const variances = factors.inverse.map((row, at) => sigma ** 2 * row[at]!);
  return {
    coefficients: coefficientsOf(design.names, beta, variances, df, level),
    r2,
    adjustedR2: 1 - ((1 - r2) * (n - (design.names.includes(INTERCEPT) ? 1 : 0))) / df,
    f,
    fP: fisherUpper(f, dfModel, df),
    dfModel,
    df,
    n,
    sigma,
    rss,
    logLikelihood,
    aic: 2 * p - 2 * logLikelihood,
    bic: p * Math.log(n) - 2 * logLikelihood,
    residuals,
    fitted: y.map((value, row) => value - residuals[row]!),
    factors,
    design,
    ...(root && {root}),
  };
}

/** The table of coefficients for given variances: Student's t with `df`. */
export function coefficientsOf(
  names: readonly string[],
  beta: ArrayLike<number>,
  variances: ArrayLike<number>,
  df: number,
  level = 0.95,
): Coefficient[] {
  const quantile = studentQuantile(1 - level, df);
  return names.map((name, at) => {
    const estimate = beta[at]!;
    const se = Math.sqrt(variances[at]!);
    const t = estimate / se;
    return {
      name,
      estimate,
      se,
      t,
      p: studentTwoSided(t, df),
      low: estimate - quantile * se,
      high: estimate + quantile * se,
    };
  });
}

function sumSquares(values: Float64Array, weights: Float64Array | undefined): number {
  if (!weights && values.length >= LARGE) return squaresOfLarge(values, 0).second;
  return sumOf(
    weights ? values.map((value, row) => weights[row]! * value ** 2) : values.map((value) => value ** 2),
  );
}

function totalSquares(y: Float64Array, centred: boolean, weights: Float64Array | undefined): number {
  if (!centred) return sumSquares(y, weights);
  if (!weights && y.length >= LARGE) return squaresOfLarge(y, meanOfLarge(y)).second;
  const whole = weights ? sumOf(weights) : y.length;
  const first = sumOf(weights ? y.map((value, row) => weights[row]! * value) : y) / whole;
  const rest = y.map((value) => value - first);
  const mean = first + sumOf(weights ? rest.map((value, row) => weights[row]! * value) : rest) / whole;
  return sumSquares(
    y.map((value) => value - mean),
    weights,
  );
}
