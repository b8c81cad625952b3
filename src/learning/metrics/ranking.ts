/** A point of a curve, and the score from which on rows count as positive. */
export interface CurvePoint {
  x: number;
  y: number;
  threshold: number;
}

interface Step {
  threshold: number;
  hits: number;
  alarms: number;
}

/** Hits and false alarms as the threshold falls, a step a distinct score. */
function steps(truth: ArrayLike<number>, scores: Float64Array): Step[] {
  const order = Uint32Array.from({length: scores.length}, (_, row) => row).sort(
    (a, b) => scores[b]! - scores[a]!,
  );
  const made: Step[] = [];
  let hits = 0;
  let alarms = 0;
  for (let at = 0; at < order.length; at++) {
    if (truth[order[at]!] === 1) hits++;
    else alarms++;
    if (at === order.length - 1 || scores[order[at + 1]!] !== scores[order[at]!])
      made.push({threshold: scores[order[at]!]!, hits, alarms});
  }
  return made;
}

/** The ROC curve (x: false positive rate, y: true positive rate) and the area under it; truth is 0 or 1. */
export function rocCurve(
  truth: ArrayLike<number>,
  scores: Float64Array,
): {area: number; points: CurvePoint[]} {
  const made = steps(truth, scores);
  const last = made.at(-1);
  if (!last || last.hits === 0 || last.alarms === 0) return {area: Number.NaN, points: []};
  const points: CurvePoint[] = [{x: 0, y: 0, threshold: Infinity}];
  let area = 0;
  for (const {threshold, hits, alarms} of made) {
    const point = {x: alarms / last.alarms, y: hits / last.hits, threshold};
    const before = points.at(-1)!;
    area += ((point.x - before.x) * (point.y + before.y)) / 2;
    points.push(point);
  }
  return {area, points};
}

/** The precision-recall curve (x: recall, y: precision) and average precision: the sum of steps, not interpolated. */
export function precisionRecall(
  truth: ArrayLike<number>,
  scores: Float64Array,
): {average: number; points: CurvePoint[]} {
  const made = steps(truth, scores);
  const positives = made.at(-1)?.hits ?? 0;
  if (positives === 0) return {average: Number.NaN, points: []};
  let average = 0;
  let before = 0;
  const points = made.map(({threshold, hits, alarms}) => {
    const [x, y] = [hits / positives, hits / (hits + alarms)];
    average += (x - before) * y;
    before = x;
    return {x, y, threshold};
  });
  return {average, points};
}

/** What a threshold gives: of the rows that score as much or more, and of those that do not. */
export interface ThresholdPoint {
  /** Missing where no row reaches it. */
  threshold: number | null;
  falsePositiveRate: number;
  recall: number;
  /** Missing where no row counts as positive. */
  precision: number | null;
}

/** ROC and precision-recall at the same thresholds: at most `most` points, even along the ROC curve; both ends kept. */
export function thresholdCurve(truth: ArrayLike<number>, scores: Float64Array, most = 50): ThresholdPoint[] {
  const made = steps(truth, scores);
  const last = made.at(-1);
  if (!last || last.hits === 0 || last.alarms === 0) return [];
  const points: ThresholdPoint[] = [{threshold: null, falsePositiveRate: 0, recall: 0, precision: null}];
  for (const [at, {threshold, hits, alarms}] of made.entries()) {
    const [falsePositiveRate, recall] = [alarms / last.alarms, hits / last.hits];
    const next = (2 * points.length) / (most - 1);
    if (made.length >= most && at < made.length - 1 && falsePositiveRate + recall < next) continue;
    if (points.length === most - 1 && at < made.length - 1) continue;
    points.push({threshold, falsePositiveRate, recall, precision: hits / (hits + alarms)});
  }
  return points;
}

/**
 * The area of `rocArea` of rows drawn anew, by how often each was drawn: scores are put in order once.
 */
export function drawnRocArea(
  truth: ArrayLike<number>,
  probabilities: readonly Float64Array[],
): (times: Uint32Array) => number {
  const orders = probabilities.map((scores) =>
    Uint32Array.from({length: scores.length}, (_, row) => row).sort((a, b) => scores[b]! - scores[a]!),
  );
  const areaOf = (label: number, times: Uint32Array): number => {
    const [order, scores] = [orders[label]!, probabilities[label]!];
    let [hits, alarms, area, newHits, newAlarms] = [0, 0, 0, 0, 0];
    for (let at = 0; at < order.length; at++) {
      const row = order[at]!;
      if (truth[row] === label) newHits += times[row]!;
      else newAlarms += times[row]!;
      if (at < order.length - 1 && scores[order[at + 1]!] === scores[row]) continue;
      area += newAlarms * (hits + newHits / 2);
      hits += newHits;
      alarms += newAlarms;
      [newHits, newAlarms] = [0, 0];
    }
    return area / (hits * alarms);
  };
  return (times) =>
    probabilities.length === 2
      ? areaOf(1, times)
      : probabilities.reduce((sum, _, label) => sum + areaOf(label, times), 0) / probabilities.length;
}

/** Mean of each class's area against the others ("ovr"); for two classes the second's area. */
export function rocArea(truth: ArrayLike<number>, probabilities: readonly Float64Array[]): number {
  if (probabilities.length === 2) return rocCurve(truth, probabilities[1]!).area;
  const areas = probabilities.map(
    (own, at) =>
      rocCurve(
        Array.from(truth, (label) => (label === at ? 1 : 0)),
        own,
      ).area,
  );
  return areas.reduce((sum, area) => sum + area, 0) / areas.length;
}

/** Mean of -log of the probability given to what happened (clipped at 1e-15). */
export function logLoss(truth: ArrayLike<number>, probabilities: readonly Float64Array[]): number {
  let sum = 0;
  for (let row = 0; row < truth.length; row++) {
    const p = Math.min(1 - 1e-15, Math.max(1e-15, probabilities[truth[row]!]![row]!));
    sum -= Math.log(p);
  }
  return sum / truth.length;
}

/** Mean squared distance of the probability of class 1 from what happened. */
export function brierScore(truth: ArrayLike<number>, scores: Float64Array): number {
  return scores.reduce((sum, score, row) => sum + (score - truth[row]!) ** 2, 0) / scores.length;
}

/** Rows by foretold probability in ten equal bins: how often it happened against how often it was foretold. */
export function calibration(
  truth: ArrayLike<number>,
  scores: Float64Array,
  bins = 10,
): {foretold: number; happened: number; rows: number}[] {
  const sums = Array.from({length: bins}, () => ({foretold: 0, happened: 0, rows: 0}));
  for (let row = 0; row < scores.length; row++) {
    const bin = sums[Math.min(bins - 1, Math.floor(scores[row]! * bins))]!;
    bin.foretold += scores[row]!;
    bin.happened += truth[row]!;
    bin.rows++;
  }
  return sums
    .filter(({rows}) => rows > 0)
    .map(({foretold, happened, rows}) => ({foretold: foretold / rows, happened: happened / rows, rows}));
}
