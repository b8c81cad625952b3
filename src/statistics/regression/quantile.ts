import {TabletalkError} from "../../errors.ts";
import {NO_HOOKS, type WorkHooks} from "../work_hooks.ts";
import {factorise, residualsOf} from "./householder.ts";

export interface QuantileFit {
  /** One a column. */
  coefficients: Float64Array;
  residuals: Float64Array;
  /** The sum of the check function, tau r above the plane and (tau - 1) r under it. */
  loss: number;
  /** The rows that lie in the plane and decide it. */
  basis: number[];
}

/**
 * Quantile regression: the plane with a share tau of the rows under it that has the least check loss, exactly, as a vertex:
 * Koenker and Bassett (1978), by descent along edges with a whole line search each, as Barrodale and Roberts (1973). Agrees
 * with R's `quantreg::rq`. Where several planes are as good, one of them.
 * @param columns the design, with its column of ones
 * @throws TabletalkError bad_plan for tau outside (0, 1), values that are no numbers, too few rows, dependent columns
 */
export function fitQuantile(
  y: Float64Array,
  columns: readonly Float64Array[],
  tau: number,
  hooks: WorkHooks = NO_HOOKS,
): QuantileFit {
  check(y, columns, tau);
  const start = firstBasis(y, columns, tau);
  const first = descend(y, columns, tau, start, hooks);
  if (!first.tied) return finish(y, columns, tau, first.basis);
  // Rows in the plane beside those that decide it can stop the descent early: move each a little, by a fixed pattern.
  const spread = largest(first.residuals) || 1;
  const moved = y.map((value, row) => value + spread * 1e-9 * Math.sin(12.9898 * (row + 1)));
  const second = descend(moved, columns, tau, first.basis, hooks);
  const fits = [finish(y, columns, tau, first.basis), finish(y, columns, tau, second.basis)];
  return fits[1]!.loss < fits[0]!.loss ? fits[1]! : fits[0]!;
}

function check(y: Float64Array, columns: readonly Float64Array[], tau: number): void {
  const refuse = (message: string, next: string): never => {
    throw new TabletalkError("bad_plan", message, next);
  };
  if (!(tau > 0 && tau < 1))
    refuse(`A quantile of ${tau} is not between 0 and 1.`, "Give 0.5 for the median.");
  if ([y, ...columns].some((column) => column.some((value) => !Number.isFinite(value)))) {
    refuse("Some values are missing or infinite.", "Leave those rows out.");
  }
  if (y.length <= columns.length) {
    refuse(
      `${columns.length} coefficients need more than ${y.length} rows.`,
      "Take more rows or fewer columns.",
    );
  }
  if (factorise(columns).dependent.length > 0) {
    refuse("A column is constant or made of others.", "Leave that column out.");
  }
}

/** Rows near the least-squares plane moved to the quantile, one after another while they are independent. */
function firstBasis(y: Float64Array, columns: readonly Float64Array[], tau: number): number[] {
  const rest = residualsOf(y, columns, factorise(columns).solve(y));
  const sorted = Float64Array.from(rest).sort();
  const middle = sorted[Math.min(sorted.length - 1, Math.floor(tau * sorted.length))]!;
  const order = Uint32Array.from(rest.keys()).sort(
    (a, b) => Math.abs(rest[a]! - middle) - Math.abs(rest[b]! - middle),
  );
  const sizes = columns.map(largest);
  const basis: number[] = [];
  const found: Float64Array[] = [];
  for (const row of order) {
    const vector = Float64Array.from(columns, (column, k) => column[row]! / sizes[k]!);
    const size = Math.hypot(...vector);
    for (const other of found) {
      const along = other.reduce((sum, value, k) => sum + value * vector[k]!, 0);
      for (let k = 0; k < vector.length; k++) vector[k]! -= along * other[k]!;
    }
    const left = Math.hypot(...vector);
    if (!(left > 1e-8 * size)) continue;
    found.push(vector.map((value) => value / left));
    basis.push(row);
    if (basis.length === columns.length) break;
  }
  return basis;
}

