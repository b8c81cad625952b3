import {quantile} from "../descriptive/quantiles.ts";
import {binomialLower} from "../distributions/discrete.ts";

/**
 * A quantile of sorted values with the interval between two of the values whose ranks bound it (binomial; Conover 1999,
 * Practical nonparametric statistics, 3.2): right for any distribution. NaN bounds where so few values can bound nothing.
 */
export function quantileInterval(
  sorted: Float64Array,
  p: number,
  level = 0.95,
): {value: number; low: number; high: number; n: number} {
  const n = sorted.length;
  const half = (1 - level) / 2;
  // The most values that lie below the quantile with a chance of at most `half`, and likewise above.
  const below = lastBelow(n, half, (k) => binomialLower(k, n, p));
  const above = lastBelow(n, half, (k) => binomialLower(k, n, 1 - p));
  return {
    value: quantile(sorted, p),
    low: below < 0 ? Number.NaN : sorted[below]!,
    high: above < 0 ? Number.NaN : sorted[n - 1 - above]!,
    n,
  };
}

/** The largest k from -1 to n at which a rising function is at most `bound`. */
function lastBelow(n: number, bound: number, rising: (k: number) => number): number {
  let low = -1;
  let high = n;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (rising(middle) <= bound) low = middle;
    else high = middle;
  }
  return low;
}
