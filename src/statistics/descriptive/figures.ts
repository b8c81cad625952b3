import {meanOf, present, sumOf} from "../sums.ts";
import {momentsOf} from "./moments.ts";
import {quantile} from "./quantiles.ts";

/** What can be told of a column of numbers in one figure. `_population` divides by n, where the bare name corrects for n - 1. */
export const FIGURES = [
  "n",
  "missing",
  "missing_share",
  "unique",
  "sum",
  "mean",
  "median",
  "mode",
  "min",
  "max",
  "range",
  "quantile", // at q, interpolated (type 7)
  "iqr",
  "sd",
  "sd_population",
  "variance",
  "variance_population",
  "se",
  "cv", // sd over mean
  "skewness",
  "skewness_population",
  "kurtosis", // excess
  "kurtosis_population",
  "kurtosis_pearson", // of the population, 3 for a normal distribution
  "mad", // median of the absolute deviations from the median
  "mean_deviation", // mean of the absolute deviations from the mean
  "within", // how many values lie within k sd of the mean, ends included
] as const;
export type FigureName = (typeof FIGURES)[number];

/** Of a column: missing values are NaN. NaN where the figure does not exist (the sd of one value). */
export function figureOf(
  figure: FigureName,
  values: Float64Array,
  {q = 0.5, k = 1}: {q?: number | undefined; k?: number | undefined} = {},
): number {
  const known = present(values);
  const n = known.length;
  switch (figure) {
    case "n":
      return n;
    case "missing":
      return values.length - n;
    case "missing_share":
      return (values.length - n) / values.length;
    case "unique":
      return new Set(known).size;
    default:
      break;
  }
  if (n === 0) return Number.NaN;
  const sorted = known.slice().sort();
  const at = (p: number): number => quantile(sorted, p);
  const moments = () => momentsOf(known);
  switch (figure) {
    case "sum":
      return sumOf(known);
    case "mean":
      return meanOf(known);
    case "median":
      return at(0.5);
    case "mode":
      return mostFrequent(sorted);
    case "min":
      return sorted[0]!;
    case "max":
      return sorted[n - 1]!;
    case "range":
      return sorted[n - 1]! - sorted[0]!;
    case "quantile":
      return at(q);
    case "iqr":
      return at(0.75) - at(0.25);
    case "sd":
      return moments().sd;
    case "sd_population":
      return moments().sdPopulation;
    case "variance":
      return moments().variance;
    case "variance_population":
      return moments().variancePopulation;
    case "se":
      return moments().se;
    case "cv":
      return moments().sd / moments().mean;
    case "skewness":
      return moments().skewness;
    case "skewness_population":
      return moments().skewnessPopulation;
    case "kurtosis":
      return moments().kurtosis;
    case "kurtosis_population":
      return moments().kurtosisPopulation;
    case "kurtosis_pearson":
      return moments().kurtosisPopulation + 3;
    case "mad": {
      const centre = at(0.5);
      return quantile(known.map((value) => Math.abs(value - centre)).sort(), 0.5);
    }
    case "mean_deviation": {
      const mean = meanOf(known);
      return meanOf(known.map((value) => Math.abs(value - mean)));
    }
    case "within": {
      const {mean, sd} = moments();
      return known.filter((value) => Math.abs(value - mean) <= k * sd).length;
    }
    default:
      return Number.NaN;
  }
}

/** The smallest of the most frequent values. */
function mostFrequent(sorted: Float64Array): number {
  let best = Number.NaN;
  let most = 0;
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    if (to - from > most) {
      most = to - from;
      best = sorted[from]!;
    }
  }
  return best;
}

/** How a value counts as an outlier: beyond k interquartile ranges, sd (of the population or the sample), or scaled MAD. */
export interface OutlierRule {
  rule: "iqr" | "z" | "mad";
  k: number;
  population: boolean;
  side: "both" | "above" | "below";
}

/** The bounds outside of which a value is an outlier. `open`: a value on a bound is none. */
export function outlierBounds(
  values: Float64Array,
  {rule, k, population, side}: OutlierRule,
): {low: number; high: number} {
  const sorted = present(values).sort();
  const bounds = ((): [number, number] => {
    if (rule === "iqr") {
      const [low, high] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
      return [low - k * (high - low), high + k * (high - low)];
    }
    const centre = rule === "z" ? meanOf(sorted) : quantile(sorted, 0.5);
    // 0.6745 makes a median deviation of normal data its sd, as in Iglewicz and Hoaglin's modified z-score.
    const spread =
      rule === "z" ? figureOf(population ? "sd_population" : "sd", sorted) : figureOf("mad", sorted) / 0.6745;
    return [centre - k * spread, centre + k * spread];
  })();
  return {
    low: side === "above" ? Number.NEGATIVE_INFINITY : bounds[0],
    high: side === "below" ? Number.POSITIVE_INFINITY : bounds[1],
  };
}
