import {normalLower, normalUpper} from "../distributions/normal.ts";
import {meanOf, sumOf, varianceOf} from "../sums.ts";

/**
 * Do values come from a normal distribution of unknown mean and sd? Anderson and Darling's A squared, p by Stephens (1986);
 * agrees with R's `nortest::ad.test` and statsmodels' `normal_ad`. Needs 8 values or more for a p to lean on.
 */
export function andersonDarling(values: Float64Array): {a2: number; adjusted: number; p: number} {
  const x = Float64Array.from(values).sort();
  const n = x.length;
  const mean = meanOf(x);
  const sd = Math.sqrt(varianceOf(x, mean));
  const z = x.map((value) => (value - mean) / sd);
  const terms = z.map(
    (value, at) => (2 * at + 1) * (Math.log(normalLower(value)) + Math.log(normalUpper(z[n - 1 - at]!))),
  );
  const a2 = -n - sumOf(terms) / n;
  const adjusted = a2 * (1 + 0.75 / n + 2.25 / n ** 2);
  return {a2, adjusted, p: pValue(adjusted)};
}

function pValue(a: number): number {
  if (a < 0.2) return -Math.expm1(-13.436 + 101.14 * a - 223.73 * a ** 2);
  if (a < 0.34) return -Math.expm1(-8.318 + 42.796 * a - 59.938 * a ** 2);
  if (a < 0.6) return Math.exp(0.9177 - 4.279 * a - 1.38 * a ** 2);
  return a < 10 ? Math.exp(1.2937 - 5.709 * a + 0.0186 * a ** 2) : 3.7e-24;
}
