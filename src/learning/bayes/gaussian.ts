/** Gaussian naive Bayes: plain data. */
export interface GaussianBayesModel {
  type: "gaussian_bayes";
  priors: number[];
  /** By class, by column. */
  means: number[][];
  variances: number[][];
}

/**
 * Naive Bayes with a normal distribution for each column within each class; variances are raised by 1e-9 of the largest
 * column's, as scikit-learn's `GaussianNB`.
 */
export function fitGaussianBayes(
  columns: readonly Float64Array[],
  labels: ArrayLike<number>,
  classes: number,
): GaussianBayesModel {
  const n = labels.length;
  const counts = new Array<number>(classes).fill(0);
  for (let row = 0; row < n; row++) counts[labels[row]!]!++;
  const means = counts.map(() => new Array<number>(columns.length).fill(0));
  const variances = counts.map(() => new Array<number>(columns.length).fill(0));
  let widest = 0;
  for (const [at, column] of columns.entries()) {
    let sum = 0;
    for (let row = 0; row < n; row++) {
      means[labels[row]!]![at]! += column[row]! / counts[labels[row]!]!;
      sum += column[row]!;
    }
    let spread = 0;
    for (let row = 0; row < n; row++) {
      variances[labels[row]!]![at]! +=
        (column[row]! - means[labels[row]!]![at]!) ** 2 / counts[labels[row]!]!;
      spread += (column[row]! - sum / n) ** 2 / n;
    }
    widest = Math.max(widest, spread);
  }
  return {
    type: "gaussian_bayes",
    priors: counts.map((count) => count / n),
    means,
    variances: variances.map((own) => own.map((variance) => variance + 1e-9 * widest)),
  };
}

/** Probabilities, an array a class. */
export function predictGaussianBayes(
  model: GaussianBayesModel,
  columns: readonly Float64Array[],
): Float64Array[] {
  const n = columns[0]?.length ?? 0;
  const logs = model.priors.map((prior, k) => {
    const own = new Float64Array(n).fill(Math.log(prior));
    for (const [at, column] of columns.entries()) {
      const [mean, variance] = [model.means[k]![at]!, model.variances[k]![at]!];
      const constant = -0.5 * Math.log(2 * Math.PI * variance);
      for (let row = 0; row < n; row++) own[row]! += constant - (column[row]! - mean) ** 2 / (2 * variance);
    }
    return own;
  });
  for (let row = 0; row < n; row++) {
    let most = -Infinity;
    for (const own of logs) most = Math.max(most, own[row]!);
    let sum = 0;
    for (const own of logs) {
      own[row] = Math.exp(own[row]! - most);
      sum += own[row]!;
    }
    for (const own of logs) own[row]! /= sum;
  }
  return logs;
}
