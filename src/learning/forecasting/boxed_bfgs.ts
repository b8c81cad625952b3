import {type Minimum, update} from "./bfgs.ts";

export interface Box {
  start: ArrayLike<number>;
  low: ArrayLike<number>;
  high: ArrayLike<number>;
  /** Half the width of a central difference, by parameter. It is cut off at the box. */
  steps: ArrayLike<number>;
  rounds?: number;
  tolerance?: number;
}

/**
 * The least value of a function within a box, by BFGS on the parameters that are free to move and projection of each step:
 * Bertsekas (1982), Projected Newton methods. Central differences are cut at the box as R's `optim(method = "L-BFGS-B")`
 * cuts them, so that both stop at the same place.
 */
export function minimiseInBox(of: (at: Float64Array) => number, box: Box): Minimum {
  const {low, high, steps, rounds = 200, tolerance = 1e-12} = box;
  const n = box.start.length;
  const b = Float64Array.from({length: n}, (_, i) => Math.min(high[i]!, Math.max(low[i]!, box.start[i]!)));
  const evaluate = (): number => {
    const value = of(b);
    return Number.isFinite(value) ? value : Infinity;
  };
  const g = new Float64Array(n);
  const gradient = (): void => {
    for (let i = 0; i < n; i++) {
      const own = b[i]!;
      const above = Math.min(high[i]!, own + steps[i]!);
      const below = Math.max(low[i]!, own - steps[i]!);
      b[i] = above;
      const up = evaluate();
      b[i] = below;
      const down = evaluate();
      b[i] = own;
      g[i] = Number.isFinite(up - down) && above > below ? (up - down) / (above - below) : 0;
    }
  };
  let least = evaluate();
  gradient();
  const metric = Array.from({length: n}, () => new Float64Array(n));
  const unit = (): void => {
    let size = 0;
    for (let i = 0; i < n; i++) size = Math.max(size, Math.abs(g[i]! * steps[i]!));
    for (let i = 0; i < n; i++) metric[i]!.fill(0).fill((steps[i]! ** 2 * 10) / (size || 1), i, i + 1);
  };
  unit();
  const before = new Float64Array(n);
  const moved = new Float64Array(n);
  const change = new Float64Array(n);
  const image = new Float64Array(n);
  let fresh = true;
  let calm = 0;
  for (let round = 0; round < rounds; round++) {
    const free = Array.from(
      b,
      (value, i) => !(value <= low[i]! && g[i]! > 0) && !(value >= high[i]! && g[i]! < 0),
    );
    before.set(b);
    let slope = 0;
    for (let i = 0; i < n; i++) {
      let sum = 0;
      if (free[i]) for (let j = 0; j < n; j++) if (free[j]) sum -= metric[i]![j]! * g[j]!;
      moved[i] = sum;
      slope += sum * g[i]!;
    }
    let better = false;
    if (slope < 0) {
      for (let length = 1; length > 1e-10 && !better; length *= 0.3) {
        for (let i = 0; i < n; i++)
          b[i] = Math.min(high[i]!, Math.max(low[i]!, before[i]! + length * moved[i]!));
        const f = evaluate();
        if (!(f < least)) continue;
        better = true;
        calm = least - f <= tolerance * (Math.abs(least) + tolerance) ? calm + 1 : 0;
        least = f;
      }
    }
    if (!better) {
      b.set(before);
      if (fresh) return {at: b, value: least, converged: true};
      unit();
      fresh = true;
      continue;
    }
    if (calm >= 2) return {at: b, value: least, converged: true};
    change.set(g);
    gradient();
    let product = 0;
    for (let i = 0; i < n; i++) {
      moved[i] = b[i]! - before[i]!;
      change[i] = g[i]! - change[i]!;
      product += moved[i]! * change[i]!;
    }
    fresh = false;
    if (product > 0) update(metric, moved, change, image, product);
    else {
      unit();
      fresh = true;
    }
  }
  return {at: b, value: least, converged: false};
}
