import {MersenneTwister} from "../../statistics/random/mersenne_twister.ts";
import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";
import {rowMajor} from "../features.ts";

/** Clusters by their centres: plain data. */
export interface KMeansModel {
  type: "k_means";
  centres: number[][];
  /** Sum of the squared distances to the nearest centre. */
  inertia: number;
  rounds: number;
}

const MOST_ROUNDS = 300;

/**
 * k-means: Lloyd's rounds from k-means++ starts (Arthur and Vassilvitskii 2007), the best of several; distances that bounds
 * rule out are not computed (Hamerly 2010). Columns want to be standardised.
 */
export function fitKMeans(
  columns: readonly Float64Array[],
  k: number,
  {starts = 10, seed = 0}: {starts?: number; seed?: number} = {},
  hooks: WorkHooks = NO_HOOKS,
): {model: KMeansModel; labels: Uint32Array} {
  const {values, width, rows} = rowMajor(columns);
  const random = new MersenneTwister(seed);
  let best: {centres: Float64Array; labels: Uint32Array; inertia: number; rounds: number} | undefined;
  for (let start = 0; start < starts; start++) {
    hooks.progress(start / starts);
    const found = lloyd(values, width, rows, plusPlus(values, width, rows, k, random), k, hooks);
    if (!best || found.inertia < best.inertia) best = found;
  }
  const {centres, labels, inertia, rounds} = best!;
  return {
    model: {
      type: "k_means",
      centres: Array.from({length: k}, (_, at) => [...centres.subarray(at * width, (at + 1) * width)]),
      inertia,
      rounds,
    },
    labels,
  };
}

/** The nearest centre of each row. */
export function assignKMeans({centres}: KMeansModel, columns: readonly Float64Array[]): Uint32Array {
  const {values, width, rows} = rowMajor(columns);
  const flat = Float64Array.from(centres.flat());
  return Uint32Array.from({length: rows}, (_, row) => nearest(values, row, flat, width, centres.length).at);
}

function squared(
  values: Float64Array,
  row: number,
  centres: Float64Array,
  at: number,
  width: number,
): number {
  let sum = 0;
  const a = row * width;
  const b = at * width;
  for (let column = 0; column < width; column++) {
    const off = values[a + column]! - centres[b + column]!;
    sum += off * off;
  }
  return sum;
}

function nearest(values: Float64Array, row: number, centres: Float64Array, width: number, k: number) {
  let at = 0;
  let first = Infinity;
  let second = Infinity;
  for (let one = 0; one < k; one++) {
    const distance = squared(values, row, centres, one, width);
    if (distance < first) {
      second = first;
      first = distance;
      at = one;
    } else if (distance < second) second = distance;
  }
  return {at, first, second};
}

/** Starts far apart: each next centre is drawn by the squared distance, the best of a few tries (as scikit-learn). */
function plusPlus(
  values: Float64Array,
  width: number,
  rows: number,
  k: number,
  random: MersenneTwister,
): Float64Array {
  const centres = new Float64Array(k * width);
  const tries = 2 + Math.floor(Math.log(k));
  const first = Math.floor(random.uniform() * rows);
  centres.set(values.subarray(first * width, (first + 1) * width));
  let closest = Float64Array.from({length: rows}, (_, row) => squared(values, row, centres, 0, width));
  for (let at = 1; at < k; at++) {
    const total = closest.reduce((sum, one) => sum + one, 0);
    let best: {closest: Float64Array<ArrayBuffer>; total: number; row: number} | undefined;
    for (let one = 0; one < tries; one++) {
      let rest = random.uniform() * total;
      let row = 0;
      while (row < rows - 1 && rest > closest[row]!) rest -= closest[row++]!;
      centres.set(values.subarray(row * width, (row + 1) * width), at * width);
      const next = new Float64Array(rows);
      let sum = 0;
      for (let other = 0; other < rows; other++) {
        next[other] = Math.min(closest[other]!, squared(values, other, centres, at, width));
        sum += next[other]!;
      }
      if (!best || sum < best.total) best = {closest: next, total: sum, row};
    }
    closest = best!.closest;
    centres.set(values.subarray(best!.row * width, (best!.row + 1) * width), at * width);
  }
  return centres;
}

