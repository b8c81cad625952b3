import {LARGE, squaresOfLarge} from "../large_sums.ts";

/** A least-squares problem's QR factors; columns were scaled to length 1 first. */
export interface Factors {
  /** Coefficients that minimise the squares of y less the columns times them. */
  solve(y: Float64Array): Float64Array;
  /** The inverse of X'X, row by row. */
  inverse: Float64Array[];
  /** The diagonal of the hat matrix: how far each row decides its own fitted value. */
  leverages(): Float64Array;
  /** Columns that others determine, by index: their coefficients do not exist. */
  dependent: number[];
}

/** A column whose part that others do not explain is shorter than this share of it is made of them. */
const DEPENDENT = 1e-13;

/**
 * Factors columns of one length by Householder reflections: Golub and Van Loan, Matrix Computations, 5.3. The columns are
 * not changed. A dependent column stops it: see `dependent`.
 */
export function factorise(columns: readonly Float64Array[]): Factors {
  const n = columns[0]!.length;
  const p = columns.length;
  const scales = columns.map(lengthOf);
  const a = columns.map((column, at) => scaled(column, scales[at]!));
  const diagonal = new Float64Array(p);
  const factors = new Float64Array(p);
  const dependent: number[] = [];
  for (let k = 0; k < p; k++) {
    const column = a[k]!;
    const length = n > k ? lengthOf(column.subarray(k)) : 0;
    if (!(length > DEPENDENT) || !(scales[k]! > 0)) {
      dependent.push(k);
      break;
    }
    const alpha = column[k]! > 0 ? -length : length;
    diagonal[k] = alpha;
    column[k]! -= alpha;
    factors[k] = -alpha * column[k]!;
    for (let j = k + 1; j < p; j++) reflect(column, factors[k]!, a[j]!, k);
  }
  const upper = (row: number, column: number): number => (row === column ? diagonal[row]! : a[column]![row]!);
  const back = (right: ArrayLike<number>): Float64Array => {
    const x = new Float64Array(p);
    for (let row = p - 1; row >= 0; row--) {
      let rest = right[row]!;
      for (let column = row + 1; column < p; column++) rest -= upper(row, column) * x[column]!;
      x[row] = rest / diagonal[row]!;
    }
    return x;
  };
  const project = (y: Float64Array): Float64Array => {
    const turned = Float64Array.from(y);
    for (let k = 0; k < p; k++) reflect(a[k]!, factors[k]!, turned, k);
    return back(turned);
  };
  return {
    dependent,
    inverse: dependent.length > 0 ? [] : inverseOf(back, scales),
    solve(y) {
      const first = project(y);
      const more = project(residuals(y, columns, scales, first));
      return first.map((value, at) => (value + more[at]!) / scales[at]!);
    },
    leverages() {
      const hat = new Float64Array(n);
      const unit = new Float64Array(n);
      for (let k = 0; k < p; k++) {
        unit.fill(0);
        unit[k] = 1;
        for (let j = p - 1; j >= 0; j--) reflect(a[j]!, factors[j]!, unit, j);
        for (let row = 0; row < n; row++) hat[row]! += unit[row]! ** 2;
      }
      return hat;
    },
  };
}

/** y less the columns times coefficients, with what rounding loses carried along. */
export function residualsOf(
  y: Float64Array,
  columns: readonly Float64Array[],
  beta: ArrayLike<number>,
): Float64Array {
  return residuals(
    y,
    columns,
    columns.map(() => 1),
    beta,
  );
}

function residuals(
  y: Float64Array,
  columns: readonly Float64Array[],
  scales: readonly number[],
  beta: ArrayLike<number>,
): Float64Array {
  const rest = Float64Array.from(y);
  const lost = new Float64Array(y.length);
  for (const [at, column] of columns.entries()) {
    const factor = beta[at]! / scales[at]!;
    for (let row = 0; row < rest.length; row++) {
      const part = -factor * column[row]!;
      const sum = rest[row]!;
      const next = sum + part;
      lost[row]! += Math.abs(sum) >= Math.abs(part) ? sum - next + part : part - next + sum;
      rest[row] = next;
    }
  }
  for (let row = 0; row < rest.length; row++) rest[row]! += lost[row]!;
  return rest;
}

function inverseOf(back: (right: Float64Array) => Float64Array, scales: readonly number[]): Float64Array[] {
  const p = scales.length;
  const roots = Array.from({length: p}, (_, k) => {
    const unit = new Float64Array(p);
    unit[k] = 1;
    return back(unit);
  });
  return Array.from({length: p}, (_, i) =>
    Float64Array.from({length: p}, (__, j) => {
      let sum = 0;
      for (const root of roots) sum += root[i]! * root[j]!;
      return sum / scales[i]! / scales[j]!;
    }),
  );
}

function dotOf(v: Float64Array, target: Float64Array, from: number): number {
  let dot = 0;
  for (let row = from; row < v.length; row++) dot += v[row]! * target[row]!;
  return dot;
}

/** In four lanes: no product waits for the sum before it. */
function dotOfLarge(v: Float64Array, target: Float64Array, from: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let row = from;
  for (; row + 3 < v.length; row += 4) {
    a += v[row]! * target[row]!;
    b += v[row + 1]! * target[row + 1]!;
    c += v[row + 2]! * target[row + 2]!;
    d += v[row + 3]! * target[row + 3]!;
  }
  for (; row < v.length; row++) a += v[row]! * target[row]!;
  return a + b + (c + d);
}

function reflect(v: Float64Array, factor: number, target: Float64Array, from: number): void {
  const n = v.length;
  const share = (n >= LARGE ? dotOfLarge(v, target, from) : dotOf(v, target, from)) / factor;
  for (let row = from; row < n; row++) target[row]! -= share * v[row]!;
}

function scaled(column: Float64Array, scale: number): Float64Array {
  const made = new Float64Array(column.length);
  for (let row = 0; row < made.length; row++) made[row] = column[row]! / scale;
  return made;
}

function lengthOf(column: Float64Array): number {
  if (column.length >= LARGE) {
    const {second} = squaresOfLarge(column, 0);
    if (second > 1e-200 && second < 1e200) return Math.sqrt(second);
  }
  let largest = 0;
  for (let row = 0; row < column.length; row++) largest = Math.max(largest, Math.abs(column[row]!));
  if (!(largest > 0) || !Number.isFinite(largest)) return 0;
  let sum = 0;
  for (let row = 0; row < column.length; row++) sum += (column[row]! / largest) ** 2;
  return largest * Math.sqrt(sum);
}
