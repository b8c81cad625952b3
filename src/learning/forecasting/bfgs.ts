export interface Minimum {
  at: Float64Array;
  value: number;
  /** It stopped because nothing got better, not because its rounds were over. */
  converged: boolean;
}

export interface BfgsOptions {
  rounds?: number;
  tolerance?: number;
  /** Half the width of a central difference, in units of `scales`. */
  step?: number;
  /** The size of each parameter; default 1. */
  scales?: ArrayLike<number>;
}

/**
 * The least value of a function near a start, by a variable metric method with central differences: Nash (1990), Compact
 * Numerical Methods, algorithm 21, with the constants of R's `optim(method = "BFGS")`, so that iterates agree with R's.
 * Values that are not finite are stepped back from.
 */
export function minimise(
  of: (at: Float64Array) => number,
  start: ArrayLike<number>,
  {rounds = 100, tolerance = 1e-8, step = 1e-3, scales}: BfgsOptions = {},
): Minimum {
  const n = start.length;
  const scale = Float64Array.from({length: n}, (_, i) => scales?.[i] ?? 1);
  const unscaled = new Float64Array(n);
  const evaluate = (x: Float64Array): number => {
    for (let i = 0; i < n; i++) unscaled[i] = x[i]! * scale[i]!;
    const value = of(unscaled);
    return Number.isFinite(value) ? value : Infinity;
  };
  const b = Float64Array.from({length: n}, (_, i) => start[i]! / scale[i]!);
  const finish = (value: number, converged: boolean): Minimum => ({
    at: b.map((value, i) => value * scale[i]!),
    value,
    converged,
  });
  let f = evaluate(b);
  if (n === 0 || !Number.isFinite(f)) return finish(f, n === 0);
  const g = new Float64Array(n);
  const gradient = (): void => {
    for (let i = 0; i < n; i++) {
      const own = b[i]!;
      b[i] = own + step;
      const up = evaluate(b);
      b[i] = own - step;
      g[i] = (up - evaluate(b)) / (2 * step);
      b[i] = own;
      if (!Number.isFinite(g[i]!)) g[i] = 0;
    }
  };
  let least = f;
  gradient();
  let made = 1;
  let reset = 1;
  const metric = Array.from({length: n}, () => new Float64Array(n));
  const before = new Float64Array(n);
  const turn = new Float64Array(n);
  const change = new Float64Array(n);
  const image = new Float64Array(n);
  for (;;) {
    if (reset === made) for (const [i, row] of metric.entries()) row.fill(0).fill(1, i, i + 1);
    before.set(b);
    change.set(g);
    let slope = 0;
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum -= metric[i]![j]! * g[j]!;
      turn[i] = sum;
      slope += sum * g[i]!;
    }
    let still = 0;
    if (slope < 0) {
      let length = 1;
      let accepted = false;
      do {
        still = 0;
        for (let i = 0; i < n; i++) {
          b[i] = before[i]! + length * turn[i]!;
          if (10 + before[i]! === 10 + b[i]!) still++;
        }
        if (still < n) {
          f = evaluate(b);
          accepted = f <= least + slope * length * 1e-4;
          if (!accepted) length *= 0.2;
        }
      } while (still < n && !accepted);
      if (Math.abs(f - least) <= tolerance * (Math.abs(least) + tolerance)) {
        still = n;
        if (f < least) least = f;
        else b.set(before);
      }
      if (still < n) {
        least = f;
        gradient();
        made++;
        let d1 = 0;
        for (let i = 0; i < n; i++) {
          turn[i]! *= length;
          change[i] = g[i]! - change[i]!;
          d1 += turn[i]! * change[i]!;
        }
        if (d1 > 0) update(metric, turn, change, image, d1);
        else reset = made;
      } else if (reset < made) {
        still = 0;
        reset = made;
      }
    } else if (reset === made) still = n;
    else reset = made;
    if (still === n && reset === made) return finish(least, true);
    if (made >= rounds) return finish(least, false);
    if (made - reset > 2 * n) reset = made;
  }
}

/** Broyden, Fletcher, Goldfarb and Shanno's update of the inverse metric, in place. */
export function update(
  metric: Float64Array[],
  moved: Float64Array,
  change: Float64Array,
  image: Float64Array,
  product: number,
): void {
  const n = moved.length;
  let size = 0;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += metric[i]![j]! * change[j]!;
    image[i] = sum;
    size += sum * change[i]!;
  }
  const factor = 1 + size / product;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      metric[i]![j]! +=
        (factor * moved[i]! * moved[j]! - moved[i]! * image[j]! - image[i]! * moved[j]!) / product;
    }
  }
}
