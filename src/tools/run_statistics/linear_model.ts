import {TabletalkError} from "../../errors.ts";
import type {Design} from "../../statistics/regression/design.ts";
import type {Coefficient, OlsFit} from "../../statistics/regression/ols.ts";
import type {RegressionModel, RegressionRequest, RegressionRows} from "./regression_model.ts";

/** How many rows of the largest influence are named. */
const NAMED = 5;

/** Least squares, plain or weighted, with the errors asked for, and what speaks for and against the fit. */
export async function linearModel(
  design: Design,
  {y, weights, clusters, labels}: RegressionRows,
  request: RegressionRequest & {influence: boolean},
): Promise<RegressionModel> {
  const {level, influence} = request;
  const {fitOls} = await import("../../statistics/regression/ols.ts");
  const {breuschPagan, durbinWatson, varianceInflation} = await import(
    "../../statistics/regression/diagnostics.ts"
  );
  const {etaSquaredBounds} = await import("../../statistics/effects/noncentrality.ts");
  const fit = fitOls(y, design, {level, ...(weights && {weights})});
  const {terms, said} = await withErrors(fit, request, clusters);
  const inflation = varianceInflation(fit);
  const {root} = fit;
  const residuals = root ? fit.residuals.map((value, row) => value * root[row]!) : fit.residuals;
  const uneven = breuschPagan({...fit, residuals});
  const large = inflation.filter(({vif}) => vif > 10);
  const r2 = etaSquaredBounds(fit.f, fit.dfModel, fit.df, level);
  const rows = influence ? await influential(fit, labels) : {whole: [], notes: []};
  const doubtful = uneven.p < 0.05;
  return {
    terms: terms.map(({t, ...one}) => ({...one, statistic: t})),
    whole: [
      ["R squared", fit.r2, r2.low, r2.high],
      ["adjusted R squared", fit.adjustedR2],
      ["F", fit.f],
      ["p of F", fit.fP],
      ["residual sd", fit.sigma],
      ["AIC", fit.aic],
      ["BIC", fit.bic],
      ["Durbin-Watson", durbinWatson(residuals)],
      ["Breusch-Pagan", uneven.lm],
      ["p of Breusch-Pagan", uneven.p],
      ...inflation.map(({name, vif}): [string, number] => [`VIF of ${name}`, vif]),
      ...rows.whole,
      ["rows", fit.n],
    ],
    notes: [
      `${weights ? "Weighted" : "Ordinary"} least squares; ${said} errors, statistic t; intervals ${Number((level * 100).toPrecision(6))}%.`,
      `Assumes residuals with one spread${weights ? " once weighted" : ""}: ${doubtful ? "does not hold" : "holds"} (Breusch-Pagan p ${uneven.p.toPrecision(2)})${doubtful && request.errors === "classic" ? "; ask for HC3 errors" : ""}.`,
      ...(1 - fit.r2 < 1e-14
        ? [
            "The predictors give the outcome exactly: what is left is rounding, so errors, tests and intervals mean nothing.",
          ]
        : []),
      ...(large.length > 0
        ? [
            `${large.map(({name}) => name).join(", ")} lean on one another (VIF over 10): their own estimates are loose.`,
          ]
        : []),
      ...(weights ? ["Each row's variance is taken as one over its weight."] : []),
      ...rows.notes,
      "An association of columns, not by itself a cause.",
    ],
  };
}

async function withErrors(
  fit: OlsFit,
  {errors, lag, cluster, level}: RegressionRequest,
  clusters: readonly string[] | undefined,
): Promise<{terms: Coefficient[]; said: string}> {
  const {clusteredErrors, heteroscedasticErrors, serialErrors} = await import(
    "../../statistics/regression/robust_errors.ts"
  );
  if (errors === "classic") return {terms: fit.coefficients, said: "classic"};
  if (errors === "serial") {
    // Newey and West's (1994) rule of thumb, rounded down.
    const reach = lag ?? Math.floor(4 * (fit.n / 100) ** (2 / 9));
    if (reach >= fit.n)
      throw new TabletalkError("bad_plan", `A lag of ${reach} rows needs more rows.`, "Give a shorter lag.");
    return {
      terms: serialErrors(fit, reach, level),
      said: `robust to ${reach} rows of after-effect in the table's order (Newey-West)`,
    };
  }
  if (errors !== "clustered")
    return {terms: heteroscedasticErrors(fit, errors, level), said: `robust (${errors})`};
  const count = new Set(clusters).size;
  if (!clusters || !cluster || count < 2)
    throw new TabletalkError(
      "bad_plan",
      cluster ? `${cluster.name} has one value only.` : "Clustered errors need a cluster.",
      "Name the label whose rows go together.",
    );
  const few = count < 20 ? "; with so few clusters they are too small" : "";
  return {
    terms: clusteredErrors(fit, clusters, level),
    said: `clustered (${count} values of ${cluster.name}, t with ${count - 1} df${few})`,
  };
}

/** The rows that move the fit most, by Cook's distance, each with its leverage and studentised residual. */
async function influential(
  fit: OlsFit,
  labels: readonly string[] | undefined,
): Promise<Pick<RegressionModel, "whole" | "notes">> {
  const {influenceOf} = await import("../../statistics/regression/diagnostics.ts");
  const {hat, cooks, studentised} = influenceOf(fit);
  const size = (row: number): number => (Number.isFinite(cooks[row]!) ? cooks[row]! : Infinity);
  const order = [...cooks.keys()].sort((a, b) => size(b) - size(a));
  const bound = 4 / fit.n;
  const over = order.filter((row) => size(row) > bound).length;
  const high = (2 * fit.design.columns.length) / fit.n;
  const name = (row: number): string => labels?.[row] ?? `row ${row + 1}`;
  const alone = order.filter((row) => hat[row]! > 1 - 1e-9).map(name);
  return {
    whole: order.slice(0, NAMED).flatMap((row): [string, number][] => [
      [`Cook's distance of ${name(row)}`, cooks[row]!],
      [`leverage of ${name(row)}`, hat[row]!],
      [`studentised residual of ${name(row)}`, studentised[row]!],
    ]),
    notes: [
      `Influence: ${over} of ${fit.n} rows have a Cook's distance over 4/n (${bound.toPrecision(3)}); a leverage over ${high.toPrecision(3)} is high. The largest are named.`,
      ...(alone.length > 0
        ? [`${alone.join(", ")} decide a coefficient alone: they have no Cook's distance.`]
        : []),
      ...(labels ? [] : ["Rows are numbered among the complete ones, in the table's order."]),
    ],
  };
}
