import {normalLower} from "../distributions/normal.ts";
import {meanOf, varianceOf} from "../sums.ts";
import {pelzGood} from "./pelz_good.ts";

/** The largest distance between the values' distribution and a theoretical one. */
export function distanceFrom(values: Float64Array, lower: (x: number) => number): number {
  const x = Float64Array.from(values).sort();
  const n = x.length;
  let most = 0;
  for (let at = 0; at < n; at++) {
    const p = lower(x[at]!);
    most = Math.max(most, (at + 1) / n - p, p - at / n);
  }
  return most;
}

/** Do values follow a distribution that is fully known? Kolmogorov's test, exact p as scipy's `kstest`. */
export function kolmogorovSmirnov(
  values: Float64Array,
  lower: (x: number) => number,
  method: "exact" | "asymptotic" = "exact",
): {d: number; p: number} {
  const d = distanceFrom(values, lower);
  const n = values.length;
  return {d, p: method === "exact" ? kolmogorovUpper(d, n) : kolmogorovLimit(d * Math.sqrt(n))};
}

/** Do two samples follow one distribution? Smirnov's test; exact p up to 10,000 pairs of values, as R's `ks.test`. */
export function kolmogorovSmirnovTwo(
  first: Float64Array,
  second: Float64Array,
  method: "auto" | "asymptotic" = "auto",
): {d: number; p: number; method: "exact" | "asymptotic"} {
  const [a, b] = [Float64Array.from(first).sort(), Float64Array.from(second).sort()];
  const [n, m] = [a.length, b.length];
  let d = 0;
  for (let i = 0, j = 0; i < n && j < m; ) {
    const x = Math.min(a[i]!, b[j]!);
    while (i < n && a[i] === x) i++;
    while (j < m && b[j] === x) j++;
    d = Math.max(d, Math.abs(i / n - j / m));
  }
  if (method === "auto" && n * m <= 10_000) return {d, p: smirnovExact(d, n, m), method: "exact"};
  return {d, p: kolmogorovLimit(d * Math.sqrt((n * m) / (n + m))), method: "asymptotic"};
}

/**
 * Do values come from a normal distribution of unknown mean and sd? Lilliefors (1967), p by the approximation of Dallal and
 * Wilkinson (1986) with Stephens's (1974) for p over 0.1, as R's `nortest::lillie.test`.
 */
export function lilliefors(values: Float64Array): {d: number; p: number} {
  const n = values.length;
  const mean = meanOf(values);
  const sd = Math.sqrt(varianceOf(values, mean));
  const d = distanceFrom(values, (x) => normalLower((x - mean) / sd));
  const [dn, nd] = n <= 100 ? [d, n] : [d * (n / 100) ** 0.49, 100];
  const p = Math.exp(
    -7.01256 * dn ** 2 * (nd + 2.78019) +
      2.99587 * dn * Math.sqrt(nd + 2.78019) -
      0.122119 +
      0.974598 / Math.sqrt(nd) +
      1.67997 / nd,
  );
  return {d, p: p > 0.1 ? stephens((Math.sqrt(n) - 0.01 + 0.85 / Math.sqrt(n)) * d) : p};
}

function stephens(k: number): number {
  if (k <= 0.302) return 1;
  if (k <= 0.5) return 2.76773 - 19.828315 * k + 80.709644 * k ** 2 - 138.55152 * k ** 3 + 81.218052 * k ** 4;
  if (k <= 0.9)
    return -4.901232 + 40.662806 * k - 97.490286 * k ** 2 + 94.029866 * k ** 3 - 32.355711 * k ** 4;
  if (k <= 1.31)
    return 6.198765 - 19.558097 * k + 23.186922 * k ** 2 - 12.234627 * k ** 3 + 2.423045 * k ** 4;
  return 0;
}

/**
 * P(D >= d) for n values, as Simard and L'Ecuyer (2011) choose: Marsaglia, Tsang and Wang (2003) up to 500 values, Pelz and
 * Good above; in the far tail Smirnov's one-sided sums doubled.
 */
export function kolmogorovUpper(d: number, n: number): number {
  if (d <= 0) return 1;
  if (d >= 1) return 0;
  if (d >= 0.5) return 2 * oneSidedUpper(d, n);
  if (n * d * d >= 370) return 0;
  // For so many values the one-sided sums take long: Smirnov's limit with its first correction.
  if (n > 100_000 && n * d * d >= 6) return 2 * Math.exp(-((6 * n * d + 1) ** 2) / (18 * n));
  if (n > 500) return n <= 100_000 && n * d * d >= 2.2 ? 2 * oneSidedUpper(d, n) : 1 - pelzGood(d, n);
  const p = 2 * oneSidedUpper(d, n);
  return p < 1e-9 ? p : 1 - marsaglia(d, n);
}

