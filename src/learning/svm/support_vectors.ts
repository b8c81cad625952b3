import SVM from "libsvm-js/asm.js";
import {TabletalkError} from "../../errors.ts";
import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";
import {fitScaling} from "../scaling.ts";

/** A support vector machine with a radial kernel: plain data, judged without libsvm. */
export interface SvmModel {
  type: "svm";
  /** 0 for numbers. */
  classes: number;
  gamma: number;
  /** Numbers are learnt less this, by this scale. */
  shift: number;
  scale: number;
  /** The class of each group of vectors, in libsvm's order. */
  labels: number[];
  counts: number[];
  rho: number[];
  /** classes - 1 weights a vector. */
  weights: number[][];
  vectors: number[][];
}

const MOST_ROWS = 10_000;
const CLASSIFY = "0";
const REGRESS = "3";
const RADIAL = "2";

/**
 * Support vectors by libsvm (Chang and Lin 2011), C-SVC or epsilon-SVR, as scikit-learn's `SVC` and `SVR` with gamma
 * 1/columns; numbers to foretell are standardised, as its `TransformedTargetRegressor` does. Columns want to be standardised.
 * @throws TabletalkError refused for more than 10,000 rows
 */
export function fitSvm(
  columns: readonly Float64Array[],
  targets: Float64Array,
  classes: number,
  {
    cost = 1,
    gamma = 1 / columns.length,
    epsilon = 0.1,
  }: {cost?: number; gamma?: number; epsilon?: number} = {},
  hooks: WorkHooks = NO_HOOKS,
): SvmModel {
  const n = targets.length;
  if (n > MOST_ROWS)
    throw new TabletalkError(
      "refused",
      `${n} rows are too many for a support vector machine; it takes at most ${MOST_ROWS}.`,
      "Take a sample, or use boosting.",
    );
  hooks.checkpoint();
  const samples = Array.from({length: n}, (_, row) => Float64Array.from(columns, (column) => column[row]!));
  const svm = new SVM({
    type: classes > 0 ? CLASSIFY : REGRESS,
    kernel: RADIAL,
    gamma,
    cost,
    epsilon,
    cacheSize: 100,
    quiet: true,
  });
  const own = classes > 0 ? {means: [0], scales: [1]} : fitScaling([targets]);
  const [shift, spread] = [own.means[0]!, own.scales[0]!];
  try {
    svm.train(
      samples,
      targets.map((value) => (value - shift) / spread),
    );
    const text = svm.serializeModel();
    const line = (name: string): number[] =>
      (new RegExp(`^${name} (.*)$`, "m").exec(text)?.[1] ?? "").trim().split(/\s+/).map(Number);
    const lines = text
      .slice(text.indexOf("\nSV\n") + 4)
      .trim()
      .split("\n");
    const width = classes > 0 ? classes - 1 : 1;
    return {
      type: "svm",
      classes,
      gamma,
      shift,
      scale: spread,
      labels: classes > 0 ? line("label") : [],
      counts: classes > 0 ? line("nr_sv") : [lines.length],
      rho: line("rho"),
      weights: lines.map((one) => one.split(" ").slice(0, width).map(Number)),
      // By their numbers, for the text has eight digits only.
      vectors: svm.getSVIndices().map((row) => [...samples[row]!]),
    };
  } finally {
    svm.free();
  }
}

/**
 * For numbers one array; for classes shares made of each pair's distance from the border: they order rows, but are no
 * probabilities.
 */
export function predictSvm(
  model: SvmModel,
  columns: readonly Float64Array[],
  hooks: WorkHooks = NO_HOOKS,
): Float64Array[] {
  const n = columns[0]?.length ?? 0;
  const {classes, gamma, labels, counts, rho, weights, vectors} = model;
  const made = Array.from({length: Math.max(1, classes)}, () => new Float64Array(n));
  const kernel = new Float64Array(vectors.length);
  const starts = counts.map((_, at) => counts.slice(0, at).reduce((sum, count) => sum + count, 0));
  for (let row = 0; row < n; row++) {
    if (row % 256 === 0) hooks.checkpoint();
    for (let at = 0; at < vectors.length; at++) {
      const vector = vectors[at]!;
      let square = 0;
      for (let column = 0; column < columns.length; column++)
        square += (vector[column]! - columns[column]![row]!) ** 2;
      kernel[at] = Math.exp(-gamma * square);
    }
    if (classes === 0) {
      let sum = -rho[0]!;
      for (let at = 0; at < kernel.length; at++) sum += weights[at]![0]! * kernel[at]!;
      made[0]![row] = model.shift + model.scale * sum;
      continue;
    }
    let pair = 0;
    const pairs = (classes * (classes - 1)) / 2;
    for (let i = 0; i < classes; i++)
      for (let j = i + 1; j < classes; j++, pair++) {
        let sum = -rho[pair]!;
        for (let at = starts[i]!; at < starts[i]! + counts[i]!; at++)
          sum += weights[at]![j - 1]! * kernel[at]!;
        for (let at = starts[j]!; at < starts[j]! + counts[j]!; at++) sum += weights[at]![i]! * kernel[at]!;
        // A vote, then how clear it is: votes decide, as in libsvm.
        const clear = 1 / (1 + Math.exp(-sum));
        const share = pairs === 1 ? clear : (clear * 0.2 + (sum > 0 ? 1 : 0)) / 1.2;
        made[labels[i]!]![row]! += share / pairs;
        made[labels[j]!]![row]! += (1 - share) / pairs;
      }
  }
  return made;
}
