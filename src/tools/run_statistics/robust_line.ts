import {TabletalkError} from "../../errors.ts";
import type {Design} from "../../statistics/regression/design.ts";
import {offload} from "../offload/offload.ts";
import type {ToolContext} from "../tool.ts";
import type {RegressionModel, RegressionRequest, RegressionRows} from "./regression_model.ts";

const MOST_POINTS = 2000;
const MOST_DRAWN = 2_000_000;

/**
 * A line that outliers do not move: the median slope of all pairs of points.
 * @throws TabletalkError bad_plan for other than one number as predictor, one that does not vary; refused over 2,000 points
 */
export async function theilSenModel(
  design: Design,
  {y}: RegressionRows,
  {level}: RegressionRequest,
): Promise<RegressionModel> {
  if (design.columns.length !== 2)
    throw new TabletalkError(
      "bad_plan",
      "Theil-Sen's line has one number as its predictor.",
      "Name one predictor, or take quantile or linear regression.",
    );
  const [, x] = design.columns as [Float64Array, Float64Array];
  if (x.length < 3 || x.every((value) => value === x[0]))
    throw new TabletalkError(
      "bad_plan",
      `'${design.names[1]}' is the same in every row, or there are under three rows.`,
      "Choose a predictor that varies.",
    );
  if (x.length > MOST_POINTS)
    throw new TabletalkError(
      "refused",
      `Theil-Sen's line of ${x.length} points takes too many pairs.`,
      `Sample ${MOST_POINTS} rows, or take quantile regression.`,
    );
  const {theilSen} = await import("../../statistics/regression/theil_sen.ts");
  const {slope, intercept, low, high} = theilSen(x, y, level);
  const none = {se: Number.NaN, statistic: Number.NaN, p: Number.NaN};
  return {
    terms: [
      {name: design.names[0]!, estimate: intercept, ...none, low: Number.NaN, high: Number.NaN},
      {name: design.names[1]!, estimate: slope, ...none, low, high},
    ],
    whole: [["rows", y.length]],
    notes: [
      `Theil-Sen: the median of the slopes of all pairs of points, with Sen's ${Number((level * 100).toPrecision(6))}% interval; the line goes through the medians.`,
      "An association of columns, not by itself a cause.",
    ],
  };
}

/** The plane that has a share q of the rows under it, with intervals by resampling rows. */
export async function quantileModel(
  design: Design,
  {y}: RegressionRows,
  {level, q}: RegressionRequest,
  {signal, limits}: ToolContext,
): Promise<RegressionModel> {
  const resamples = Math.min(1000, Math.floor(MOST_DRAWN / y.length));
  const fit = await offload(
    "statistics/regression/quantile_intervals",
    "quantileWithIntervals",
    [y, design.columns, q, {resamples: resamples >= 200 ? resamples : 0, level, seed: 0}],
    {signal, timeMs: limits.timeMs},
  );
  return {
    terms: design.names.map((name, at) => ({
      name,
      estimate: fit.coefficients[at]!,
      se: fit.se[at]!,
      statistic: Number.NaN,
      p: Number.NaN,
      low: fit.low[at]!,
      high: fit.high[at]!,
    })),
    whole: [
      ["quantile", q],
      ["rows", y.length],
    ],
    notes: [
      `Quantile regression (Koenker and Bassett): a share ${q} of the rows lies under the plane.`,
      fit.resamples > 0
        ? `Errors and ${Number((level * 100).toPrecision(6))}% intervals are of ${fit.resamples} resamples of the rows (seeded).`
        : "No intervals: there are too many rows to resample.",
      "An association of columns, not by itself a cause.",
    ],
  };
}
