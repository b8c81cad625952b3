/** The order of a seasonal ARIMA model, (p, d, q)(P, D, Q) with its period; a period of 1 has no season. */
export interface ArimaOrder {
  p: number;
  d: number;
  q: number;
  P: number;
  D: number;
  Q: number;
  period: number;
}

/** Coefficients in blocks (ar, ma, seasonal ar, seasonal ma) multiplied out: phi and theta by lag, from lag 1. */
export function multiplyOut(
  coefficients: ArrayLike<number>,
  {p, q, P, Q, period}: ArimaOrder,
): {phi: Float64Array; theta: Float64Array} {
  const take = (from: number, count: number): number[] =>
    Array.from({length: count}, (_, i) => coefficients[from + i]!);
  const [ar, ma] = [take(0, p), take(p, q)];
  const [sar, sma] = [take(p + q, P), take(p + q + P, Q)];
  return {
    phi: product(ar, sar, period, -1),
    theta: product(ma, sma, period, 1),
  };
}

function product(own: number[], seasonal: number[], period: number, sign: 1 | -1): Float64Array {
  const made = new Float64Array(own.length + seasonal.length * period);
  own.forEach((value, i) => {
    made[i] = value;
  });
  seasonal.forEach((value, j) => {
    made[(j + 1) * period - 1]! += value;
    own.forEach((other, i) => {
      made[(j + 1) * period + i]! += sign * value * other;
    });
  });
  return made;
}

/** Any numbers as the coefficients of a stationary autoregression, by partial autocorrelations: Jones (1980). */
export function stationaryFrom(raw: ArrayLike<number>): number[] {
  let made: number[] = [];
  for (let k = 0; k < raw.length; k++) {
    const partial = Math.tanh(raw[k]!);
    made = [...made.map((value, j) => value - partial * made[k - 1 - j]!), partial];
  }
  return made;
}

/** The partial autocorrelations of an autoregression; all within (-1, 1) where it is stationary. */
export function partialsOf(coefficients: readonly number[]): number[] {
  const partials: number[] = [];
  let own = [...coefficients];
  for (let k = own.length - 1; k >= 0; k--) {
    const partial = own[k]!;
    partials.unshift(partial);
    const rest = own.slice(0, k);
    own = rest.map((value, j) => (value + partial * rest[k - 1 - j]!) / (1 - partial ** 2));
  }
  return partials;
}

/** Is the autoregression stationary? */
export const isStationary = (coefficients: readonly number[]): boolean =>
  partialsOf(coefficients).every((partial) => Math.abs(partial) < 1);

/** The inverse of stationaryFrom. */
export const rawFrom = (coefficients: readonly number[]): number[] =>
  partialsOf(coefficients).map((partial) => Math.atanh(Math.max(-1 + 1e-12, Math.min(1 - 1e-12, partial))));

/** The moving average with roots outside the unit circle that has the same autocorrelations. */
export function invertible(theta: readonly number[]): number[] {
  let last = theta.length;
  while (last > 0 && Math.abs(theta[last - 1]!) < 1e-12) last--;
  if (last === 0 || isStationary(theta.slice(0, last).map((value) => -value))) return [...theta];
  const roots = rootsOf([1, ...theta.slice(0, last)]);
  // The polynomial is the product of (1 - w z), w = 1 / root; a root inside the circle is mirrored in it.
  let re = [1];
  let im = [0];
  for (const root of roots) {
    const size = root.re ** 2 + root.im ** 2;
    const [a, b] = size < 1 ? [root.re, root.im] : [root.re / size, -root.im / size];
    const [lowRe, lowIm] = [re, im];
    re = [...lowRe, 0].map((value, i) => (i === 0 ? value : value - a * lowRe[i - 1]! + b * lowIm[i - 1]!));
    im = [...lowIm, 0].map((value, i) => (i === 0 ? value : value - a * lowIm[i - 1]! - b * lowRe[i - 1]!));
  }
  return theta.map((_, i) => re[i + 1] ?? 0);
}

/** The modulus of the root nearest the middle, of 1 + c1 z + c2 z^2 + ...; Infinity where there is none. */
export function nearestRoot(coefficients: readonly number[]): number {
  let last = coefficients.length;
  while (last > 0 && Math.abs(coefficients[last - 1]!) < 1e-8) last--;
  if (last === 0) return Infinity;
  return Math.min(...rootsOf([1, ...coefficients.slice(0, last)]).map(({re, im}) => Math.hypot(re, im)));
}

/** All roots of c0 + c1 z + ..., by Durand and Kerner's simultaneous iteration. */
export function rootsOf(polynomial: readonly number[]): {re: number; im: number}[] {
  const degree = polynomial.length - 1;
  const lead = polynomial[degree]!;
  const monic = polynomial.map((value) => value / lead);
  const size = Math.abs(monic[0]!) ** (1 / degree) || 1;
  const roots = Array.from({length: degree}, (_, k) => ({
    re: size * Math.cos((2 * Math.PI * k) / degree + 0.4),
    im: size * Math.sin((2 * Math.PI * k) / degree + 0.4),
  }));
  for (let round = 0; round < 500; round++) {
    let moved = 0;
    for (const [k, root] of roots.entries()) {
      let [re, im] = [0, 0];
      for (let i = degree; i >= 0; i--) {
        [re, im] = [re * root.re - im * root.im + monic[i]!, re * root.im + im * root.re];
      }
      for (const [j, other] of roots.entries()) {
        if (j === k) continue;
        const [a, b] = [root.re - other.re, root.im - other.im];
        const square = a * a + b * b || 1e-300;
        [re, im] = [(re * a + im * b) / square, (im * a - re * b) / square];
      }
      root.re -= re;
      root.im -= im;
      moved = Math.max(moved, Math.hypot(re, im) / (Math.hypot(root.re, root.im) || 1));
    }
    if (moved < 1e-14) break;
  }
  return roots;
}