function lloyd(
  values: Float64Array,
  width: number,
  rows: number,
  centres: Float64Array,
  k: number,
  hooks: WorkHooks,
) {
  const labels = new Uint32Array(rows);
  const upper = new Float64Array(rows);
  const lower = new Float64Array(rows);
  const sums = new Float64Array(k * width);
  const counts = new Float64Array(k);
  const moved = new Float64Array(k);
  for (let row = 0; row < rows; row++) {
    const {at, first, second} = nearest(values, row, centres, width, k);
    labels[row] = at;
    upper[row] = Math.sqrt(first);
    lower[row] = Math.sqrt(second);
    counts[at]!++;
    for (let column = 0; column < width; column++)
      sums[at * width + column]! += values[row * width + column]!;
  }
  let rounds = 1;
  for (; rounds < MOST_ROUNDS; rounds++) {
    hooks.checkpoint();
    let furthest = 0;
    for (let at = 0; at < k; at++) {
      let square = 0;
      if (counts[at]! > 0)
        for (let column = 0; column < width; column++) {
          const next = sums[at * width + column]! / counts[at]!;
          square += (next - centres[at * width + column]!) ** 2;
          centres[at * width + column] = next;
        }
      else square = restart(values, width, rows, centres, at, upper, labels, sums, counts);
      moved[at] = Math.sqrt(square);
      furthest = Math.max(furthest, moved[at]!);
    }
    if (furthest === 0) break;
    const half = halfGaps(centres, width, k);
    let changed = 0;
    for (let row = 0; row < rows; row++) {
      const own = labels[row]!;
      upper[row]! += moved[own]!;
      lower[row]! -= furthest;
      const bound = Math.max(half[own]!, lower[row]!);
      if (upper[row]! <= bound) continue;
      upper[row] = Math.sqrt(squared(values, row, centres, own, width));
      if (upper[row]! <= bound) continue;
      const {at, first, second} = nearest(values, row, centres, width, k);
      upper[row] = Math.sqrt(first);
      lower[row] = Math.sqrt(second);
      if (at === own) continue;
      labels[row] = at;
      changed++;
      counts[own]!--;
      counts[at]!++;
      for (let column = 0; column < width; column++) {
        const value = values[row * width + column]!;
        sums[own * width + column]! -= value;
        sums[at * width + column]! += value;
      }
    }
    if (changed === 0) break;
  }
  let inertia = 0;
  for (let row = 0; row < rows; row++) inertia += squared(values, row, centres, labels[row]!, width);
  return {centres, labels, inertia, rounds};
}

/** Half the distance from each centre to the nearest other. */
function halfGaps(centres: Float64Array, width: number, k: number): Float64Array {
  return Float64Array.from({length: k}, (_, at) => {
    let least = Infinity;
    for (let other = 0; other < k; other++)
      if (other !== at) least = Math.min(least, squared(centres, at, centres, other, width));
    return Math.sqrt(least) / 2;
  });
}

/** A cluster that lost all rows begins anew at the row furthest from its centre. */
function restart(
  values: Float64Array,
  width: number,
  rows: number,
  centres: Float64Array,
  at: number,
  upper: Float64Array,
  labels: Uint32Array,
  sums: Float64Array,
  counts: Float64Array,
): number {
  let far = 0;
  for (let row = 1; row < rows; row++) if (upper[row]! > upper[far]!) far = row;
  const before = labels[far]!;
  let square = 0;
  for (let column = 0; column < width; column++) {
    const value = values[far * width + column]!;
    sums[before * width + column]! -= value;
    sums[at * width + column] = value;
    square += (value - centres[at * width + column]!) ** 2;
    centres[at * width + column] = value;
  }
  counts[before]!--;
  counts[at] = 1;
  labels[far] = at;
  upper[far] = 0;
  return square;
}
