import {MersenneTwister} from "../../statistics/random/mersenne_twister.ts";
import {likeliest} from "../features.ts";
import {classificationScores, confusionMatrix} from "../metrics/classification.ts";
import {brierScore, drawnRocArea, logLoss, precisionRecall, rocArea, rocCurve} from "../metrics/ranking.ts";
import {regressionScores} from "../metrics/regression.ts";

/** A figure of how good a model is, with its 95% interval and what the baseline reaches. */
export interface Figure {
  name: string;
  value: number;
  low?: number;
  high?: number;
  baseline?: number;
}

const DRAWS = 500;
const Z = 1.959963984540054;

/** How well classes are foretold on rows not learnt from. `baseline` is the class foretold without looking. */
export function classFigures(
  truth: Float64Array,
  probabilities: readonly Float64Array[],
  baseline: number,
  seed: number,
): Figure[] {
  const classes = probabilities.length;
  const n = truth.length;
  const foretold = likeliest(probabilities);
  const scores = classificationScores(confusionMatrix(truth, foretold, classes));
  const plain = classificationScores(confusionMatrix(truth, new Uint32Array(n).fill(baseline), classes));
  const losses = truth.map(
    (label, row) => -Math.log(Math.min(1 - 1e-15, Math.max(1e-15, probabilities[label]![row]!))),
  );
  const squares = truth.map((label, row) => ((probabilities[1]?.[row] ?? 0) - label) ** 2);
  const areaOf = classes > 2 ? drawnRocArea(truth, probabilities) : undefined;
  const spread = resampled(n, seed, (rows) => {
    const counts = Array.from({length: classes}, () => new Array<number>(classes).fill(0));
    for (const row of rows) counts[truth[row]!]![foretold[row]!]!++;
    const own = classificationScores(counts);
    return [
      own.balancedAccuracy,
      own.f1,
      own.mcc,
      meanOver(losses, rows),
      meanOver(squares, rows),
      areaOf ? areaOf(timesDrawn(rows, n)) : Number.NaN,
    ];
  });
  const accuracy = wilson(scores.accuracy, n);
  const figures: Figure[] = [
    {name: "accuracy", value: scores.accuracy, ...accuracy, baseline: plain.accuracy},
    {
      name: "balanced accuracy",
      value: scores.balancedAccuracy,
      ...spread[0],
      baseline: plain.balancedAccuracy,
    },
    {name: "F1 (mean of classes)", value: scores.f1, ...spread[1], baseline: plain.f1},
    {name: "Matthews correlation", value: scores.mcc, ...spread[2], baseline: 0},
  ];
  const area = rocArea(truth, probabilities);
  if (classes === 2) {
    const positives = truth.reduce((sum, label) => sum + label, 0);
    const {average} = precisionRecall(truth, probabilities[1]!);
    const scored = probabilities[1]!;
    figures.push(
      {
        name: "ROC area",
        value: area,
        ...hanley(rocCurve(truth, scored).area, positives, n - positives),
        baseline: 0.5,
      },
      {
        name: "PR area (average precision)",
        value: average,
        ...logit(average, positives),
        baseline: positives / n,
      },
      {
        name: "Brier score",
        value: brierScore(truth, scored),
        ...spread[4],
        baseline: (positives / n) * (1 - positives / n),
      },
    );
  } else if (Number.isFinite(area))
    figures.push({name: "ROC area (mean of classes)", value: area, ...spread[5], baseline: 0.5});
  figures.push({name: "log loss", value: logLoss(truth, probabilities), ...spread[3]});
  return figures.filter(({value}) => Number.isFinite(value));
}

/** How far numbers are off on rows not learnt from; `baseline` is what is foretold without looking. */
export function numberFigures(
  truth: Float64Array,
  foretold: Float64Array,
  baseline: Float64Array,
  seed: number,
): Figure[] {
  const scores = regressionScores(truth, foretold);
  const plain = regressionScores(truth, baseline);
  const median = drawnMedian(truth.map((value, row) => Math.abs(value - foretold[row]!)));
  const spread = resampled(truth.length, seed, (rows) => [
    ...quick(truth, foretold, rows),
    median(timesDrawn(rows, truth.length)),
  ]);
  return [
    {name: "R squared", value: scores.r2, ...spread[0], baseline: plain.r2},
    {name: "RMSE", value: scores.rmse, ...spread[1], baseline: plain.rmse},
    {name: "MSE", value: scores.rmse ** 2, baseline: plain.rmse ** 2},
    {name: "mean absolute error", value: scores.mae, ...spread[2], baseline: plain.mae},
    {
      name: "median absolute error",
      value: scores.medianAbsoluteError,
      ...spread[3],
      baseline: plain.medianAbsoluteError,
    },
    {name: "bias (truth less foretold)", value: scores.bias, baseline: plain.bias},
    ...(truth.every((value) => value === 0 || value === 1)
      ? [
          {
            name: "accuracy of values rounded to 0 or 1",
            value: rightWhenRounded(truth, foretold),
            baseline: rightWhenRounded(truth, baseline),
          },
        ]
      : []),
  ].filter(({value}) => Number.isFinite(value));
}

