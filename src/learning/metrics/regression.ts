import {quantile} from "../../statistics/descriptive/quantiles.ts";

/** How far foretold numbers are from the true ones; agrees with scikit-learn's functions. */
export interface RegressionScores {
  /** Share of the variance explained; can be negative on rows not learnt from. */
  r2: number;
  mse: number;
  rmse: number;
  mae: number;
  medianAbsoluteError: number;
  /** Mean of |error| / |truth|, 0.1 = 10 %. */
  mape: number;
  explainedVariance: number;
  /** Mean of truth - foretold. */
  bias: number;
}

export function regressionScores(truth: Float64Array, foretold: Float64Array): RegressionScores {
  const n = truth.length;
  const mean = truth.reduce((sum, value) => sum + value, 0) / n;
  const errors = truth.map((value, row) => value - foretold[row]!);
  const bias = errors.reduce((sum, error) => sum + error, 0) / n;
  const squares = errors.reduce((sum, error) => sum + error ** 2, 0);
  const total = truth.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const spread = errors.reduce((sum, error) => sum + (error - bias) ** 2, 0);
  const sizes = errors.map(Math.abs);
  const mae = sizes.reduce((sum, size) => sum + size, 0) / n;
  return {
    r2: total > 0 ? 1 - squares / total : Number.NaN,
    mse: squares / n,
    rmse: Math.sqrt(squares / n),
    mae,
    medianAbsoluteError: quantile(Float64Array.from(sizes).sort(), 0.5),
    mape:
      sizes.reduce((sum, size, row) => sum + size / Math.max(Math.abs(truth[row]!), Number.EPSILON), 0) / n,
    explainedVariance: total > 0 ? 1 - spread / total : Number.NaN,
    bias,
  };
}
