import {type Coefficient, coefficientsOf, type OlsFit} from "./ols.ts";

export type RobustKind = "HC0" | "HC1" | "HC2" | "HC3";

/**
 * The coefficients with errors that allow residuals to spread unevenly: White (1980) HC0, MacKinnon and White (1985) HC1 to
 * HC3. Agrees with R's `sandwich::vcovHC` and statsmodels.
 */
export function heteroscedasticErrors(fit: OlsFit, kind: RobustKind = "HC3", level = 0.95): Coefficient[] {
  const {n, df} = fit;
  const {columns, residuals} = weightedParts(fit);
  const hat = kind === "HC2" || kind === "HC3" ? fit.factors.leverages() : undefined;
  const weights = residuals.map((residual, row) => {
    const square = residual ** 2;
    if (kind === "HC1") return (square * n) / df;
    if (kind === "HC2") return square / (1 - hat![row]!);
    return kind === "HC3" ? square / (1 - hat![row]!) ** 2 : square;
  });
  return sandwich(
    fit,
    crossed(columns, (row) => weights[row]!),
    df,
    level,
  );
}

/**
 * The coefficients with errors that allow rows of one cluster to go together: Liang and Zeger (1986), with the correction
 * G/(G-1) (n-1)/(n-k); t with G - 1 degrees of freedom.
 */
export function clusteredErrors(
  fit: OlsFit,
  clusters: readonly (string | number)[],
  level = 0.95,
): Coefficient[] {
  const {columns, residuals} = weightedParts(fit);
  const p = columns.length;
  const scores = new Map<string | number, Float64Array>();
  for (let row = 0; row < fit.n; row++) {
    let score = scores.get(clusters[row]!);
    if (!score) {
      score = new Float64Array(p);
      scores.set(clusters[row]!, score);
    }
    for (let at = 0; at < p; at++) score[at]! += columns[at]![row]! * residuals[row]!;
  }
  const groups = scores.size;
  const correction = (groups / (groups - 1)) * ((fit.n - 1) / fit.df);
  const meat = zeros(p);
  for (const score of scores.values())
    for (let i = 0; i < p; i++)
      for (let j = 0; j < p; j++) meat[i]![j]! += correction * score[i]! * score[j]!;
  return sandwich(fit, meat, groups - 1, level);
}

/** The coefficients with errors that allow residuals to go on for `lag` rows: Newey and West (1987), Bartlett's weights. */
export function serialErrors(fit: OlsFit, lag: number, level = 0.95): Coefficient[] {
  const {columns, residuals} = weightedParts(fit);
  const p = columns.length;
  const meat = crossed(columns, (row) => residuals[row]! ** 2);
  for (let back = 1; back <= lag; back++) {
    const weight = 1 - back / (lag + 1);
    for (let i = 0; i < p; i++)
      for (let j = 0; j < p; j++) {
        let sum = 0;
        for (let row = back; row < fit.n; row++) {
          const both = residuals[row]! * residuals[row - back]!;
          sum +=
            both *
            (columns[i]![row]! * columns[j]![row - back]! + columns[i]![row - back]! * columns[j]![row]!);
        }
        meat[i]![j]! += weight * sum;
      }
  }
  return sandwich(fit, meat, fit.df, level);
}

/** Columns and residuals as the fit saw them: times the roots of the weights, where there are weights. */
function weightedParts({design, residuals, root}: OlsFit): {
  columns: readonly Float64Array[];
  residuals: Float64Array;
} {
  if (!root) return {columns: design.columns, residuals};
  const times = (values: Float64Array): Float64Array => values.map((value, row) => value * root[row]!);
  return {columns: design.columns.map(times), residuals: times(residuals)};
}

function sandwich(fit: OlsFit, meat: Float64Array[], df: number, level: number): Coefficient[] {
  const bread = fit.factors.inverse;
  const p = bread.length;
  const variances = bread.map((row) => {
    let sum = 0;
    for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) sum += row[i]! * meat[i]![j]! * row[j]!;
    return sum;
  });
  return coefficientsOf(
    fit.design.names,
    fit.coefficients.map((one) => one.estimate),
    variances,
    df,
    level,
  );
}

function crossed(columns: readonly Float64Array[], weight: (row: number) => number): Float64Array[] {
  const p = columns.length;
  const n = columns[0]!.length;
  const made = zeros(p);
  for (let i = 0; i < p; i++)
    for (let j = i; j < p; j++) {
      let sum = 0;
      for (let row = 0; row < n; row++) sum += columns[i]![row]! * columns[j]![row]! * weight(row);
      made[i]![j] = sum;
      made[j]![i] = sum;
    }
  return made;
}

const zeros = (p: number): Float64Array[] => Array.from({length: p}, () => new Float64Array(p));
