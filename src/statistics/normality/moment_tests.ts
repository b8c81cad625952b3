import {momentsOf} from "../descriptive/moments.ts";
import {chiSquaredUpper} from "../distributions/chi_squared.ts";
import {normalTwoSided} from "../distributions/normal.ts";

/** Are skewness and kurtosis those of a normal distribution? Jarque and Bera (1980); for large samples. */
export function jarqueBera(values: Float64Array): {jb: number; df: 2; p: number} {
  const {n, skewnessPopulation, kurtosisPopulation} = momentsOf(values);
  const jb = (n / 6) * (skewnessPopulation ** 2 + kurtosisPopulation ** 2 / 4);
  return {jb, df: 2, p: chiSquaredUpper(jb, 2)};
}

/**
 * The same with transformations that make it right from 20 values on: D'Agostino and Pearson (1973), skewness by
 * D'Agostino (1970), kurtosis by Anscombe and Glynn (1983). Agrees with scipy's `normaltest`.
 */
export function dagostino(values: Float64Array): {
  k2: number;
  df: 2;
  p: number;
  zSkewness: number;
  zKurtosis: number;
  skewnessP: number;
  kurtosisP: number;
} {
  const {n, skewnessPopulation, kurtosisPopulation} = momentsOf(values);
  const zSkewness = skewnessZ(skewnessPopulation, n);
  const zKurtosis = kurtosisZ(kurtosisPopulation + 3, n);
  const k2 = zSkewness ** 2 + zKurtosis ** 2;
  return {
    k2,
    df: 2,
    p: chiSquaredUpper(k2, 2),
    zSkewness,
    zKurtosis,
    skewnessP: normalTwoSided(zSkewness),
    kurtosisP: normalTwoSided(zKurtosis),
  };
}

function skewnessZ(skewness: number, n: number): number {
  const y = skewness * Math.sqrt(((n + 1) * (n + 3)) / (6 * (n - 2)));
  const beta = (3 * (n ** 2 + 27 * n - 70) * (n + 1) * (n + 3)) / ((n - 2) * (n + 5) * (n + 7) * (n + 9));
  const w2 = -1 + Math.sqrt(2 * (beta - 1));
  const delta = 1 / Math.sqrt(0.5 * Math.log(w2));
  const alpha = Math.sqrt(2 / (w2 - 1));
  return delta * Math.asinh(y / alpha);
}

function kurtosisZ(b2: number, n: number): number {
  const expected = (3 * (n - 1)) / (n + 1);
  const variance = (24 * n * (n - 2) * (n - 3)) / ((n + 1) ** 2 * (n + 3) * (n + 5));
  const x = (b2 - expected) / Math.sqrt(variance);
  const root =
    ((6 * (n ** 2 - 5 * n + 2)) / ((n + 7) * (n + 9))) *
    Math.sqrt((6 * (n + 3) * (n + 5)) / (n * (n - 2) * (n - 3)));
  const a = 6 + (8 / root) * (2 / root + Math.sqrt(1 + 4 / root ** 2));
  const middle = 1 - 2 / (9 * a);
  const bottom = 1 + x * Math.sqrt(2 / (a - 4));
  const term = Math.sign(bottom) * Math.cbrt((1 - 2 / a) / Math.abs(bottom));
  return (middle - term) / Math.sqrt(2 / (9 * a));
}
