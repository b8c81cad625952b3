import {normalTwoSided} from "../distributions/normal.ts";
import {studentizedRangeQuantile, studentizedRangeUpper} from "../distributions/studentized_range.ts";
import {type Adjustment, adjust} from "../multiple/adjust.ts";
import {tiedRanks} from "../ranks/tied_ranks.ts";
import {meanOf, sumOf, varianceOf} from "../sums.ts";

/** Two groups compared: the later less the earlier, by their places. */
export interface PairResult {
  first: number;
  second: number;
  difference: number;
  low: number;
  high: number;
  /** Corrected for the number of pairs. */
  p: number;
}

const pairsOf = (k: number): [number, number][] =>
  Array.from({length: k}, (_, second) => second).flatMap((second) =>
    Array.from({length: second}, (_, first): [number, number] => [first, second]),
  );

/** All pairs of groups by Tukey's honest significant differences; unequal sizes by Kramer (1956). */
export function tukey(groups: readonly Float64Array[], level = 0.95): PairResult[] {
  const k = groups.length;
  const n = groups.reduce((sum, group) => sum + group.length, 0);
  const means = groups.map((group) => meanOf(group));
  const df = n - k;
  const within = sumOf(groups.map((group, at) => (group.length - 1) * varianceOf(group, means[at]!))) / df;
  const quantile = studentizedRangeQuantile(1 - level, k, df);
  return pairsOf(k).map(([first, second]) => {
    const difference = means[second]! - means[first]!;
    const error = Math.sqrt((within / 2) * (1 / groups[first]!.length + 1 / groups[second]!.length));
    return {
      first,
      second,
      difference,
      low: difference - quantile * error,
      high: difference + quantile * error,
      p: studentizedRangeUpper(Math.abs(difference) / error, k, df),
    };
  });
}

/** All pairs of groups with a variance for each: Games and Howell (1976). */
export function gamesHowell(groups: readonly Float64Array[], level = 0.95): PairResult[] {
  const k = groups.length;
  const means = groups.map((group) => meanOf(group));
  const errors = groups.map((group, at) => varianceOf(group, means[at]!) / group.length);
  return pairsOf(k).map(([first, second]) => {
    const [u, v] = [errors[first]!, errors[second]!];
    const df = (u + v) ** 2 / (u ** 2 / (groups[first]!.length - 1) + v ** 2 / (groups[second]!.length - 1));
    const error = Math.sqrt((u + v) / 2);
    const difference = means[second]! - means[first]!;
    const quantile = studentizedRangeQuantile(1 - level, k, df);
    return {
      first,
      second,
      difference,
      low: difference - quantile * error,
      high: difference + quantile * error,
      p: studentizedRangeUpper(Math.abs(difference) / error, k, df),
    };
  });
}

/** All pairs of groups by their mean ranks: Dunn (1964), with ties; p by Holm unless told otherwise. */
export function dunn(
  groups: readonly Float64Array[],
  how: Adjustment = "holm",
): {first: number; second: number; z: number; difference: number; p: number; plainP: number}[] {
  const all = Float64Array.from(groups.flatMap((group) => [...group]));
  const n = all.length;
  const {ranks, ties} = tiedRanks(all);
  let start = 0;
  const means = groups.map((group) => {
    const own = ranks.subarray(start, start + group.length);
    start += group.length;
    return meanOf(own);
  });
  const variance = (n * (n + 1)) / 12 - ties / (12 * (n - 1));
  const pairs = pairsOf(groups.length).map(([first, second]) => {
    const difference = means[second]! - means[first]!;
    const z = difference / Math.sqrt(variance * (1 / groups[first]!.length + 1 / groups[second]!.length));
    return {first, second, z, difference, plainP: normalTwoSided(z)};
  });
  const corrected = adjust(
    pairs.map(({plainP}) => plainP),
    how,
  );
  return pairs.map((pair, at) => ({...pair, p: corrected[at]!}));
}
