import {varianceOf} from "../sums.ts";
import {loess, stl} from "./stl.ts";

/** A series as trend, one season a period, and rest. */
export interface SeveralSeasons {
  trend: Float64Array;
  /** By period, shortest first. */
  periods: number[];
  seasonals: Float64Array[];
  rest: Float64Array;
}

/**
 * Decomposition with several seasons by repeated STL: Bandara, Hyndman and Bergmeir (2021), with the default
 * windows of R's `mstl` (7 + 4 k of the k-th season; local lines where R takes local means). Periods without two whole seasons are left out; with none left the trend is a loess.
 */
export function mstl(
  values: Float64Array,
  periods: readonly number[],
  {rounds = 2, robust = false}: {rounds?: number; robust?: boolean} = {},
): SeveralSeasons {
  const n = values.length;
  const kept = [...new Set(periods)].filter((period) => period > 1 && n > 2 * period).sort((a, b) => a - b);
  if (kept.length === 0) {
    const length = Math.max(7, Math.ceil(n * 0.75) | 1);
    const trend = n < 3 ? values.slice() : loess(values, length, 1);
    return {trend, periods: [], seasonals: [], rest: values.map((value, row) => value - trend[row]!)};
  }
  const seasonals: Float64Array[] = kept.map(() => new Float64Array(n));
  let rest: Float64Array = values.slice();
  let trend: Float64Array = new Float64Array(n);
  for (let round = 0; round < (kept.length > 1 ? rounds : 1); round++) {
    for (const [k, period] of kept.entries()) {
      const own = seasonals[k]!;
      const whole = rest.map((value, row) => value + own[row]!);
      const parts = stl(whole, period, {seasonal: 7 + 4 * (k + 1), robust});
      seasonals[k] = parts.seasonal;
      rest = whole.map((value, row) => value - parts.seasonal[row]!);
      trend = parts.trend;
    }
  }
  return {trend, periods: kept, seasonals, rest: rest.map((value, row) => value - trend[row]!)};
}

/** How much of what is left without the trend is the season's, 0 to 1: Wang, Smith and Hyndman (2006). */
export function seasonalStrength(parts: SeveralSeasons, season: number): number {
  const own = parts.seasonals[season];
  if (!own) return 0;
  const whole = varianceOf(own.map((value, row) => value + parts.rest[row]!));
  return whole > 0 ? Math.max(0, Math.min(1, 1 - varianceOf(parts.rest) / whole)) : 0;
}