function descend(
  y: Float64Array,
  columns: readonly Float64Array[],
  tau: number,
  start: readonly number[],
  hooks: WorkHooks,
): {basis: number[]; residuals: Float64Array; tied: boolean} {
  const [n, p] = [y.length, columns.length];
  const basis = [...start];
  const most = 50 * (n + p);
  for (let round = 0; ; round++) {
    hooks.checkpoint();
    const inverse = invert(basis.map((row) => columns.map((column) => column[row]!)));
    const beta = inverse.map((own) => own.reduce((sum, value, j) => sum + value * y[basis[j]!]!, 0));
    const residuals = residualsOf(y, columns, beta);
    const inBasis = new Set(basis);
    const size = largest(residuals) || 1;
    const zero = 1e-12 * size;
    let [best, slope, tied] = [undefined as Float64Array | undefined, -1e-10 * size, false];
    let leaving = -1;
    for (let j = 0; j < p; j++) {
      for (const side of [1, -1]) {
        const turn = planeOf(
          columns,
          Float64Array.from(inverse, (own) => own[j]! * side),
        );
        let own = side > 0 ? 1 - tau : tau;
        for (let row = 0; row < n; row++) {
          if (inBasis.has(row)) continue;
          const [r, move] = [residuals[row]!, turn[row]!];
          if (Math.abs(r) <= zero) {
            tied = true;
            own += move > 0 ? (1 - tau) * move : -tau * move;
          } else own += r > 0 ? -tau * move : (1 - tau) * move;
        }
        const scaled = own / (1 + Math.hypot(...inverse.map((line) => line[j]!)));
        if (own < -1e-12 * n && (best === undefined || scaled < slope)) {
          [best, slope, leaving] = [turn, scaled, j];
        }
      }
    }
    if (!best || round > most) return {basis, residuals, tied};
    const entering = crossing(residuals, best, inBasis, tau, basis[leaving]!);
    if (entering < 0) return {basis, residuals, tied};
    basis[leaving] = entering;
  }
}

/** The row at which going on along an edge no longer lowers the loss: a weighted quantile of the places it meets rows at. */
function crossing(
  residuals: Float64Array,
  turn: Float64Array,
  inBasis: ReadonlySet<number>,
  tau: number,
  leaving: number,
): number {
  const meets: {row: number; at: number; weight: number}[] = [];
  let slope = turn[leaving]! > 0 ? 1 - tau : tau;
  for (let row = 0; row < residuals.length; row++) {
    if (inBasis.has(row)) continue;
    const [r, move] = [residuals[row]!, turn[row]!];
    slope += r > 0 || (r === 0 && move < 0) ? -tau * move : (1 - tau) * move;
    if (r * move > 0) meets.push({row, at: r / move, weight: Math.abs(move)});
  }
  meets.sort((a, b) => a.at - b.at);
  for (const {row, weight} of meets) {
    slope += weight;
    if (slope >= 0) return row;
  }
  return -1;
}

const largest = (values: Float64Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

function planeOf(columns: readonly Float64Array[], beta: Float64Array): Float64Array {
  const made = new Float64Array(columns[0]!.length);
  for (const [k, column] of columns.entries()) {
    const factor = beta[k]!;
    for (let row = 0; row < made.length; row++) made[row]! += factor * column[row]!;
  }
  return made;
}

function finish(
  y: Float64Array,
  columns: readonly Float64Array[],
  tau: number,
  basis: readonly number[],
): QuantileFit {
  const rows = columns.map((column) => Float64Array.from(basis, (row) => column[row]!));
  const coefficients = factorise(rows).solve(Float64Array.from(basis, (row) => y[row]!));
  const residuals = residualsOf(y, columns, coefficients);
  for (const row of basis) residuals[row] = 0;
  const loss = residuals.reduce((sum, r) => sum + (r > 0 ? tau * r : (tau - 1) * r), 0);
  return {coefficients, residuals, loss, basis: [...basis]};
}

/** The inverse of a small square matrix given by rows, by elimination. */
function invert(rows: readonly number[][]): number[][] {
  const p = rows.length;
  const a = rows.map((row, i) => [...row, ...row.map((_, j) => Number(i === j))]);
  for (let k = 0; k < p; k++) {
    let best = k;
    for (let i = k + 1; i < p; i++) if (Math.abs(a[i]![k]!) > Math.abs(a[best]![k]!)) best = i;
    [a[k], a[best]] = [a[best]!, a[k]!];
    const pivot = a[k]![k]!;
    for (let j = 0; j < 2 * p; j++) a[k]![j]! /= pivot;
    for (let i = 0; i < p; i++) {
      const factor = a[i]![k]!;
      if (i === k || factor === 0) continue;
      for (let j = 0; j < 2 * p; j++) a[i]![j]! -= factor * a[k]![j]!;
    }
  }
  return a.map((row) => row.slice(p));
}
