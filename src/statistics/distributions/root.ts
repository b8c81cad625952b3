/**
 * The x where a falling function of a distribution (its upper tail) reaches `p`: bracketed by doubling, then bisected to
 * the last bits. `tail` must fall from 1 to 0 over (low, infinity) or, where `low` is -Infinity, over the whole line.
 */
export function upperQuantile(p: number, tail: (x: number) => number, low: number): number {
  if (Number.isNaN(p) || p < 0 || p > 1) return Number.NaN;
  if (p === 1) return low;
  if (p === 0) return Infinity;
  let left = Number.isFinite(low) ? low : -1;
  let right = Number.isFinite(low) ? low + 1 : 1;
  if (!Number.isFinite(low)) while (tail(left) < p) left *= 2;
  while (tail(right) > p) {
    left = right;
    right = Number.isFinite(low) ? low + (right - low) * 2 : right * 2;
    if (!Number.isFinite(right)) return Infinity;
  }
  for (let step = 0; step < 2000; step++) {
    const middle = left + (right - left) / 2;
    if (middle <= left || middle >= right) break;
    if (tail(middle) > p) left = middle;
    else right = middle;
  }
  return right - tail(right) === 0 ? right : (left + right) / 2;
}
