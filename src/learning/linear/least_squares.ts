import {TabletalkError} from "../../errors.ts";
import {factorise} from "../../statistics/regression/householder.ts";
import {meanOf} from "../../statistics/sums.ts";
import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";

/** A linear model of a number: plain data that can be kept as JSON. */
export interface LinearModel {
  type: "linear";
  coefficients: number[];
  intercept: number;
}

export function predictLinear(
  {coefficients, intercept}: LinearModel,
  columns: readonly Float64Array[],
): Float64Array {
  const made = new Float64Array(columns[0]?.length ?? 0).fill(intercept);
  for (const [at, column] of columns.entries())
    for (let row = 0; row < made.length; row++) made[row]! += coefficients[at]! * column[row]!;
  return made;
}

export function centred(columns: readonly Float64Array[], y: Float64Array) {
  const means = columns.map((column) => meanOf(column));
  const mean = meanOf(y);
  return {
    means,
    mean,
    x: columns.map((column, at) => column.map((value) => value - means[at]!)),
    y: y.map((value) => value - mean),
  };
}

export const finish = (
  coefficients: readonly number[],
  means: readonly number[],
  mean: number,
): LinearModel => ({
  type: "linear",
  coefficients: [...coefficients],
  intercept: mean - coefficients.reduce((sum, one, at) => sum + one * means[at]!, 0),
});

/**
 * Ridge regression: squares plus `alpha` times the squared coefficients (0 is ordinary least squares), the intercept not
 * penalised. By QR of the rows with the penalty's below them; agrees with scikit-learn's `Ridge`.
 * @throws TabletalkError bad_plan where alpha is 0 and columns determine one another
 */
export function fitRidge(columns: readonly Float64Array[], y: Float64Array, alpha = 1): LinearModel {
  const {x, y: target, means, mean} = centred(columns, y);
  const root = Math.sqrt(alpha);
  const extra = alpha > 0 ? columns.length : 0;
  const n = y.length;
  const augmented = x.map((column, at) => {
    const made = new Float64Array(n + extra);
    made.set(column);
    if (extra > 0) made[n + at] = root;
    return made;
  });
  const right = new Float64Array(n + extra);
  right.set(target);
  const factors = factorise(augmented);
  if (factors.dependent.length > 0)
    throw new TabletalkError(
      "bad_plan",
      `Predictor ${factors.dependent[0]! + 1} is constant, or made of the other columns.`,
      "Leave it out, or use ridge regression: with an alpha of 0.000001 it foretells the same.",
    );
  return finish([...factors.solve(right)], means, mean);
}

/**
 * Lasso and elastic net by coordinate descent (Friedman, Hastie and Tibshirani 2010): squares / 2n + alpha (share |b| +
 * (1 - share) b^2 / 2). Agrees with scikit-learn's `Lasso` (share 1) and `ElasticNet`.
 */
export function fitElasticNet(
  columns: readonly Float64Array[],
  y: Float64Array,
  {
    alpha = 1,
    share = 1,
    tolerance = 1e-10,
    rounds = 10_000,
  }: {
    alpha?: number;
    share?: number;
    tolerance?: number;
    rounds?: number;
  } = {},
  hooks: WorkHooks = NO_HOOKS,
): LinearModel {
  const {x, y: target, means, mean} = centred(columns, y);
  const n = y.length;
  const p = x.length;
  const rest = Float64Array.from(target);
  const squares = x.map((column) => column.reduce((sum, value) => sum + value * value, 0));
  const beta = new Float64Array(p);
  const [absolute, square] = [alpha * share * n, alpha * (1 - share) * n];
  const whole = target.reduce((sum, value) => sum + value * value, 0);
  for (let round = 0; round < rounds; round++) {
    hooks.checkpoint();
    let moved = 0;
    for (let at = 0; at < p; at++) {
      if (squares[at] === 0) continue;
      const column = x[at]!;
      let dot = beta[at]! * squares[at]!;
      for (let row = 0; row < n; row++) dot += column[row]! * rest[row]!;
      const next = (Math.sign(dot) * Math.max(Math.abs(dot) - absolute, 0)) / (squares[at]! + square);
      const change = next - beta[at]!;
      if (change === 0) continue;
      for (let row = 0; row < n; row++) rest[row]! -= change * column[row]!;
      beta[at] = next;
      moved = Math.max(moved, change * change * squares[at]!);
    }
    if (moved <= tolerance * tolerance * whole) break;
  }
  return finish([...beta], means, mean);
}
