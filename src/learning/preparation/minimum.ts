/**
 * Where a function with one minimum has it: golden sections and parabolas (Brent, Algorithms for Minimization without
 * Derivatives, 1973, ch. 5), from an interval that is widened as long as the least value is at its edge.
 * @returns the place, or NaN where the function falls without end
 */
export function minimum(of: (x: number) => number, from: number, to: number, tolerance = 1e-11): number {
  let [low, high] = [from, to];
  for (let times = 0; ; times++) {
    const found = within(of, low, high, tolerance);
    const width = high - low;
    if (found - low > 1e-4 * width && high - found > 1e-4 * width) return found;
    if (times >= 12) return Number.NaN;
    low -= width / 2;
    high += width / 2;
  }
}

const GOLDEN = (3 - Math.sqrt(5)) / 2;

function within(of: (x: number) => number, from: number, to: number, tolerance: number): number {
  let [a, b] = [from, to];
  let x = a + GOLDEN * (b - a);
  let [w, v] = [x, x];
  let fx = of(x);
  let [fw, fv] = [fx, fx];
  let [step, before] = [0, 0];
  for (let round = 0; round < 200; round++) {
    const middle = (a + b) / 2;
    const least = tolerance * Math.abs(x) + 1e-12;
    if (Math.abs(x - middle) <= 2 * least - (b - a) / 2) break;
    let parabolic = false;
    if (Math.abs(before) > least) {
      const r = (x - w) * (fx - fv);
      let q = (x - v) * (fx - fw);
      let p = (x - v) * q - (x - w) * r;
      q = 2 * (q - r);
      if (q > 0) p = -p;
      q = Math.abs(q);
      if (Math.abs(p) < Math.abs(0.5 * q * before) && p > q * (a - x) && p < q * (b - x)) {
        before = step;
        step = p / q;
        const u = x + step;
        if (u - a < 2 * least || b - u < 2 * least) step = x < middle ? least : -least;
        parabolic = true;
      }
    }
    if (!parabolic) {
      before = x < middle ? b - x : a - x;
      step = GOLDEN * before;
    }
    const u = x + (Math.abs(step) >= least ? step : step > 0 ? least : -least);
    const fu = of(u);
    if (fu <= fx) {
      if (u < x) b = x;
      else a = x;
      [v, fv, w, fw, x, fx] = [w, fw, x, fx, u, fu];
    } else {
      if (u < x) a = u;
      else b = u;
      if (fu <= fw || w === x) [v, fv, w, fw] = [w, fw, u, fu];
      else if (fu <= fv || v === x || v === w) [v, fv] = [u, fu];
    }
  }
  return x;
}
