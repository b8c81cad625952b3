import type {ColumnProfile} from "./profile.ts";
import type {Bins, Shape, ShapeName} from "./profile_details.ts";

/** Where bins begin, how wide they are and how many: at most `MOST_BINS`. */
export interface Edges {
  start: number;
  width: number;
  count: number;
  /** The last bin takes in its upper edge too. */
  closed: boolean;
}

export const MOST_BINS = 30;
const USUAL_BINS = 20;
const FEWEST_BINS = 6;
/** A tail is cut off the picture where it reaches farther than this many times the middle 90 %. */
const FAR = 2;

/**
 * Round edges (1, 2, 2.5 or 5 times a power of ten; whole for whole numbers) for a column's histogram. Where a few far
 * values would make all others one bar, the edges end nearer, and what is beyond is counted apart.
 */
export function numberEdges(column: ColumnProfile, filled: number): Edges {
  const whole = column.type === "integer";
  const [min, max] = [Number(column.min), Number(column.max)];
  if (!Number.isFinite(max - min)) return {start: -1e308, width: 1e307, count: USUAL_BINS, closed: false};
  if (min === max) {
    const width = whole ? Math.max(1, ulp(min)) : roundUp(Math.abs(min) / 10, false) || 1;
    return {start: whole ? min : Math.floor(min / width) * width, width, count: 1, closed: true};
  }
  const [q05, , , , q95] = column.quantiles!;
  const middle = q95 - q05;
  const cutHigh = middle > 0 && max > q95 + FAR * middle;
  const cutLow = middle > 0 && min < q05 - FAR * middle;
  const low = cutLow ? q05 - middle / 2 : min;
  const high = cutHigh ? q95 + middle / 2 : max;
  const wanted = Math.min(USUAL_BINS, Math.max(FEWEST_BINS, Math.ceil(2 * Math.cbrt(filled))));
  const width = whole && high - low < MOST_BINS - 1 ? 1 : roundUp((high - low) / wanted, whole);
  const start = Math.floor(Number((low / width).toFixed(9))) * width;
  const places = Number(((high - start) / width).toFixed(9));
  const count = whole ? Math.floor(places) + 1 : Math.max(1, Math.ceil(places));
  return {start: tidy(start), width, count: Math.min(count, MOST_BINS), closed: !cutHigh};
}

/** The distance of doubles near a number: what a bin of huge whole numbers cannot be narrower than. */
const ulp = (value: number): number => 2 ** Math.max(0, Math.ceil(Math.log2(Math.abs(value) || 1)) - 52);

const tidy = (value: number): number => Number(value.toPrecision(14));

function roundUp(width: number, whole: boolean): number {
  if (!(width > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(width));
  const steps = whole && power < 10 ? [1, 2, 5, 10] : [1, 2, 2.5, 5, 10];
  const step = steps.find((one) => one * power >= width * (1 - 1e-9)) ?? 10;
  return Math.max(tidy(step * power), whole ? 1 : 0);
}

/** What is looked at to name a distribution. */
export interface ShapeFacts {
  column: Pick<ColumnProfile, "distinct" | "quantiles" | "type">;
  histogram: Bins;
  zeros: number;
  skewness: number | undefined;
  /** Excess kurtosis. */
  kurtosis: number | undefined;
}

const FEW = 20;

/** The plain name of a distribution, by its moments, its quantiles and its histogram. */
export function shapeOf(facts: ShapeFacts): Pick<Shape, "name"> {
  return {name: nameOf(facts)};
}

function nameOf({column, histogram, zeros, skewness, kurtosis}: ShapeFacts): ShapeName {
  const counts = histogram.bins.map((bin) => bin.count);
  const all = counts.reduce((sum, one) => sum + one, histogram.below + histogram.above);
  if (column.distinct <= 1) return "constant";
  if (column.distinct === 2) return "two values";
  if (all < FEW || skewness === undefined || kurtosis === undefined) return "few values";
  const zeroBin = histogram.bins.findIndex(({from, to}) => Number(from) <= 0 && Number(to) > 0);
  const others = Math.max(0, ...counts.filter((_, at) => at !== zeroBin));
  if (column.distinct > 10 && zeros >= 0.25 * all && zeros > 2 * others) return "zero-inflated";
  const [q05, , q50, , q95] = column.quantiles!;
  const lean = q95 > q05 ? (q95 + q05 - 2 * q50) / (q95 - q05) : 0;
  if (all >= 50 && isBimodal(counts, skewness, kurtosis)) return "bimodal";
  if (all >= 50 && Math.abs(skewness) < 0.25 && kurtosis > -1.4 && kurtosis < -0.9 && isLevel(counts))
    return "uniform";
  if (kurtosis > 5 && Math.abs(lean) < 0.2) return "heavy-tailed";
  if ((skewness > 0.5 && lean > 0.05) || skewness > 1) return "right-skewed";
  if ((skewness < -0.5 && lean < -0.05) || skewness < -1) return "left-skewed";
  if (Math.abs(skewness) <= 0.5) return "symmetric";
  return "irregular";
}

/** Two hills with a valley between them: each with its part of the values, and few values where they meet. */
function isBimodal(counts: readonly number[], skewness: number, kurtosis: number): boolean {
  // Sarle's coefficient is above 5/9 (of a uniform distribution) where there may be two modes.
  if (counts.length < 8 || (skewness ** 2 + 1) / (kurtosis + 3) < 0.52) return false;
  const smooth = counts.map((count, at) => ((counts[at - 1] ?? 0) + 2 * count + (counts[at + 1] ?? 0)) / 4);
  const all = smooth.reduce((sum, one) => sum + one, 0);
  let [before, peakBefore] = [0, 0];
  for (let valley = 1; valley < smooth.length - 1; valley++) {
    before += smooth[valley - 1]!;
    peakBefore = Math.max(peakBefore, smooth[valley - 1]!);
    const peakAfter = Math.max(...smooth.slice(valley + 1));
    const lower = Math.min(peakBefore, peakAfter);
    const share = before / all;
    const depth = lower - smooth[valley]!;
    // Counts vary by their root; smoothing leaves 3/8 of that variance.
    const sure = depth > 2 * Math.sqrt(0.375 * (lower + smooth[valley]!));
    const even = share > 0.15 && share < 0.85 && lower >= 0.25 * Math.max(...smooth);
    if (depth > 0.25 * lower && sure && even) return true;
  }
  return false;
}

/** The bins but the first and the last, which may be cut, are about equally high. */
function isLevel(counts: readonly number[]): boolean {
  const inner = counts.length > 4 ? counts.slice(1, -1) : counts;
  const mean = inner.reduce((sum, one) => sum + one, 0) / inner.length;
  return inner.every((count) => count > 0.5 * mean && count < 1.6 * mean);
}
