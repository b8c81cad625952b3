/** What the Kalman filter finds in one pass. */
export interface FilterResult {
  /** The exact -2 log-likelihood's part that is minimised: (log(sigma2) + mean log gain) / 2. */
  value: number;
  sigma2: number;
  logLikelihood: number;
  /** One-step errors over the root of their gain. */
  residuals: Float64Array;
  /** The state after the last row: what the next rows are expected to be made of. */
  state: Float64Array;
}

/**
 * The exact Gaussian likelihood of an ARMA process with mean 0, by the Kalman filter in Harvey's state space form: Gardner,
 * Harvey and Phillips (1980), as R's `arima` computes it for a series without differences left. The gain is held once it has
 * settled. `undefined` where the process is not stationary.
 */
export function filterArma(
  values: Float64Array,
  phi: Float64Array,
  theta: Float64Array,
): FilterResult | undefined {
  const r = Math.max(phi.length, theta.length + 1);
  const covariance = stationaryCovariance(phi, theta, r);
  if (!covariance) return undefined;
  const n = values.length;
  const noise = Float64Array.from({length: r}, (_, i) => (i === 0 ? 1 : (theta[i - 1] ?? 0)));
  const slope = Float64Array.from({length: r}, (_, i) => phi[i] ?? 0);
  let p: Float64Array = covariance;
  let next: Float64Array = new Float64Array(r * r);
  const gain = new Float64Array(r);
  const state = new Float64Array(r);
  const moved = new Float64Array(r);
  const residuals = new Float64Array(n);
  let [squares, logs, spread] = [0, 0, 1];
  let settled = false;
  for (let row = 0; row < n; row++) {
    if (row > 0) {
      const head = state[0]!;
      for (let i = 0; i < r; i++) moved[i] = slope[i]! * head + (i + 1 < r ? state[i + 1]! : 0);
      state.set(moved);
    }
    if (!settled) {
      spread = p[0]!;
      if (!(spread > 0)) return undefined;
      for (let i = 0; i < r; i++) gain[i] = p[i * r]! / spread;
    }
    const error = values[row]! - state[0]!;
    squares += (error * error) / spread;
    logs += Math.log(spread);
    residuals[row] = error / Math.sqrt(spread);
    for (let i = 0; i < r; i++) state[i]! += gain[i]! * error;
    if (settled) continue;
    // P after the row is P - g g' s, its first row and column 0; then T P T' + R R'.
    let moves = 0;
    for (let i = 0; i < r; i++) {
      for (let j = 0; j <= i; j++) {
        const kept =
          i + 1 < r && j + 1 < r ? p[(i + 1) * r + j + 1]! - gain[i + 1]! * gain[j + 1]! * spread : 0;
        const value = kept + noise[i]! * noise[j]!;
        moves = Math.max(moves, Math.abs(value - p[i * r + j]!));
        next[i * r + j] = value;
        next[j * r + i] = value;
      }
    }
    settled = moves < 1e-13;
    const old = p;
    p = next;
    next = old;
  }
  const sigma2 = squares / n;
  const value = 0.5 * (Math.log(sigma2) + logs / n);
  const logLikelihood = -0.5 * (2 * n * value + n + n * Math.log(2 * Math.PI));
  return {value, sigma2, logLikelihood, residuals, state};
}

/**
 * The covariance of the state of a stationary ARMA process with noise of variance 1: its first row from the
 * autocovariances, the rest from the transition, from the end.
 */