/** P(D+ >= d): Birnbaum and Tingey (1951). */
function oneSidedUpper(d: number, n: number): number {
  let sum = 0;
  for (let j = 0; j <= Math.floor(n * (1 - d)); j++) {
    const at = d + j / n;
    if (at >= 1) continue;
    let log = Math.log(d) + (j - 1) * Math.log(at) + (n - j) * Math.log1p(-at);
    log += logChooseExact(n, j);
    sum += Math.exp(log);
  }
  return Math.min(1, sum);
}

const LOG_FACTORIALS: number[] = [0];
function logChooseExact(n: number, k: number): number {
  for (let i = LOG_FACTORIALS.length; i <= n; i++) LOG_FACTORIALS[i] = LOG_FACTORIALS[i - 1]! + Math.log(i);
  return LOG_FACTORIALS[n]! - LOG_FACTORIALS[k]! - LOG_FACTORIALS[n - k]!;
}

function marsaglia(d: number, n: number): number {
  const k = Math.floor(n * d) + 1;
  const m = 2 * k - 1;
  const h = k - n * d;
  const matrix = Array.from({length: m}, (_, i) =>
    Float64Array.from({length: m}, (__, j) => (i - j + 1 < 0 ? 0 : 1)),
  );
  for (let i = 0; i < m; i++) {
    matrix[i]![0]! -= h ** (i + 1);
    matrix[m - 1]![i]! -= h ** (m - i);
  }
  matrix[m - 1]![0]! += 2 * h - 1 > 0 ? (2 * h - 1) ** m : 0;
  for (let i = 0; i < m; i++)
    for (let j = 0; j < m; j++) if (i - j + 1 > 0) for (let g = 1; g <= i - j + 1; g++) matrix[i]![j]! /= g;
  const {value, exponent} = power(matrix, n);
  let result = value[k - 1]![k - 1]!;
  let scale = exponent;
  for (let i = 1; i <= n; i++) {
    result = (result * i) / n;
    if (result < 1e-140) {
      result *= 1e140;
      scale -= 140;
    }
  }
  return result * 10 ** scale;
}

type Matrix = Float64Array[];

function power(matrix: Matrix, n: number): {value: Matrix; exponent: number} {
  if (n === 1) return {value: matrix, exponent: 0};
  const half = power(matrix, Math.floor(n / 2));
  let value = multiply(half.value, half.value);
  let exponent = 2 * half.exponent;
  if (n % 2 === 1) value = multiply(value, matrix);
  const middle = Math.floor(matrix.length / 2);
  if (value[middle]![middle]! > 1e140) {
    for (const row of value) for (let j = 0; j < row.length; j++) row[j]! *= 1e-140;
    exponent += 140;
  }
  return {value, exponent};
}

function multiply(a: Matrix, b: Matrix): Matrix {
  const m = a.length;
  return a.map((row) => {
    const into = new Float64Array(m);
    for (let k = 0; k < m; k++) {
      const factor = row[k]!;
      if (factor === 0) continue;
      const other = b[k]!;
      for (let j = 0; j < m; j++) into[j]! += factor * other[j]!;
    }
    return into;
  });
}

/** P(K >= k) of the limit distribution of Kolmogorov. */
function kolmogorovLimit(k: number): number {
  if (k < 0.2) return 1;
  if (k < 1.1) {
    let sum = 0;
    for (let j = 1; j < 100; j += 2) sum += Math.exp((-(j * j) * Math.PI ** 2) / (8 * k * k));
    return 1 - (Math.sqrt(2 * Math.PI) / k) * sum;
  }
  let sum = 0;
  for (let j = 1; j < 100; j++) {
    const term = Math.exp(-2 * j * j * k * k);
    sum += j % 2 === 1 ? term : -term;
    if (term < 1e-20) break;
  }
  return 2 * sum;
}

/**
 * P(D >= d) of two samples without ties: the share of paths in a lattice that reach d somewhere, summed as such, for its
 * complement has no digits left in the tail (as R's `psmirnov(lower.tail = FALSE)`).
 */
function smirnovExact(d: number, n: number, m: number): number {
  const reach = (Math.floor(d * n * m - 1e-7) + 0.5) / (n * m);
  const outside = new Float64Array(m + 1);
  for (let j = 1; j <= m; j++) outside[j] = j / m > reach ? 1 : outside[j - 1]!;
  for (let i = 1; i <= n; i++) {
    if (i / n > reach) outside[0] = 1;
    for (let j = 1; j <= m; j++)
      outside[j] = Math.abs(i / n - j / m) > reach ? 1 : (i * outside[j]! + j * outside[j - 1]!) / (i + j);
  }
  return Math.min(1, outside[m]!);
}
