/** A straight line through points by least squares. */
export interface TrendLine {
  slope: number;
  intercept: number;
  /** Pearson's correlation. */
  r: number;
  n: number;
}

/** The least-squares line of y on x; absent for fewer than three points or where one of them does not vary. */
export function trendLine(xs: readonly number[], ys: readonly number[]): TrendLine | undefined {
  const n = xs.length;
  if (n < 3) return undefined;
  const mx = xs.reduce((sum, x) => sum + x / n, 0);
  const my = ys.reduce((sum, y) => sum + y / n, 0);
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let at = 0; at < n; at++) {
    const dx = xs[at]! - mx;
    const dy = ys[at]! - my;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  const r = xy / Math.sqrt(xx * yy);
  return Number.isFinite(r) ? {slope: xy / xx, intercept: my - (xy / xx) * mx, r, n} : undefined;
}

/** Whether a line says more than chance would: at least ten points, |r| of 0.3, and t beyond 3 (p below about 0.01). */
export function isTelling({r, n}: TrendLine): boolean {
  const t = Math.abs(r) * Math.sqrt((n - 2) / Math.max(1e-12, 1 - r * r));
  return n >= 10 && Math.abs(r) >= 0.3 && t > 3;
}
