import {quantile} from "../descriptive/quantiles.ts";
import type {Decomposition} from "./decompose.ts";

export interface StlOptions {
  /** Length of the seasonal smoother, odd, at least 7; "periodic" takes each season's mean. */
  seasonal?: number | "periodic";
  /** Length of the trend smoother, odd. Default: the next odd number from 1.5 period / (1 - 1.5 / seasonal). */
  trend?: number;
  /** Length of the low-pass smoother, odd. Default: the next odd number over the period. */
  lowPass?: number;
  /** Rows far from the fit count less. */
  robust?: boolean;
}

/**
 * Seasonal-trend decomposition by loess: Cleveland and others (1990), local lines, every point computed. Agrees with R's
 * `stl` (jumps of 1) and statsmodels' `STL`.
 * @param period observations in a season; at least two seasons
 */
export function stl(values: Float64Array, period: number, options: StlOptions = {}): Decomposition {
  const n = values.length;
  const periodic = options.seasonal === "periodic";
  const s = periodic ? 10 * n + 1 : odd((options.seasonal as number | undefined) ?? 7);
  const t = odd(options.trend ?? Math.ceil((1.5 * period) / (1 - 1.5 / s)));
  const l = odd(options.lowPass ?? period + 1);
  const degree = periodic ? 0 : 1;
  const seasonal = new Float64Array(n);
  const trend = new Float64Array(n);
  let weights: Float64Array | undefined;
  const outer = options.robust ? 15 : 0;
  const inner = options.robust ? 2 : 5;
  for (let round = 0; round <= outer; round++) {
    for (let turn = 0; turn < inner; turn++) {
      const detrended = values.map((value, row) => value - trend[row]!);
      const cycle = cycles(detrended, period, s, degree, weights);
      const low = loess(average(average(average(cycle, period), period), 3), l, 1);
      for (let row = 0; row < n; row++) seasonal[row] = cycle[period + row]! - low[row]!;
      trend.set(
        loess(
          values.map((value, row) => value - seasonal[row]!),
          t,
          1,
          weights,
        ),
      );
    }
    if (options.robust) weights = bisquare(values.map((value, row) => value - seasonal[row]! - trend[row]!));
  }
  if (periodic) evenOut(seasonal, period);
  return {trend, seasonal, rest: values.map((value, row) => value - seasonal[row]! - trend[row]!)};
}

const odd = (length: number): number => (length % 2 === 0 ? length + 1 : length);

/** Each place of the season smoothed on its own and continued by one season at both ends. */
function cycles(
  values: Float64Array,
  period: number,
  length: number,
  degree: 0 | 1,
  weights: Float64Array | undefined,
): Float64Array {
  const n = values.length;
  const made = new Float64Array(n + 2 * period);
  for (let place = 0; place < period; place++) {
    const rows: number[] = [];
    for (let row = place; row < n; row += period) rows.push(row);
    const own = Float64Array.from(rows, (row) => values[row]!);
    const heavy = weights && Float64Array.from(rows, (row) => weights[row]!);
    const k = own.length;
    const smooth = loess(own, length, degree, heavy);
    const before = estimate(own, 0, 1, Math.min(length, k), length, degree, heavy) ?? smooth[0]!;
    const after =
      estimate(own, k + 1, Math.max(1, k - length + 1), k, length, degree, heavy) ?? smooth[k - 1]!;
    made[place] = before;
    for (let at = 0; at < k; at++) made[place + (at + 1) * period] = smooth[at]!;
    made[place + (k + 1) * period] = after;
  }
  return made;
}

function average(values: Float64Array, length: number): Float64Array {
  const made = new Float64Array(values.length - length + 1);
  let sum = 0;
  for (let row = 0; row < length; row++) sum += values[row]!;
  made[0] = sum / length;
  for (let row = 1; row < made.length; row++) {
    sum += values[row + length - 1]! - values[row - 1]!;
    made[row] = sum / length;
  }
  return made;
}

/** Locally weighted regression at each point of an evenly spaced series. */
export function loess(
  values: Float64Array,
  length: number,
  degree: 0 | 1,
  weights?: Float64Array,
): Float64Array {
  const n = values.length;
  const made = new Float64Array(n);
  if (n < 2) return Float64Array.from(values);
  const shift = (length + 1) / 2;
  let left = 1;
  let right = Math.min(length, n);
  for (let at = 1; at <= n; at++) {
    if (length < n && at > shift && right !== n) {
      left++;
      right++;
    }
    made[at - 1] = estimate(values, at, left, right, length, degree, weights) ?? values[at - 1]!;
  }
  return made;
}

/** The fit at place `x` (from 1) from the points `left` to `right`; undefined where none has weight. */
function estimate(
  values: Float64Array,
  x: number,
  left: number,
  right: number,
  length: number,
  degree: 0 | 1,
  weights: Float64Array | undefined,
): number | undefined {
  const n = values.length;
  let reach = Math.max(x - left, right - x);
  if (length > n) reach += Math.floor((length - n) / 2);
  const [far, near] = [0.999 * reach, 0.001 * reach];
  const w = new Float64Array(right - left + 1);
  let sum = 0;
  for (let j = left; j <= right; j++) {
    const distance = Math.abs(j - x);
    if (distance > far) continue;
    const own = (distance <= near ? 1 : (1 - (distance / reach) ** 3) ** 3) * (weights?.[j - 1] ?? 1);
    w[j - left] = own;
    sum += own;
  }
  if (!(sum > 0)) return undefined;
  for (let at = 0; at < w.length; at++) w[at]! /= sum;
  if (reach > 0 && degree > 0) {
    let centre = 0;
    for (let j = left; j <= right; j++) centre += w[j - left]! * j;
    let spread = 0;
    for (let j = left; j <= right; j++) spread += w[j - left]! * (j - centre) ** 2;
    if (Math.sqrt(spread) > 0.001 * (n - 1)) {
      const slope = (x - centre) / spread;
      for (let j = left; j <= right; j++) w[j - left]! *= slope * (j - centre) + 1;
    }
  }
  let fitted = 0;
  for (let j = left; j <= right; j++) fitted += w[j - left]! * values[j - 1]!;
  return fitted;
}

function bisquare(rest: Float64Array): Float64Array {
  const sizes = rest.map(Math.abs);
  const six = 6 * quantile(Float64Array.from(sizes).sort(), 0.5);
  return sizes.map((size) =>
    size <= 0.001 * six ? 1 : size > 0.999 * six ? 0 : (1 - (size / six) ** 2) ** 2,
  );
}

function evenOut(seasonal: Float64Array, period: number): void {
  for (let place = 0; place < period; place++) {
    let sum = 0;
    let count = 0;
    for (let row = place; row < seasonal.length; row += period) {
      sum += seasonal[row]!;
      count++;
    }
    for (let row = place; row < seasonal.length; row += period) seasonal[row] = sum / count;
  }
}
