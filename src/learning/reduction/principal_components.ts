import {meanOf} from "../../statistics/sums.ts";

/** Principal components: plain data. */
export interface PcaModel {
  type: "pca";
  means: number[];
  /** A component a row; its largest part is positive. */
  components: number[][];
  /** Variance along each component, divided by n - 1. */
  variances: number[];
  /** Its share in the whole, 0 to 1. */
  shares: number[];
}

/**
 * Principal components by the eigenvectors of the covariance matrix (cyclic Jacobi, which keeps small ones exact); agrees
 * with scikit-learn's `PCA`.
 */
export function fitPca(columns: readonly Float64Array[], count = columns.length): PcaModel {
  const n = columns[0]!.length;
  const p = columns.length;
  const means = columns.map((column) => meanOf(column));
  const centred = columns.map((column, at) => column.map((value) => value - means[at]!));
  const covariance = Array.from({length: p}, () => new Float64Array(p));
  for (let i = 0; i < p; i++)
    for (let j = i; j < p; j++) {
      let sum = 0;
      const [a, b] = [centred[i]!, centred[j]!];
      for (let row = 0; row < n; row++) sum += a[row]! * b[row]!;
      covariance[i]![j] = sum / (n - 1);
      covariance[j]![i] = sum / (n - 1);
    }
  const {values, vectors} = eigen(covariance);
  const order = [...values.keys()].sort((a, b) => values[b]! - values[a]!);
  const whole = values.reduce((sum, value) => sum + Math.max(value, 0), 0);
  const kept = order.slice(0, Math.min(count, p));
  return {
    type: "pca",
    means,
    components: kept.map((at) => {
      const own = vectors.map((row) => row[at]!);
      const largest = own.reduce((best, one) => (Math.abs(one) > Math.abs(best) ? one : best), 0);
      return own.map((one) => (largest < 0 ? -one : one));
    }),
    variances: kept.map((at) => Math.max(0, values[at]!)),
    shares: kept.map((at) => Math.max(0, values[at]!) / whole),
  };
}

/** The rows' places along each component. */
export function applyPca({means, components}: PcaModel, columns: readonly Float64Array[]): Float64Array[] {
  const n = columns[0]?.length ?? 0;
  return components.map((component) => {
    const made = new Float64Array(n);
    for (const [at, column] of columns.entries())
      for (let row = 0; row < n; row++) made[row]! += component[at]! * (column[row]! - means[at]!);
    return made;
  });
}

/** Eigenvalues and vectors (in columns) of a symmetric matrix, by Jacobi's rotations: Golub and Van Loan, 8.5. */
export function eigen(matrix: readonly Float64Array[]): {values: Float64Array; vectors: Float64Array[]} {
  const p = matrix.length;
  const a = matrix.map((row) => Float64Array.from(row));
  const v = Array.from({length: p}, (_, i) => Float64Array.from({length: p}, (__, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    let on = 0;
    for (let i = 0; i < p; i++) {
      on += a[i]![i]! ** 2;
      for (let j = i + 1; j < p; j++) off += a[i]![j]! ** 2;
    }
    if (off <= 1e-32 * on) break;
    for (let i = 0; i < p - 1; i++)
      for (let j = i + 1; j < p; j++) {
        const between = a[i]![j]!;
        if (Math.abs(between) <= 1e-300) continue;
        const theta = (a[j]![j]! - a[i]![i]!) / (2 * between);
        const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        const s = t * c;
        for (let k = 0; k < p; k++) {
          const [x, y] = [a[k]![i]!, a[k]![j]!];
          a[k]![i] = c * x - s * y;
          a[k]![j] = s * x + c * y;
        }
        for (let k = 0; k < p; k++) {
          const [x, y] = [a[i]![k]!, a[j]![k]!];
          a[i]![k] = c * x - s * y;
          a[j]![k] = s * x + c * y;
        }
        for (let k = 0; k < p; k++) {
          const [x, y] = [v[k]![i]!, v[k]![j]!];
          v[k]![i] = c * x - s * y;
          v[k]![j] = s * x + c * y;
        }
      }
  }
  return {values: Float64Array.from(a, (row, at) => row[at]!), vectors: v};
}
