import {LARGE, meanOfLarge, squaresOfLarge} from "./large_sums.ts";

/**
 * The sum of numbers, with what rounding loses carried along: Neumaier (1974), Rundungsfehleranalyse einiger Verfahren zur
 * Summation endlicher Summen.
 */
export function sumOf(values: Iterable<number>): number {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}

/** The mean, in two passes: the second takes away what the first left. NaN for no values. */
export function meanOf(values: Float64Array): number {
  if (values.length >= LARGE) return meanOfLarge(values);
  const first = sumOf(values) / values.length;
  return first + sumOf(values.map((value) => value - first)) / values.length;
}

/**
 * The sample variance (n - 1), by the corrected two-pass algorithm: Chan, Golub and LeVeque (1983), Algorithms for computing
 * the sample variance. NaN for fewer than 2 values.
 */
export function varianceOf(values: Float64Array, mean: number = meanOf(values)): number {
  if (values.length < 2) return Number.NaN;
  if (values.length >= LARGE) {
    const {first, second} = squaresOfLarge(values, mean);
    return (second - first ** 2 / values.length) / (values.length - 1);
  }
  const squares = sumOf(values.map((value) => (value - mean) ** 2));
  const off = sumOf(values.map((value) => value - mean));
  return (squares - off ** 2 / values.length) / (values.length - 1);
}

/** The values that are numbers: NaN stands for missing. */
export function present(values: Float64Array): Float64Array {
  return values.filter((value) => Number.isFinite(value));
}
