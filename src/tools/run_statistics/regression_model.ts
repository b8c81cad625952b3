import type {Column} from "../../data/table.ts";
import type {Group} from "../measure.ts";
import type {NamedColumn} from "../named_column.ts";

/** A table of coefficients: a row a term, then a row a figure of the whole fit (its number as `estimate`). */
export const REGRESSION_COLUMNS: Column[] = [
  {name: "term", type: "text"},
  {name: "estimate", type: "number"},
  {name: "se", type: "number"},
  {name: "statistic", type: "number"},
  {name: "p", type: "number"},
  {name: "low", type: "number"},
  {name: "high", type: "number"},
];

export interface RegressionModel {
  terms: {
    name: string;
    estimate: number;
    se: number;
    statistic: number;
    p: number;
    low: number;
    high: number;
  }[];
  /** Figures of the whole, with their number as `estimate`, and an interval where there is one. */
  whole: [name: string, value: number, low?: number, high?: number][];
  notes: string[];
}

export type RegressionErrors = "classic" | "HC0" | "HC1" | "HC2" | "HC3" | "clustered" | "serial";
export type RegressionFamily = "linear" | "logistic" | "poisson" | "theil_sen" | "quantile";

/** What a regression is asked for, beside its source and its columns of predictors. */
export interface RegressionRequest {
  outcome: NamedColumn;
  family: RegressionFamily;
  errors: RegressionErrors;
  lag?: number | undefined;
  cluster?: Group | undefined;
  q: number;
  level: number;
}

/** The complete rows of a regression beside its design. */
export interface RegressionRows {
  y: Float64Array;
  weights: Float64Array | undefined;
  clusters: string[] | undefined;
  /** What to call each row. */
  labels: string[] | undefined;
}