function stationaryCovariance(phi: Float64Array, theta: Float64Array, r: number): Float64Array | undefined {
  const psi = psiWeights(phi, theta, theta.length + 1);
  const ma = (lag: number): number => (lag === 0 ? 1 : (theta[lag - 1] ?? 0));
  const gamma = autocovariances(phi, theta, psi);
  if (!gamma || !(gamma[0]! > 0)) return undefined;
  const p = new Float64Array(r * r);
  p[0] = gamma[0]!;
  for (let k = 1; k < r; k++) {
    let sum = 0;
    for (let j = k; j < phi.length; j++) sum += phi[j]! * gamma[1 + j - k]!;
    for (let j = k; j <= theta.length; j++) sum += ma(j) * psi[j - k]!;
    p[k] = sum;
    p[k * r] = sum;
  }
  for (let i = r - 1; i >= 1; i--) {
    for (let k = i; k >= 1; k--) {
      const [a, b] = [phi[i] ?? 0, phi[k] ?? 0];
      const value =
        a * b * p[0]! +
        (k + 1 < r ? a * p[k + 1]! : 0) +
        (i + 1 < r ? b * p[i + 1]! : 0) +
        (i + 1 < r ? p[(i + 1) * r + k + 1]! : 0) +
        ma(i) * ma(k);
      p[i * r + k] = value;
      p[k * r + i] = value;
    }
  }
  return p;
}

/** Lags 0 to p, from the Yule-Walker equations with the moving average's part on the right. */
function autocovariances(
  phi: Float64Array,
  theta: Float64Array,
  psi: Float64Array,
): Float64Array | undefined {
  const size = phi.length + 1;
  const right = Float64Array.from({length: size}, (_, k) => {
    let sum = 0;
    for (let j = k; j <= theta.length; j++) sum += (j === 0 ? 1 : theta[j - 1]!) * psi[j - k]!;
    return sum;
  });
  if (size === 1) return right;
  const rows = Array.from({length: size}, (_, k) => {
    const row = new Float64Array(size);
    row[k] = 1;
    for (let j = 1; j < size; j++) row[Math.abs(k - j)]! -= phi[j - 1]!;
    return row;
  });
  for (let k = 0; k < size; k++) {
    let best = k;
    for (let i = k + 1; i < size; i++) if (Math.abs(rows[i]![k]!) > Math.abs(rows[best]![k]!)) best = i;
    if (!(Math.abs(rows[best]![k]!) > 1e-14)) return undefined;
    [rows[k], rows[best]] = [rows[best]!, rows[k]!];
    [right[k], right[best]] = [right[best]!, right[k]!];
    for (let i = k + 1; i < size; i++) {
      const factor = rows[i]![k]! / rows[k]![k]!;
      if (factor === 0) continue;
      for (let j = k; j < size; j++) rows[i]![j]! -= factor * rows[k]![j]!;
      right[i]! -= factor * right[k]!;
    }
  }
  for (let k = size - 1; k >= 0; k--) {
    for (let j = k + 1; j < size; j++) right[k]! -= rows[k]![j]! * right[j]!;
    right[k]! /= rows[k]![k]!;
  }
  return right;
}

/** The first weights of the process written as a sum of its past noise: 1, psi1, ... */
export function psiWeights(phi: ArrayLike<number>, theta: ArrayLike<number>, count: number): Float64Array {
  const psi = new Float64Array(count);
  if (count > 0) psi[0] = 1;
  for (let k = 1; k < count; k++) {
    let sum = theta[k - 1] ?? 0;
    for (let j = 0; j < Math.min(k, phi.length); j++) sum += phi[j]! * psi[k - 1 - j]!;
    psi[k] = sum;
  }
  return psi;
}

/** The mean square of the errors given the rows before, from row `from`: conditional least squares, as R's `ARIMA_CSS`. */
export function conditionalSquares(
  values: Float64Array,
  phi: Float64Array,
  theta: Float64Array,
  from: number,
): number {
  const errors = new Float64Array(values.length);
  let squares = 0;
  for (let row = from; row < values.length; row++) {
    let error = values[row]!;
    for (let j = 0; j < phi.length && row - j - 1 >= 0; j++) error -= phi[j]! * values[row - j - 1]!;
    for (let j = 0; j < Math.min(row - from, theta.length); j++) error -= theta[j]! * errors[row - j - 1]!;
    errors[row] = error;
    squares += error * error;
  }
  return squares / (values.length - from);
}
