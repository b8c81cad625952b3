import {LARGE, powersOfLarge} from "../large_sums.ts";
import {meanOf, sumOf} from "../sums.ts";

/**
 * The moments of values (none missing), in both conventions. `Population` divides by n (scipy's and numpy's default),
 * `sample` corrects for bias: G1 and G2 of Joanes and Gill (1998), as in SAS, SPSS and Excel. Kurtosis is excess: 0 for a
 * normal distribution. NaN where a figure does not exist.
 */
export interface Moments {
  n: number;
  mean: number;
  /** Divided by n - 1. */
  variance: number;
  sd: number;
  /** Divided by n. */
  variancePopulation: number;
  sdPopulation: number;
  /** Standard error of the mean. */
  se: number;
  skewness: number;
  skewnessPopulation: number;
  kurtosis: number;
  kurtosisPopulation: number;
}

const POWERS = {1: "first", 2: "second", 3: "third", 4: "fourth"} as const;

/** Moments of centred values, so that a large offset costs no digits. */
export function momentsOf(values: Float64Array): Moments {
  const n = values.length;
  const mean = meanOf(values);
  const large = n >= LARGE ? powersOfLarge(values, mean) : undefined;
  const power = (k: 1 | 2 | 3 | 4): number =>
    large ? large[POWERS[k]] : sumOf(values.map((value) => (value - mean) ** k));
  const off = power(1);
  const squares = power(2) - off ** 2 / n;
  const second = squares / n;
  const none = Number.NaN;
  const spread = second > (Math.abs(mean) * 1e-15) ** 2;
  const skew = spread ? power(3) / n / second ** 1.5 : none;
  const kurtosis = spread ? power(4) / n / second ** 2 - 3 : none;
  const variance = n > 1 ? squares / (n - 1) : none;
  return {
    n,
    mean,
    variance,
    sd: Math.sqrt(variance),
    variancePopulation: second,
    sdPopulation: Math.sqrt(second),
    se: Math.sqrt(variance / n),
    skewness: n > 2 ? (skew * Math.sqrt(n * (n - 1))) / (n - 2) : none,
    skewnessPopulation: skew,
    kurtosis: n > 3 ? ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * kurtosis + 6) : none,
    kurtosisPopulation: kurtosis,
  };
}
