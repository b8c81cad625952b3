import {normalQuantile, normalUpper} from "../distributions/normal.ts";
import {meanOf, sumOf} from "../sums.ts";

/**
 * Do values come from a normal distribution? Shapiro and Wilk (1965) by Royston's (1995) algorithm AS R94, for 3 values
 * or more (not all equal); beyond 5,000 its p is an extrapolation. Agrees with R's `shapiro.test` and scipy's `shapiro`.
 */
export function shapiroWilk(values: Float64Array): {w: number; p: number} {
  const x = Float64Array.from(values).sort();
  const n = x.length;
  const a = weights(n);
  const mean = meanOf(x);
  const top = sumOf(a.map((weight, at) => weight * (x[n - 1 - at]! - x[at]!)));
  const w = Math.min(1, top ** 2 / sumOf(x.map((value) => (value - mean) ** 2)));
  return {w, p: pValue(w, n)};
}

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);

const C1 = [0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056];
const C2 = [0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633];

/** The weights of the upper half, largest value first. */
function weights(n: number): number[] {
  if (n === 3) return [Math.SQRT1_2];
  const half = Math.floor(n / 2);
  const m = Array.from({length: half}, (_, at) => -normalQuantile((at + 1 - 0.375) / (n + 0.25)));
  const squares = 2 * sumOf(m.map((value) => value ** 2));
  const root = 1 / Math.sqrt(n);
  const first = polynomial(C1, root) + m[0]! / Math.sqrt(squares);
  if (n <= 5) {
    const scale = Math.sqrt((squares - 2 * m[0]! ** 2) / (1 - 2 * first ** 2));
    return m.map((value, at) => (at === 0 ? first : value / scale));
  }
  const second = polynomial(C2, root) + m[1]! / Math.sqrt(squares);
  const scale = Math.sqrt(
    (squares - 2 * m[0]! ** 2 - 2 * m[1]! ** 2) / (1 - 2 * first ** 2 - 2 * second ** 2),
  );
  return m.map((value, at) => (at === 0 ? first : at === 1 ? second : value / scale));
}

function pValue(w: number, n: number): number {
  if (n === 3) {
    const p = (6 / Math.PI) * (Math.asin(Math.sqrt(w)) - Math.asin(Math.sqrt(0.75)));
    return Math.min(1, Math.max(0, p));
  }
  const left = Math.log1p(-w);
  const log = Math.log(n);
  if (n <= 11) {
    const gamma = polynomial([-2.273, 0.459], n);
    if (left >= gamma) return 1e-99;
    const mean = polynomial([0.544, -0.39978, 0.025054, -6.714e-4], n);
    const sd = Math.exp(polynomial([1.3822, -0.77857, 0.062767, -0.0020322], n));
    return normalUpper((-Math.log(gamma - left) - mean) / sd);
  }
  const mean = polynomial([-1.5861, -0.31082, -0.083751, 0.0038915], log);
  const sd = Math.exp(polynomial([-0.4803, -0.082676, 0.0030302], log));
  return normalUpper((left - mean) / sd);
}
