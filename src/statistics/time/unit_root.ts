import {normalLower} from "../distributions/normal.ts";
import {factorise, residualsOf} from "../regression/householder.ts";
import {sumOf} from "../sums.ts";

/** What is taken out of the series: a mean ("c"), or a mean and a trend ("ct"). */
export type Trend = "c" | "ct";

export interface AugmentedDickeyFuller {
  statistic: number;
  p: number;
  lags: number;
  n: number;
  critical: {one: number; five: number; ten: number};
}

/**
 * Does a series have a unit root (wander without a level)? Augmented Dickey and Fuller (1979), p and critical values by
 * MacKinnon (1994, 2010). Without `lags` the number is chosen by AIC. Agrees with statsmodels' `adfuller`.
 */
export function augmentedDickeyFuller(
  values: Float64Array,
  {trend = "c", lags}: {trend?: Trend; lags?: number} = {},
): AugmentedDickeyFuller {
  const terms = trend.length;
  const most = Math.min(
    Math.ceil(12 * (values.length / 100) ** 0.25),
    Math.floor(values.length / 2) - terms - 1,
  );
  const chosen = lags ?? bestLag(values, trend, Math.max(0, most));
  const {statistic, n} = regress(values, trend, chosen, chosen);
  const at = (coefficients: readonly number[]): number =>
    coefficients.reduce((sum, coefficient, power) => sum + coefficient / n ** power, 0);
  const [one, five, ten] = CRITICAL[trend].map(at) as [number, number, number];
  return {statistic, p: mackinnon(statistic, trend), lags: chosen, n, critical: {one, five, ten}};
}

function bestLag(values: Float64Array, trend: Trend, most: number): number {
  let best = 0;
  let least = Infinity;
  for (let lag = 0; lag <= most; lag++) {
    const {aic} = regress(values, trend, lag, most);
    if (aic < least) {
      least = aic;
      best = lag;
    }
  }
  return best;
}

/** Differences on the level before, `lags` differences before, and the trend, over the rows that `from` lags leave. */
function regress(values: Float64Array, trend: Trend, lags: number, from: number) {
  const steps = values.subarray(1).map((value, row) => value - values[row]!);
  const n = steps.length - from;
  const column = (of: (row: number) => number): Float64Array =>
    Float64Array.from({length: n}, (_, row) => of(row));
  const y = column((row) => steps[from + row]!);
  const columns = [
    column((row) => values[from + row]!),
    ...Array.from({length: lags}, (_, lag) => column((row) => steps[from + row - lag - 1]!)),
    column(() => 1),
    ...(trend === "ct" ? [column((row) => row + 1)] : []),
  ];
  const factors = factorise(columns);
  const beta = factors.solve(y);
  const rss = sumOf(residualsOf(y, columns, beta).map((value) => value ** 2));
  const df = n - columns.length;
  const se = Math.sqrt((rss / df) * (factors.inverse[0]?.[0] ?? Number.NaN));
  const aic = n * (Math.log(2 * Math.PI) + Math.log(rss / n) + 1) + 2 * columns.length;
  return {statistic: beta[0]! / se, n, aic};
}

/** MacKinnon (2010), table 2. */
const CRITICAL: Record<Trend, readonly (readonly number[])[]> = {
  c: [
    [-3.43035, -6.5393, -16.786, -79.433],
    [-2.86154, -2.8903, -4.234, -40.04],
    [-2.56677, -1.5384, -2.809],
  ],
  ct: [
    [-3.95877, -9.0531, -28.428, -134.155],
    [-3.41049, -4.3904, -9.036, -45.374],
    [-3.12705, -2.5856, -3.925, -22.38],
  ],
};

/** MacKinnon (1994): the response surface of the p-value. */
const SURFACE = {
  c: {
    star: -1.61,
    least: -18.83,
    most: 2.74,
    small: [2.1659, 1.4412, 0.038269],
    large: [1.7339, 0.93202, -0.12745, -0.010368],
  },
  ct: {
    star: -2.89,
    least: -16.18,
    most: 0.7,
    small: [3.2512, 1.6047, 0.049588],
    large: [2.5261, 0.61654, -0.37956, -0.060285],
  },
} as const;

function mackinnon(statistic: number, trend: Trend): number {
  const {star, least, most, small, large} = SURFACE[trend];
  if (statistic > most) return 1;
  if (statistic < least) return 0;
  const coefficients = statistic <= star ? small : large;
  return normalLower([...coefficients].reduceRight((sum, coefficient) => sum * statistic + coefficient, 0));
}

const KPSS_P = [0.1, 0.05, 0.025, 0.01];
const KPSS_TABLE: Record<Trend, readonly number[]> = {
  c: [0.347, 0.463, 0.574, 0.739],
  ct: [0.119, 0.146, 0.176, 0.216],
};

/**
 * Is a series stationary (around a mean, or a trend)? Kwiatkowski and others (1992); p from their table, so it is held
 * between 0.01 and 0.1. Default lags: 12 (n / 100)^(1/4), rounded up.
 */
export function kpss(
  values: Float64Array,
  {trend = "c", lags = Math.ceil(12 * (values.length / 100) ** 0.25)}: {trend?: Trend; lags?: number} = {},
): {statistic: number; p: number; lags: number; held: boolean} {
  const n = values.length;
  const columns = [
    new Float64Array(n).fill(1),
    ...(trend === "ct" ? [Float64Array.from({length: n}, (_, row) => row + 1)] : []),
  ];
  const rest = residualsOf(values, columns, factorise(columns).solve(values));
  let walked = 0;
  let squares = 0;
  for (const value of rest) {
    walked += value;
    squares += walked ** 2;
  }
  let variance = sumOf(rest.map((value) => value ** 2));
  for (let lag = 1; lag <= lags; lag++) {
    const product = sumOf(rest.subarray(lag).map((value, row) => value * rest[row]!));
    variance += 2 * product * (1 - lag / (lags + 1));
  }
  const statistic = squares / n ** 2 / (variance / n);
  const table = KPSS_TABLE[trend];
  const held = statistic < table[0]! || statistic > table[3]!;
  let p = statistic < table[0]! ? KPSS_P[0]! : KPSS_P[3]!;
  for (let at = 0; at < 3; at++) {
    const [low, high] = [table[at]!, table[at + 1]!];
    if (statistic < low || statistic > high) continue;
    p = KPSS_P[at]! + ((statistic - low) / (high - low)) * (KPSS_P[at + 1]! - KPSS_P[at]!);
  }
  return {statistic, p, lags, held};
}
