/**
 * Where a continuous function changes its sign between two points at which its signs differ: Brent (1973), Algorithms for
 * minimization without derivatives, to the last bits.
 */
export function rootBetween(of: (x: number) => number, from: number, to: number): number {
  let [a, b] = [from, to];
  let [fa, fb] = [of(a), of(b)];
  let [c, fc] = [a, fa];
  let [step, before] = [b - a, b - a];
  for (let round = 0; round < 200; round++) {
    if (fb > 0 === fc > 0) {
      [c, fc] = [a, fa];
      step = before = b - a;
    }
    if (Math.abs(fc) < Math.abs(fb)) {
      [a, b, c] = [b, c, b];
      [fa, fb, fc] = [fb, fc, fb];
    }
    const least = 2 * Number.EPSILON * Math.abs(b);
    const half = (c - b) / 2;
    if (Math.abs(half) <= least || fb === 0) return b;
    if (Math.abs(before) < least || Math.abs(fa) <= Math.abs(fb)) step = before = half;
    else {
      const s = fb / fa;
      const [q, r] = [fa / fc, fb / fc];
      let [p, over] =
        a === c
          ? [2 * half * s, 1 - s]
          : [s * (2 * half * q * (q - r) - (b - a) * (r - 1)), (q - 1) * (r - 1) * (s - 1)];
      if (p > 0) over = -over;
      else p = -p;
      if (2 * p < Math.min(3 * half * over - Math.abs(least * over), Math.abs(before * over))) {
        before = step;
        step = p / over;
      } else step = before = half;
    }
    [a, fa] = [b, fb];
    b += Math.abs(step) > least ? step : half > 0 ? least : -least;
    fb = of(b);
  }
  return b;
}
