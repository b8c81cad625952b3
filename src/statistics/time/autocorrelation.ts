import {chiSquaredUpper} from "../distributions/chi_squared.ts";
import {meanOf, sumOf} from "../sums.ts";

/** Autocorrelations at lags 0 to `lags`, each divided by n, as R's `acf` and statsmodels. */
export function autocorrelation(values: Float64Array, lags: number): Float64Array {
  const mean = meanOf(values);
  const off = values.map((value) => value - mean);
  const whole = sumOf(off.map((value) => value ** 2));
  return Float64Array.from({length: Math.min(lags, values.length - 1) + 1}, (_, lag) => {
    if (lag === 0) return 1;
    const products = off.subarray(lag).map((value, row) => value * off[row]!);
    return sumOf(products) / whole;
  });
}

/** Partial autocorrelations at lags 0 to `lags`, by Yule and Walker: the Levinson-Durbin recursion. */
export function partialAutocorrelation(values: Float64Array, lags: number): Float64Array {
  const r = autocorrelation(values, lags);
  const partial = new Float64Array(r.length);
  partial[0] = 1;
  let phi: number[] = [];
  for (let k = 1; k < r.length; k++) {
    let top = r[k]!;
    let bottom = 1;
    for (let j = 1; j < k; j++) {
      top -= phi[j - 1]! * r[k - j]!;
      bottom -= phi[j - 1]! * r[j]!;
    }
    const last = top / bottom;
    phi = [...phi.map((value, j) => value - last * phi[k - 2 - j]!), last];
    partial[k] = last;
  }
  return partial;
}

/** Are the first `lags` autocorrelations 0? Ljung and Box (1978), and Box and Pierce (1970) beside it. */
export function ljungBox(
  values: Float64Array,
  lags: number,
): {q: number; df: number; p: number; boxPierce: number; boxPierceP: number} {
  const n = values.length;
  const r = autocorrelation(values, lags);
  let q = 0;
  let plain = 0;
  for (let k = 1; k <= lags; k++) {
    q += r[k]! ** 2 / (n - k);
    plain += r[k]! ** 2;
  }
  q *= n * (n + 2);
  plain *= n;
  return {
    q,
    df: lags,
    p: chiSquaredUpper(q, lags),
    boxPierce: plain,
    boxPierceP: chiSquaredUpper(plain, lags),
  };
}
