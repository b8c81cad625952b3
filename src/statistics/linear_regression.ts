import {studentQuantile, studentTwoSided} from "./distributions/student.ts";
import {meanOf, sumOf} from "./sums.ts";

export interface Coefficient {
  estimate: number;
  se: number;
  t: number;
  p: number;
  /** 95% interval. */
  low: number;
  high: number;
}

export interface LinearFit {
  /** The intercept first, then one for each predictor. */
  coefficients: Coefficient[];
  r2: number;
  adjustedR2: number;
  /** Standard deviation of the residuals. */
  sigma: number;
  n: number;
  df: number;
  residuals: Float64Array;
}

/**
 * Ordinary least squares with an intercept, by Householder reflections (Golub and Van Loan, Matrix Computations, 5.3) on
 * columns scaled to length 1, refined once on the residuals. Rows must be complete. Returns undefined where the predictors
 * determine one another, or rows are no more than coefficients.
 */
export function fitLinear(y: Float64Array, predictors: readonly Float64Array[]): LinearFit | undefined {
  const n = y.length;
  const columns = [new Float64Array(n).fill(1), ...predictors];
  const p = columns.length;
  if (n <= p) return undefined;
  const scales = columns.map(lengthOf);
  if (scales.some((scale) => !(scale > 0))) return undefined;
  const scaled = columns.map((column, index) => column.map((value) => value / scales[index]!));
  const qr = reflect(scaled);
  if (!qr) return undefined;

  const solved = qr.solve(y);
  const more = qr.solve(residualsOf(y, scaled, solved));
  const beta = solved.map((value, index) => value + more[index]!);
  const residuals = residualsOf(y, scaled, beta);
  const df = n - p;
  const rss = sumOf(residuals.map((value) => value ** 2));
  const mean = meanOf(y);
  const tss = sumOf(y.map((value) => (value - mean) ** 2));
  const sigma = Math.sqrt(rss / df);
  const quantile = studentQuantile(0.05, df);
  const coefficients = beta.map((value, index): Coefficient => {
    const estimate = value / scales[index]!;
    const se = (sigma * Math.sqrt(qr.variances[index]!)) / scales[index]!;
    const t = estimate / se;
    return {
      estimate,
      se,
      t,
      p: studentTwoSided(t, df),
      low: estimate - quantile * se,
      high: estimate + quantile * se,
    };
  });
  const r2 = tss > 0 ? 1 - rss / tss : Number.NaN;
  return {coefficients, r2, adjustedR2: 1 - ((1 - r2) * (n - 1)) / df, sigma, n, df, residuals};
}

interface Factors {
  solve(y: Float64Array): number[];
  /** The diagonal of the inverse of X'X. */
  variances: number[];
}

function reflect(columns: readonly Float64Array[]): Factors | undefined {
  const a = columns.map((column) => Float64Array.from(column));
  const p = a.length;
  const n = a[0]!.length;
  const diagonal = new Array<number>(p);
  const factors: number[] = [];
  for (let k = 0; k < p; k++) {
    const column = a[k]!;
    const length = lengthOf(column.subarray(k));
    if (length < 1e-14) return undefined;
    const alpha = column[k]! > 0 ? -length : length;
    diagonal[k] = alpha;
    column[k]! -= alpha;
    factors[k] = -alpha * column[k]!;
    for (let j = k + 1; j < p; j++) applyReflection(column, factors[k]!, a[j]!, k, n);
  }
  const upper = (row: number, column: number) => (row === column ? diagonal[row]! : a[column]![row]!);
  const back = (right: ArrayLike<number>): number[] => {
    const x = new Array<number>(p).fill(0);
    for (let row = p - 1; row >= 0; row--) {
      let rest = right[row]!;
      for (let column = row + 1; column < p; column++) rest -= upper(row, column) * x[column]!;
      x[row] = rest / diagonal[row]!;
    }
    return x;
  };
  const variances = new Array<number>(p).fill(0);
  for (let k = 0; k < p; k++) {
    const unit = new Array<number>(p).fill(0);
    unit[k] = 1;
    for (const [row, value] of back(unit).entries()) variances[row]! += value ** 2;
  }
  return {
    variances,
    solve(y) {
      const turned = Float64Array.from(y);
      for (let k = 0; k < p; k++) applyReflection(a[k]!, factors[k]!, turned, k, n);
      return back(turned);
    },
  };
}

function applyReflection(
  v: Float64Array,
  factor: number,
  target: Float64Array,
  from: number,
  n: number,
): void {
  let dot = 0;
  for (let row = from; row < n; row++) dot += v[row]! * target[row]!;
  const share = dot / factor;
  for (let row = from; row < n; row++) target[row]! -= share * v[row]!;
}

function residualsOf(
  y: Float64Array,
  columns: readonly Float64Array[],
  beta: readonly number[],
): Float64Array {
  return y.map((value, row) => value - sumOf(columns.map((column, index) => column[row]! * beta[index]!)));
}

function lengthOf(column: Float64Array): number {
  const largest = column.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!(largest > 0)) return 0;
  return largest * Math.sqrt(sumOf(column.map((value) => (value / largest) ** 2)));
}
