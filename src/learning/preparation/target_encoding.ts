import {kFolds, stratifiedFolds} from "../validation/split.ts";

/** What target encoding learnt: a number for each category, and the one for categories never seen. */
export interface TargetEncoding {
  encodings: Float64Array;
  otherwise: number;
}

export interface TargetEncodingOptions {
  folds?: number;
  seed?: number;
  /** "auto" is the empirical Bayes estimate; a number is a weight in rows. */
  smoothing?: number | "auto";
  /** A target of two classes (0 and 1): folds keep their shares. */
  binary?: boolean;
}

/**
 * The mean target of each category, drawn towards the mean of all (Micci-Barreca, SIGKDD Explorations 2001). Agrees with
 * scikit-learn's `TargetEncoder`. `codes` are 0 to `categories` - 1; rows whose target is NaN are not learnt from.
 */
export function fitTargetEncoding(
  codes: Int32Array,
  target: Float64Array,
  categories: number,
  smoothing: number | "auto" = "auto",
  rows?: ArrayLike<number>,
): TargetEncoding {
  const counts = new Float64Array(categories);
  const sums = new Float64Array(categories);
  const learnt = Array.from(rows ?? target.keys()).filter((row) => !Number.isNaN(target[row]!));
  let total = 0;
  for (const row of learnt) {
    total += target[row]!;
    counts[codes[row]!]!++;
    sums[codes[row]!]! += target[row]!;
  }
  const otherwise = total / learnt.length;
  const squares = new Float64Array(categories);
  let spread = 0;
  for (const row of learnt) {
    const code = codes[row]!;
    squares[code]! += (target[row]! - sums[code]! / counts[code]!) ** 2;
    spread += (target[row]! - otherwise) ** 2;
  }
  const variance = spread / learnt.length;
  const encodings = counts.map((count, code) => {
    if (count === 0) return otherwise;
    if (smoothing !== "auto") return (sums[code]! + smoothing * otherwise) / (count + smoothing);
    const share = (variance * count) / (variance * count + squares[code]! / count);
    return Number.isNaN(share) ? otherwise : (share * sums[code]!) / count + (1 - share) * otherwise;
  });
  return {encodings, otherwise};
}

/**
 * Each row encoded by what was learnt from the other folds, so that no row's own target is in its number; and what was
 * learnt from all rows, for new ones. Rows without a target take the latter.
 */
export function crossEncodeTarget(
  codes: Int32Array,
  target: Float64Array,
  categories: number,
  options: TargetEncodingOptions = {},
): {values: Float64Array; fitted: TargetEncoding} {
  const {folds = 5, seed, smoothing = "auto", binary = false} = options;
  const known = Array.from(target.keys()).filter((row) => !Number.isNaN(target[row]!));
  const fitted = fitTargetEncoding(codes, target, categories, smoothing, known);
  const values = Float64Array.from(codes, (code) => fitted.encodings[code]!);
  const splits = binary
    ? stratifiedFolds(
        known.map((row) => target[row]!),
        folds,
        seed,
      )
    : kFolds(known.length, folds, seed);
  for (const {train, test} of splits) {
    const rows = Uint32Array.from(train, (at) => known[at]!);
    const {encodings} = fitTargetEncoding(codes, target, categories, smoothing, rows);
    for (const at of test) values[known[at]!] = encodings[codes[known[at]!]!]!;
  }
  return {values, fitted};
}
