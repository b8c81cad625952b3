import {TabletalkError} from "../../errors.ts";
import {fisherUpper} from "../distributions/fisher.ts";
import {type Design, designOf, type Predictor} from "../regression/design.ts";
import {fitOls} from "../regression/ols.ts";

export interface AnovaRow {
  term: string;
  ss: number;
  df: number;
  f: number;
  p: number;
  /** Share of the term in its own and the residuals' sum of squares, 0 to 1. */
  partialEtaSquared: number;
}

export interface AnovaTable {
  rows: AnovaRow[];
  residual: {ss: number; df: number};
  n: number;
}

/** What is left of the variance by rounding alone. */
const EXACT = 1e-14;

/**
 * Analysis of variance with factors (and numbers: then of covariance). Sums of squares of type 1 (in the order given), 2
 * (each after all that do not contain it) or 3 (each after all others, with sum coding). Agrees with R's `anova` and
 * `car::Anova`, and statsmodels' `anova_lm`.
 * @param interactions terms by the predictors' names
 */
export function factorialAnova(
  y: Float64Array,
  predictors: readonly Predictor[],
  {type = 2, interactions = []}: {type?: 1 | 2 | 3; interactions?: readonly string[][]} = {},
): AnovaTable {
  const coded = predictors.map(
    (predictor): Predictor =>
      "labels" in predictor ? {...predictor, coding: type === 3 ? "sum" : "treatment"} : predictor,
  );
  const full = designOf(coded, {interactions});
  const whole = fitOls(y, full);
  if (1 - whole.r2 < EXACT)
    throw new TabletalkError(
      "bad_plan",
      "The factors and numbers give the outcome exactly: nothing is left to test them against.",
      "Leave out what the outcome is made of.",
    );
  const terms = full.terms.filter(({name}) => name !== full.terms[0]!.name);
  const rss = (names: readonly string[]): number => {
    if (names.length === terms.length) return whole.rss;
    return fitOls(y, subset(full, names)).rss;
  };
  const parts = (name: string): string[] => name.split(":");
  const contains = (outer: string, inner: string): boolean =>
    outer !== inner && parts(inner).every((part) => parts(outer).includes(part));
  const all = terms.map(({name}) => name);
  const rows = terms.map(({name, columns}, at): AnovaRow => {
    const before =
      type === 1
        ? all.slice(0, at)
        : all.filter((other) => other !== name && (type === 3 || !contains(other, name)));
    // A part of nothing may come out below zero by rounding.
    const ss = Math.max(0, rss(before) - rss([...before, name]));
    const df = columns.length;
    const f = ss / df / (whole.rss / whole.df);
    return {term: name, ss, df, f, p: fisherUpper(f, df, whole.df), partialEtaSquared: ss / (ss + whole.rss)};
  });
  return {rows, residual: {ss: whole.rss, df: whole.df}, n: y.length};
}

function subset(design: Design, names: readonly string[]): Design {
  const terms = design.terms.filter((term, at) => at === 0 || names.includes(term.name));
  const columns = terms.flatMap((term) => term.columns);
  if (columns.length === 0) throw new TabletalkError("internal", "A model without a term.", "Report this.");
  return {
    columns: columns.map((at) => design.columns[at]!),
    names: columns.map((at) => design.names[at]!),
    terms: [],
  };
}
