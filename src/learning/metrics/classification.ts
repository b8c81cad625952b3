/** Rows: the true class; columns: the class foretold. */
export type Confusion = number[][];

export function confusionMatrix(
  truth: ArrayLike<number>,
  foretold: ArrayLike<number>,
  classes: number,
): Confusion {
  const counts = Array.from({length: classes}, () => new Array<number>(classes).fill(0));
  for (let row = 0; row < truth.length; row++) counts[truth[row]!]![foretold[row]!]!++;
  return counts;
}

/** How well classes are foretold, overall; agrees with scikit-learn's functions of these names. */
export interface ClassificationScores {
  accuracy: number;
  /** Mean of the classes' recalls. */
  balancedAccuracy: number;
  /** Means over the classes, each counting the same. */
  precision: number;
  recall: number;
  f1: number;
  /** Mean over the classes by their rows. */
  f1Weighted: number;
  /** Cohen's kappa: agreement beyond chance. */
  kappa: number;
  /** Matthews correlation, -1 to 1. */
  mcc: number;
  /** Of each class. */
  byClass: {precision: number; recall: number; f1: number; rows: number}[];
}

export function classificationScores(confusion: Confusion): ClassificationScores {
  const truth = confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
  const foretold = confusion.map((_, at) => confusion.reduce((sum, row) => sum + row[at]!, 0));
  const n = truth.reduce((sum, count) => sum + count, 0);
  const right = confusion.reduce((sum, row, at) => sum + row[at]!, 0);
  const byClass = confusion.map((row, at) => {
    const hits = row[at]!;
    const precision = foretold[at]! > 0 ? hits / foretold[at]! : 0;
    const recall = truth[at]! > 0 ? hits / truth[at]! : 0;
    return {
      precision,
      recall,
      f1: precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0,
      rows: truth[at]!,
    };
  });
  const seen = byClass.filter((_, at) => truth[at]! > 0 || foretold[at]! > 0);
  const mean = (of: (one: (typeof byClass)[number]) => number): number =>
    seen.reduce((sum, one) => sum + of(one), 0) / seen.length;
  const present = byClass.filter(({rows}) => rows > 0);
  const chance = truth.reduce((sum, count, at) => sum + count * foretold[at]!, 0) / n ** 2;
  const cross = right * n - truth.reduce((sum, count, at) => sum + count * foretold[at]!, 0);
  const spread = (counts: readonly number[]): number =>
    n ** 2 - counts.reduce((sum, count) => sum + count ** 2, 0);
  const scale = Math.sqrt(spread(truth) * spread(foretold));
  return {
    accuracy: right / n,
    balancedAccuracy: present.reduce((sum, {recall}) => sum + recall, 0) / present.length,
    precision: mean(({precision}) => precision),
    recall: mean(({recall}) => recall),
    f1: mean(({f1}) => f1),
    f1Weighted: byClass.reduce((sum, {f1, rows}) => sum + f1 * rows, 0) / n,
    kappa: chance < 1 ? (right / n - chance) / (1 - chance) : Number.NaN,
    mcc: scale > 0 ? cross / scale : 0,
    byClass,
  };
}
