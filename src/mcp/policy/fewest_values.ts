import {FEWEST_ROWS} from "../guarded_select.ts";

/** Quantiles that are told: of others a few calls would tell every value. */
const QUARTILES: readonly number[] = [0.25, 0.5, 0.75];

/** Of how many values a figure has to be to be told; undefined: of none, for it is a row's own value or finds one. */
export function fewestValues(figure: string, q?: unknown): number | undefined {
  if (OF_ALL.has(figure)) return FEWEST_ROWS;
  if (figure === "median") return besideQuantile(0.5);
  if (figure === "iqr") return besideQuantile(0.25);
  return figure === "quantile" && QUARTILES.includes(Number(q)) ? besideQuantile(Number(q)) : undefined;
}

/** Enough values on either side of a quantile: mean, sd and quartiles of five values tell all five. */
const besideQuantile = (q: number): number => Math.ceil(FEWEST_ROWS / Math.min(q, 1 - q));

const OF_ALL: ReadonlySet<string> = new Set([
  "count",
  "count_distinct",
  "rows",
  "n",
  "unique",
  "sum",
  "avg",
  "mean",
  "stddev",
  "sd",
  "sd_population",
  "variance",
  "variance_population",
  "se",
  "cv",
  "skewness",
  "skewness_population",
]);

/** What may be asked for, for an error. */
export const FIGURES_TOLD = "count, sum, mean, sd, variance, median and the quartiles";
