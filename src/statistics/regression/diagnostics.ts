import {chiSquaredUpper} from "../distributions/chi_squared.ts";
import {sumOf} from "../sums.ts";
import {designOf, INTERCEPT} from "./design.ts";
import {fitOls, type OlsFit} from "./ols.ts";

/** How much each predictor's variance is inflated by the others: 1 / (1 - R2). Over 10, estimates lean on one another. */
export function varianceInflation(fit: OlsFit): {name: string; vif: number}[] {
  const {names, columns} = fit.design;
  const own = names.map((name, at) => ({name, values: columns[at]!})).filter(({name}) => name !== INTERCEPT);
  if (own.length < 2) return own.map(({name}) => ({name, vif: 1}));
  return own.map(({name, values}) => {
    const others = own.filter((other) => other.name !== name);
    return {name, vif: 1 / (1 - fitOls(values, designOf(others)).r2)};
  });
}

/** Whether residuals follow one another: 2 when they do not, towards 0 or 4 when they do. Durbin and Watson (1950). */
export function durbinWatson(residuals: Float64Array): number {
  let top = 0;
  for (let row = 1; row < residuals.length; row++) top += (residuals[row]! - residuals[row - 1]!) ** 2;
  return top / sumOf(residuals.map((value) => value ** 2));
}

export interface SpreadTest {
  lm: number;
  df: number;
  p: number;
}

/** Does the residuals' spread depend on the predictors? Breusch and Pagan (1979), studentised by Koenker (1981). */
export function breuschPagan(fit: OlsFit): SpreadTest {
  return auxiliary(
    fit,
    fit.design.names.map((name, at) => ({name, values: fit.design.columns[at]!})),
  );
}

/** The same with squares and products of the predictors: White (1980). */
export function whiteTest(fit: OlsFit): SpreadTest {
  const own = fit.design.names
    .map((name, at) => ({name, values: fit.design.columns[at]!}))
    .filter(({name}) => name !== INTERCEPT);
  const products = own.flatMap((left, at) =>
    own.slice(at).map((right) => ({
      name: `${left.name}*${right.name}`,
      values: left.values.map((value, row) => value * right.values[row]!),
    })),
  );
  return auxiliary(fit, [...own, ...products]);
}

function auxiliary(fit: OlsFit, columns: readonly {name: string; values: Float64Array}[]): SpreadTest {
  const predictors = columns.filter(({name}) => name !== INTERCEPT);
  const squares = fit.residuals.map((value) => value ** 2);
  const {r2, n} = fitOls(squares, designOf(predictors));
  return {lm: n * r2, df: predictors.length, p: chiSquaredUpper(n * r2, predictors.length)};
}

/** What each row does to the fit. */
export interface Influence {
  hat: Float64Array;
  /** Cook's (1977) distance: over 4 / n deserves a look. */
  cooks: Float64Array;
  /** Residuals in sd, each judged by the fit without it. */
  studentised: Float64Array;
  dffits: Float64Array;
}

/** Influence of each row, from one fit: Belsley, Kuh and Welsch (1980). */
export function influenceOf(fit: OlsFit): Influence {
  const hat = fit.factors.leverages();
  const p = fit.design.columns.length;
  const {sigma, df, root} = fit;
  const residuals = root ? fit.residuals.map((value, row) => value * root[row]!) : fit.residuals;
  const internal = residuals.map((value, row) => value / (sigma * Math.sqrt(1 - hat[row]!)));
  const studentised = internal.map((value) => value * Math.sqrt((df - 1) / (df - value ** 2)));
  return {
    hat,
    cooks: internal.map((value, row) => (value ** 2 * hat[row]!) / (1 - hat[row]!) / p),
    studentised,
    dffits: studentised.map((value, row) => value * Math.sqrt(hat[row]! / (1 - hat[row]!))),
  };
}
