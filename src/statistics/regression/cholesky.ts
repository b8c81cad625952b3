/**
 * The lower triangle L with L L' = a, for a symmetric matrix of which the lower triangle is read; undefined where it is not
 * positive definite (a pivot under 1e-14 of its diagonal).
 */
export function choleskyOf(a: readonly Float64Array[]): Float64Array[] | undefined {
  const p = a.length;
  const lower = Array.from({length: p}, () => new Float64Array(p));
  for (let i = 0; i < p; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i]![j]!;
      for (let k = 0; k < j; k++) sum -= lower[i]![k]! * lower[j]![k]!;
      if (i > j) lower[i]![j] = sum / lower[j]![j]!;
      else if (!(sum > 1e-14 * a[i]![i]!)) return undefined;
      else lower[i]![i] = Math.sqrt(sum);
    }
  return lower;
}

/** The x with L L' x = b. */
export function solveCholesky(lower: readonly Float64Array[], b: ArrayLike<number>): Float64Array {
  const p = lower.length;
  const x = Float64Array.from(b);
  for (let i = 0; i < p; i++) {
    for (let k = 0; k < i; k++) x[i]! -= lower[i]![k]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  for (let i = p - 1; i >= 0; i--) {
    for (let k = i + 1; k < p; k++) x[i]! -= lower[k]![i]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  return x;
}
