import {normalQuantile} from "../distributions/normal.ts";

/** The odds ratio of a 2 x 2 table with Woolf's (1955) log interval; no interval where a cell is 0. */
export function oddsRatio(
  table: readonly (readonly number[])[],
  level = 0.95,
): {value: number; low: number; high: number} {
  const [[a, b], [c, d]] = table as [[number, number], [number, number]];
  const value = (a * d) / (b * c);
  const reach = normalQuantile(0.5 + level / 2) * Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d);
  if (!Number.isFinite(reach)) return {value, low: Number.NaN, high: Number.NaN};
  return {value, low: value * Math.exp(-reach), high: value * Math.exp(reach)};
}
