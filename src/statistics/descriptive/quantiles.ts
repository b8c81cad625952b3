/** The nine sample quantiles of Hyndman and Fan (1996), by their numbers; R's and numpy's default is 7. */
export type QuantileType = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/**
 * A quantile of sorted values (ascending, none missing), as R's `quantile(type =)` gives it.
 * NaN for no values.
 */
export function quantile(sorted: ArrayLike<number>, p: number, type: QuantileType = 7): number {
  const n = sorted.length;
  if (n === 0) return Number.NaN;
  const at = (place: number): number => sorted[Math.min(n, Math.max(1, place)) - 1]!;
  const fuzz = 4 * Number.EPSILON;
  if (type <= 3) {
    const m = type === 3 ? -0.5 : 0;
    const place = n * p + m;
    const below = Math.floor(place + fuzz);
    const on = Math.abs(place - below) < fuzz * Math.max(1, place);
    if (type === 1) return at(on ? below : below + 1);
    if (type === 2) return on ? (at(below) + at(below + 1)) / 2 : at(below + 1);
    return at(on && below % 2 === 0 ? below : below + 1);
  }
  const [a, b] = INTERPOLATED[type as 4];
  const place = a + p * (n + 1 - a - b);
  const below = Math.floor(place + fuzz);
  const part = Math.abs(place - below) < fuzz ? 0 : place - below;
  const [low, high] = [at(below), at(below + 1)];
  return part === 0 || low === high ? low : part === 1 ? high : (1 - part) * low + part * high;
}

const INTERPOLATED = {
  4: [0, 1],
  5: [0.5, 0.5],
  6: [0, 0],
  7: [1, 1],
  8: [1 / 3, 1 / 3],
  9: [3 / 8, 3 / 8],
} as const;
