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
/** Centres that all move less than this, as a share of the columns' mean variance, are settled (as scikit-learn). */
const SETTLED = 1e-4;

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

/** What `nearest` found: the centre, and the squared distances to it and to the next. One a thread: no allocation in loops. */
const found = {at: 0, first: 0, second: 0};

function nearest(values: Float64Array, row: number, centres: Float64Array, width: number, k: number) {
  let at = 0;
  let first = Infinity;
  let second = Infinity;
  const start = row * width;
  let one = 0;
  // Four sums side by side: a processor need not wait for one addition to begin the next.
  for (; one + 4 <= k; one += 4) {
    const b = one * width;
    const c = b + width;
    const d = c + width;
    const e = d + width;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let column = 0; column < width; column++) {
      const value = values[start + column]!;
      const o0 = value - centres[b + column]!;
      const o1 = value - centres[c + column]!;
      const o2 = value - centres[d + column]!;
      const o3 = value - centres[e + column]!;
      s0 += o0 * o0;
      s1 += o1 * o1;
      s2 += o2 * o2;
      s3 += o3 * o3;
    }
    if (s0 < first) {
      second = first;
      first = s0;
      at = one;
    } else if (s0 < second) second = s0;
    if (s1 < first) {
      second = first;
      first = s1;
      at = one + 1;
    } else if (s1 < second) second = s1;
    if (s2 < first) {
      second = first;
      first = s2;
      at = one + 2;
    } else if (s2 < second) second = s2;
    if (s3 < first) {
      second = first;
      first = s3;
      at = one + 3;
    } else if (s3 < second) second = s3;
  }
  for (; one < k; one++) {
    const distance = squared(values, row, centres, one, width);
    if (distance < first) {
      second = first;
      first = distance;
      at = one;
    } else if (distance < second) second = distance;
  }
  found.at = at;
  found.first = first;
  found.second = second;
  return found;
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
  let closest = new Float64Array(rows);
  for (let row = 0; row < rows; row++) closest[row] = squared(values, row, centres, 0, width);
  const tried = new Float64Array(tries * width);
  const next = Array.from({length: tries}, () => new Float64Array(rows));
  for (let at = 1; at < k; at++) {
    let total = 0;
    for (let row = 0; row < rows; row++) total += closest[row]!;
    for (let one = 0; one < tries; one++) {
      let rest = random.uniform() * total;
      let row = 0;
      while (row < rows - 1 && rest > closest[row]!) rest -= closest[row++]!;
      tried.set(values.subarray(row * width, (row + 1) * width), one * width);
    }
    let best = 0;
    let least = Infinity;
    for (let one = 0; one < tries; one++) {
      const sum = closer(values, rows, width, tried, one * width, closest, next[one]!);
      if (sum >= least) continue;
      least = sum;
      best = one;
    }
    // The old distances' buffer is free for the next centre's.
    [closest, next[best]] = [next[best]!, closest];
    centres.set(tried.subarray(best * width, (best + 1) * width), at * width);
  }
  return centres;
}

/** Each row's squared distance to the nearest centre once one more is there, and their sum. */
function closer(
  values: Float64Array,
  rows: number,
  width: number,
  centre: Float64Array,
  from: number,
  closest: Float64Array,
  into: Float64Array,
): number {
  let total = 0;
  const even = width - (width % 2);
  for (let row = 0; row < rows; row++) {
    const start = row * width;
    const limit = closest[row]!;
    let s0 = 0;
    let s1 = 0;
    for (let column = 0; column < even; column += 2) {
      const o0 = values[start + column]! - centre[from + column]!;
      const o1 = values[start + column + 1]! - centre[from + column + 1]!;
      s0 += o0 * o0;
      s1 += o1 * o1;
    }
    if (even < width) {
      const off = values[start + even]! - centre[from + even]!;
      s0 += off * off;
    }
    const square = s0 + s1;
    const kept = Math.min(square, limit);
    into[row] = kept;
    total += kept;
  }
  return total;
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
  const settled = SETTLED * meanVariance(values, width, rows);
  let rounds = 1;
  for (; rounds < MOST_ROUNDS; rounds++) {
    hooks.checkpoint();
    let furthest = 0;
    let way = 0;
    for (let at = 0; at < k; at++) {
      let square = 0;
      if (counts[at]! > 0)
        for (let column = 0; column < width; column++) {
          const next = sums[at * width + column]! / counts[at]!;
          square += (next - centres[at * width + column]!) ** 2;
          centres[at * width + column] = next;
        }
      else square = restart(values, width, rows, centres, at, upper, labels, sums, counts);
      way += square;
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
    if (changed === 0 || way <= settled) break;
  }
  let inertia = 0;
  for (let row = 0; row < rows; row++) inertia += squared(values, row, centres, labels[row]!, width);
  return {centres, labels, inertia, rounds};
}

function meanVariance(values: Float64Array, width: number, rows: number): number {
  const means = new Float64Array(width);
  for (let at = 0; at < values.length; at++) means[at % width]! += values[at]! / rows;
  let squares = 0;
  for (let at = 0; at < values.length; at++) squares += (values[at]! - means[at % width]!) ** 2;
  return squares / values.length;
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
