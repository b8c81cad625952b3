import {studentQuantile} from "../distributions/student.ts";
import type {OlsFit} from "./ols.ts";

export interface Predicted {
  mean: number;
  se: number;
  /** Of the mean. */
  low: number;
  high: number;
  /** Of a single new observation. */
  newLow: number;
  newHigh: number;
}

/** What the model expects for a new row: values in the order of the design's columns, the intercept's 1 among them. */
export function predictOls(fit: OlsFit, row: readonly number[], level = 0.95): Predicted {
  let mean = 0;
  let variance = 0;
  for (const [i, value] of row.entries()) {
    mean += value * fit.coefficients[i]!.estimate;
    for (const [j, other] of row.entries()) variance += value * other * fit.factors.inverse[i]![j]!;
  }
  const quantile = studentQuantile(1 - level, fit.df);
  const se = fit.sigma * Math.sqrt(variance);
  const spread = fit.sigma * Math.sqrt(1 + variance);
  return {
    mean,
    se,
    low: mean - quantile * se,
    high: mean + quantile * se,
    newLow: mean - quantile * spread,
    newHigh: mean + quantile * spread,
  };
}