/** The share of yes-or-no rows that a number foretells on its side of one half. */
function rightWhenRounded(truth: Float64Array, foretold: Float64Array): number {
  return truth.filter((value, row) => value === (foretold[row]! >= 0.5 ? 1 : 0)).length / truth.length;
}

/**
 * How much less wrong the model is than the baseline on the same rows, with an interval by the bootstrap: above 0 it beats it.
 * @param losses of each row: 0 or 1, or squared errors
 */
export function gain(
  losses: Float64Array,
  baseline: Float64Array,
  seed: number,
): {value: number; low: number; high: number} {
  const differences = losses.map((loss, row) => baseline[row]! - loss);
  const mean = (rows: Uint32Array): number => {
    let sum = 0;
    for (const row of rows) sum += differences[row]!;
    return sum / rows.length;
  };
  const [interval] = resampled(differences.length, seed, (rows) => [mean(rows)]);
  return {
    value: mean(Uint32Array.from(differences.keys())),
    low: interval?.low ?? 0,
    high: interval?.high ?? 0,
  };
}

/** Wilson's interval of a share. */
export function wilson(share: number, n: number): {low: number; high: number} {
  const bottom = 1 + Z ** 2 / n;
  const middle = share + Z ** 2 / (2 * n);
  const half = Z * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2));
  return {low: Math.max(0, (middle - half) / bottom), high: Math.min(1, (middle + half) / bottom)};
}

function quick(truth: Float64Array, foretold: Float64Array, rows: Uint32Array): number[] {
  const n = rows.length;
  let [sum, squares, absolute] = [0, 0, 0];
  for (const row of rows) {
    const error = truth[row]! - foretold[row]!;
    sum += truth[row]!;
    squares += error * error;
    absolute += Math.abs(error);
  }
  let total = 0;
  for (const row of rows) total += (truth[row]! - sum / n) ** 2;
  return [total > 0 ? 1 - squares / total : Number.NaN, Math.sqrt(squares / n), absolute / n];
}

function meanOver(values: Float64Array, rows: Uint32Array): number {
  let sum = 0;
  for (const row of rows) sum += values[row]!;
  return sum / rows.length;
}

/** How often each of n rows was drawn. */
function timesDrawn(rows: Uint32Array, n: number): Uint32Array {
  const times = new Uint32Array(n);
  for (const row of rows) times[row]!++;
  return times;
}

/** The median of values drawn anew, by how often each was drawn: they are put in order once. */
function drawnMedian(values: Float64Array): (times: Uint32Array) => number {
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  return (times) => {
    const [low, high] = [Math.floor((values.length - 1) / 2), Math.floor(values.length / 2)];
    let [seen, first] = [0, Number.NaN];
    for (const row of order) {
      seen += times[row]!;
      if (Number.isNaN(first) && seen > low) first = values[row]!;
      if (seen > high) return (first + values[row]!) / 2;
    }
    return first;
  };
}

/** Percentile intervals of figures over rows drawn anew. */
function resampled(
  n: number,
  seed: number,
  of: (rows: Uint32Array) => number[],
): ({low: number; high: number} | undefined)[] {
  if (n < 10) return [];
  const random = new MersenneTwister(seed);
  const rows = new Uint32Array(n);
  const draws: number[][] = [];
  for (let draw = 0; draw < DRAWS; draw++) {
    for (let at = 0; at < n; at++) rows[at] = Math.floor(random.uniform() * n);
    draws.push(of(rows));
  }
  return draws[0]!.map((_, at) => {
    const sorted = draws
      .map((own) => own[at]!)
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    if (sorted.length < DRAWS / 2) return undefined;
    const place = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
    return {low: place(0.025), high: place(0.975)};
  });
}

/** Hanley and McNeil (1982). */
function hanley(area: number, positives: number, negatives: number): {low?: number; high?: number} {
  if (!Number.isFinite(area) || positives === 0 || negatives === 0) return {};
  const [q1, q2] = [area / (2 - area), (2 * area * area) / (1 + area)];
  const variance =
    (area * (1 - area) + (positives - 1) * (q1 - area * area) + (negatives - 1) * (q2 - area * area)) /
    (positives * negatives);
  const half = Z * Math.sqrt(Math.max(0, variance));
  return {low: Math.max(0, area - half), high: Math.min(1, area + half)};
}

/** On the scale of log odds: Boyd, Eng and Page (2013). */
function logit(share: number, positives: number): {low?: number; high?: number} {
  if (!(share > 0 && share < 1) || positives === 0) return {};
  const middle = Math.log(share / (1 - share));
  const half = Z / Math.sqrt(positives * share * (1 - share));
  const back = (value: number): number => 1 / (1 + Math.exp(-value));
  return {low: back(middle - half), high: back(middle + half)};
}
